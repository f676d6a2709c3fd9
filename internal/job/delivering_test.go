package job

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/web/api"
	"github.com/waymood/waymood/internal/webhook"
)

// clock is a time that tests move.
type clock struct {
	sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.Lock()
	defer c.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.Lock()
	defer c.Unlock()
	c.at = c.at.Add(d)
}

// endpoint is a program that is told events, and goes wrong as a test says.
type endpoint struct {
	*httptest.Server
	sync.Mutex
	took  map[string]int // by event id, what was answered with 2xx
	tries map[string]int
	said  []string // bodies, in the order in which they came
}

// newEndpoint answers the n-th try of an event, from 1, as f says; a
// signature that is not good is always refused.
func newEndpoint(t *testing.T, secret func() string, f func(w http.ResponseWriter, r *http.Request, try int)) *endpoint {
	t.Helper()
	e := &endpoint{took: map[string]int{}, tries: map[string]int{}}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		key, err := standard.NewWebhook(secret())
		if err == nil {
			err = key.VerifyIgnoringTimestamp(body, r.Header)
		}
		if err != nil {
			t.Errorf("a signature is not good: %v", err)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		id := r.Header.Get("webhook-id")
		e.Lock()
		e.tries[id]++
		try := e.tries[id]
		e.said = append(e.said, string(body))
		e.Unlock()
		note := &noted{ResponseWriter: w}
		f(note, r, try)
		if note.status >= 200 && note.status < 300 {
			e.Lock()
			e.took[id]++
			e.Unlock()
		}
	}))
	t.Cleanup(e.Close)
	return e
}

// noted remembers the status.
type noted struct {
	http.ResponseWriter
	status int
}

func (n *noted) WriteHeader(status int) {
	n.status = status
	n.ResponseWriter.WriteHeader(status)
}

func (n *noted) Write(b []byte) (int, error) {
	if n.status == 0 {
		n.status = http.StatusOK
	}
	return n.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (n *noted) Unwrap() http.ResponseWriter { return n.ResponseWriter }

func (e *endpoint) counts() (tries, took, twice int) {
	e.Lock()
	defer e.Unlock()
	for _, n := range e.tries {
		tries += n
	}
	for _, n := range e.took {
		took++
		twice += n - 1
	}
	return tries, took, twice
}

// fixture is a store, a clock and a job that posts to this machine.
type fixture struct {
	s          *store.Store
	clock      *clock
	delivering *Delivering
}

func newDelivering(t *testing.T, s *store.Store, c *clock) *Delivering {
	t.Helper()
	return &Delivering{Store: s, Client: waiting(t, patience), Clock: c.now, Log: slog.New(slog.DiscardHandler), Answer: api.Told}
}

// patience is for endpoints that answer: on a machine that is busy with other
// things that may take long.
const patience = 5 * time.Minute

// waiting is a client that waits for an answer for so long.
func waiting(t *testing.T, patience time.Duration) *webhook.Client {
	t.Helper()
	client := webhook.NewClient(webhook.Options{Private: true, Agent: "test", Patience: patience})
	t.Cleanup(client.Close)
	return client
}

func newFixture(t *testing.T, database string) *fixture {
	t.Helper()
	c := &clock{at: time.Now().Truncate(time.Second)}
	s := storetest.OpenAt(t, database, store.Options{Create: true, Clock: c.now})
	storetest.Apply(t, s, storetest.Cafe())
	return &fixture{s, c, newDelivering(t, s, c)}
}

// hook tells an endpoint of alerts.
func (f *fixture) hook(t *testing.T, url string, types ...string) *store.Webhook {
	t.Helper()
	if len(types) == 0 {
		types = []string{store.AlertRaised}
	}
	w, err := f.s.AddWebhook(t.Context(), store.Webhook{Name: "Ours", URL: url, Shape: "standard", Types: types})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (f *fixture) raise(t *testing.T, n int) {
	t.Helper()
	var events []store.Event
	for range n {
		events = append(events, store.Event{Key: uuid.NewString(), Type: store.AlertRaised, Journey: "cafe", Document: []byte(`{"touchpoint":"queue"}`)})
	}
	if err := f.s.Raise(t.Context(), events...); err != nil {
		t.Fatal(err)
	}
}

// states of a webhook's deliveries.
func (f *fixture) states(t *testing.T, w *store.Webhook) map[store.Sending]int {
	t.Helper()
	list, _, err := f.s.Deliveries(t.Context(), store.DeliveryQuery{Webhook: w.ID, Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	n := map[store.Sending]int{}
	for _, d := range list {
		n[d.State]++
	}
	return n
}

// What is wrong with an endpoint for a while costs tries, never an event; and
// its id stays the same. With -v the table is printed.
func TestDeliveringThroughFaults(t *testing.T) {
	ok := func(w http.ResponseWriter) { w.WriteHeader(http.StatusNoContent) }
	status := func(n int, header ...string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(n)
		}
	}
	hijack := func(f func(net.Conn)) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
				f(conn)
				conn.Close()
			}
		}
	}
	for name, bad := range map[string]struct {
		fault   func(http.ResponseWriter, *http.Request)
		status  int
		trouble string
		lasting bool          // the fault is taken as an answer: nothing is tried again
		patient time.Duration // how long the fault is waited for
	}{
		"500":                           {status(500), 500, webhook.BadStatus, false, patience},
		"429 with Retry-After":          {status(429, "Retry-After", "3600"), 429, webhook.BadStatus, false, patience},
		"400":                           {status(400), 400, webhook.BadStatus, false, patience},
		"redirect":                      {status(302, "Location", "http://127.0.0.1:1/"), 302, webhook.Redirected, false, patience},
		"reset":                         {hijack(func(c net.Conn) { c.(*net.TCPConn).SetLinger(0) }), 0, webhook.CutOff, false, patience},
		"closed without an answer":      {hijack(func(net.Conn) {}), 0, webhook.CutOff, false, patience},
		"an answer that is no HTTP":     {hijack(func(c net.Conn) { io.WriteString(c, "220 mail.example.com ESMTP\r\n") }), 0, webhook.CutOff, false, patience},
		"endless headers":               {hijack(endlessHeaders), 0, webhook.CutOff, false, patience},
		"huge reply to a 500":           {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500); huge(w) }, 500, webhook.BadStatus, false, patience},
		"hangs":                         {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 0, webhook.TimedOut, false, time.Second},
		"headers that drip":             {hijack(drip), 0, webhook.TimedOut, false, time.Second},
		"200 and a huge reply":          {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200); huge(w) }, 200, "", true, patience},
		"200 and a reply that drips":    {func(w http.ResponseWriter, r *http.Request) { slowly(w, r) }, 200, "", true, 10 * time.Second},
		"200 and a reply that is short": {hijack(func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{") }), 200, "", true, patience},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, t.TempDir()+"/a.db")
			f.delivering.Client = waiting(t, bad.patient)
			var secret string
			var well atomic.Bool // in the third pass: a try that ends too soon never reaches the endpoint
			e := newEndpoint(t, func() string { return secret }, func(w http.ResponseWriter, r *http.Request, _ int) {
				if !well.Load() {
					bad.fault(w, r)
					return
				}
				ok(w)
			})
			w := f.hook(t, e.URL)
			secret = w.Secret
			const events = 6
			f.raise(t, events)
			f.delivering.Pass(t.Context())
			list, _, err := f.s.Deliveries(t.Context(), store.DeliveryQuery{Webhook: w.ID})
			if err != nil || len(list) != events {
				t.Fatal(len(list), err)
			}
			for _, d := range list {
				if d.Status != bad.status || d.Trouble != bad.trouble || d.Attempts != 1 || (d.State == store.Sent) != bad.lasting {
					t.Errorf("after the first try %+v", d)
				}
			}
			for again := range 2 { // the waits are a minute and less, or what was asked for
				f.clock.add(2 * time.Hour)
				if again == 1 {
					well.Store(true)
					f.delivering.Client = waiting(t, patience)
				}
				f.delivering.Pass(t.Context())
			}
			tries, took, twice := e.counts()
			if bad.patient < patience { // the endpoint may not have come to know of each
				tries = 0
				list, _, err := f.s.Deliveries(t.Context(), store.DeliveryQuery{Webhook: w.ID})
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range list {
					tries += d.Attempts
				}
			}
			if got := f.states(t, w); got[store.Sent] != events || len(got) != 1 {
				t.Errorf("in the end %v", got)
			}
			arrived := took
			if bad.lasting {
				arrived = len(e.tries) // the status was taken, whatever came after it
			}
			if !bad.lasting && (took != events || twice != 0 || tries != 3*events) {
				t.Errorf("%d tries, %d taken, %d of them twice", tries, took, twice)
			}
			t.Logf("%-30s %d events: first try %q (status %d), %d tries in all, %d arrived, %d twice, %d lost", name, events, bad.trouble, bad.status, tries, arrived, twice, events-arrived)
		})
	}
}

// huge writes until nobody listens.
func huge(w io.Writer) {
	b := make([]byte, 1<<20)
	for range 1000 {
		if _, err := w.Write(b); err != nil {
			return
		}
	}
}

func endlessHeaders(c net.Conn) {
	io.WriteString(c, "HTTP/1.1 200 OK\r\n")
	line := []byte("X-More: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")
	for range 1 << 20 {
		if _, err := c.Write(line); err != nil {
			return
		}
	}
}

// drip never gets to the end of its headers.
func drip(c net.Conn) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if _, err := io.WriteString(c, "H"); err != nil {
			return
		}
	}
}

// slowly never gets to the end of its reply.
func slowly(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusOK)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			io.WriteString(w, "a")
			http.NewResponseController(w).Flush()
		case <-r.Context().Done():
			return
		}
	}
}
