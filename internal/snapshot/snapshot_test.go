package snapshot_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/snapshot"
	"github.com/waymood/waymood/internal/survey"
)

var update = flag.Bool("update", false, "write the golden files anew")

// marks tallies ratings of 1 to 5 by how often each was given.
func marks(counts ...int) mood.Tally {
	scale, _ := survey.CSAT.Scale()
	var t mood.Tally
	for i, n := range counts {
		for range n {
			t.Add(mood.Contribute(journey.Defaults(), &mood.Rating{Scale: scale, Value: float64(i + 1)}, nil), mood.NoText)
		}
	}
	return t
}

func named(s string) survey.Wording { return survey.Wording{"en": s, "uk": "Укр " + s} }

// dawn is a journey of three stages with a survey of one question.
func dawn() *journey.Journey {
	half := 0.5
	point := func(key, owner string, reach *float64) journey.Touchpoint {
		return journey.Touchpoint{
			Key: key, Name: named(key), Owner: owner, Reach: reach, Survey: "quick", Action: named("I " + key),
			Placements: []journey.Placement{{Code: key + "-1", Channel: journey.QR}, {Code: key + "-2", Channel: journey.QR}},
		}
	}
	return &journey.Journey{
		Key: "dawn", Name: named("Dawn"), Timezone: "Asia/Taipei", Target: 75, Analysis: journey.Defaults(),
		Stages: []journey.Stage{
			{Key: "before", Name: named("Before"), Touchpoints: []journey.Touchpoint{point("menu", "floor", &half)}},
			{Key: "during", Name: named("During"), Touchpoints: []journey.Touchpoint{point("queue", "floor", nil), point("pay", "", nil), point("drink", "bar", nil)}},
			{Key: "after", Name: named("After"), Touchpoints: []journey.Touchpoint{point("mail", "care", &half)}},
		},
		Surveys: []survey.Survey{{Key: "quick", Questions: []survey.Question{{Key: "rating", Type: survey.CSAT}}}},
	}
}

// build is the map of a journey, with a quote at each touchpoint.
func build(j *journey.Journey, sums map[string]mood.Tally, from journey.Day) *mood.Map {
	counts := map[string]map[int]int64{"drink": {1: 1, 2: 2, 3: 6, 4: 25, 5: 36}}
	m := mood.Build(mood.Input{
		Journey: j, Period: journey.Period{From: from, To: from + 28}, Current: sums, Previous: sums, Counts: counts,
		Themes: map[string]map[string]mood.ThemeSum{"queue": {"wait": {Answers: 12, Omega: 12 * mood.Unit, OmegaE: -9 * mood.Unit}}},
	})
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			p := &m.Stages[i].Points[k]
			p.Quotes = []mood.Quote{{ID: "id of " + p.Touchpoint.Key, Text: "They know my name, secretly", Class: mood.Unhappy}}
		}
	}
	return m
}

var (
	sumsBefore = map[string]mood.Tally{"menu": marks(3, 6, 9, 9, 5), "queue": marks(4, 6, 10, 12, 6), "pay": marks(2, 4, 9, 19, 14), "drink": marks(1, 3, 7, 26, 31), "mail": marks(1, 1, 1)}
	sumsNow    = map[string]mood.Tally{"menu": marks(6, 9, 8, 5, 2), "queue": marks(22, 12, 5, 3, 1), "pay": marks(2, 3, 8, 20, 17), "drink": marks(1, 2, 6, 25, 36), "mail": marks(3, 2, 1, 1, 1)}
)

const first = journey.Day(20_000)

// TestThaw: what was kept is the map again, but for the words, which are read
// when it is looked at.
func TestThaw(t *testing.T) {
	j := dawn()
	m := build(j, sumsNow, first)
	document, err := snapshot.Encode(snapshot.Freeze(m, sumsNow, []string{"a"}))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(document), "secretly") {
		t.Error("words were copied")
	}
	kept, err := snapshot.Decode(document)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(kept.QuoteIDs()); n != 5 {
		t.Errorf("%d quotes are named, not 5", n)
	}
	quotes := map[string]mood.Quote{"id of queue": {ID: "id of queue", Text: "now", Class: mood.Happy}}
	thawed := kept.Thaw(quotes)
	if q := thawed.Stages[1].Points[0].Quotes; len(q) != 1 || q[0].Text != "now" || q[0].Class != mood.Unhappy {
		t.Errorf("the queue is quoted with %+v", q)
	}
	if q := thawed.Stages[0].Points[0].Quotes; len(q) != 0 {
		t.Errorf("an erased answer is quoted: %+v", q)
	}
	// Kept again it is the same, but for the words that are gone.
	anew := snapshot.Freeze(thawed, sumsNow, []string{"a"})
	noWords := cmp.Comparer(func(a, b []snapshot.Quote) bool { return true })
	if d := cmp.Diff(kept, anew, noWords, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("the map is another (-was +is):\n%s", d)
	}
	lists := cmp.Comparer(func(a, b *journey.Touchpoint) bool {
		return a == nil && b == nil || a != nil && b != nil && a.Key == b.Key
	})
	for what, pair := range map[string][2]any{
		"pains": {m.Pains, thawed.Pains}, "delights": {m.Delights, thawed.Delights}, "watched": {m.Watch, thawed.Watch}, "peak and end": {m.PeakEnd, thawed.PeakEnd},
	} {
		if d := cmp.Diff(pair[0], pair[1], lists); d != "" {
			t.Errorf("other %s (-was +is):\n%s", what, d)
		}
	}
	if len(m.Pains) == 0 || len(m.Delights) == 0 || len(m.Watch) == 0 || m.PeakEnd == nil {
		t.Error("the example has too little to lose")
	}
	if ch := thawed.Stages[0].Points[0].Touchpoint.Placements; len(ch) != 1 || ch[0].Channel != journey.QR {
		t.Errorf("channels are %v", ch)
	}
}

// TestVersion1 reads a document as the first version of it was written.
func TestVersion1(t *testing.T) {
	file := filepath.Join("testdata", "version1.json")
	m := snapshot.Freeze(build(dawn(), sumsNow, first), sumsNow, []string{"a"})
	if *update {
		document, err := snapshot.Encode(m)
		if err == nil {
			err = os.WriteFile(file, append(document, '\n'), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	document, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	old, err := snapshot.Decode(document)
	if err != nil {
		t.Fatal(err)
	}
	for i, st := range m.Stages {
		for k, p := range st.Points {
			if was := old.Stages[i].Points[k]; was.Key != p.Key || was.All != p.All || was.Answers != p.Answers || !cmp.Equal(was.Name, p.Name) {
				t.Errorf("%s is read as %+v", p.Key, was)
			}
		}
	}
	if old.Mood == nil || len(old.Thaw(nil).Pains) == 0 {
		t.Error("mood or pains are missing")
	}
	for _, bad := range []string{"", "{", `{"version":0}`, `{"version":99}`, `[]`} {
		if _, err := snapshot.Decode([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

// TestCompare: the queue fell, the menu was renamed, mail is new, pay is gone.
func TestCompare(t *testing.T) {
	was := dawn()
	was.Stages[2].Touchpoints = nil
	is := dawn()
	is.Stages[1].Touchpoints = append(is.Stages[1].Touchpoints[:1:1], is.Stages[1].Touchpoints[2])
	is.Stages[0].Touchpoints[0].Name = survey.Wording{"en": "Board", "uk": "Укр menu", "zh-Hant": "菜單"}
	from := snapshot.Freeze(build(was, sumsBefore, first), sumsBefore, []string{"a"})
	to := snapshot.Freeze(build(is, sumsNow, first+28), sumsNow, []string{"a"})
	d := snapshot.Compare(from, to)
	if d.Overlap != 0 || d.RatingsOnly {
		t.Errorf("overlap %d, ratings only %v", d.Overlap, d.RatingsOnly)
	}
	got := map[string]snapshot.Moved{}
	var order []string
	for _, m := range d.Points {
		got[m.Key] = m
		order = append(order, m.Key)
	}
	if want := "menu queue drink mail pay"; strings.Join(order, " ") != want {
		t.Errorf("in the order %v, not %s", order, want)
	}
	if m := got["queue"]; m.Change == nil || !m.Change.Confirmed || m.Change.To >= m.Change.From || m.FromAnswers != 38 || m.ToAnswers != 43 || m.Renamed {
		t.Errorf("queue %+v", m)
	}
	if m := got["menu"]; !m.Renamed || m.Was["en"] != "menu" || m.Change == nil {
		t.Errorf("menu %+v", m)
	}
	if m := got["drink"]; m.Change == nil || m.Change.Confirmed || m.Renamed {
		t.Errorf("drink %+v", m)
	}
	if m := got["mail"]; !m.Added || m.From != nil || m.Change != nil {
		t.Errorf("mail %+v", m)
	}
	if m := got["pay"]; !m.Removed || m.To != nil || m.Name["en"] != "pay" {
		t.Errorf("pay %+v", m)
	}
	if d.Mood == nil || !d.Mood.Confirmed {
		t.Errorf("the journey: %+v", d.Mood)
	}
	var pains []string
	for _, p := range d.Pains {
		pains = append(pains, p.Key)
		if p.Key == "queue" && (p.From != 1 || p.To != 1 || p.ToLost <= p.FromLost) {
			t.Errorf("queue as a pain: %+v", p)
		}
		if p.Key == "pay" && (p.To != 0 || !p.Removed) {
			t.Errorf("pay as a pain: %+v", p)
		}
	}
	if len(pains) < 2 || pains[0] != "queue" {
		t.Errorf("pains are %v", pains)
	}

	back := snapshot.Compare(to, from)
	for _, m := range back.Points {
		if m.Key == "queue" && (m.Change.To-m.Change.From)*(got["queue"].Change.To-got["queue"].Change.From) >= 0 {
			t.Error("backwards it went the same way")
		}
	}
	same := snapshot.Compare(to, to)
	if same.Overlap != 28 || len(same.Pains) == 0 {
		t.Errorf("against itself: overlap %d, pains %v", same.Overlap, same.Pains)
	}
	for _, m := range same.Points {
		if m.Added || m.Removed || m.Renamed || m.Change != nil && m.Change.Confirmed {
			t.Errorf("against itself %+v", m)
		}
	}
	to.Models = []string{"b"}
	d = snapshot.Compare(from, to)
	if !d.RatingsOnly || d.Mood != nil {
		t.Error("texts of two models are compared")
	}
	for _, st := range d.Stages {
		if st.Change != nil {
			t.Errorf("texts of two models are compared in stage %s", st.Key)
		}
	}
	if !slices.ContainsFunc(d.Points, func(m snapshot.Moved) bool { return m.Change != nil }) {
		t.Error("ratings can be compared all the same")
	}
}

// TestCompareNothing: maps without answers, or without a touchpoint.
func TestCompareNothing(t *testing.T) {
	empty := snapshot.Freeze(build(&journey.Journey{Key: "x", Analysis: journey.Defaults()}, nil, first), nil, nil)
	silent := snapshot.Freeze(build(dawn(), nil, first), nil, nil)
	full := snapshot.Freeze(build(dawn(), sumsNow, first), sumsNow, []string{"a"})
	for _, pair := range [][2]*snapshot.Map{{empty, empty}, {empty, full}, {full, empty}, {silent, full}, {full, silent}, {silent, silent}} {
		d := snapshot.Compare(pair[0], pair[1])
		if d.Mood != nil {
			t.Errorf("a change of the journey out of nothing: %+v", d.Mood)
		}
		for _, m := range d.Points {
			if m.Change != nil {
				t.Errorf("a change out of nothing: %+v", m)
			}
		}
	}
}
