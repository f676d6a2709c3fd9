package visit

import (
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

func stepsJourney(t testing.TB) *journey.Journey {
	t.Helper()
	src, err := os.ReadFile("testdata/steps.yaml")
	if err != nil {
		t.Fatal(err)
	}
	js, _, err := journey.Parse("steps.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	return js[0]
}

// walker goes through a survey as a browser without script does.
type walker struct {
	*site
	page reply
	path string
}

func walk(t *testing.T, path string) *walker {
	s := newSite(t, stepsJourney(t))
	before, _, _ := strings.Cut(path, "?")
	return &walker{s, s.get(path).status(200), before}
}

// press sends the form with what is answered on top, pairs of name and value.
func (w *walker) press(pairs ...string) *walker {
	w.t.Helper()
	form := w.page.form()
	fresh := map[string]bool{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if !fresh[pairs[i]] {
			form.Del(pairs[i])
			fresh[pairs[i]] = true
		}
		form.Add(pairs[i], pairs[i+1])
	}
	w.page = w.post(w.path, form)
	return w
}

// asks holds a page to the questions it asks, and no others.
func (w *walker) asks(status int, keys ...string) *walker {
	w.t.Helper()
	w.page.status(status)
	for q := range stepsJourney(w.t).Survey("long").Asked() {
		asked := strings.Contains(w.page.Body.String(), `id="a-`+q.Key+`"`)
		want := false
		for _, key := range keys {
			want = want || key == q.Key
		}
		if asked != want {
			w.t.Errorf("%s is asked: %v, want %v", q.Key, asked, want)
		}
	}
	return w
}

func (w *walker) kept() []store.Record {
	w.t.Helper()
	rs, _, err := w.store.Responses(w.t.Context(), store.Query{Journey: "steps"})
	if err != nil {
		w.t.Fatal(err)
	}
	return rs
}

func (w *walker) nothingKept() *walker {
	w.t.Helper()
	if n := len(w.kept()); n != 0 {
		w.t.Fatalf("%d answers are kept before the end", n)
	}
	return w
}

// TestSteps walks the longest way, and back, and on again.
func TestSteps(t *testing.T) {
	w := walk(t, "/t/steps?lang=en&order=A-12").asks(200, "mood", "praise")
	first := w.page.form()
	w.page.has("<title>Step 1 of 4 – Your visit – Dawn Café</title>", ">Next</button>", "If you chose “Great”:", `data-if="mood == 5"`).
		lacks("_back", "_send", ">Send<")
	w.press("mood", "2", "praise", "nice chairs").asks(200, "why", "price")
	w.page.has("Step 2 of 4", ">Back</button>", `name="mood" value="2"`, `name="praise" value="nice chairs"`, `data-if="why has price"`,
		"If you chose “The price” for “What went wrong?”:")
	w.press("why", "wait", "why", "price", "price", "3 €").nothingKept().asks(200, "long")
	w.page.has("Step 3 of 4", `name="why" value="wait"`, `name="why" value="price"`, `name="price" value="3 €"`)
	// One is required, and an error stands in its own step.
	w.press().asks(422, "long")
	w.page.has("<title>Error: Step 3 of 4", `href="#a-long"`, "Please answer “More than ten minutes?”")
	w.press("_back", "yes").asks(200, "why", "price")
	w.page.has(`value="wait" checked`, `value="price" checked`, `value="3 €"`)
	// Back from an unfinished step keeps even what is wrong in it.
	w.press("price", "far too long a text").asks(422, "why", "price")
	w.press("_back", "yes").asks(200, "mood", "praise")
	w.page.has(`name="mood" value="2" checked`, `name="price" value="far too long a text"`)
	w.press().asks(200, "why", "price")
	w.press("price", "2 €").asks(200, "long").press("long", "yes").asks(200, "again", "mail")
	w.page.has("Step 4 of 4", ">Send</button>", `name="long" value="yes"`).lacks("_send", ">Next<")
	// Another language takes all along.
	w.press("again", "3", "mail", "me@", "_switch", "uk").asks(200, "again", "mail")
	w.page.has(`<html lang="uk">`, "Крок 4 з 4", `value="3" checked`, `value="me@"`, `name="price" value="2 €"`)
	w.press().asks(422, "again", "mail").press("mail", "me@example.org", "consent", "yes", "_switch", "en").nothingKept()
	w.page.has(`name="consent" value="yes" checked`)
	w.press("_back", "yes").asks(200, "long")
	w.page.has(`name="consent" value="yes"`, `name="mail" value="me@example.org"`)
	w.press().asks(200, "again", "mail").nothingKept()
	w.press().page.status(303)
	// A second tap is the same answer.
	to := w.page.Header().Get("Location")
	r := w.kept()[0]
	want := survey.Answers{"mood": 2, "why": []string{"wait", "price"}, "price": "2 €", "long": true, "again": 3, "mail": "me@example.org"}
	if !reflect.DeepEqual(r.Answers, want) || r.Fields["order"] != "A-12" || r.ID.String() != first.Get("_id") || r.Language != "en" {
		t.Errorf("kept %+v", r)
	}
	w.get(to).status(200).has("/receipt/")
}

// TestStepsSkipped: who is content has one question less to read.
func TestStepsSkipped(t *testing.T) {
	w := walk(t, "/t/steps?lang=en").press("mood", "4").asks(200, "again", "mail")
	w.page.has("Step 2 of 2", ">Send</button>")
	// Back skips what was skipped.
	w.press("_back", "yes").asks(200, "mood", "praise").press("mood", "1").asks(200, "why", "price")
	w.press("why", "price").asks(200, "again", "mail")
	w.page.has("Step 3 of 3")
	w.press("_back", "yes").asks(200, "why", "price").press("_back", "yes").press("mood", "5").asks(200, "again", "mail")
	// The reasons of before are not meant any more.
	w.press("again", "10").page.status(303)
	if got, want := w.kept()[0].Answers, (survey.Answers{"mood": 5, "again": 10}); !reflect.DeepEqual(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
}

// TestStepsBegin at the first even when it is empty, and wrong there.
func TestStepsBegin(t *testing.T) {
	w := walk(t, "/t/steps?lang=en").press().asks(422, "mood", "praise").nothingKept()
	w.page.has("<title>Error: Step 1 of 4", "Please answer “How was it?”")
	if got := w.page.Header().Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("Cache-Control %q: the way back would ask to send the form again", got)
	}
}

// TestLastStepHangsOnAnswers: without script, a button that said "next" leads
// to a page that only sends; the script says "send" where nothing follows.
func TestLastStepHangsOnAnswers(t *testing.T) {
	w := walk(t, "/t/maybe?lang=en")
	w.page.has("Step 1 of 2", `data-unless="mood &lt;= 2"`, `data-send="Send"`, ">Next</button>", " disabled", "visit.js")
	w.press("mood", "4").nothingKept()
	w.page.status(200).has("That was everything", ">Send</button>", ">Back</button>", `name="mood" value="4"`).lacks("Step ", `type="radio"`)
	w.press("_switch", "zh-Hant").page.status(200).has("按「送出」就完成了", ">上一步</button>")
	w.press("_back", "yes").page.status(200).has(`name="mood" value="4" checked`)
	w.press().nothingKept().press().page.status(303)
	if got := w.kept()[0].Answers; !reflect.DeepEqual(got, survey.Answers{"mood": 4}) {
		t.Errorf("kept %v", got)
	}
	// With script, at once.
	w = walk(t, "/t/maybe?lang=en").press("mood", "3", "_send", "yes")
	w.page.status(303)
	// A script that is mistaken sends nothing early.
	w = walk(t, "/t/maybe?lang=en").press("mood", "1", "_send", "yes").nothingKept()
	w.page.status(200).has("Step 2 of 2", `id="a-comment"`, ">Send</button>")
	w.press("comment", "warmer").page.status(303)
}

// TestStepsPrefilled: what a link brings for later steps waits there.
func TestStepsPrefilled(t *testing.T) {
	w := walk(t, "/t/steps?lang=en&mood=3&why=wait&again=7&order=B-1&long=maybe").asks(200, "mood", "praise")
	w.page.has(`name="mood" value="3" checked`, `type="hidden" name="why" value="wait"`, `type="hidden" name="again" value="7"`).lacks("maybe")
	w.press().asks(200, "why", "price").page.has(`value="wait" checked`)
	w.press().press("long", "no").asks(200, "again", "mail").page.has(`value="7" checked`)
	w.press().page.status(303)
	if got, want := w.kept()[0].Answers, (survey.Answers{"mood": 3, "why": []string{"wait"}, "long": false, "again": 7}); !reflect.DeepEqual(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
}

// TestStepsTampered: hidden inputs are the visitor's own to change, and what is
// kept is checked as a whole.
func TestStepsTampered(t *testing.T) {
	s := newSite(t, stepsJourney(t))
	many := url.Values{"_step": {"1"}, "lang": {"en"}, "mood": {"2"}}
	for range 3000 {
		many.Add("why", "wait")
		many.Add("mail", "x")
	}
	for _, tt := range []struct {
		name   string
		form   url.Values
		status int
		has    string
	}{
		{"the last step only", url.Values{"_step": {"3"}, "again": {"5"}, "lang": {"en"}}, 422, `id="a-mood"`},
		{"a step that is not there", url.Values{"_step": {"99"}, "lang": {"en"}}, 422, `id="a-mood"`},
		{"a step before the first", url.Values{"_step": {"-1"}, "lang": {"en"}}, 422, `id="a-mood"`},
		{"a step that is no number", url.Values{"_step": {"x"}, "lang": {"en"}}, 422, `id="a-mood"`},
		{"back from the first", url.Values{"_step": {"0"}, "_back": {"yes"}, "lang": {"en"}}, 200, `id="a-mood"`},
		{"back from nowhere", url.Values{"_step": {"99"}, "_back": {"yes"}, "lang": {"en"}}, 200, `id="a-again"`},
		{"a carried answer that is wrong", url.Values{"_step": {"3"}, "mood": {"2"}, "why": {"weather"}, "lang": {"en"}}, 422, `id="a-why"`},
		{"a carried answer that is missing", url.Values{"_step": {"3"}, "mood": {"2"}, "why": {"wait"}, "lang": {"en"}}, 422, `id="a-long"`},
		{"markup", url.Values{"_step": {"0"}, "mood": {"2"}, "again": {`"><script>`}, "lang": {"en"}}, 200, "&#34;&gt;&lt;script&gt;"},
		{"an address without consent", url.Values{"_step": {"3"}, "mood": {"4"}, "mail": {"me@example.org"}, "lang": {"en"}}, 422, "tick “I agree”"},
		{"thousands of inputs", many, 200, `id="a-long"`},
	} {
		r := s.post("/t/steps", tt.form)
		if r.Code != tt.status || !strings.Contains(r.Body.String(), tt.has) {
			t.Errorf("%s: status %d, want %d with %s", tt.name, r.Code, tt.status, tt.has)
		}
		r.lacks("<script>")
		if r.Body.Len() > 64<<10 {
			t.Errorf("%s: the page has %d bytes", tt.name, r.Body.Len())
		}
	}
	// The whole survey at once, as programs send it, is kept at once.
	s.post("/t/steps", url.Values{"mood": {"5"}, "again": {"9"}}).status(303)
}

// TestStepsTrap: what a bot fills in in one step is not forgotten in the next.
func TestStepsTrap(t *testing.T) {
	w := walk(t, "/t/steps?lang=en").press("mood", "4", "_homepage", "https://spam.example").asks(200, "again", "mail")
	w.press("again", "9").page.status(303)
	if got := w.kept()[0].State; got != survey.Quarantined {
		t.Errorf("state %d", got)
	}
}
