package digest_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

var update = flag.Bool("update", false, "write the golden files")

// names are the touchpoints of the tests' journey, in its order.
var names = []struct {
	key  string
	name survey.Wording
}{
	{"menu", survey.Wording{"zh-Hant": "看菜單", "zh-Hans": "看菜单", "uk": "Меню", "en": "Menu"}},
	{"queue", survey.Wording{"zh-Hant": "排隊", "zh-Hans": "排队", "uk": "Черга", "en": "Queue"}},
	{"pay", survey.Wording{"zh-Hant": "結帳", "zh-Hans": "结账", "uk": "Оплата", "en": "Paying"}},
	{"drink", survey.Wording{"zh-Hant": "飲品", "zh-Hans": "饮品", "uk": "Напої", "en": "Drinks"}},
}

// marks tallies 5-point ratings: how many gave 1, 2, 3, 4, 5.
func marks(counts ...int64) mood.Tally {
	scale, _ := survey.CSAT.Scale()
	var t mood.Tally
	for i, n := range counts {
		for range n {
			t.Add(mood.Contribute(journey.Defaults(), &mood.Rating{Scale: scale, Value: float64(i + 1)}, nil), mood.NoText)
		}
	}
	return t
}

func raw(counts ...int64) map[int]int64 {
	m := map[int]int64{}
	for i, n := range counts {
		m[i+1] = n
	}
	return m
}

// answers of a case, by touchpoint: how many gave 1, 2, 3, 4, 5.
type answers map[string][]int64

func input(now, before answers) mood.Input {
	j := &journey.Journey{
		Key: "dawn", Target: 75, Timezone: "Asia/Taipei", Analysis: journey.Defaults(),
		Stages:  []journey.Stage{{Key: "visit"}},
		Surveys: []survey.Survey{{Key: "quick", Questions: []survey.Question{{Key: "rating", Type: survey.CSAT}}}},
	}
	in := mood.Input{
		Journey: j, Period: journey.Period{From: 20_000, To: 20_028},
		Current: map[string]mood.Tally{}, Counts: map[string]map[int]int64{},
	}
	for _, n := range names {
		if _, ok := now[n.key]; !ok {
			continue
		}
		j.Stages[0].Touchpoints = append(j.Stages[0].Touchpoints, journey.Touchpoint{Key: n.key, Name: n.name, Survey: "quick"})
		in.Current[n.key], in.Counts[n.key] = marks(now[n.key]...), raw(now[n.key]...)
	}
	if before != nil {
		in.Previous = map[string]mood.Tally{}
		for key, c := range before {
			in.Previous[key] = marks(c...)
		}
	}
	return in
}

// The café of the examples: a bad queue, a worse menu board, good drinks.
var (
	fine  = []int64{1, 3, 9, 30, 27}
	great = []int64{0, 1, 3, 25, 61}
	bad   = []int64{24, 21, 14, 14, 7}
	poor  = []int64{12, 16, 20, 18, 14}
	mild  = []int64{4, 10, 24, 36, 16}
	few   = []int64{4, 2, 1, 1, 0}
)

type finding struct {
	name string
	in   mood.Input
}

func cases() []finding {
	wait := func(in mood.Input, n, e int64) mood.Input {
		in.Themes = map[string]map[string]mood.ThemeSum{"queue": {"wait": {Answers: n, Omega: n * mood.Unit, OmegaE: e * mood.Unit}}}
		return in
	}
	filtered := input(answers{"queue": bad, "pay": fine, "drink": great}, answers{"queue": fine, "pay": fine, "drink": great})
	filtered.Filtered = true
	alone := input(answers{"queue": bad}, nil)
	signal := input(answers{"menu": fine, "queue": fine, "pay": fine, "drink": fine}, nil)
	signal.Series = sinking("queue")
	return []finding{
		{"no touchpoints", input(nil, nil)},
		{"no answers", input(answers{"queue": nil, "drink": nil}, nil)},
		{"one answer", input(answers{"queue": {1}, "drink": nil}, nil)},
		{"one is missing", input(answers{"queue": {1, 1, 1, 1}, "drink": {0, 0, 1}}, nil)},
		{"texts nobody can judge", unread()},
		{"first signs of nothing bad", input(answers{"queue": {0, 0, 2, 3, 3}, "drink": nil}, nil)},
		{"first signs", input(answers{"queue": few, "drink": {0, 0, 0, 4, 2}}, nil)},
		{"clearly the worst", input(answers{"menu": mild, "queue": bad, "pay": fine, "drink": great}, nil)},
		{"clearly the worst, fell", input(answers{"menu": mild, "queue": bad, "pay": fine, "drink": great}, answers{"menu": mild, "queue": poor, "pay": fine, "drink": great})},
		{"the same with a reason", wait(input(answers{"menu": mild, "queue": bad, "pay": fine, "drink": great}, answers{"menu": mild, "queue": mild, "pay": fine, "drink": great}), 22, -18)},
		{"rose and still the worst", input(answers{"menu": mild, "queue": poor, "pay": fine, "drink": great}, answers{"menu": mild, "queue": bad, "pay": fine, "drink": great})},
		{"a reason too few name", wait(input(answers{"menu": mild, "queue": bad, "pay": fine, "drink": great}, nil), 9, -9)},
		{"filtered", filtered},
		{"likely the worst", input(answers{"menu": {20, 20, 16, 18, 9}, "queue": bad, "pay": fine, "drink": great}, nil)},
		{"too close to call", input(answers{"menu": bad, "queue": bad, "pay": fine, "drink": great}, answers{"menu": bad, "queue": mild, "pay": fine, "drink": great})},
		{"close to one that is not surely a pain", input(answers{"menu": {2, 4, 12, 10, 6}, "queue": {2, 3, 7, 5, 6}, "pay": great, "drink": great}, nil)},
		{"alone", alone},
		{"drags", input(answers{"menu": poor, "queue": great, "pay": fine, "drink": great}, nil)},
		{"something to gain", input(answers{"menu": mild, "queue": fine, "pay": fine, "drink": great}, nil)},
		{"a fall above what is to gain", input(answers{"menu": mild, "queue": great, "pay": fine, "drink": great}, answers{"menu": mild, "queue": great, "pay": {0, 0, 0, 5, 85}, "drink": great})},
		{"a fall where all is well", input(answers{"queue": great, "pay": {0, 1, 4, 35, 40}, "drink": great}, answers{"queue": great, "pay": {0, 0, 0, 5, 85}, "drink": great})},
		{"a rise where all is well", input(answers{"queue": great, "pay": great, "drink": great}, answers{"queue": great, "pay": bad, "drink": great})},
		{"a signal where all is well", signal},
		{"delight", input(answers{"queue": fine, "pay": fine, "drink": great}, nil)},
		{"all fine", input(answers{"queue": fine, "pay": {1, 3, 9, 32, 27}}, nil)},
		{"fine as far as is known", input(answers{"menu": nil, "queue": fine, "pay": fine}, nil)},
		{"fine but for first signs", input(answers{"menu": few, "queue": fine, "pay": fine}, nil)},
		{"all equal", input(answers{"queue": {0, 0, 0, 30, 0}, "pay": {0, 0, 0, 30, 0}}, answers{"queue": {0, 0, 0, 30, 0}, "pay": {0, 0, 0, 30, 0}})},
	}
}

// unread are answers whose words the program cannot judge.
func unread() mood.Input {
	in := input(answers{"queue": nil}, nil)
	var t mood.Tally
	for range 9 {
		t.Add(mood.Contribute(journey.Defaults(), nil, &mood.Text{Sentiment: 1, Tokens: 9}), mood.TextPositive)
	}
	in.Current["queue"] = t
	return in
}

// sinking are two closed periods of good days and then bad ones, at one
// touchpoint; the others stay as they were.
func sinking(which string) map[string][]mood.Day {
	series := map[string][]mood.Day{}
	start := journey.Day(20_000 - 84)
	for _, n := range names {
		for day := start; day < 20_028; day++ {
			c := []int64{0, 0, 1, 2, 2}
			if n.key == which && day >= 20_010 {
				c = []int64{1, 2, 2, 0, 0}
			}
			series[n.key] = append(series[n.key], mood.Day{Day: day, Tally: marks(c...)})
		}
	}
	return series
}

var labels = map[string]survey.Wording{"wait": {"zh-Hant": "等候", "zh-Hans": "等待", "uk": "очікування", "en": "waiting"}}

// Every line of the golden file is meant to be read.
func TestFinding(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, c := range cases() {
		m := mood.Build(c.in)
		m.LabelThemes(labels)
		fmt.Fprintf(&b, "%s\n", c.name)
		for _, lang := range survey.Languages {
			fmt.Fprintf(&b, "  %s\n", digest.Finding(m, catalog.In(lang)))
		}
	}
	golden(t, "testdata/finding.txt", b.String())
}

// golden compares a text with a file that is meant to be read; -update writes it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s: %s", file, d)
	}
}
