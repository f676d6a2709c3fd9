package main

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
)

// rounds of a test that can go on for long: a few in every run, as many as
// the variable says for who wants to be sure.
func rounds(t testing.TB, few int) int {
	t.Helper()
	if n, err := strconv.Atoi(os.Getenv("WAYMOOD_TEST_ROUNDS")); err == nil {
		return n
	}
	return few
}

// tappers are customers who answer as fast as they can, whatever happens to
// the service, and remember what was acknowledged.
type tappers struct {
	address  atomic.Pointer[string] // of the service that runs just now
	sent     sync.Map               // id: true
	kept     sync.Map               // id: true, acknowledged
	keptN    atomic.Int64
	wrong    atomic.Pointer[string]
	stopping context.CancelFunc
	all      sync.WaitGroup
}

func startTappers(t testing.TB, n int, url string) *tappers {
	ctx, cancel := context.WithCancel(t.Context())
	p := &tappers{stopping: cancel}
	p.address.Store(&url)
	for i := range n {
		p.all.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 1))
			for ctx.Err() == nil {
				p.tap(ctx, r)
			}
		})
	}
	t.Cleanup(p.stop)
	return p
}

// tap sends one answer; after a failure the same one again, as a kiosk does.
func (p *tappers) tap(ctx context.Context, r *rand.Rand) {
	id := uuid.NewString()
	body := map[string]any{"id": id, "code": "k7q2x", "answers": map[string]any{"rating": 1 + r.IntN(5), "comment": "等太久了 " + id[:4]}}
	p.sent.Store(id, true)
	for range 3 {
		status, reply, err := request(ctx, http.MethodPost, *p.address.Load()+"/api/v1/responses", "", body)
		switch {
		case err != nil:
			time.Sleep(5 * time.Millisecond)
		case status == http.StatusCreated || status == http.StatusOK:
			p.kept.Store(id, true)
			p.keptN.Add(1)
			return
		case status != http.StatusServiceUnavailable:
			s := strconv.Itoa(status) + " " + string(reply)
			p.wrong.Store(&s)
			return
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// wait waits until n more answers are acknowledged.
func (p *tappers) wait(t testing.TB, n int64) {
	t.Helper()
	n += p.keptN.Load()
	until(t, "answers are acknowledged", func() bool { return p.keptN.Load() >= n })
}

func (p *tappers) stop() {
	p.stopping()
	p.all.Wait()
}

// check compares what was acknowledged with what an export holds.
func (p *tappers) check(t testing.TB, database string) {
	t.Helper()
	if w := p.wrong.Load(); w != nil {
		t.Errorf("a tap was answered with %s", *w)
	}
	stored := map[string]int{}
	for _, line := range lines(ok(t, "export", "responses", "--database", database, "--format", "jsonl")) {
		var r struct {
			ID string `json:"response_id"`
		}
		must(t, json.Unmarshal([]byte(line), &r), "read the export")
		stored[r.ID]++
	}
	lost := 0
	p.kept.Range(func(id, _ any) bool {
		if stored[id.(string)] == 0 {
			lost++
		}
		return true
	})
	if lost > 0 {
		t.Errorf("%d acknowledged answers are lost", lost)
	}
	for id, n := range stored {
		if n > 1 {
			t.Errorf("answer %s is there %d times", id, n)
		}
		if _, sent := p.sent.Load(id); !sent {
			t.Errorf("answer %s was never sent", id)
		}
	}
	t.Logf("%d acknowledged, %d stored", p.keptN.Load(), len(stored))
	if out := ok(t, "rebuild", "--database", database); !strings.Contains(out, "0 tallies differed") {
		t.Errorf("the tallies were not what the answers say: %s", out)
	}
	if out := ok(t, "doctor", "--database", database); !strings.Contains(out, "ok    integrity") {
		t.Errorf("doctor says\n%s", out)
	}
}

// kill -9 while answers pour in: every acknowledged one is there after the
// restart, none twice.
func TestKilledWhileAnswersPourIn(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	ok(t, "apply", "--database", database, dawnFile(t))
	s := serve(t, database)
	p := startTappers(t, 8, s.url)
	for range rounds(t, 4) {
		p.wait(t, 20+rand.Int64N(500)) // a moment of nobody's choice
		s.kill()
		s = serve(t, database)
		p.address.Store(&s.url)
	}
	p.wait(t, 20)
	p.stop()
	p.check(t, database)
	if p.keptN.Load() < 50 {
		t.Errorf("%d answers were acknowledged only", p.keptN.Load())
	}
	if code := s.stop(t); code != 0 {
		t.Errorf("exit %d\n%s", code, s.errs)
	}
}

// SIGTERM under load: what was accepted is answered, and the exit code is 0.
func TestStopsGracefully(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	ok(t, "apply", "--database", database, dawnFile(t))
	s := serve(t, database)
	p := startTappers(t, 8, s.url)
	p.wait(t, 50)
	if code := s.stop(t); code != 0 {
		t.Errorf("exit %d\n%s", code, s.errs)
	}
	p.stop()
	p.check(t, database)
}

// A backup under writes holds at least what was acknowledged before it began.
func TestBackupUnderWrites(t *testing.T) {
	folder := t.TempDir()
	database, copied, restored := filepath.Join(folder, "a.db"), filepath.Join(folder, "copy.db"), filepath.Join(folder, "restored.db")
	ok(t, "apply", "--database", database, dawnFile(t))
	s := serve(t, database)
	p := startTappers(t, 4, s.url)
	p.wait(t, 50)
	var before []string
	p.kept.Range(func(id, _ any) bool { before = append(before, id.(string)); return true })
	ok(t, "backup", copied, "--database", database)
	if r := waymood(t, "", "restore", copied, "--database", database); r.code != 1 {
		t.Errorf("restored over a running service: exit %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	if r := waymood(t, "", "backup", copied, "--database", database); r.code != 1 {
		t.Errorf("a backup was overwritten: exit %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	p.stop()
	if code := s.stop(t); code != 0 {
		t.Errorf("exit %d\n%s", code, s.errs)
	}
	ok(t, "restore", copied, "--database", restored)
	export := ok(t, "export", "responses", "--database", restored, "--format", "jsonl")
	for _, id := range before {
		if !strings.Contains(export, id) {
			t.Errorf("answer %s, acknowledged before the backup, is not in it", id)
		}
	}
	if len(before) == 0 {
		t.Error("nothing was acknowledged before the backup")
	}
	ok(t, "restore", copied, "--database", database) // now that the service is stopped
	ok(t, "rebuild", "--database", database)
}
