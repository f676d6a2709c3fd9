package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// addHook keeps a webhook that wants some types.
func addHook(t testing.TB, s *store.Store, types ...string) *store.Webhook {
	t.Helper()
	w, err := s.AddWebhook(t.Context(), store.Webhook{Name: "Ours", URL: "https://hooks.example.com/a", Shape: "standard", Types: types})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// typesOf what waits for a webhook, oldest first.
func typesOf(t testing.TB, s *store.Store, webhook string) string {
	t.Helper()
	list, _, err := s.Deliveries(t.Context(), store.DeliveryQuery{Webhook: webhook, Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, d := range list {
		types = append([]string{d.Event.Type}, types...)
	}
	return strings.Join(types, " ")
}

func TestWebhooks(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storetest.OpenAt(t, database, store.Options{Create: true})
		storetest.Apply(t, s, storetest.Cafe())
		for field, bad := range map[string]store.Webhook{
			"name":    {Types: []string{store.AlertRaised}},
			"types":   {Name: "a"},
			"journey": {Name: "a", Types: []string{store.AlertRaised}, Journey: "nowhere"},
		} {
			_, err := s.AddWebhook(t.Context(), bad)
			if !errors.Is(err, fault.Invalid) || len(fault.Params(err)) != 1 || fault.Params(err)[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		w := addHook(t, s, store.AlertRaised)
		w.Name, w.Settings, w.Journey = "Theirs", map[string]string{"chat_id": "7"}, "cafe"
		if err := s.SetWebhook(t.Context(), *w); err != nil {
			t.Fatal(err)
		}
		turned, err := s.RotateWebhook(t.Context(), w.ID, w.OlderUntil)
		if err != nil || turned.OlderSecret != w.Secret || turned.Secret == w.Secret || !strings.HasPrefix(turned.Secret, "whsec_") {
			t.Errorf("%+v, %v", turned, err)
		}
		now := time.Now()
		if a, b := len(turned.Secrets(now)), len(turned.Secrets(now.Add(25*time.Hour))); a != 2 || b != 1 {
			t.Errorf("%d secrets, a day later %d", a, b)
		}
		if err := s.Raise(t.Context(), store.Event{Key: "a", Type: store.AlertRaised, Journey: "cafe", Document: []byte("{}")},
			store.Event{Key: "b", Type: store.AlertRaised, Journey: "shop", Document: []byte("{}")}, store.Event{Key: "c", Type: store.PainRaised, Journey: "cafe", Document: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
		if err := s.Raise(t.Context(), store.Event{Key: "a", Type: store.AlertRaised, Journey: "cafe", Document: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
		if got := typesOf(t, s, w.ID); got != "alert.raised" {
			t.Errorf("told %q", got)
		}
		if err := s.DisableWebhook(t.Context(), w.ID, store.ByStaff); err != nil {
			t.Fatal(err)
		}
		list, _, err := s.Deliveries(t.Context(), store.DeliveryQuery{Webhook: w.ID, States: []store.Sending{store.Stopped, store.Failed}})
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		if err := s.ReplayDelivery(t.Context(), w.ID, list[0].ID); !errors.Is(err, fault.Conflict) {
			t.Errorf("replayed though disabled: %v", err)
		}
		if err := s.EnableWebhook(t.Context(), w.ID); err != nil {
			t.Fatal(err)
		}
		if n, err := s.ReplayFailed(t.Context(), w.ID); n != 1 || err != nil {
			t.Errorf("%d replayed, %v", n, err)
		}
		if err := s.DropWebhook(t.Context(), w.ID); err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{
			"read": func() error { _, err := s.Webhook(t.Context(), w.ID); return err }(), "set": s.SetWebhook(t.Context(), *w), "drop": s.DropWebhook(t.Context(), w.ID),
			"enable": s.EnableWebhook(t.Context(), w.ID), "disable": s.DisableWebhook(t.Context(), w.ID, store.ByStaff), "replay": s.ReplayDelivery(t.Context(), w.ID, 1),
			"rotate": func() error { _, err := s.RotateWebhook(t.Context(), w.ID, w.OlderUntil); return err }(), "replay all": func() error { _, err := s.ReplayFailed(t.Context(), w.ID); return err }(),
		} {
			if !errors.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// What happens to answers is told when it has become true, and once.
func TestAnswersRaiseEvents(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storetest.OpenAt(t, database, store.Options{Create: true})
		storetest.Apply(t, s, storetest.Cafe())
		storetest.Add(t, s, storetest.Answer("queue-qr", 2, "before anybody wanted it"))
		w := addHook(t, s, store.ResponseCreated, store.ResponseScored)
		check := func(what, want string) {
			t.Helper()
			if got := typesOf(t, s, w.ID); got != want {
				t.Errorf("%s: told %q, want %q", what, got, want)
			}
		}
		check("nothing", "")
		a := storetest.Answer("queue-qr", 2, "the queue was bad")
		storetest.Add(t, s, a)
		storetest.Add(t, s, a)
		check("an answer, twice", "response.created")
		storetest.Read(t, s)
		told := "response.created response.scored response.scored" // that of the answer before, too
		check("its words", told)
		held := storetest.Answer("drink-qr", 4, "fine")
		held.State = survey.Quarantined
		old := storetest.Answer("drink-qr", 4, "fine")
		old.Trusted, old.AnsweredAt = true, time.Now().Add(-40*24*time.Hour)
		storetest.Sum(old)
		storetest.Add(t, s, held, old)
		storetest.Read(t, s)
		check("one that waits and one of long ago", told)
		for range 2 {
			if err := s.SetState(t.Context(), held.ID, survey.Counted); err != nil {
				t.Fatal(err)
			}
			if err := s.SetState(t.Context(), held.ID, survey.LeftOut); err != nil {
				t.Fatal(err)
			}
		}
		check("one that was let in", told+" response.created response.scored")
	})
}

// BenchmarkAddTold is BenchmarkAdd where a webhook wants every answer.
func BenchmarkAddTold(b *testing.B) {
	for _, clients := range []int{1, 64} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			s := storetest.Open(b)
			storetest.Apply(b, s, storetest.Cafe())
			addHook(b, s, store.ResponseCreated)
			var ids survey.IDs
			spread(b, clients, func(i int) error {
				_, err := s.AddResponse(context.Background(), unnamed(&ids, i))
				return err
			})
		})
	}
}
