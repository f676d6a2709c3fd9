package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// TestSendNow: what waits for its next attempt is tried now when somebody asks
// for it or changes the webhook, and what a node has in hand stays with it.
func TestSendNow(t *testing.T) {
	for what, now := range map[string]func(t *testing.T, s *store.Store, w *store.Webhook, id int64) error{
		"asked for": func(t *testing.T, s *store.Store, w *store.Webhook, id int64) error {
			return s.ReplayDelivery(t.Context(), w.ID, id)
		},
		"changed": func(t *testing.T, s *store.Store, w *store.Webhook, _ int64) error {
			return s.SetWebhook(t.Context(), *w)
		},
	} {
		t.Run(what, func(t *testing.T) {
			storetest.EachDatabase(t, func(t *testing.T, database string) {
				at := time.Now().Truncate(time.Second)
				s := storetest.OpenAt(t, database, store.Options{Create: true, Clock: func() time.Time { return at }})
				w := addHook(t, s, store.AlertRaised)
				if err := s.Raise(t.Context(), store.Event{Key: "a", Type: store.AlertRaised, Document: []byte("{}")}); err != nil {
					t.Fatal(err)
				}
				claim := func(want int) []store.ClaimedDelivery {
					t.Helper()
					due, err := s.DueWebhooks(t.Context())
					if err != nil || len(due) != want {
						t.Errorf("%d webhooks are due, want %d, %v", len(due), want, err)
					}
					claimed, err := s.ClaimDeliveries(t.Context(), w.ID, 9, 40*time.Second)
					if err != nil || len(claimed) != want {
						t.Fatalf("%d claimed, want %d, %v", len(claimed), want, err)
					}
					return claimed
				}
				settle := func(c store.ClaimedDelivery, a store.Attempt) {
					t.Helper()
					if _, err := s.SettleDelivery(t.Context(), w.ID, &c, a); err != nil {
						t.Fatal(err)
					}
				}
				read := func(id int64) store.Delivery {
					t.Helper()
					d, err := s.Delivery(t.Context(), w.ID, id)
					if err != nil {
						t.Fatal(err)
					}
					return d
				}
				first := claim(1)[0]
				settle(first, store.Attempt{State: store.ToSend, Status: 503, Next: at.Add(time.Minute)})
				claim(0)
				if err := now(t, s, w, first.ID); err != nil {
					t.Fatal(err)
				}
				second := claim(1)[0]
				if second.Attempts != 1 {
					t.Errorf("%d attempts came before", second.Attempts)
				}
				if err := now(t, s, w, first.ID); err != nil { // it is being sent
					t.Fatal(err)
				}
				claim(0)
				settle(second, store.Attempt{State: store.Sent, Status: 204})
				if d := read(first.ID); d.State != store.Sent || d.Attempts != 2 {
					t.Errorf("whoever had it in hand is not heard: %+v", d)
				}
				claim(0)
			})
		})
	}
}

// TestReplayInHand: who had a delivery in hand when it was stopped says nothing
// of the one that was asked for since.
func TestReplayInHand(t *testing.T) {
	s := storetest.OpenAt(t, filepath.Join(t.TempDir(), "a.db"), store.Options{Create: true})
	w := addHook(t, s, store.AlertRaised)
	if _, err := s.TryWebhook(t.Context(), w.ID, ""); err != nil {
		t.Fatal(err)
	}
	late, err := s.ClaimDeliveries(t.Context(), w.ID, 1, time.Hour)
	if err != nil || len(late) != 1 {
		t.Fatal(late, err)
	}
	for _, err := range []error{s.DisableWebhook(t.Context(), w.ID, store.ByStaff), s.EnableWebhook(t.Context(), w.ID), s.ReplayDelivery(t.Context(), w.ID, late[0].ID)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.SettleDelivery(t.Context(), w.ID, &late[0], store.Attempt{State: store.Failed}); err != nil {
		t.Fatal(err)
	}
	claimed, err := s.ClaimDeliveries(t.Context(), w.ID, 1, time.Hour)
	if err != nil || len(claimed) != 1 || claimed[0].Attempts != 0 {
		t.Fatal(claimed, err)
	}
	if _, err := s.SettleDelivery(t.Context(), w.ID, &claimed[0], store.Attempt{State: store.Sent, Status: 200}); err != nil {
		t.Fatal(err)
	}
	if d, err := s.Delivery(t.Context(), w.ID, late[0].ID); err != nil || d.State != store.Sent || d.Attempts != 1 {
		t.Errorf("%+v, %v", d, err)
	}
}
