package visit

import (
	"html"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/waymood/waymood/internal/invitation"
)

// canaries are values that somebody may put into a link, and what is kept.
var canaries = map[string]struct{ sent, kept string }{
	"markup":    {`<img src=x onerror=window.__x=1>"'><svg/onload=window.__x=1>{{7*7}}${7*7}`, `<img src=x onerror=window.__x=1>"'><svg/onload=window.__x=1>{{7*7}}${7*7}`},
	"lines":     {"A\r\nSet-Cookie: x=1\n\n\tB\u2028C", "A Set-Cookie: x=1 B C"},
	"control":   {"A\x00\x07\x1b[31mB\x7f\u0085", "A[31mB"},
	"direction": {"A\u202Eevil\u2066B\u2069", "AevilB"},
	"broken":    {"A\xff\xfeB", "AB"},
	"long":      {strings.Repeat("x", 10<<10), strings.Repeat("x", 200)},
	"long, Han": {strings.Repeat("晨", 3000), strings.Repeat("晨", 200)},
	"formula":   {`=HYPERLINK("http://evil.example","x")`, `=HYPERLINK("http://evil.example","x")`},
	"emoji":     {"👩‍🍳 order", "👩‍🍳 order"},
	"spaces":    {" \u3000 ", ""},
}

// TestFields sends canaries in hidden fields along every way that a form can
// take: kept are those that the survey declares, on one line of at most 200
// characters, and a page never runs them.
func TestFields(t *testing.T) {
	for name, c := range canaries {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			check := func(way string) {
				t.Helper()
				r := s.records()[0]
				if got := r.Fields["order"]; got != c.kept || utf8.RuneCountInString(got) > 200 || strings.ContainsFunc(got, unicode.IsControl) {
					t.Errorf("%s: kept %q, want %q", way, got, c.kept)
				}
				if len(r.Fields) > 1 {
					t.Errorf("%s: kept %q", way, r.Fields)
				}
			}
			link := url.Values{"lang": {"en"}, "order": {c.sent}, "utm_source": {"CANARY"}, "state": {"3"}, "id": {"7"}, "score": {"9"}}.Encode()
			for way, path := range map[string]string{"link": "/t/every?" + link, "frame": "/t/every/frame?" + link} {
				page := s.get(path).status(200).lacks("CANARY", "<img", "<svg/onload")
				if c.kept != "" {
					page.has(`name="order" value="` + html.EscapeString(c.kept))
				}
				form := page.form()
				form.Set("mood", "4")
				wrong := url.Values{}
				for key, values := range form {
					wrong[key] = values
				}
				wrong.Set("stars", "9")
				again := s.post("/t/every", wrong).status(422).lacks("CANARY", "<img", "<svg/onload").form()
				again.Set("stars", "3")
				again.Set("mood", "4")
				to, _ := url.Parse(s.post("/t/every", again).status(303).Header().Get("Location"))
				check(way)
				s.get("/receipt/"+to.Query().Get("r")).status(200).lacks("<img", "<svg/onload", "CANARY")
			}
			s.post("/t/every", url.Values{"mood": {"4"}, "order": {c.sent}, "utm_source": {"CANARY"}}).status(303)
			check("form without a page")
			// The address of the form brings nothing: only the form itself does.
			s.post("/t/every?order=address", url.Values{"mood": {"4"}, "order": {c.sent}}).status(303)
			check("form with an address")
			invited := s.invite("guests", invitation.Invitation{Fields: map[string]string{"order": c.kept}})
			form := s.get(invited).status(200).lacks("<img", "<svg/onload").form()
			form.Set("mood", "4")
			s.post("/t/guests", form).status(303)
			check("invitation")
		})
	}
}

// TestFieldsThroughSteps carries a field and a prefilled answer from step to
// step.
func TestFieldsThroughSteps(t *testing.T) {
	w := walk(t, "/t/steps?lang=en&mood=2&order="+url.QueryEscape(canaries["lines"].sent))
	w.page.has(`name="mood" value="2" checked`)
	w.press().press("why", "wait").press("long", "yes").nothingKept().press("again", "9")
	w.page.status(303)
	if r := w.kept()[0]; r.Fields["order"] != canaries["lines"].kept || *r.Rating != 2 {
		t.Errorf("kept %+v", r)
	}
}

// TestPrefillNonsense: what does not fit a question is left out, whatever it is.
func TestPrefillNonsense(t *testing.T) {
	s := newSite(t)
	for name, c := range canaries {
		q := url.Values{"lang": {"en"}, "mood": {c.sent}, "why": {c.sent, c.sent}, "found": {c.sent}, "comment": {c.sent}, "mail": {c.sent}, "persona": {c.sent}}
		page := s.get("/t/every?"+q.Encode()).status(200).lacks("<img", "<svg/onload", `" checked`)
		if got := page.Body.String(); strings.ContainsAny(got, "\x00\x07\x1b\u202e\u2066") || !utf8.ValidString(got) {
			t.Errorf("%s: the page has characters that steer", name)
		}
	}
}
