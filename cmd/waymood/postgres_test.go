package main

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/store/storetest"
)

// The same program on PostgreSQL, on two nodes, one of which is killed while
// answers pour in.
func TestTwoNodesOnPostgres(t *testing.T) {
	database := storetest.Postgres(t)
	ok(t, "apply", "--database", database, dawnFile(t))
	one, two := serve(t, database, "--score-schedule", "@every 1s"), serve(t, database, "--score-schedule", "@every 1s")
	p := startTappers(t, 8, one.url)
	p.wait(t, 50)
	p.address.Store(&two.url)
	p.wait(t, 20)
	one.kill()
	one = serve(t, database)
	p.address.Store(&one.url)
	p.wait(t, 50)
	p.stop()
	ok(t, "score", "--database", database)
	p.check(t, database)

	var made keyMade
	must(t, json.Unmarshal([]byte(ok(t, "key", "create", "test", "--json", "--database", database)), &made), "read the key")
	for _, node := range []*server{one, two} {
		m := get[journeyMap](t, node.url+"/api/v1/journeys/dawn/map", made.Key)
		if answers, _, waiting := m.touchpoint("queue"); answers < p.keptN.Load() || waiting != 0 {
			t.Errorf("%s shows %d answers, %d of them waiting; %d were acknowledged", node.url, answers, waiting, p.keptN.Load())
		}
	}
	for _, args := range [][]string{{"backup", filepath.Join(t.TempDir(), "copy")}, {"restore", filepath.Join(t.TempDir(), "copy")}} {
		r := waymood(t, "", append(args, "--database", database)...)
		if r.code != 1 || !strings.Contains(r.stderr, "pg_") {
			t.Errorf("%s: exit %d: %s", args[0], r.code, r.stderr)
		}
	}
	for _, node := range []*server{one, two} {
		if code := node.stop(t); code != 0 {
			t.Errorf("exit %d\n%s", code, node.errs)
		}
	}
}

// The whole demo on PostgreSQL tells the same story.
func TestDemoOnPostgres(t *testing.T) {
	s, links := openDemo(t, storetest.Postgres(t), "--answers", "1200")
	m := get[journeyMap](t, s.url+"/api/v1/journeys/dawn/map", links.APIKey)
	if m.Answers < 250 || len(m.Pains) == 0 || m.Pains[0].Touchpoint != "queue" {
		t.Errorf("%d answers, pains %+v", m.Answers, m.Pains)
	}
	if status, _, err := request(t.Context(), http.MethodGet, s.url+"/t/k7q2x", "", nil); err != nil || status != http.StatusOK {
		t.Errorf("the survey: %d, %v", status, err)
	}
}
