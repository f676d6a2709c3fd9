package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/store"
)

// TestSentDigests: what waits, failed or was superseded was told to nobody.
func TestSentDigests(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		posted := func(kind store.MailKind, key, journey, subscription string) {
			t.Helper()
			m := store.Mail{Key: key, Kind: kind, Journey: journey, Subscription: subscription, To: "a@example.com", Language: "en", Document: []byte(`{"of":"` + key + `"}`)}
			if _, err := s.PostMails(t.Context(), []store.Mail{m}); err != nil {
				t.Fatal(err)
			}
		}
		sent := func() {
			t.Helper()
			for _, m := range claim(t, s, 9) {
				if err := s.MailSent(t.Context(), m.ID, m.Token, "sent"); err != nil {
					t.Fatal(err)
				}
			}
		}
		start := c.now()
		posted(store.DigestMail, "old", "cafe", "mine")
		sent()
		c.move(24 * time.Hour)
		posted(store.DigestMail, "mine", "cafe", "mine")
		posted(store.DigestMail, "theirs", "cafe", "theirs")
		posted(store.DigestMail, "shop", "shop", "shop")
		posted(store.AlertMail, "alert", "cafe", "mine")
		sent()
		posted(store.DigestMail, "superseded", "cafe", "mine")
		c.move(time.Hour)
		posted(store.DigestMail, "waits", "cafe", "mine")
		for _, want := range []struct {
			journey, subscription, keys string
			since                       time.Time
		}{
			{"cafe", "mine", "mine old", start},
			{"cafe", "mine", "mine", start.Add(time.Hour)},
			{"cafe", "theirs", "theirs", start},
			{"shop", "shop", "shop", start},
			{"shop", "mine", "", start},
			{"cafe", "mine", "", start.Add(48 * time.Hour)},
		} {
			mails, err := s.SentDigests(t.Context(), want.journey, want.subscription, want.since)
			if err != nil {
				t.Fatal(err)
			}
			var keys []string
			for _, m := range mails {
				keys = append(keys, m.Key)
				if string(m.Document) != `{"of":"`+m.Key+`"}` {
					t.Errorf("%s has the document %s", m.Key, m.Document)
				}
			}
			if got := strings.Join(keys, " "); got != want.keys {
				t.Errorf("%+v: %q", want, got)
			}
		}
	})
}
