package digest_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// anyInput is a digest's input of somebody's making.
func anyInput(r *rand.Rand) digest.Input {
	m := made(r)
	m.LabelThemes(labels)
	teams := []string{"", "front", "till"}
	for p := range m.All() {
		p.Touchpoint.Owner = teams[r.IntN(3)]
		p.Quotes = []mood.Quote{{ID: p.Touchpoint.Key, Text: "we waited for an hour", Class: mood.Unhappy}}
	}
	in := digest.Input{Day: today, Map: m, Cadence: "weekly", Stances: map[string]action.Stance{}, Raised: r.IntN(4) == 0}
	if r.IntN(2) == 0 {
		in.Team = teams[r.IntN(3)]
	}
	if r.IntN(2) == 0 {
		c := made(r)
		for r.IntN(3) > 0 && !slices.ContainsFunc(slices.Collect(c.All()), func(p *mood.Point) bool { return p.Change != nil && p.Change.Confirmed }) {
			c = made(r)
		}
		c.Period = mood.Closed(today)
		in.Closed = []*mood.Map{c}
	}
	for _, n := range names {
		switch r.IntN(8) {
		case 0:
			in.Stances[n.key] = action.Stance{Touchpoint: n.key, Says: action.NoProblem, Made: int64(today) - int64(r.IntN(40)), Until: int64(today) + int64(r.IntN(40)-20)}
		case 1:
			in.Stances[n.key] = action.Stance{Touchpoint: n.key, Says: action.BeingDone, Made: int64(today) - 9}
		case 2:
			in.Actions = append(in.Actions, act(int64(len(in.Actions)+1), n.key, action.States()[r.IntN(5)], func(a *action.Action) {
				a.Due, a.LiveOn = int64(today)+int64(r.IntN(40)-20), int64(today)-29
				a.Outcome = &action.Outcome{Verdict: action.Verdicts()[r.IntN(4)], Effect: r.NormFloat64() * 20}
			}))
		}
	}
	if r.IntN(3) == 0 {
		told := digest.Build(in)
		told.Day -= 3
		in.Told = []*digest.Digest{told}
	}
	return in
}

// TestItemClaims: whatever the answers, an item is backed by a confirmed change,
// a signal or a pain, is told once, and says no more than it is sure of.
func TestItemClaims(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	voice, r := catalog.In("en"), rand.New(rand.NewPCG(5, 5))
	seen := map[string]int{}
	for range 600 {
		in := anyInput(r)
		d := digest.Build(in)
		document, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var kept digest.Digest
		if err := json.Unmarshal(document, &kept); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, &kept); diff != "" {
			t.Fatalf("it is kept as another (-was +is):\n%s", diff)
		}
		if len(d.Items) > 3 {
			t.Errorf("%d items", len(d.Items))
		}
		told := map[string]bool{}
		for k := range d.Items {
			i := &d.Items[k]
			if told[i.Key] {
				t.Errorf("%s is told twice", i.Key)
			}
			told[i.Key] = true
			checkItem(t, in, d, i, seen)
		}
		for _, m := range d.Also {
			if told[m.Key] {
				t.Errorf("%s is an item and told besides", m.Key)
			}
			seen["also"]++
		}
		said := d.Say(voice)
		for _, i := range said.Items {
			for _, f := range i.Facts {
				checkMost(t, in.Map, f.Text, seen)
			}
		}
		checkSubject(t, d, said.Subject, seen)
		if len(d.Items) > 0 && !strings.Contains(d.Headline(voice), d.Items[0].Name.In("en")) {
			t.Errorf("%q is not about the first item, %s", d.Headline(voice), d.Items[0].Key)
		}
		if d.Quiet() != (len(said.Quiet) == 2) || d.Quiet() && len(said.Items) > 0 {
			t.Errorf("quiet %v: %d lines, %d items", d.Quiet(), len(said.Quiet), len(said.Items))
		}
	}
	for _, what := range []string{"ask", "in hand", "change", "also", "fell", "probably", "most", "too close", "quiet", "rose", "double", "points alone"} {
		if seen[what] < 10 {
			t.Errorf("%q came %d times only", what, seen[what])
		}
	}
}

func checkItem(t *testing.T, in digest.Input, d *digest.Digest, i *digest.Item, seen map[string]int) {
	t.Helper()
	var point *mood.Point
	for p := range in.Map.All() {
		if p.Touchpoint.Key == i.Key {
			point = p
		}
	}
	if in.Team != "" && point.Touchpoint.Owner != in.Team {
		t.Errorf("%s is not the team's", i.Key)
	}
	for _, c := range i.Changes {
		seen["change"]++
		if math.Abs(c.To-c.From) < d.Effect-1e-6 {
			t.Errorf("a change of %.2f points is told, of %.1f needed", c.To-c.From, d.Effect)
		}
		backed := false
		for p := range in.Closed[0].All() {
			backed = backed || p.Touchpoint.Key == i.Key && p.Change != nil && p.Change.Confirmed && p.Change.To == c.To
		}
		if !backed {
			t.Errorf("%s did not change as is told", i.Key)
		}
	}
	says := in.Stances[i.Key]
	if i.Ask {
		seen["ask"]++
		if i.InHand != nil {
			t.Errorf("%s is in hand and asked about", i.Key)
		}
	} else {
		seen["in hand"]++
		if i.InHand == nil {
			t.Errorf("%s is neither asked about nor in hand", i.Key)
		}
	}
	if says.Muted(int64(in.Day)) && i.Signal == nil {
		t.Errorf("%s is muted", i.Key)
	}
	if len(i.Changes) == 0 && i.Signal == nil && (point.Pain == nil || point.Pain.Level == mood.BelowTarget) {
		t.Errorf("%s is neither a pain nor did it change", i.Key)
	}
}

// checkMost holds to what was compared: where moments of truth count double, it
// is not said to be of points alone.
func checkMost(t *testing.T, m *mood.Map, text string, seen map[string]int) {
	t.Helper()
	if !strings.Contains(text, "costs more than") {
		return
	}
	double := false
	for p := range m.All() {
		double = double || p.Working != nil && p.Working.Importance != 1
	}
	if double {
		seen["double"]++
	} else {
		seen["points alone"]++
	}
	if double != strings.Contains(text, "count double") {
		t.Errorf("moments of truth %v: %q", double, text)
	}
}

// checkSubject holds the subject to what its item bears.
func checkSubject(t *testing.T, d *digest.Digest, subject string, seen map[string]int) {
	t.Helper()
	if d.Quiet() {
		seen["quiet"]++
	}
	var worst float64
	var close, fell, rose bool
	for _, i := range d.Items {
		if i.Pain != nil && i.Pain.Worst != nil {
			worst = max(worst, *i.Pain.Worst)
		}
		close = close || i.Pain != nil && i.Pain.Confidence == mood.TooClose
		for _, c := range i.Changes {
			fell = fell || c.To < c.From
		}
	}
	for _, m := range d.Also {
		fell = fell || m.Change != nil && m.Change.To < m.Change.From
		rose = rose || m.Change != nil && m.Change.To > m.Change.From
	}
	for claim, borne := range map[string]bool{
		"probably": worst >= 0.75, " most": worst >= 0.75, "too close": close, "fell": fell, "rose": rose, "got worse about": false, "No newly confirmed change": d.Quiet(),
	} {
		if strings.Contains(subject, claim) {
			seen[strings.TrimSpace(claim)]++
			if !borne {
				t.Errorf("%q: %s", subject, claim)
			}
		}
	}
	if strings.Contains(subject, " most") && !strings.Contains(subject, "probably") && worst < 0.9 {
		t.Errorf("%q is right with probability %.3f only", subject, worst)
	}
}

// TestSubjectLine: whatever names there are, a subject is one short line of
// things that can be seen, and no claim is cut.
func TestSubjectLine(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 7))
	hostile := []string{
		strings.Repeat("很長的名稱", 1000), strings.Repeat("Довга назва ", 400), "a\r\nBcc: all@example.com", "\u202egnp.exe\u2066", "<img src=x>", "{{.Name}}", " ", "\u200b", "👩‍👩‍👧‍👦 family", "\xff\xfe",
	}
	name := func() survey.Wording {
		s := hostile[r.IntN(len(hostile))]
		return survey.Wording{"en": s, "uk": s, "zh-Hant": s, "zh-Hans": s}
	}
	for range 80 {
		in := anyInput(r)
		in.Map.Journey.Name = name()
		in.Map.LabelThemes(map[string]survey.Wording{"wait": name()})
		for p := range in.Map.All() {
			p.Touchpoint.Name, p.Touchpoint.Owner = name(), hostile[r.IntN(len(hostile))]
		}
		for i := range in.Actions {
			in.Actions[i].Title, in.Actions[i].Owner = hostile[r.IntN(len(hostile))], hostile[r.IntN(len(hostile))]
		}
		d := digest.Build(in)
		for _, lang := range survey.Languages {
			said := d.Say(catalog.In(lang))
			if n := utf8.RuneCountInString(said.Subject); n > 120 || n == 0 {
				t.Errorf("%s: %d characters: %q", lang, n, said.Subject)
			}
			for _, text := range texts(said) {
				if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r == '\u202e' || r == '\u2066' }) || !utf8.ValidString(text) {
					t.Errorf("%s: %q steers the screen", lang, text)
				}
				if strings.Contains(text, "digest.") || strings.Contains(text, "<no value>") {
					t.Errorf("%s: a message is missing: %q", lang, text)
				}
			}
		}
	}
}

// texts are all that is said.
func texts(s digest.Said) []string {
	all := append([]string{s.Subject, s.About, s.Period, s.Lead, s.Ask, s.Take, s.Doing, s.NoProblem, s.Quotes}, slices.Concat([]string{s.Calm}, s.Quiet, s.Footer)...)
	for _, i := range s.Items {
		all = append(all, i.Title, i.Look)
		for _, f := range i.Facts {
			all = append(all, f.Label, f.Text)
		}
	}
	for _, p := range slices.Concat(s.News, s.Parts) {
		all = append(all, p.Title)
		for _, l := range p.Lines {
			all = append(all, l.Text)
		}
	}
	return all
}
