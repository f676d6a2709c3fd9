package store_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

func about(sub *subscription.Subscription, key string) store.Mail {
	return store.Mail{Key: key, Kind: store.DigestMail, Subscription: sub.ID, Journey: sub.Journey, To: sub.Mail, Language: sub.Language, Document: []byte(`{"of":"` + key + `"}`)}
}

func enqueue(t *testing.T, s *store.Store, mails ...store.Mail) []store.Mail {
	t.Helper()
	added, err := s.PostMails(t.Context(), mails)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func TestOutbox(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		ctx := t.Context()
		storetest.Apply(t, s, storetest.Cafe())
		u, err := s.AddUser(ctx, "Ann@example.com", account.Viewer, "")
		if err != nil {
			t.Fatal(err)
		}
		ann, bob := addSubscription(t, s, weekly("ann@example.com")), addSubscription(t, s, weekly("bob@example.com"))
		alert := about(ann, "alert:x:2026-11-22")
		alert.Kind = store.AlertMail
		later := about(bob, "digest:bob:1")
		later.Next = c.now().Add(time.Hour)
		added := enqueue(t, s, about(ann, "digest:ann:1"), alert, later, alert)
		if len(added) != 3 {
			t.Fatalf("%d of three mails and one of them again were added", len(added))
		}
		for _, m := range added {
			got, err := s.MailByID(ctx, m.ID)
			if d := cmp.Diff(&m, got); d != "" || err != nil {
				t.Errorf("%v\n%s", err, d)
			}
			if _, err := uuid.Parse(m.ID); err != nil || m.State != store.MailWaiting || !m.Created.Equal(c.now()) {
				t.Errorf("kept as %+v", m)
			}
		}
		if !added[0].Next.Equal(c.now()) || !added[2].Next.Equal(later.Next) {
			t.Errorf("tried from %v and %v on", added[0].Next, added[2].Next)
		}
		// The same once more, with other words, changes nothing.
		again := about(ann, "digest:ann:1")
		again.To = "eve@example.com"
		if more := enqueue(t, s, again); len(more) != 0 {
			t.Error(more)
		}
		posted, err := s.Posted(ctx, []string{"digest:ann:1", "digest:ann:2", "digest:bob:1"})
		if d := cmp.Diff(map[string]bool{"digest:ann:1": true, "digest:bob:1": true}, posted); d != "" || err != nil {
			t.Error(err, d)
		}
		if posted, err := s.Posted(ctx, nil); len(posted) != 0 || err != nil {
			t.Error(posted, err)
		}

		// A later digest takes the place of an earlier one of the same subscription.
		enqueue(t, s, about(ann, "digest:ann:2"))
		for _, want := range []struct {
			q    store.MailQuery
			keys []string
		}{
			{store.MailQuery{}, []string{"digest:ann:2 waiting", "digest:bob:1 waiting", "alert:x:2026-11-22 waiting", "digest:ann:1 superseded"}},
			{store.MailQuery{User: u.ID}, []string{"digest:ann:2 waiting", "alert:x:2026-11-22 waiting", "digest:ann:1 superseded"}},
			{store.MailQuery{User: "nobody"}, nil},
			{store.MailQuery{Subscription: bob.ID}, []string{"digest:bob:1 waiting"}},
			{store.MailQuery{Kind: store.AlertMail}, []string{"alert:x:2026-11-22 waiting"}},
		} {
			for _, limit := range []int{0, 1, 2} { // in pages of any size the same
				q, keys := want.q, []string(nil)
				for q.Limit = limit; ; {
					mails, next, err := s.Mails(ctx, q)
					if err != nil {
						t.Fatal(err)
					}
					for _, m := range mails {
						keys = append(keys, m.Key+" "+string(m.State))
						if m.Document != nil {
							t.Error("a list has documents")
						}
					}
					if q.Cursor = next; next == "" {
						break
					}
				}
				if d := cmp.Diff(want.keys, keys); d != "" {
					t.Errorf("%+v:\n%s", want.q, d)
				}
			}
		}
		if _, _, err := s.Mails(ctx, store.MailQuery{Cursor: "x"}); !errors.Is(err, fault.Invalid) {
			t.Error(err)
		}
		if _, err := s.MailByID(ctx, uuid.NewString()); !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
		// What was sent stays in the log of who had it, whatever becomes of the
		// subscription.
		if err := s.DropSubscription(ctx, ann.ID); err != nil {
			t.Fatal(err)
		}
		if mails, _, err := s.Mails(ctx, store.MailQuery{User: u.ID}); len(mails) != 3 || err != nil {
			t.Error(len(mails), err)
		}
	})
}

// However many post the same mails at the same moment, each is there once.
func TestPostedOnce(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		var nodes []*store.Store
		for i := range 3 {
			nodes = append(nodes, storetest.OpenAt(t, database, store.Options{Create: i == 0}))
		}
		storetest.Apply(t, nodes[0], storetest.Cafe())
		sub := addSubscription(t, nodes[0], weekly("ann@example.com"))
		const rounds = 40
		var added atomic.Int64
		for i := range rounds {
			var wait sync.WaitGroup
			for _, s := range nodes {
				for range 2 {
					wait.Go(func() {
						mails, err := s.PostMails(t.Context(), []store.Mail{about(sub, fmt.Sprint("digest:", i)), about(sub, fmt.Sprint("other:", i))})
						if err != nil {
							t.Error(err)
						}
						added.Add(int64(len(mails)))
					})
				}
			}
			wait.Wait()
		}
		mails, _, err := nodes[0].Mails(t.Context(), store.MailQuery{Limit: 500})
		if err != nil || len(mails) != 2*rounds || added.Load() != 2*rounds {
			t.Errorf("%d mails are there, %d were added, want %d (%v)", len(mails), added.Load(), 2*rounds, err)
		}
		waiting := 0
		for _, m := range mails {
			if m.State == store.MailWaiting {
				waiting++
			}
		}
		if waiting != 1 {
			t.Errorf("%d digests of one subscription wait", waiting)
		}
	})
}
