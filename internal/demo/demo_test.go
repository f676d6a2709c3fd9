package demo

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/text"
	"github.com/waymood/waymood/templates"
)

var now = time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)

func dawn(t *testing.T) *journey.Journey {
	t.Helper()
	src, err := templates.FS.ReadFile("journeys/dawn.yaml")
	if err != nil {
		t.Fatal(err)
	}
	journeys, _, err := journey.Parse("dawn.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	return journeys[0]
}

func made(t *testing.T, n int, seed uint64) []*survey.Response {
	t.Helper()
	rs, err := Answers(dawn(t), n, seed, now)
	if err != nil {
		t.Fatal(err)
	}
	return rs
}

func TestSameSeedSameAnswers(t *testing.T) {
	a, b, c := made(t, 500, 7), made(t, 500, 7), made(t, 500, 8)
	if !reflect.DeepEqual(a, b) {
		t.Error("two runs with one seed differ")
	}
	if reflect.DeepEqual(a, c) {
		t.Error("two seeds make the same answers")
	}
	if a[0].ID != c[0].ID {
		t.Error("the ids of two seeds differ, so that a demo's database would fill up")
	}
}

// Every made-up answer must be one that a visitor could have given.
func TestAnswersFitTheirSurveys(t *testing.T) {
	j := dawn(t)
	ids := map[string]bool{}
	rs := made(t, 2500, 1)
	if len(rs) < 2480 || len(rs) > 2520 {
		t.Errorf("%d answers, want about 2500", len(rs))
	}
	for _, r := range rs {
		_, tp, p := j.Placement(r.Code)
		if p == nil {
			t.Fatalf("no placement %q", r.Code)
		}
		s := j.Survey(tp.Survey)
		form := map[string][]string{survey.ConsentField: {"yes"}}
		for key, v := range r.Answers {
			switch v := v.(type) {
			case string:
				form[key] = []string{v}
			case []string:
				form[key] = v
			default:
				form[key] = []string{strings.Trim(string(survey.Answers{"x": v}.JSON()), `{"x:}`)}
			}
		}
		again, err := s.ParseForm(form, r.Language)
		if err != nil || !reflect.DeepEqual(again, r.Answers) {
			t.Fatalf("%s: %v becomes %v, %v", tp.Key, r.Answers, again, err)
		}
		if !slices.Contains(j.Languages, r.Language) {
			t.Errorf("language %q", r.Language)
		}
		if r.AnsweredAt.After(now) || r.AnsweredAt.Before(now.Add(-Weeks*7*24*time.Hour)) {
			t.Errorf("answered at %v", r.AnsweredAt)
		}
		if !profileOf(tp).online && !anyOpen(tp, r.AnsweredAt, j.Location()) {
			t.Errorf("%s is answered at %v, when it is closed", tp.Key, r.AnsweredAt.In(j.Location()))
		}
		if ids[r.ID.String()] {
			t.Errorf("id %s twice", r.ID)
		}
		ids[r.ID.String()] = true
	}
}

func anyOpen(t *journey.Touchpoint, at time.Time, zone *time.Location) bool {
	for p := range t.Live() {
		if p.Attended(at, zone) {
			return true
		}
	}
	return false
}

// The sentences must not repeat themselves, and be in the language they claim.
func TestSentences(t *testing.T) {
	j := dawn(t)
	texts := map[string]map[string]int{}
	wrong, all := 0, 0
	for _, r := range made(t, 2500, 1) {
		_, tp, _ := j.Placement(r.Code)
		s := j.Survey(tp.Survey).Text(r.Answers)
		if s == "" {
			continue
		}
		if texts[r.Language] == nil {
			texts[r.Language] = map[string]int{}
		}
		texts[r.Language][s]++
		if len([]rune(s)) > 12 {
			all++
			if got := text.Detect(s, r.Language); got != r.Language {
				wrong++
				t.Logf("%q is %s, made as %s", s, got, r.Language)
			}
		}
		for _, trace := range []string{"{", "}", "|", "@", "  "} {
			if strings.Contains(s, trace) {
				t.Errorf("%q holds %q", s, trace)
			}
		}
	}
	if wrong*50 > all {
		t.Errorf("%d of %d sentences are taken for another language", wrong, all)
	}
	for language, said := range texts {
		for s, n := range said {
			if n > 1 && len([]rune(s)) > 12 {
				t.Errorf("%s: %q stands %d times", language, s, n)
			}
		}
		t.Logf("%s: %d different texts", language, len(said))
	}
	if len(texts) != 4 {
		t.Errorf("languages %v", slices.Sorted(maps.Keys(texts)))
	}
}

// Every line of every phrase file can be said, whatever is chosen.
func TestPhrases(t *testing.T) {
	all, err := readPhrases()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	want := slices.Sorted(maps.Keys(all["en"].sections))
	for language, g := range all {
		if got := slices.Sorted(maps.Keys(g.sections)); !slices.Equal(got, want) {
			t.Errorf("%s has sections %v, want %v", language, got, want)
		}
		combinations := map[string]bool{}
		for _, lines := range g.sections {
			for _, line := range lines {
				for range 60 {
					combinations[g.fill(r, line)] = true
				}
			}
		}
		if len(combinations) < 500 {
			t.Errorf("%s has %d sentences only", language, len(combinations))
		}
	}
}

// The faults that are hidden must be there to be found: by the ratings alone,
// as the worked example does it.
func TestTheMapFindsTheFaults(t *testing.T) {
	j := dawn(t)
	today := journey.DayOf(now, j.Location())
	period := journey.Period{From: today - 27, To: today + 1}
	current, previous := map[string]mood.Tally{}, map[string]mood.Tally{}
	counts := map[string]map[int]int64{}
	for _, r := range made(t, 2500, 1) {
		_, tp, _ := j.Placement(r.Code)
		q, value, ok := j.Survey(tp.Survey).RatingOf(r.Answers)
		if !ok {
			t.Fatalf("no rating in %v", r.Answers)
		}
		scale, _ := q.Type.Scale()
		c := mood.Contribute(j.Analysis, &mood.Rating{Scale: scale, Value: float64(value)}, nil)
		day := journey.DayOf(r.AnsweredAt, j.Location())
		into := previous
		switch {
		case day >= period.From && day < period.To:
			into = current
			if counts[tp.Key] == nil {
				counts[tp.Key] = map[int]int64{}
			}
			counts[tp.Key][value]++
		case day < period.Before().From:
			continue
		}
		tally := into[tp.Key]
		tally.Add(c, mood.NoText)
		into[tp.Key] = tally
	}
	m := mood.Build(mood.Input{Journey: j, Period: period, Current: current, Previous: previous, Counts: counts})
	for _, s := range m.Stages {
		for _, p := range s.Points {
			if p.Mood != nil {
				t.Logf("%-10s %3d answers, mood %.0f (%s), change %+v", p.Touchpoint.Key, p.Answers, p.Mood.Value, p.Evidence, p.Change)
			} else {
				t.Logf("%-10s %3d answers", p.Touchpoint.Key, p.Answers)
			}
			switch p.Touchpoint.Key {
			case "queue":
				if p.Change == nil || !p.Change.Confirmed || p.Change.To > p.Change.From {
					t.Errorf("the queue's change is %+v, want a confirmed fall", p.Change)
				}
			case "complaint":
				if p.Evidence != mood.Indicative {
					t.Errorf("complaint has %s evidence", p.Evidence)
				}
			case "email":
				if p.Evidence != mood.None {
					t.Errorf("email has %s evidence", p.Evidence)
				}
			}
		}
	}
	var pains []string
	for _, p := range m.Pains {
		pains = append(pains, p.Touchpoint.Key)
	}
	if len(pains) < 2 || pains[0] != "queue" || pains[1] != "menu" {
		t.Errorf("pains %v, want queue and menu first", pains)
	}
	if !slices.ContainsFunc(m.Delights, func(d mood.Delight) bool { return d.Touchpoint.Key == "drink" }) {
		t.Errorf("delights %+v, want the drink", m.Delights)
	}
}
