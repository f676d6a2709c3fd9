package visit

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/web/altcha"
)

// working is a guarded site that takes proofs of work.
func working(t testing.TB) *site {
	s := guarded(t)
	s.pages.ProofOfWork = true
	s.echo.POST("/t/:code/proof", s.pages.Proof)
	return s
}

// quick sends a form at once and gives the address of its thanks page.
func (s *site) quick(change ...func(url.Values)) string {
	s.t.Helper()
	form := s.get("/t/every?lang=en").form()
	form.Set("mood", "2")
	for _, f := range change {
		f(form)
	}
	return s.post("/guarded/every", form).status(303).Header().Get("Location")
}

var offered = regexp.MustCompile(` data-proof="([^"]*)" data-to="([^"]*)"`)

// work is the challenge of a thanks page, solved, and where it is sent.
func (r reply) work() (payload, to string) {
	r.t.Helper()
	m := offered.FindStringSubmatch(r.Body.String())
	if m == nil {
		r.t.Fatal("no work is offered")
	}
	var c altcha.Challenge
	if err := json.Unmarshal([]byte(html.UnescapeString(m[1])), &c); err != nil {
		r.t.Fatal(err)
	}
	for n := range c.MaxNumber + 1 {
		sum := sha256.Sum256(strconv.AppendInt([]byte(c.Salt), n, 10))
		if hex.EncodeToString(sum[:]) != c.Challenge {
			continue
		}
		b, err := json.Marshal(map[string]any{"algorithm": c.Algorithm, "challenge": c.Challenge, "number": n, "salt": c.Salt, "signature": c.Signature})
		if err != nil {
			r.t.Fatal(err)
		}
		return base64.StdEncoding.EncodeToString(b), m[2]
	}
	r.t.Fatal("the challenge has no solution")
	return "", ""
}

// TestProof lets exactly one waiting answer count, once.
func TestProof(t *testing.T) {
	s := working(t)
	s.quick()
	thanks := s.quick()
	page := s.get(thanks).status(200).has("proof.js", `type="module"`)
	if !strings.Contains(page.Header().Get("Content-Security-Policy"), "; connect-src 'self'") {
		t.Error("the page may not send its proof")
	}
	payload, to := page.work()
	want := func(what string, state survey.State, worked bool) {
		t.Helper()
		rs := s.records()
		if rs[0].State != state || rs[0].Doubts.Has(survey.Worked) != worked || rs[1].State != survey.Quarantined || rs[1].Doubts.Has(survey.Worked) {
			t.Errorf("%s: state %d, doubts %s; the other's %d, %s", what, rs[0].State, rs[0].Doubts, rs[1].State, rs[1].Doubts)
		}
	}
	want("before", survey.Quarantined, false)
	for what, form := range map[string]url.Values{"nothing": {}, "rubbish": {"altcha": {"x"}}, "another number": {"altcha": {payload[:len(payload)-8] + "AAAAAAA="}}} {
		if got := s.post(to, form); got.Code != 422 && got.Code != 400 {
			t.Errorf("%s: %d", what, got.Code)
		}
	}
	want("after rubbish", survey.Quarantined, false)
	s.post("/t/nowhere/proof", url.Values{"altcha": {payload}}).status(404)
	for range 2 {
		s.post(to, url.Values{"altcha": {payload}}).status(204)
		want("proved", survey.Counted, true)
	}
	s.get(thanks).status(200).lacks("proof")

	// Staff have the last word: the same proof again changes nothing.
	id := s.records()[0].ID
	for _, state := range []survey.State{survey.LeftOut, survey.Quarantined} {
		if err := s.store.SetState(t.Context(), id, state); err != nil {
			t.Fatal(err)
		}
		s.post(to, url.Values{"altcha": {payload}}).status(204)
		want("decided by staff", state, true)
	}
	if err := s.store.Erase(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	s.post(to, url.Values{"altcha": {payload}}).status(410)
}

// TestProofIsNotForAll: not for programs that gave themselves away, not for
// what counts, not when it is off or too late.
func TestProofIsNotForAll(t *testing.T) {
	s := working(t)
	for what, change := range map[string]func(url.Values){
		"the trap":       func(f url.Values) { f.Set("_homepage", "x") },
		"a forged token": func(f url.Values) { f.Set("_token", "x") },
		"a good answer":  func(f url.Values) { f.Del("_token") },
	} {
		if body := s.get(s.quick(change)).status(200).Body.String(); strings.Contains(body, "proof") {
			t.Errorf("%s is offered work", what)
		}
	}
	thanks := s.quick()
	payload, to := s.get(thanks).work()
	s.clock = s.clock.Add(proofLife + time.Second)
	s.post(to, url.Values{"altcha": {payload}}).status(410)
	s.get(thanks).work() // looked at again, the page offers new work

	s.pages.ProofOfWork = false
	off := s.get(thanks).status(200).lacks("proof")
	if strings.Contains(off.Header().Get("Content-Security-Policy"), "connect-src") {
		t.Error("the page may send what it need not")
	}
	s.post(to, url.Values{"altcha": {payload}}).status(404)
}

// TestThanksAreTheSame: what a visitor sees does not tell whether the answer
// waits.
func TestThanksAreTheSame(t *testing.T) {
	s := working(t)
	counts := s.get(s.quick(func(f url.Values) { f.Del("_token") })).Body.String()
	waits := s.get(s.quick()).Body.String()
	seen := func(body string) string {
		body = regexp.MustCompile(`<script[^>]*></script>`).ReplaceAllString(offered.ReplaceAllString(body, ""), "")
		body = regexp.MustCompile(`(/receipt/|r=)[\w-]+`).ReplaceAllString(body, "$1")
		return strings.Join(strings.Fields(body), " ")
	}
	if seen(counts) != seen(waits) || counts == waits {
		t.Errorf("%s\n%s", seen(counts), seen(waits))
	}
}
