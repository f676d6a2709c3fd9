package job

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/web/api"
	"github.com/waymood/waymood/internal/webhook"
)

// An endpoint that hangs holds up no other.
func TestSlowEndpointDelaysNobody(t *testing.T) {
	f := newFixture(t, filepath.Join(t.TempDir(), "a.db"))
	hanging := make(chan struct{})
	once := make(chan struct{}, 100)
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { once <- struct{}{}; <-hanging }))
	defer slow.Close()
	arrived := make(chan string, 100)
	quick := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { arrived <- r.Header.Get("webhook-id") }))
	defer quick.Close()
	for range 5 {
		f.hook(t, slow.URL)
	}
	f.hook(t, quick.URL)
	f.raise(t, 20)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); f.delivering.Run(ctx) }()
	defer func() { cancel(); close(hanging); <-ended }()
	<-once // the slow ones have begun
	for i := range 20 {
		select {
		case <-arrived:
		case <-time.After(patience / 2): // of which a slow one takes all
			t.Fatalf("only %d of 20 arrived while others hang", i)
		}
	}
}

// Attempts go on for more than a day, ten of them at least, ever farther apart,
// and the endpoint's wish is heard, within reason.
func TestWhenAgain(t *testing.T) {
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	p := &Delivering{Clock: func() time.Time { return now }}
	var whole, before time.Duration
	n := 1
	for ; ; n++ {
		a := p.judge(webhook.Result{Status: 500, Trouble: webhook.BadStatus}, n)
		if a.State == store.Failed {
			break
		}
		wait := a.Next.Sub(now)
		if a.State != store.ToSend || wait <= before || a.Disable != "" {
			t.Errorf("after attempt %d: %+v", n, a)
		}
		if least, most := deliveryWaits[n-1]*8/10, deliveryWaits[n-1]*12/10; wait < least || wait > most {
			t.Errorf("after attempt %d: %v, want %v to %v", n, wait, least, most)
		}
		whole, before = whole+wait, wait
	}
	if n != 10 || whole < 24*time.Hour {
		t.Errorf("%d attempts over %v", n, whole)
	}
	for asked, want := range map[time.Duration]time.Duration{time.Hour: time.Hour, 30 * 24 * time.Hour: 24 * time.Hour} {
		if a := p.judge(webhook.Result{Status: 503, Wait: asked}, 1); a.Next.Sub(now) != want {
			t.Errorf("asked for %v: %v", asked, a.Next.Sub(now))
		}
	}
	if a := p.judge(webhook.Result{Status: 410}, 1); a.State != store.Failed || a.Disable != store.ByGone {
		t.Errorf("gone: %+v", a)
	}
}

// An endpoint that says that it is gone is left alone, and so is one that took
// nothing for five days; one that takes something now and then is not.
func TestEndpointsAreDisabled(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		f := newFixture(t, database)
		status := http.StatusGone
		e := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		defer e.Close()
		read := func(w *store.Webhook) *store.Webhook {
			t.Helper()
			w, err := f.s.Webhook(t.Context(), w.ID)
			if err != nil {
				t.Fatal(err)
			}
			return w
		}
		gone := f.hook(t, e.URL)
		f.raise(t, 9)
		f.delivering.Pass(t.Context())
		if w := read(gone); w.Why != store.ByGone || w.Disabled.IsZero() {
			t.Errorf("gone: %+v", w)
		}
		if n := f.states(t, gone); n[store.Failed]+n[store.Stopped] != 9 || n[store.Stopped] == 0 {
			t.Errorf("its deliveries are %v", n)
		}
		status = http.StatusInternalServerError
		bad := f.hook(t, e.URL)
		days := 0
		for ; days < 20 && read(bad).Disabled.IsZero(); days++ {
			if days == 3 {
				status = http.StatusOK // it counts from anew
			}
			f.raise(t, 1)
			f.delivering.Pass(t.Context())
			status = http.StatusInternalServerError
			f.clock.add(24 * time.Hour)
		}
		if w := read(bad); w.Why != store.ByFailing || days < 9 || days > 10 {
			t.Errorf("after %d days: %+v", days, w)
		}
		f.raise(t, 1)
		before := f.states(t, bad)
		if err := f.s.EnableWebhook(t.Context(), bad.ID); err != nil {
			t.Fatal(err)
		}
		status = http.StatusOK
		if _, err := f.s.ReplayFailed(t.Context(), bad.ID); err != nil {
			t.Fatal(err)
		}
		f.delivering.Pass(t.Context())
		if n := f.states(t, bad); len(n) != 1 || n[store.Sent] != before[store.Sent]+before[store.Stopped]+before[store.Failed] {
			t.Errorf("before the replay %v, after %v", before, n)
		}
	})
}

// Whoever mends the address need not wait for what waits.
func TestMendedAddressIsTriedAtOnce(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		f := newFixture(t, database)
		e := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/in" {
				w.WriteHeader(http.StatusNotFound)
			}
		}))
		defer e.Close()
		w := f.hook(t, e.URL)
		f.raise(t, 3)
		for range 4 { // until the next try is hours away
			f.delivering.Pass(t.Context())
			f.clock.add(40 * time.Minute)
		}
		f.delivering.Pass(t.Context())
		w.URL += "/in"
		if err := f.s.SetWebhook(t.Context(), *w); err != nil {
			t.Fatal(err)
		}
		f.delivering.Pass(t.Context())
		if n := f.states(t, w); n[store.Sent] != 3 {
			t.Errorf("after the address was mended: %v", n)
		}
	})
}

// One failure long after another is not five days of failures, and a test that
// failed is none at all.
func TestRareFailuresDisableNobody(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		f := newFixture(t, database)
		e := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
		defer e.Close()
		id := f.hook(t, e.URL).ID
		read := func() *store.Webhook {
			t.Helper()
			w, err := f.s.Webhook(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			return w
		}
		if _, err := f.s.TryWebhook(t.Context(), id, ""); err != nil {
			t.Fatal(err)
		}
		f.delivering.Pass(t.Context())
		if n := f.states(t, read()); n[store.Failed] != 1 {
			t.Errorf("the test is %v", n)
		}
		if w := read(); !w.Failing.IsZero() {
			t.Errorf("a test that failed: %+v", w)
		}
		for month := range 3 {
			f.raise(t, 1)
			f.delivering.Pass(t.Context())
			if w := read(); w.Failing.IsZero() || !w.Disabled.IsZero() {
				t.Errorf("month %d: %+v", month, w)
			}
			for range 40 { // it is tried again until it is given up, and then nothing is
				f.delivering.Pass(t.Context())
				f.clock.add(18 * time.Hour)
			}
		}
	})
}

// What was erased before it could be sent is not sent, and is nowhere in the
// database's files; contacts are told only to who asked for them.
func TestErasedAnswersAreNotTold(t *testing.T) {
	dir := t.TempDir()
	f := newFixture(t, filepath.Join(dir, "a.db"))
	secret := ""
	e := newEndpoint(t, func() string { return secret }, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusNoContent) })
	w := f.hook(t, e.URL, store.ResponseCreated, store.ResponseScored)
	secret = w.Secret
	add := func(mail, comment string) *survey.Response {
		r := storetest.Answer("order-web", 3, comment)
		r.Answers["mail"], r.ReceivedAt = mail, f.clock.now()
		storetest.Sum(r)
		storetest.Add(t, f.s, r)
		return r
	}
	const canary = "canary4711"
	erased := add(canary+"@example.com", "the queue was bad, "+canary)
	kept := add("ann@example.com", "call me at ann.miller@example.com")
	if err := f.s.Erase(t.Context(), erased.ID); err != nil {
		t.Fatal(err)
	}
	storetest.Read(t, f.s)
	f.delivering.Pass(t.Context())
	n := f.states(t, w)
	if n[store.Withheld] != 1 || n[store.Sent] != 2 {
		t.Errorf("%v", n)
	}
	told := strings.Join(e.said, "\n")
	if strings.Contains(told, canary) || strings.Contains(told, "ann@") || strings.Contains(told, "ann.miller") || !strings.Contains(told, kept.ID.String()) || !strings.Contains(told, `"rating":3`) {
		t.Errorf("told %s", told)
	}
	files, err := filepath.Glob(filepath.Join(dir, "a.db*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), canary) {
			t.Errorf("%s still holds it", filepath.Base(file))
		}
	}
	w.Settings = map[string]string{"contacts": "yes"}
	if err := f.s.SetWebhook(t.Context(), *w); err != nil {
		t.Fatal(err)
	}
	e.said = nil
	add("bob@example.com", "bob.miller@example.com knows")
	f.delivering.Pass(t.Context())
	if told := strings.Join(e.said, "\n"); !strings.Contains(told, `"mail":"bob@example.com"`) || !strings.Contains(told, "bob.miller@example.com") {
		t.Errorf("with contacts: %s", told)
	}
}

// Two nodes share the work without sending anything twice; what a node had
// claimed when it died is sent by the other within a minute.
func TestTwoNodesDeliver(t *testing.T) {
	database := storetest.Postgres(t)
	f := newFixture(t, database)
	var secret string
	e := newEndpoint(t, func() string { return secret }, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusNoContent) })
	w := f.hook(t, e.URL)
	secret = w.Secret
	other := storetest.OpenAt(t, database, store.Options{Clock: f.clock.now})
	second := newDelivering(t, other, f.clock)
	f.raise(t, 200)
	done := make(chan struct{})
	go func() { defer close(done); second.Pass(context.Background()) }()
	f.delivering.Pass(t.Context())
	<-done
	if tries, took, twice := e.counts(); tries != 200 || took != 200 || twice != 0 {
		t.Errorf("%d tries, %d taken, %d of them twice", tries, took, twice)
	}
	f.raise(t, 3)
	claimed, err := f.s.ClaimDeliveries(t.Context(), w.ID, 2, deliveryHold) // and dies
	if err != nil || len(claimed) != 2 {
		t.Fatal(claimed, err)
	}
	second.Pass(t.Context())
	if _, took, _ := e.counts(); took != 201 {
		t.Errorf("%d taken while a node holds two", took-200)
	}
	f.clock.add(time.Minute)
	second.Pass(t.Context())
	if _, took, twice := e.counts(); took != 203 || twice != 0 {
		t.Errorf("%d of 3 taken a minute later, %d twice", took-200, twice)
	}
	// It was not dead: what it has to say of its claim is no longer heard.
	if _, err := f.s.SettleDelivery(t.Context(), w.ID, &claimed[0], store.Attempt{State: store.Failed}); err != nil {
		t.Fatal(err)
	}
	if n := f.states(t, w); n[store.Sent] != 203 {
		t.Errorf("%v", n)
	}
}

// The log is kept for 90 days.
func TestWebhookLogIsSwept(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		f := newFixture(t, database)
		e := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		defer e.Close()
		w := f.hook(t, e.URL)
		f.raise(t, 3)
		f.delivering.Pass(t.Context())
		e.Close()
		f.clock.add(89 * 24 * time.Hour)
		f.raise(t, 2)
		f.clock.add(2 * 24 * time.Hour)
		sweep := func() int64 {
			t.Helper()
			n, err := f.s.SweepDeliveries(t.Context(), f.clock.now().Add(-deliveryLogAge))
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := sweep(); n != 6 {
			t.Errorf("%d rows went, want 3 of the log and 3 events", n)
		}
		if n := sweep(); n != 0 {
			t.Errorf("%d rows more", n)
		}
		if n := f.states(t, w); n[store.ToSend] != 2 || len(n) != 1 {
			t.Errorf("%v are left", n)
		}
		job, err := f.delivering.Sweeping()
		if err != nil || job.Work(t.Context()) != nil {
			t.Error(job, err)
		}
	})
}

// A clock that was a year ahead for a moment puts nothing off for a year.
func TestClockThatWasWrong(t *testing.T) {
	f := newFixture(t, filepath.Join(t.TempDir(), "a.db"))
	status := http.StatusInternalServerError
	e := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	defer e.Close()
	w := f.hook(t, e.URL)
	f.raise(t, 1)
	f.clock.add(365 * 24 * time.Hour)
	f.delivering.Pass(t.Context())
	status = http.StatusOK
	f.clock.add(-365 * 24 * time.Hour)
	job, err := f.delivering.Sweeping()
	if err != nil || job.Work(t.Context()) != nil {
		t.Fatal(job, err)
	}
	f.delivering.Pass(t.Context())
	if n := f.states(t, w); n[store.Sent] != 1 {
		t.Errorf("%v", n)
	}
}

// An event that nobody can prepare holds up no other, is given up like one that
// does not arrive, and arrives when it is asked for after all was mended.
func TestUnpreparedEvents(t *testing.T) {
	broken := errors.New("no answer")
	for name, answer := range map[string]func(context.Context, *store.Store, *store.Record, bool) ([]byte, error){
		"panicked":  func(context.Context, *store.Store, *store.Record, bool) ([]byte, error) { panic("no answer") },
		"no answer": func(context.Context, *store.Store, *store.Record, bool) ([]byte, error) { return nil, broken },
	} {
		t.Run(name, func(t *testing.T) {
			storetest.EachDatabase(t, func(t *testing.T, database string) {
				f := newFixture(t, database)
				var said bytes.Buffer
				f.delivering.Log = slog.New(slog.NewTextHandler(&said, nil))
				f.delivering.Answer = answer
				e := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
				defer e.Close()
				answers, all := f.hook(t, e.URL, store.ResponseCreated), f.hook(t, e.URL, store.ResponseCreated, store.AlertRaised)
				r := storetest.Answer("queue-qr", 3, "")
				r.ReceivedAt = f.clock.now()
				storetest.Add(t, f.s, r)
				f.raise(t, 2)
				f.delivering.Pass(t.Context())
				if n := f.states(t, all); n[store.ToSend] != 1 || n[store.Sent] != 2 || !strings.Contains(said.String(), name) {
					t.Errorf("%v, %s", n, said.String())
				}
				if w, err := f.s.Webhook(t.Context(), answers.ID); err != nil || w.Failing.IsZero() {
					t.Errorf("nothing is told and owners do not see it: %+v, %v", w, err)
				}
				for range 10 { // the last wait is of 48 hours, or a fifth more
					f.clock.add(60 * time.Hour)
					f.raise(t, 1) // others arrive meanwhile
					f.delivering.Pass(t.Context())
				}
				list, _, err := f.s.Deliveries(t.Context(), store.DeliveryQuery{Webhook: all.ID, States: []store.Sending{store.ToSend, store.Failed}})
				if err != nil || len(list) != 1 || list[0].State != store.Failed || list[0].Attempts != 10 || list[0].Trouble != webhook.Unprepared || list[0].Status != 0 {
					t.Fatalf("%+v, %v", list, err)
				}
				if n := strings.Count(said.String(), "event="+list[0].Event.ID); n > 20 {
					t.Errorf("the log says it %d times: %s", n, said.String())
				}
				f.delivering.Answer = api.Told
				if err := f.s.ReplayDelivery(t.Context(), all.ID, list[0].ID); err != nil {
					t.Fatal(err)
				}
				f.delivering.Pass(t.Context())
				if n := f.states(t, all); n[store.Sent] != 13 || len(n) != 1 {
					t.Errorf("after the replay %v", n)
				}
			})
		})
	}
}

// A verdict is told once, when it is given.
func TestVerdictIsTold(t *testing.T) {
	ctx, j := t.Context(), storetest.Cafe()
	f := newFixture(t, filepath.Join(t.TempDir(), "a.db"))
	f.clock.at = time.Date(2026, 10, 1, 4, 0, 0, 0, time.UTC)
	w := f.hook(t, "http://127.0.0.1:9/", store.ActionVerdict)
	today := int64(journey.DayOf(f.clock.now(), j.Location()))
	a, err := f.s.AddAction(ctx, j, action.Action{Touchpoint: "queue", Kind: action.Fix, Title: "Second till", Owner: "floor", Due: today})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.s.ChangeAction(ctx, j, a.ID, 1, func(a *action.Action) error { return a.GoLive(today, today) }); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		f.clock.add(29 * 24 * time.Hour)
		if _, _, err := f.s.SettleActions(ctx); err != nil {
			t.Fatal(err)
		}
	}
	claimed, err := f.s.ClaimDeliveries(ctx, w.ID, 9, time.Minute)
	if err != nil || len(claimed) != 1 {
		t.Fatal(claimed, err)
	}
	if want := `{"journey":"cafe","stage":"purchase","touchpoint":"queue","action":1,"title":"Second till","verdict":"open","effect":null,"low":null,"high":null}`; string(claimed[0].Event.Document) != want {
		t.Errorf("%s", claimed[0].Event.Document)
	}
}

// Endpoints that cannot be reached, or prove to be others than they say, are
// told nothing.
func TestUnreachableEndpoints(t *testing.T) {
	f := newFixture(t, filepath.Join(t.TempDir(), "a.db"))
	var said bytes.Buffer
	f.delivering.Log = slog.New(slog.NewJSONHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var hits atomic.Int64
	secure := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer plain.Close()
	closed := httptest.NewServer(nil)
	closed.Close()
	for url, trouble := range map[string]string{
		secure.URL: webhook.BadTLS, // a certificate that nobody vouches for
		"https" + strings.TrimPrefix(plain.URL, "http"): webhook.BadTLS,
		closed.URL:                   webhook.NotThere,
		"http://nowhere.invalid/":    webhook.Unknown,
		"http://127.0.0.1:25/":       webhook.Blocked,
		"http://user:a@example.org/": webhook.BadAddress,
		"gopher://127.0.0.1/":        webhook.BadAddress,
	} {
		w := f.hook(t, url)
		f.raise(t, 1)
		f.delivering.Pass(t.Context())
		list, _, err := f.s.Deliveries(t.Context(), store.DeliveryQuery{Webhook: w.ID, Limit: 1})
		if err != nil || len(list) != 1 || list[0].State != store.ToSend || list[0].Status != 0 || list[0].Trouble != trouble {
			t.Errorf("%s: %+v, %v", url, list, err)
		}
	}
	for _, secret := range []string{"127.0.0.1", "nowhere", "example.org", "user", "whsec_", "queue"} {
		if strings.Contains(said.String(), secret) || said.Len() == 0 {
			t.Errorf("the log says %q: %s", secret, said.String())
		}
	}
	if n := hits.Load(); n > 0 {
		t.Errorf("%d requests came in", n)
	}
	roots := x509.NewCertPool()
	roots.AddCert(secure.Certificate())
	f.delivering.Client = webhook.NewClient(webhook.Options{Private: true, Roots: roots})
	defer f.delivering.Client.Close()
	w := f.hook(t, secure.URL)
	f.raise(t, 1)
	f.delivering.Pass(t.Context())
	if n := f.states(t, w); n[store.Sent] != 1 || hits.Load() == 0 {
		t.Errorf("a certificate that is known: %v, %d", n, hits.Load())
	}
}
