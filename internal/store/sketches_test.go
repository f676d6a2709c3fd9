package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

func owner(t *testing.T, s *store.Store, mail string) string {
	t.Helper()
	u, err := s.AddUser(t.Context(), mail, account.Owner, "")
	if err != nil {
		t.Fatal(err)
	}
	return u.ID
}

func TestSketches(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		me, other := owner(t, s, "me@example.org"), owner(t, s, "other@example.org")
		sk := &store.Sketch{User: me, Journey: storetest.Cafe(), Step: "who"}
		if err := s.AddSketch(ctx, sk); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Sketch(ctx, sk.ID, other); !errors.Is(err, fault.NotFound) {
			t.Errorf("another sees it: %v", err)
		}
		first, err := s.Sketch(ctx, sk.ID, me)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(sk.Journey, first.Journey); d != "" {
			t.Error(d)
		}
		second, err := s.Sketch(ctx, sk.ID, me)
		if err != nil {
			t.Fatal(err)
		}
		first.Step = "collect"
		if err := s.SetSketch(ctx, first); err != nil {
			t.Fatal(err)
		}
		if err := s.SetSketch(ctx, second); !errors.Is(err, fault.Conflict) {
			t.Errorf("the second of two who changed it: %v", err)
		}
		mine, err := s.Sketches(ctx, me)
		if err != nil || len(mine) != 1 || mine[0].Step != "collect" {
			t.Errorf("%v %v", mine, err)
		}
		if err := s.DropSketch(ctx, sk.ID, other); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Sketch(ctx, sk.ID, me); err != nil {
			t.Errorf("another threw it away: %v", err)
		}
		if err := s.DropSketch(ctx, sk.ID, me); err != nil {
			t.Fatal(err)
		}
		if left, err := s.Sketches(ctx, me); err != nil || len(left) > 0 {
			t.Errorf("%v %v", left, err)
		}
	})
}

func TestApplySketch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		me := owner(t, s, "me@example.org")
		sketch := func(of string, revision int64) *store.Sketch {
			sk := &store.Sketch{User: me, Of: of, Revision: revision, Journey: storetest.Cafe(), Step: "look"}
			if err := s.AddSketch(ctx, sk); err != nil {
				t.Fatal(err)
			}
			return sk
		}
		key := storetest.Cafe().Key
		once := sketch("", 0)
		for i, want := range []error{nil, store.ErrMade} {
			if _, err := s.ApplySketch(ctx, once, storetest.Cafe()); !errors.Is(err, want) {
				t.Errorf("time %d: %v", i+1, err)
			}
		}
		kept, err := s.Sketch(ctx, once.ID, me)
		if err != nil || kept.Made != key {
			t.Errorf("%+v %v", kept, err)
		}
		if mine, err := s.Sketches(ctx, me); err != nil || len(mine) != 0 {
			t.Errorf("what is made is still to be made: %v %v", mine, err)
		}
		if _, err := s.ApplySketch(ctx, sketch("", 0), storetest.Cafe()); !errors.Is(err, store.ErrTaken) {
			t.Errorf("a key that is in use: %v", err)
		}
		revision, err := s.Revision(ctx, key)
		if err != nil {
			t.Fatal(err)
		}
		change := storetest.Cafe()
		change.Target = 60
		late := sketch(key, revision)
		if _, err := s.ApplySketch(ctx, sketch(key, revision), change); err != nil {
			t.Error(err)
		}
		if _, err := s.ApplySketch(ctx, late, change); !errors.Is(err, store.ErrMoved) {
			t.Errorf("after another: %v", err)
		}
		if again, err := s.Sketch(ctx, late.ID, me); err != nil || again.Made != "" {
			t.Errorf("a refused sketch is kept: %+v %v", again, err)
		}
		same := sketch(key, revision+1) // nothing to change in the journey, and yet it is done
		if done, err := s.ApplySketch(ctx, same, change); err != nil || len(done.Changes) > 0 {
			t.Errorf("%v %v", done, err)
		}
		if again, err := s.Sketch(ctx, same.ID, me); err != nil || again.Made != key {
			t.Errorf("%+v %v", again, err)
		}
		if _, err := s.Revision(ctx, "nowhere"); !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}

// TestApplySketchAtOnce: of many who send one sketch, or two sketches with one
// key, one makes the journey.
func TestApplySketchAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		me := owner(t, s, "me@example.org")
		var two [2]*store.Sketch
		for i := range two {
			two[i] = &store.Sketch{User: me, Journey: storetest.Cafe(), Step: "look"}
			if err := s.AddSketch(t.Context(), two[i]); err != nil {
				t.Fatal(err)
			}
		}
		errs := make(chan error)
		for i := range 8 {
			go func() {
				_, err := s.ApplySketch(t.Context(), two[i%2], storetest.Cafe())
				errs <- err
			}()
		}
		made := 0
		for range 8 {
			switch err := <-errs; {
			case err == nil:
				made++
			case !errors.Is(err, store.ErrMade) && !errors.Is(err, store.ErrTaken):
				t.Error(err)
			}
		}
		revision, err := s.Revision(t.Context(), storetest.Cafe().Key)
		if made != 1 || revision != 1 || err != nil {
			t.Errorf("made %d times, revision %d, %v", made, revision, err)
		}
	})
}

func TestOldSketches(t *testing.T) {
	now := time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)
	s := storetest.OpenAt(t, t.TempDir()+"/a.db", store.Options{Create: true, Clock: func() time.Time { return now }})
	me := owner(t, s, "me@example.org")
	sk := &store.Sketch{User: me, Journey: storetest.Cafe()}
	if err := s.AddSketch(t.Context(), sk); err != nil {
		t.Fatal(err)
	}
	now = now.Add(store.SketchLife)
	if _, err := s.Sketch(t.Context(), sk.ID, me); !errors.Is(err, fault.NotFound) {
		t.Errorf("after its life: %v", err)
	}
	if err := s.AddSketch(t.Context(), &store.Sketch{User: me, Journey: storetest.Cafe()}); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Sketches(t.Context(), me); err != nil || len(all) != 1 {
		t.Errorf("%v %v", all, err)
	}
}
