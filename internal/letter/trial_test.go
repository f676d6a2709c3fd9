package letter

import (
	"errors"
	"testing"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestTrial(t *testing.T) {
	d := newDesk(t)
	for _, language := range languages {
		t.Run(language, func(t *testing.T) {
			m, err := Trial(d.subscribe(language), "owner@example.com", monday)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "trial."+language+".txt", d.post(m))
		})
	}
}

// TestNotWanted is that nobody is written to who no longer wants it.
func TestNotWanted(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	sub := d.subscribe("en")
	m, err := Trial(sub, "", monday)
	if err != nil {
		t.Fatal(err)
	}
	d.post(m)
	sub.Stopped = monday
	if err := d.store.SetSubscription(ctx, sub); err != nil {
		t.Fatal(err)
	}
	refused := func(m store.Mail, why string) {
		t.Helper()
		if _, err := d.Write(ctx, &m); !errors.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", why, err)
		}
	}
	refused(m, "stopped")
	other := d.subscribe("en", func(s *subscription.Subscription) { s.Cadence, s.Alerts, s.Notices = subscription.Never, false, false })
	for _, kind := range []store.MailKind{store.DigestMail, store.AlertMail, store.NoticeMail} {
		refused(store.Mail{Kind: kind, Subscription: other.ID, Journey: "cafe"}, string(kind))
	}
	moved := d.subscribe("en")
	theirs, err := Trial(moved, "", monday)
	if err != nil {
		t.Fatal(err)
	}
	moved.Mail = "lin@example.com"
	if err := d.store.SetSubscription(ctx, moved); err != nil {
		t.Fatal(err)
	}
	refused(theirs, "given to another address")
	if err := d.store.DropSubscription(ctx, sub.ID); err != nil {
		t.Fatal(err)
	}
	refused(m, "dropped")
}
