//go:build browser

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/waymood/waymood/internal/programtest"
)

// till is a journey with one placement. It asks those who are happy for words,
// and the others for reasons.
const till = `journey: shop
name: {en: Shop, uk: Крамниця, zh-Hant: 小店}
timezone: Asia/Taipei
languages: [zh-Hant, en, uk]
stages:
  - key: purchase
    name: {en: Purchase, uk: Купівля, zh-Hant: 購買}
    touchpoints:
      - key: till
        name: {en: Till, uk: Каса, zh-Hant: 收銀台}
        reach: 1
        survey: quick
        placements: [{code: k7q2x, channel: kiosk}]
surveys:
  quick:
    questions:
      - {key: rating, type: csat, ask: {en: How was it?, uk: Як вам?, zh-Hant: 這一段體驗如何？}, required: true}
      - key: why
        type: choices
        ask: {en: What went wrong?, uk: Що було не так?, zh-Hant: 哪裡不滿意？}
        show_if: rating <= 3
        options:
          - {key: wait, label: {en: The wait, uk: Черга, zh-Hant: 等太久}}
          - {key: price, label: {en: The price, uk: Ціна, zh-Hant: 價格}}
      - {key: comment, type: text, ask: {en: What was good?, uk: Що сподобалося?, zh-Hant: 喜歡什麼？}, required: true}
`

// tillFile writes the journey to a file, with a replacement of old and new
// text, parted by "→".
func tillFile(t *testing.T, change string) string {
	t.Helper()
	before, after, _ := strings.Cut(change, "→")
	file := filepath.Join(t.TempDir(), "till.yaml")
	must(t, os.WriteFile(file, []byte(strings.Replace(till, before, after, 1)), 0o600), "write the journey")
	return file
}

// tablet is a browser with a profile that outlives it, whose clock is wrong.
type tablet struct {
	profile string
	clock   time.Duration // how fast its clock is
	seen    *guestbook
	before  string // script that pages run ahead of their own
	cmd     *exec.Cmd
	ctx     context.Context
	cancel  context.CancelFunc
}

// guestbook is what customers saw on the screen, by the visit's id.
type guestbook struct {
	mu   sync.Mutex
	seen map[string]sight
}

// sight is what a customer saw last: the second question, so the rating was
// kept, or thanks, so all was.
type sight struct {
	State   string `json:"state"`
	Visit   string `json:"visit"`
	Rating  int    `json:"rating"`
	Comment string `json:"comment"`
	At      int64  `json:"at"` // milliseconds, by the true clock
}

func (g *guestbook) note(s sight) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.seen[s.Visit].State != "thanks" {
		g.seen[s.Visit] = s
	}
}

func (g *guestbook) count() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.seen)
}

// lateness is how far the time that is stored may be from that of the tap.
const lateness = 15 * time.Second

// check compares what was seen with what an export holds.
func (g *guestbook) check(t *testing.T, database string) {
	t.Helper()
	type answer struct {
		ID         string    `json:"response_id"`
		AnsweredAt time.Time `json:"answered_at"`
		Rating     int       `json:"rating"`
		Text       string    `json:"text"`
		times      int
	}
	stored := map[string]*answer{}
	for _, line := range lines(ok(t, "export", "responses", "--database", database, "--format", "jsonl")) {
		var a answer
		must(t, json.Unmarshal([]byte(line), &a), "read the export")
		if stored[a.ID] == nil {
			stored[a.ID] = &a
		}
		stored[a.ID].times++
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	lost, double, wrong, thanks := 0, 0, 0, 0
	for id, s := range g.seen {
		if s.State == "thanks" {
			thanks++
		}
		a := stored[id]
		if a == nil {
			lost++
			t.Errorf("lost: %+v", s)
			continue
		}
		given := time.UnixMilli(s.At)
		if off := a.AnsweredAt.Sub(given).Abs(); a.Rating != s.Rating || s.State == "thanks" && a.Text != s.Comment || off > lateness {
			wrong++
			t.Errorf("stored %+v, seen %+v, %v off", *a, s, off)
		}
	}
	said := map[string]bool{}
	for _, a := range stored {
		if a.times > 1 || a.Text != "" && said[a.Text] { // every visit has words of its own
			double++
		}
		said[a.Text] = true
	}
	t.Logf("%d visits were seen to be kept, %d of them thanked; %d stored; %d lost, %d twice, %d wrong", len(g.seen), thanks, len(stored), lost, double, wrong)
	if double > 0 {
		t.Errorf("%d answers are there twice", double)
	}
	if thanks == 0 {
		t.Error("nobody was thanked")
	}
}

// pause lets a while pass in which customers tap: what is done next happens at
// a moment of nobody's choice.
func pause(t *testing.T, d time.Duration) {
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}

// start the browser again, with nothing but its profile.
func (b *tablet) start(t *testing.T) {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(programtest.Chromium(t)), chromedp.NoSandbox, chromedp.UserDataDir(b.profile),
		chromedp.ModifyCmdFunc(func(cmd *exec.Cmd) {
			cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
			b.cmd = cmd
		}))
	ctx, late := context.WithTimeout(t.Context(), 30*time.Minute)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	ctx, closeTab := chromedp.NewContext(ctx)
	b.ctx = ctx
	b.cancel = func() { closeTab(); stop(); late() }
	b.prepare(t, ctx)
}

// prepare a tab: with the wrong clock, and the ears for what customers see.
func (b *tablet) prepare(t *testing.T, ctx context.Context) {
	t.Helper()
	must(t, chromedp.Listen(ctx, func(ev any) {
		if call, ok := ev.(*runtime.EventBindingCalled); ok && call.Name == "saw" {
			var s sight
			if json.Unmarshal([]byte(call.Payload), &s) == nil {
				b.seen.note(s)
			}
		}
	}), "listen to the page")
	_, err := chromedp.Call(ctx, runtime.AddBinding, runtime.AddBindingParams{Name: "saw"})
	must(t, err, "add a binding")
	_, err = chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: fmt.Sprintf("const fast = %d;\n%s\n%s", b.clock.Milliseconds(), b.before, customers),
	})
	must(t, err, "add the customers")
}

// open a page, which may fail: the network may be cut, and nothing kept yet.
func (b *tablet) open(url string) { _ = chromedp.Do(b.ctx, chromedp.Navigate(url)) }

// copied is another tablet with what this one, switched off, has in it.
func (b *tablet) copied(t *testing.T) *tablet {
	t.Helper()
	to := filepath.Join(t.TempDir(), "profile")
	if out, err := exec.Command("cp", "-a", b.profile, to).CombinedOutput(); err != nil {
		t.Fatalf("copy the profile: %v\n%s", err, out)
	}
	for _, lock := range []string{"SingletonLock", "SingletonCookie", "SingletonSocket"} {
		_ = os.Remove(filepath.Join(to, lock))
	}
	return &tablet{profile: to, clock: b.clock, seen: b.seen}
}

// kill ends the browser and all its processes at once, as pulling the plug.
func (b *tablet) kill() {
	if b.cmd != nil && b.cmd.Process != nil {
		_ = syscall.Kill(-b.cmd.Process.Pid, syscall.SIGKILL)
	}
	b.cancel()
}

// quit ends it as its owner does.
func (b *tablet) quit(t *testing.T) {
	t.Helper()
	must(t, chromedp.Cancel(b.ctx), "close the browser")
	b.cancel()
}

// customers sets the clock wrong, and, where the address ends in ?busy, taps
// as soon as there is something to tap, and tells what is seen.
const customers = `(() => {
	const Right = Date, now = Right.now.bind(Right);
	globalThis.Date = class extends Right {
		constructor(...args) { args.length ? super(...args) : super(now() + fast); }
		static now() { return now() + fast; }
	};
	if (!location.search.includes("busy")) return;
	let rating = 0, comment = "", at = 0, shown = null, since = 0;
	setInterval(() => {
		const screen = document.getElementById("screen"), { state, visit } = screen?.dataset ?? {};
		const section = screen?.querySelector("section"), dice = Math.random();
		if (section !== shown) {
			shown = section; since = performance.now();
			if (visit && state !== "home") saw(JSON.stringify({ state, visit, rating, comment, at }));
		}
		if (!section || section.tapped || performance.now() - since < 400) return; // a person needs longer than that
		section.tapped = true;
		if (state === "home") {
			const faces = [...section.querySelectorAll(".answers button")], face = faces[Math.floor(dice * faces.length)];
			rating = Number(face.dataset.value); comment = ""; at = now();
			face.click();
		} else if (state === "more") {
			const text = section.querySelector("textarea");
			if (dice < 0.2) return section.querySelector("[data-skip]").click();
			if (text) comment = text.value = "visit " + visit;
			else section.querySelector(".answers button").click();
			section.querySelector("[data-done]").click();
		} else section.click();
	}, 60);
})()`

// waits is how many answers are in the tablet's outbox, and how many refused.
func (b *tablet) waits(t *testing.T) (waiting, refused int) {
	t.Helper()
	n := ask(t, b.ctx, chromedp.Evaluate[[]int](`new Promise((done, failed) => {
		const open = indexedDB.open("waymood-kiosk", 1);
		open.onerror = () => failed(open.error);
		open.onsuccess = async () => {
			const count = (store) => new Promise((done) => { const r = open.result.transaction(store).objectStore(store).count(); r.onsuccess = () => done(r.result); });
			done([await count("waiting"), await count("refused")]);
			open.result.close();
		};
	})`, chromedp.EvalAwaitPromise))
	return n[0], n[1]
}

// emptied waits until all that the tablet kept was sent.
func (b *tablet) emptied(t *testing.T, url string) {
	t.Helper()
	do(t, b.ctx, chromedp.Navigate(url), chromedp.WaitVisible(chromedp.CSS(`[data-state=home]`)))
	until(t, "the outbox is empty", func() bool {
		waiting, refused := b.waits(t)
		if refused > 0 {
			t.Fatalf("%d answers were refused", refused)
		}
		return waiting == 0
	})
}

// TestBrowserKioskLosesNothing lets customers tap while the browser and the
// service are killed, the network is cut in several ways, and the clock is a
// year off. Whoever saw thanks is in the database, once, at the right time.
func TestBrowserKioskLosesNothing(t *testing.T) {
	programtest.Chromium(t)
	database := filepath.Join(t.TempDir(), "a.db")
	ok(t, "apply", "--database", database, tillFile(t, ""))
	s := serve(t, database)
	w := newWire(t)
	w.lead(s)
	seen := &guestbook{seen: map[string]sight{}}
	b := &tablet{profile: t.TempDir(), clock: 365*24*time.Hour + time.Duration(rand.Int64N(int64(time.Hour))), seen: seen}
	if rand.IntN(2) == 0 {
		b.clock = -b.clock
	}
	kiosk := w.url() + "/t/k7q2x/kiosk"
	b.start(t)
	t.Cleanup(func() { b.kill() })
	do(t, b.ctx, chromedp.Navigate(kiosk), chromedp.WaitVisible(chromedp.CSS(`[data-state=home]`)))
	ask(t, b.ctx, chromedp.Evaluate[chromedp.Void](`navigator.serviceWorker.ready.then(() => {})`, chromedp.EvalAwaitPromise))
	var twins []*tablet
	events := map[string]int{}
	for round := range rounds(t, 20) {
		b.open(kiosk + "?busy")
		if round%3 == 0 { // a second window of the same kiosk
			other, cancel := chromedp.NewContext(b.ctx)
			b.prepare(t, other)
			(&tablet{ctx: other}).open(kiosk + "?busy")
			defer cancel()
		}
		before := seen.count()
		event := []string{"browser", "service", "unplugged", "silent", "deaf", "browser"}[rand.IntN(6)]
		events[event]++
		moment := time.Duration(400+rand.IntN(1800)) * time.Millisecond
		pause(t, moment)
		switch event {
		case "service":
			s.kill()
			s = serve(t, database)
			w.lead(s)
		case "unplugged", "silent", "deaf":
			w.set(map[string]cut{"unplugged": unplugged, "silent": silent, "deaf": deaf}[event])
			pause(t, moment)
			w.set(whole)
		case "browser":
			if rand.IntN(2) == 0 { // without network, so that something is left to send
				w.set(unplugged)
				pause(t, moment)
			}
			b.kill()
			if round > 4 && len(twins) < 2 { // what a backup of the tablet would send, a second time
				twins = append(twins, b.copied(t))
			}
			b.start(t)
			w.set(whole)
		}
		t.Logf("round %d: %s after %v, %d visits more", round, event, moment, seen.count()-before)
	}
	// The last ones lie on the tablet longer than their times may be off.
	b.open(kiosk + "?busy")
	w.set(unplugged)
	before := seen.count()
	until(t, "somebody answers without network", func() bool { return seen.count() > before+1 })
	b.kill()
	pause(t, lateness+3*time.Second)
	w.set(whole)
	b.start(t)
	b.emptied(t, kiosk)
	for _, twin := range twins {
		twin.start(t)
		defer twin.kill()
		twin.emptied(t, kiosk)
	}
	t.Logf("%v, %d copies of the profile", events, len(twins))
	seen.check(t, database)
}
