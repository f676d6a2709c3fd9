package letter

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// alertOf is an alert to a subscription, "" for none.
func alertOf(t *testing.T, subscription, language string, found ...digest.AlertItem) store.Mail {
	t.Helper()
	document, err := json.Marshal(digest.Alert{Found: found})
	if err != nil {
		t.Fatal(err)
	}
	return store.Mail{Key: "alert:" + language + subscription, Kind: store.AlertMail, Subscription: subscription, Journey: "cafe", To: "chen@example.com", Language: language, Document: document}
}

func TestAlert(t *testing.T) {
	d := newDesk(t)
	since := journey.DayOf(monday.Add(-9*24*time.Hour), time.UTC)
	cafe := digest.Named{Key: "cafe", Name: survey.Wording{"en": "Dawn Café", "zh-Hant": "晨曦咖啡"}}
	at := func(kind digest.AlertKind, key, name string, from, to float64, answers int64) digest.AlertItem {
		return digest.AlertItem{Kind: kind, Journey: cafe, Touchpoint: digest.Named{Key: key, Name: survey.Wording{"en": name}}, Team: "floor", Since: since, From: from, To: to, Answers: answers}
	}
	for _, language := range languages {
		t.Run(language, func(t *testing.T) {
			golden(t, "alert."+language+".txt", d.post(alertOf(t, d.subscribe(language).ID, language,
				at(digest.Fall, "queue", "Queue", 57, 41, 23), at(digest.Silent, "order", "Order", 4, 0, 0), at(digest.Rise, "drink", "Drink", 70, 84, 31))))
		})
	}
}

// An owner who has subscribed to nothing hears of trouble, and there is nothing
// to stop.
func TestAlertToOwner(t *testing.T) {
	d := newDesk(t)
	owner, err := d.store.AddUser(t.Context(), "Chen@example.com", account.Owner, "")
	if err != nil {
		t.Fatal(err)
	}
	failed, err := d.store.PostMails(t.Context(), []store.Mail{{Key: "digest:1", Kind: store.DigestMail, To: "gone@example.com", Language: "en", Journey: "cafe"}})
	if err != nil {
		t.Fatal(err)
	}
	m := d.post(alertOf(t, "", "en", digest.AlertItem{Kind: digest.Undelivered, About: failed[0].ID}, digest.AlertItem{Kind: digest.Undelivered, About: "unknown"}, digest.AlertItem{Kind: digest.Behind, Answers: 7}))
	if m.Unsubscribe != "" || strings.Contains(m.Text, "/digest/") {
		t.Errorf("something can be stopped: %s\n%s", m.Unsubscribe, m.Text)
	}
	for _, want := range []string{"gone@example.com", "https://mood.example.com/admin/digests", "7 texts", "owner"} {
		if !strings.Contains(m.Text, want) || !strings.Contains(m.HTML, want) {
			t.Errorf("%q is missing:\n%s", want, m.Text)
		}
	}
	// Who is no owner any more hears no more of it.
	late := alertOf(t, "", "en", digest.AlertItem{Kind: digest.Behind, Answers: 7})
	late.Created = monday
	for _, change := range []func(){func() { owner.Role = account.Viewer }, func() { owner.Role, owner.Disabled = account.Owner, true }} {
		change()
		if err := d.store.SetUser(t.Context(), *owner); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Write(t.Context(), &late); !errors.Is(err, fault.NotFound) {
			t.Errorf("told as %s, disabled %v: %v", owner.Role, owner.Disabled, err)
		}
	}
}

// What waited for a mail server for more than a week is not sent any more.
func TestOldNews(t *testing.T) {
	d := newDesk(t)
	sub := d.subscribe("en")
	id := d.unhappy("queue-qr", survey.Answers{"rating": 1})
	for _, m := range []store.Mail{alertOf(t, sub.ID, "en", digest.AlertItem{Kind: digest.Behind, Answers: 7}), noticeOf(t, sub, id)} {
		for days, sent := range map[int]bool{6: true, 8: false} {
			m.Created = monday.AddDate(0, 0, -days)
			_, err := d.Write(t.Context(), &m)
			if sent && err != nil || !sent && !errors.Is(err, fault.NotFound) {
				t.Errorf("%s of %d days ago: %v", m.Kind, days, err)
			}
		}
	}
}
