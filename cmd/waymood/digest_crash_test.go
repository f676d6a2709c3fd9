package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

// subscribers to digests that were due a few minutes ago.
const subscribers = 80

// subscribeAll makes a round's subscriptions as they stood an hour ago, and
// gives the keys of their digests by their ids.
func subscribeAll(t testing.TB, database string, round int) map[string]string {
	t.Helper()
	now := time.Now().UTC()
	st, err := store.Open(t.Context(), database, store.Options{Clock: func() time.Time { return now.Add(-time.Hour) }})
	must(t, err, "open the store")
	defer st.Close()
	due := now.Add(-5 * time.Minute)
	keys := map[string]string{}
	for i := range subscribers {
		sub := subscription.Subscription{
			Mail: fmt.Sprintf("ann%d-%d@example.com", round, i), Language: "uk", Zone: "UTC", Journey: "dawn",
			Cadence: subscription.Daily, Hour: due.Hour(), Minute: due.Minute(),
		}
		must(t, st.AddSubscription(t.Context(), &sub), "subscribe")
		p, ok := sub.Due(now)
		if !ok {
			t.Fatal("nothing is due")
		}
		keys[sub.ID] = "digest:" + sub.ID + ":" + p.Key
	}
	return keys
}

// enqueued are the keys of the mails that a database holds.
func enqueued(t testing.TB, st *store.Store) (keys []string) {
	t.Helper()
	mails, _, err := st.Mails(t.Context(), store.MailQuery{Limit: 500})
	must(t, err, "read the outbox")
	for _, m := range mails {
		keys = append(keys, m.Key)
	}
	return keys
}

// kill -9 between the moment at which digests are due and the one at which they
// are in the outbox: after the restarts each is there, and none twice.
func TestKilledWhileDigestsAreMade(t *testing.T) {
	for name, c := range map[string]struct {
		database func() string
		nodes    int
	}{
		"sqlite":   {func() string { return filepath.Join(t.TempDir(), "a.db") }, 1},
		"postgres": {func() string { return storetest.Postgres(t) }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			database := c.database()
			ok(t, "apply", "--database", database, dawnFile(t))
			st, err := store.Open(t.Context(), database, store.Options{})
			must(t, err, "open the store")
			defer st.Close()
			want := map[string]string{}
			kills, between := 0, 0
			for round := 0; between == 0 && round < 5; round++ { // this process may have slept while all were made
				maps.Copy(want, subscribeAll(t, database, round))
				var nodes []*server
				for range c.nodes {
					nodes = append(nodes, serve(t, database))
				}
				for there := len(want) - subscribers; there < len(want); {
					goal := min(there+1+rand.IntN(subscribers/4), len(want))
					until(t, "digests are made", func() bool { there = len(enqueued(t, st)); return there >= goal })
					if there < len(want) {
						between++
					}
					i := rand.IntN(len(nodes))
					nodes[i].kill()
					kills++
					nodes[i] = serve(t, database)
					there = len(enqueued(t, st))
				}
				for _, node := range nodes {
					if code := node.stop(t); code != 0 {
						t.Errorf("exit %d\n%s", code, node.errs)
					}
				}
			}
			got := map[string]int{}
			for _, key := range enqueued(t, st) {
				got[key]++
			}
			for id, key := range want {
				if got[key] != 1 {
					t.Errorf("%d digests of subscription %s", got[key], id)
				}
			}
			if len(got) != len(want) {
				t.Errorf("%d digests for %d subscriptions", len(got), len(want))
			}
			t.Logf("%d kills, %d of them while digests were made", kills, between)
			if between == 0 {
				t.Error("no kill came in between; the test is blind")
			}
		})
	}
}
