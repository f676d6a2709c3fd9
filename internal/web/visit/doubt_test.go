package visit

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/web/limit"
)

// guarded is a site whose forms pass the abuse guard, as POST /guarded/{code}.
func guarded(t testing.TB) *site {
	s := newSite(t)
	s.echo.POST("/guarded/:code", s.pages.Answer, limit.New(true).Answers(nil))
	return s
}

// answer sends a form and gives what is stored of it.
func (s *site) answer(path string, form url.Values) (survey.State, survey.Doubt) {
	s.t.Helper()
	if form.Get("mood") == "" {
		form.Set("mood", "3")
	}
	s.post(path, form).status(303)
	r := s.records()[0]
	return r.State, r.Doubts
}

// TestDoubts holds each reason for which a form waits, and those that are none.
func TestDoubts(t *testing.T) {
	s := guarded(t)
	page := func(after time.Duration, change ...func(url.Values)) func() url.Values {
		return func() url.Values {
			form := s.get("/t/every?lang=en").form()
			for _, f := range change {
				f(form)
			}
			s.clock = s.clock.Add(after)
			return form
		}
	}
	set := func(name, value string) func(url.Values) {
		return func(form url.Values) { form.Set(name, value) }
	}
	other := s.get("/t/every").form()
	elsewhere := s.get("/t/faces").form()
	fraction := s.clock.Truncate(time.Second).Add(999 * time.Millisecond)
	for _, tt := range []struct {
		name string
		form func() url.Values
		want survey.Doubt
	}{
		{"a person", page(5 * time.Second), 0},
		{"a page left open for days", page(72 * time.Hour), 0},
		{"at once", page(0), survey.Quick},
		{"after a second", page(900 * time.Millisecond), survey.Quick},
		{"after two seconds", page(2 * time.Second), 0},
		{"after two seconds, made at the end of one", func() url.Values { s.clock = fraction; return page(2 * time.Second)() }, 0},
		{"the server's clock was set back", page(-time.Hour), 0},
		{"a link that fills in the form", func() url.Values { return s.get("/t/every?mood=4").form() }, 0},
		{"a program without a token", func() url.Values { return url.Values{} }, 0},
		{"an empty token", page(0, set("_token", "")), 0},
		{"the trap", page(time.Minute, set("_homepage", "https://spam.example")), survey.Trap},
		{"a made-up token", page(time.Minute, set("_token", "AAAAAAAAAAAAAAAAAAAAAAAA")), survey.Forged},
		{"rubbish", page(time.Minute, set("_token", "<script>")), survey.Forged},
		{"another form's token", page(time.Minute, set("_token", other.Get("_token"))), survey.Forged},
		{"another id under the token", page(time.Minute, func(f url.Values) { f.Set("_id", uuid.NewString()) }), survey.Forged},
		{"no id under the token", page(time.Minute, func(f url.Values) { f.Del("_id") }), survey.Forged},
		{"another placement's form", page(time.Minute, set("_id", elsewhere.Get("_id")), set("_token", elsewhere.Get("_token"))), survey.Forged},
		{"all at once", page(0, set("_homepage", "x"), set("_token", "x")), survey.Trap | survey.Forged},
	} {
		form := tt.form()
		state, doubts := s.answer("/guarded/every", form)
		doubts &^= survey.Repeat // all of them come from one device
		if doubts != tt.want || (state == survey.Quarantined) != (tt.want != 0) {
			t.Errorf("%s: state %d, doubts %s, want %s", tt.name, state, doubts, tt.want)
		}
	}
}

// TestFirstToken: what is shown again keeps the time of the first look.
func TestFirstToken(t *testing.T) {
	s := guarded(t)
	first := s.get("/t/every?lang=en").form()
	s.clock = s.clock.Add(3 * time.Second)
	wrong := s.post("/guarded/every", first).status(422).form() // nothing was answered
	wrong.Set("_switch", "uk")
	switched := s.post("/guarded/every", wrong).status(200).form()
	switched.Set("mood", "2")
	if state, doubts := s.answer("/guarded/every", switched); state != survey.Counted || doubts != 0 {
		t.Errorf("after an error and another language: state %d, doubts %s", state, doubts)
	}
	switched.Set("mood", "4")
	again := s.post("/guarded/every", switched).status(409).form()
	s.post("/guarded/every", again).status(303)
	if r := s.records()[0]; len(s.records()) != 1 || r.State != survey.Counted || r.Doubts != 0 || r.Answers["mood"] != 4 {
		t.Errorf("after a correction: %+v", r)
	}
	// The same in a hurry: the first look was just now, however often it is shown.
	quick := s.get("/t/every?lang=en").form()
	quick = s.post("/guarded/every", quick).status(422).form()
	if state, doubts := s.answer("/guarded/every", quick); state != survey.Quarantined || doubts != survey.Quick|survey.Repeat {
		t.Errorf("in a hurry: state %d, doubts %s", state, doubts)
	}
}

// TestQuickElsewhere: a tablet's form lies ready, and where the guard is off
// nothing is too quick.
func TestQuickElsewhere(t *testing.T) {
	s := guarded(t)
	if state, _ := s.answer("/t/every", s.get("/t/every").form()); state != survey.Counted {
		t.Errorf("without a guard: state %d", state)
	}
	j := everyJourney(t)
	_, tp := j.Touchpoint(s.records()[0].Touchpoint)
	tp.Placements[0].Channel = journey.Kiosk
	tablet := newSite(t, j)
	tablet.echo.POST("/guarded/:code", tablet.pages.Answer, limit.New(true).Answers(nil))
	if state, doubts := tablet.answer("/guarded/every", tablet.get("/t/every").form()); state != survey.Counted || doubts != 0 {
		t.Errorf("on a tablet: state %d, doubts %s", state, doubts)
	}
	off := newSite(t)
	off.echo.POST("/off/:code", off.pages.Answer, limit.New(false).Answers(nil))
	if state, _ := off.answer("/off/every", off.get("/t/every").form()); state != survey.Counted {
		t.Errorf("with the guard off: state %d", state)
	}
}

// TestTestIsNoDoubt: staff who try the survey in a hurry stay a test.
func TestTestIsNoDoubt(t *testing.T) {
	s := guarded(t)
	token := TestToken(s.store.Secret("test"), "every", s.clock.Add(TestLife))
	if state, doubts := s.answer("/guarded/every", s.get("/t/every?test="+token).form()); state != survey.Test || doubts != survey.Quick {
		t.Errorf("state %d, doubts %s", state, doubts)
	}
}

// TestRepeat: a second answer from what seems to be the same device counts all
// the same; the same answer again, a correction and a test are no second one.
func TestRepeat(t *testing.T) {
	s := guarded(t)
	fill := func(path string) url.Values {
		form := s.get(path).form()
		s.clock = s.clock.Add(time.Minute)
		return form
	}
	want := func(what string, form url.Values, d survey.Doubt) {
		t.Helper()
		if state, doubts := s.answer("/guarded/every", form); state != survey.Counted || doubts != d {
			t.Errorf("%s: state %d, doubts %s, want %s", what, state, doubts, d)
		}
	}
	token := TestToken(s.store.Secret("test"), "every", s.clock.Add(TestLife))
	s.post("/guarded/every", func() url.Values { f := fill("/t/every?test=" + token); f.Set("mood", "1"); return f }()).status(303)
	first := fill("/t/every")
	want("the first, after a test", first, 0)
	want("the same again", first, 0)
	first.Set("mood", "5")
	s.post("/guarded/every", s.post("/guarded/every", first).status(409).form()).status(303)
	if r := s.records()[0]; r.Answers["mood"] != 5 || r.Doubts != 0 {
		t.Errorf("a correction: %+v", r)
	}
	want("a second", fill("/t/every"), survey.Repeat)
	want("a program's", url.Values{}, 0)
	s.post("/guarded/faces", func() url.Values { f := fill("/t/faces"); f.Set("mood", "1"); return f }()).status(303)
	if r := s.records()[0]; r.Doubts != 0 {
		t.Errorf("elsewhere: %s", r.Doubts)
	}
}

// TestFirstTokenThroughSteps: from step to step the time of the first look
// stays, also on the way back.
func TestFirstTokenThroughSteps(t *testing.T) {
	w := walk(t, "/t/steps?lang=en")
	first := w.page.form()
	if first.Get("_token") == "" || first.Get("_id") == "" {
		t.Fatal("the first step has no token")
	}
	for i, step := range [][]string{{"mood", "2"}, {"why", "wait"}, {}, {"_back", "yes"}, {"_back", "yes"}} {
		w.clock = w.clock.Add(time.Minute)
		form := w.press(step...).page.form()
		if form.Get("_token") != first.Get("_token") || form.Get("_id") != first.Get("_id") {
			t.Errorf("after step %d: token %q, id %q; at first %q, %q", i, form.Get("_token"), form.Get("_id"), first.Get("_token"), first.Get("_id"))
		}
	}
}
