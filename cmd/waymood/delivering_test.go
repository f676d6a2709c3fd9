package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// listener is a program that is told of answers. It takes the first events
// and never says so.
type listener struct {
	sync.Mutex
	silent bool
	held   int                        // requests that it holds
	took   map[string]map[string]bool // ids of events by that of the answer
	times  int                        // that an event was taken
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Data struct {
			ID string `json:"response_id"`
		} `json:"data"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	l.Lock()
	if l.took[body.Data.ID] == nil {
		l.took[body.Data.ID] = map[string]bool{}
	}
	l.took[body.Data.ID][r.Header.Get("webhook-id")] = true
	l.times++
	silent := l.silent
	l.held++
	l.Unlock()
	if silent {
		<-r.Context().Done()
	}
	l.Lock()
	l.held--
	l.Unlock()
}

func (l *listener) counts() (held, answers, times int) {
	l.Lock()
	defer l.Unlock()
	return l.held, len(l.took), l.times
}

// kill -9 while events are being told: another start tells all of them within
// a minute, and again only those that were being told.
func TestKilledWhileWebhooksAreTold(t *testing.T) {
	for name, database := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "a.db") },
		"postgres": func(t *testing.T) string { return storetest.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := database(t)
			ok(t, "apply", "--database", database, dawnFile(t))
			hears := &listener{silent: true, took: map[string]map[string]bool{}}
			endpoint := httptest.NewServer(hears)
			defer endpoint.Close()
			st := storetest.OpenAt(t, database, store.Options{})
			hook, err := st.AddWebhook(t.Context(), store.Webhook{Name: "Ours", URL: endpoint.URL, Shape: "standard", Types: []string{store.ResponseCreated}})
			must(t, err, "add a webhook")
			// All of them are there before the first is told: a program that is
			// silent is not waited for for ever.
			const answers = 20
			for i := range answers {
				storetest.Add(t, st, storetest.Answer("k7q2x", 1+i%5, ""))
			}
			s := serve(t, database, "--allow-private-webhooks")
			until(t, "events are being told", func() bool { held, _, _ := hears.counts(); return held > 0 })
			s.kill()
			_, _, before := hears.counts()
			hears.Lock()
			hears.silent = false
			hears.Unlock()
			s = serve(t, database, "--allow-private-webhooks")
			until(t, "all events are told", func() bool {
				list, _, err := st.Deliveries(t.Context(), store.DeliveryQuery{Webhook: hook.ID, States: []store.Sending{store.Sent}})
				must(t, err, "read the log")
				return len(list) == answers
			})
			if code := s.stop(t); code != 0 {
				t.Errorf("exit %d\n%s", code, s.errs)
			}
			_, told, times := hears.counts()
			if told != answers || times > answers+4 { // as many go to one endpoint at the same time
				t.Errorf("%d of %d answers were told, in %d times", told, answers, times)
			}
			hears.Lock()
			defer hears.Unlock()
			for answer, ids := range hears.took {
				if len(ids) != 1 {
					t.Errorf("answer %s was told under %d ids", answer, len(ids))
				}
			}
			t.Logf("%d answers, killed while %d were being told: %d told, %d of them again under the same id, %d lost", answers, before, told, times-told, answers-told)
		})
	}
}
