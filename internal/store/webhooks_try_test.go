package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// TestTryWebhook: a test goes to one webhook alone, each time anew.
func TestTryWebhook(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storetest.OpenAt(t, database, store.Options{Create: true})
		w, other := addHook(t, s, store.AlertRaised), addHook(t, s, store.AlertRaised)
		first, err := s.TryWebhook(t.Context(), w.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		second, err := s.TryWebhook(t.Context(), w.ID, "")
		if err != nil || second == first {
			t.Errorf("%d after %d, %v", second, first, err)
		}
		if got := typesOf(t, s, w.ID) + "|" + typesOf(t, s, other.ID); got != "test test|" {
			t.Errorf("waits: %s", got)
		}
		claimed, err := s.ClaimDeliveries(t.Context(), w.ID, 10, time.Minute)
		if err != nil || len(claimed) != 2 || claimed[0].ID != first || string(claimed[0].Event.Document) != `{"webhook":"Ours"}` {
			t.Errorf("%+v, %v", claimed, err)
		}
		d, err := s.Delivery(t.Context(), w.ID, first)
		if err != nil || d.ID != first || d.State != store.ToSend || d.Event.Type != store.TestEvent {
			t.Errorf("%+v, %v", d, err)
		}
		if _, err := s.Delivery(t.Context(), other.ID, first); !errors.Is(err, fault.NotFound) {
			t.Errorf("another webhook's delivery: %v", err)
		}
		if err := s.DisableWebhook(t.Context(), w.ID, store.ByStaff); err != nil {
			t.Fatal(err)
		}
		if _, err := s.TryWebhook(t.Context(), w.ID, ""); !errors.Is(err, fault.Conflict) {
			t.Errorf("a disabled one: %v", err)
		}
		if _, err := s.TryWebhook(t.Context(), "none", ""); !errors.Is(err, fault.NotFound) {
			t.Errorf("none: %v", err)
		}
	})
}
