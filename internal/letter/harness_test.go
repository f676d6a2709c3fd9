package letter

import (
	"context"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/raster"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

// monday is the harness's clock: 08:00 in Taipei.
var monday = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

var languages = []string{"zh-Hant", "zh-Hans", "uk", "en"}

// desk is a writer over a real store with the café's journey.
type desk struct {
	*Writer
	t     testing.TB
	store *store.Store
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	s := storetest.OpenAt(t, filepath.Join(t.TempDir(), "waymood.db"), store.Options{Create: true, Clock: func() time.Time { return monday }})
	storetest.Apply(t, s, storetest.Cafe())
	return newDeskOver(t, s)
}

func newDeskOver(t testing.TB, s *store.Store) *desk {
	t.Helper()
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	public, err := url.Parse("https://mood.example.com")
	if err != nil {
		t.Fatal(err)
	}
	w, err := New(Config{
		Store: s, Catalog: catalog, PublicURL: public, From: "Waymood <waymood@mood.example.com>",
		Clock: func() time.Time { return monday },
		Fonts: sync.OnceValues(func() (*raster.Fonts, error) { return raster.FindFonts(raster.FontFolders("")) }),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &desk{w, t, s}
}

// subscribe adds a weekly subscription in a language.
func (d *desk) subscribe(language string, change ...func(*subscription.Subscription)) *subscription.Subscription {
	d.t.Helper()
	sub := &subscription.Subscription{
		Mail: "chen@example.com", Language: language, Zone: "Asia/Taipei", Journey: "cafe",
		Cadence: subscription.Weekly, Weekday: time.Monday, Hour: 8, Alerts: true, Notices: true,
	}
	for _, f := range change {
		f(sub)
	}
	if err := d.store.AddSubscription(context.Background(), sub); err != nil {
		d.t.Fatal(err)
	}
	return sub
}

// post keeps a mail and writes it.
func (d *desk) post(m store.Mail) *mail.Message {
	d.t.Helper()
	added, err := d.store.PostMails(context.Background(), []store.Mail{m})
	if err != nil || len(added) != 1 {
		d.t.Fatalf("post: %d, %v", len(added), err)
	}
	msg, err := d.Write(context.Background(), &added[0])
	if err != nil {
		d.t.Fatal(err)
	}
	return msg
}
