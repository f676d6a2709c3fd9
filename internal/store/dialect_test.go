package store_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// What PostgreSQL cannot keep is not there when looked for and refused when
// kept, the same on both engines.
func TestWordsThatCannotBeKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		for _, word := range []string{"\x00", "\xff\xfe@x.tw", "cafe\x00", "a\xc3"} {
			for what, look := range map[string]func() error{
				"journey":  func() error { _, err := s.Journey(t.Context(), word); return err },
				"user":     func() error { _, err := s.User(t.Context(), word); return err },
				"mail":     func() error { _, _, err := s.UserByMail(t.Context(), word); return err },
				"spot":     func() error { _, err := s.Spot(t.Context(), word); return err },
				"selected": func() error { _, _, err := s.Responses(t.Context(), store.Query{Journey: word}); return err },
			} {
				if err := look(); !errors.Is(err, fault.NotFound) {
					t.Errorf("%s %q: %v", what, word, err)
				}
			}
			if _, err := s.AddUser(t.Context(), word+"@example.org", account.Viewer, ""); !errors.Is(err, fault.Invalid) {
				t.Errorf("add user %q: %v", word, err)
			}
			filtered := store.Query{Filter: store.Filter{Persona: word, Language: word}}
			if found, _, err := s.Responses(t.Context(), filtered); err != nil || len(found) > 0 {
				t.Errorf("filter %q: %v %v", word, found, err)
			}
		}
	})
}

// The time limit of statements is not for a migration or a rebuild, which may
// have to wait long; it is for all else.
func TestLongWorkHasNoTimeLimit(t *testing.T) {
	database := storetest.Postgres(t)
	admin, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	// inTheWay holds something for longer than the limit.
	inTheWay := func(holding string) (done func()) {
		tx, err := admin.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(t.Context(), holding); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() {
			_, err := tx.ExecContext(context.Background(), "select pg_sleep(1.5)")
			ended <- errors.Join(err, tx.Rollback())
		}()
		return func() {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	}
	done := inTheWay("create table settings (name text)")
	s := storetest.OpenAt(t, database+"&statement_timeout=400", store.Options{Create: true})
	done()
	storetest.Apply(t, s, storetest.Cafe())
	storetest.Add(t, s, typical(1))
	done = inTheWay("lock table responses in access exclusive mode")
	if _, _, err := s.Responses(t.Context(), store.Query{}); !errors.Is(err, fault.Busy) {
		t.Errorf("a page waited: %v", err)
	}
	if n, differed, err := s.Rebuild(t.Context()); n != 1 || differed != 0 || err != nil {
		t.Errorf("rebuild: %d %d %v", n, differed, err)
	}
	done()
	// The connection that has rebuilt is one like others again.
	done = inTheWay("lock table responses in access exclusive mode")
	if _, _, err := s.Responses(t.Context(), store.Query{}); !errors.Is(err, fault.Busy) {
		t.Errorf("a page waited after the rebuild: %v", err)
	}
	done()
}
