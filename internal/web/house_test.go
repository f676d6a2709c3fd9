package web

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// house is a whole server over a database of its own, with the café's journey
// and a key of each scope.
type house struct {
	*Server
	t     testing.TB
	store *store.Store
	log   *logbook
	read  string
	write string
}

// noon is the server's clock: 20 November 2026, noon in Taipei.
var noon = time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)

// newHouse starts a server; change may alter its settings.
func newHouse(t testing.TB, change ...func(*Config)) *house {
	t.Helper()
	ctx := context.Background()
	clock := func() time.Time { return noon }
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "waymood.db"), store.Options{Clock: clock, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	src, err := os.ReadFile("testdata/cafe.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cafe, _, err := journey.Parse("cafe.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(ctx, cafe, false); err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, store: s, log: &logbook{}}
	public, _ := url.Parse("http://localhost:8080")
	c := Config{
		Store: s, PublicURL: public, Limits: true, Clock: clock, Version: "test",
		Log: slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	c.Letters = letters(t, c)
	for _, f := range change {
		f(&c)
	}
	if h.Server, err = New(c); err != nil {
		t.Fatal(err)
	}
	h.read, h.write = h.key(account.Read), h.key(account.Write)
	return h
}

func (h *house) key(scope account.Scope) string {
	h.t.Helper()
	_, secret, err := h.store.AddKey(context.Background(), string(scope), scope, time.Time{})
	if err != nil {
		h.t.Fatal(err)
	}
	return secret
}

// logbook gathers the log.
type logbook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// ask makes a request to the API. Headers are pairs; "key" as a name stands
// for Authorization.
func (h *house) ask(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	} else {
		r.Body = http.NoBody
	}
	r.Host = "localhost"
	r.RemoteAddr = "203.0.113.7:4711"
	for i := 0; i+1 < len(headers); i += 2 {
		switch name, value := headers[i], headers[i+1]; {
		case name == "key":
			r.Header.Set("Authorization", "Bearer "+value)
		case name == "Host":
			r.Host = value
		case name == "from":
			r.RemoteAddr = value + ":4711"
		case value == "":
			r.Header.Del(name)
		default:
			r.Header.Add(name, value)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	conform(h.t, r, body, w)
	return w
}

// into decodes a body.
func into[T any](t testing.TB, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	return v
}
