package digest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// today is the day of the tests' digests; their maps end the day before.
const today = journey.Day(20_028)

// drawn is the map of an input, with teams, stages and quotes.
func drawn(in mood.Input) *mood.Map {
	j := in.Journey
	j.Name = survey.Wording{"zh-Hant": "晨曦咖啡", "zh-Hans": "晨曦咖啡", "uk": "Кав’ярня «Світанок»", "en": "Dawn Café"}
	j.Stages[0].Name = survey.Wording{"zh-Hant": "消費", "zh-Hans": "消费", "uk": "Покупка", "en": "Purchase"}
	j.Personas = []journey.Persona{{Key: "office", Name: survey.Wording{"zh-Hant": "上班族", "zh-Hans": "上班族", "uk": "Офісні працівники", "en": "Office workers"}}}
	teams := map[string]string{"menu": "front", "queue": "front", "pay": "till"}
	for i := range j.Stages[0].Touchpoints {
		tp := &j.Stages[0].Touchpoints[i]
		tp.Owner = teams[tp.Key]
	}
	m := mood.Build(in)
	m.LabelThemes(labels)
	for i := range m.Stages[0].Points {
		p := &m.Stages[0].Points[i]
		for _, class := range []mood.Class{mood.Unhappy, mood.Neutral, mood.Happy} {
			p.Quotes = append(p.Quotes, mood.Quote{ID: fmt.Sprintf("%s %v", p.Touchpoint.Key, class), Text: "we waited for half an hour", Class: class})
		}
	}
	return m
}

// about makes the digest's input of a map's.
func about(in mood.Input) digest.Input {
	return digest.Input{Day: today, Map: drawn(in), Cadence: "weekly"}
}

// with changes an input.
func with(in digest.Input, change func(*digest.Input)) digest.Input {
	change(&in)
	return in
}

// closed is the map of the last closed period as its own period.
func closed(now, before answers) *mood.Map {
	in := input(now, before)
	in.Period = mood.Closed(today)
	return drawn(in)
}

func named(in mood.Input, sums map[string]mood.ThemeSum) mood.Input {
	in.Themes = map[string]map[string]mood.ThemeSum{"queue": sums}
	return in
}

func sum(n, e int64) mood.ThemeSum {
	return mood.ThemeSum{Answers: n, Omega: n * mood.Unit, OmegaE: e * mood.Unit}
}

var (
	hurt  = answers{"menu": mild, "queue": bad, "pay": fine, "drink": great}
	was   = answers{"menu": mild, "queue": mild, "pay": fine, "drink": great}
	fresh = time.Unix(int64(today-1)*86_400, 0).UTC()
)

func act(id int64, at string, state action.State, change func(*action.Action)) action.Action {
	a := action.Action{ID: id, Journey: "dawn", Touchpoint: at, State: state, Title: "A second till at noon", Owner: "front", CreatedAt: fresh.AddDate(0, 0, -70)}
	if change != nil {
		change(&a)
	}
	return a
}

func measured(id int64, o action.Outcome) action.Action {
	return act(id, "queue", action.Measured, func(a *action.Action) { a.LiveOn, a.Outcome = int64(today)-30, &o })
}

type telling struct {
	name string
	in   digest.Input
}

func tellings() []telling {
	why := map[string]mood.ThemeSum{"wait": sum(22, -18), "price": sum(4, -3)}
	silent := input(answers{"menu": fine, "queue": fine, "pay": fine, "drink": fine}, nil)
	silent.Series = sinking("queue")
	falling := input(answers{"menu": mild, "queue": {10, 8, 6, 5, 2}, "pay": fine, "drink": great}, nil)
	falling.Series = sinking("queue")
	all := answers{"menu": bad, "queue": bad, "pay": poor, "drink": {20, 20, 14, 8, 2}}
	before := answers{"menu": fine, "queue": fine, "pay": fine, "drink": fine}
	filtered := input(hurt, was)
	filtered.Filtered = true
	ratings := input(hurt, was)
	ratings.RatingsOnly = true
	waiting := input(answers{"menu": few, "queue": fine, "pay": fine, "drink": {1, 0, 1}}, nil)
	t := waiting.Current["pay"]
	t.Waiting = 12
	waiting.Current["pay"] = t
	told := digest.Build(about(named(input(hurt, nil), why)))
	last := *told
	last.Day -= 7
	yesterday := *told
	yesterday.Day--
	return []telling{
		{"nothing at all", about(input(answers{}, nil))},
		{"no answers", about(input(answers{"menu": nil, "queue": nil}, nil))},
		{"first signs", about(input(answers{"queue": few, "drink": {0, 0, 0, 4, 2}}, nil))},
		{"quiet", about(input(answers{"menu": fine, "queue": fine, "pay": fine, "drink": great}, nil))},
		{"quiet, with actions due", with(about(input(answers{"menu": fine, "queue": fine, "pay": fine, "drink": great}, nil)), func(in *digest.Input) {
			in.Actions = []action.Action{
				act(1, "queue", action.Planned, func(a *action.Action) { a.Due = int64(today) - 9 }),
				act(2, "pay", action.Doing, func(a *action.Action) { a.Due = int64(today) + 3 }),
				act(3, "pay", action.Doing, func(a *action.Action) { a.Due = int64(today) + 30 }),
			}
		})},
		{"clear", about(named(input(hurt, nil), why))},
		{"clear, without a reason", about(named(input(hurt, nil), map[string]mood.ThemeSum{"wait": sum(4, -3)}))},
		{"likely", about(input(answers{"menu": {20, 20, 16, 18, 9}, "queue": bad, "pay": fine, "drink": great}, nil))},
		{"too close to call", about(input(answers{"menu": bad, "queue": bad, "pay": fine, "drink": great}, nil))},
		{"lower than before, not confirmed", about(input(answers{"menu": mild, "queue": {8, 7, 8, 5, 2}, "pay": fine, "drink": great}, answers{"menu": mild, "queue": {4, 5, 7, 5, 3}, "pay": fine, "drink": great}))},
		{"closed period", with(about(named(input(hurt, was), why)), func(in *digest.Input) { in.Closed = []*mood.Map{closed(hurt, was)} })},
		{"closed period without a change", with(about(input(hurt, was)), func(in *digest.Input) { in.Closed = []*mood.Map{closed(was, was)} })},
		{"a rise", with(about(input(answers{"menu": great, "queue": fine, "pay": fine, "drink": great}, nil)), func(in *digest.Input) {
			in.Closed = []*mood.Map{closed(answers{"menu": great, "queue": fine, "pay": fine, "drink": great}, answers{"menu": bad, "queue": fine, "pay": fine, "drink": great})}
		})},
		{"a delight fell", with(about(input(answers{"queue": great, "pay": {0, 1, 4, 35, 40}, "drink": great}, nil)), func(in *digest.Input) {
			in.Closed = []*mood.Map{closed(answers{"queue": great, "pay": {0, 1, 4, 35, 40}, "drink": great}, answers{"queue": great, "pay": {0, 0, 0, 5, 85}, "drink": great})}
			in.Told = []*digest.Digest{{Day: today - 7, Delight: &digest.Delight{Place: digest.Place{Key: "pay"}}}}
		})},
		{"signal without a confirmed change", about(silent)},
		{"signal at a pain", about(falling)},
		{"signal before these days", with(about(input(answers{"queue": fine, "pay": fine}, nil)), func(in *digest.Input) {
			_, queue := in.Map.Journey.Touchpoint("queue")
			in.Earlier = []mood.Signal{{Touchpoint: queue, Down: true, Day: today - 30, Since: today - 34, From: 79, To: 61, FromAnswers: 70, ToAnswers: 12}}
		})},
		{"everything fell", with(about(named(input(all, before), why)), func(in *digest.Input) { in.Closed = []*mood.Map{closed(all, before)} })},
		{"four pains", about(input(all, nil))},
		{"persona", with(about(filtered), func(in *digest.Input) { in.Persona = "office" })},
		{"verdict to a persona's reader", with(about(filtered), func(in *digest.Input) {
			in.Persona = "office"
			in.Actions = []action.Action{measured(1, action.Outcome{Verdict: action.Worked, Known: true, Effect: 22.9, Low: 10.9, High: 34.9})}
		})},
		{"team", with(about(named(input(all, nil), why)), func(in *digest.Input) { in.Team = "till" })},
		{"team with a name", with(about(named(input(all, before), why)), func(in *digest.Input) {
			in.Team = "till"
			in.Map.Journey.Teams = map[string]journey.Team{
				"till":  {Name: survey.Wording{"zh-Hant": "櫃台「收銀」", "zh-Hans": "收银台“前排”", "uk": "Каса «Центр»", "en": "“Front” till"}},
				"front": {Name: survey.Wording{"zh-Hant": "外場", "zh-Hans": "前厅", "uk": "Зал", "en": "Floor"}},
			}
			in.Actions = []action.Action{act(1, "menu", action.Planned, func(a *action.Action) { a.Due, a.Owner = int64(today)-10, "till" })}
		})},
		{"team without a touchpoint", with(about(input(hurt, nil)), func(in *digest.Input) { in.Team = "kitchen" })},
		{"muted", with(about(input(hurt, nil)), func(in *digest.Input) {
			in.Stances = map[string]action.Stance{"queue": {Touchpoint: "queue", Says: action.NoProblem, Made: int64(today) - 7, Until: int64(today) + 21}}
		})},
		{"muted long ago", with(about(input(hurt, nil)), func(in *digest.Input) {
			in.Stances = map[string]action.Stance{"queue": {Touchpoint: "queue", Says: action.NoProblem, Made: int64(today) - 28, Until: int64(today)}}
		})},
		{"a signal breaks a mute", with(about(falling), func(in *digest.Input) {
			in.Stances = map[string]action.Stance{"queue": {Touchpoint: "queue", Says: action.NoProblem, Made: int64(today) - 26, Until: int64(today) + 2}}
		})},
		{"being done", with(about(input(hurt, nil)), func(in *digest.Input) { in.Actions = []action.Action{act(1, "queue", action.Doing, nil)} })},
		{"being done, and it fell", with(about(input(hurt, was)), func(in *digest.Input) {
			in.Actions = []action.Action{act(1, "queue", action.Live, func(a *action.Action) { a.LiveOn = int64(today) - 9 })}
			in.Closed = []*mood.Map{closed(hurt, was)}
		})},
		{"being done, staff say", with(about(falling), func(in *digest.Input) {
			in.Stances = map[string]action.Stance{"queue": {Touchpoint: "queue", Says: action.BeingDone, Made: int64(today) - 7}}
		})},
		{"asked a week ago", with(about(named(input(hurt, nil), why)), func(in *digest.Input) { in.Told = []*digest.Digest{&last} })},
		{"asked yesterday", with(about(named(input(hurt, nil), why)), func(in *digest.Input) { in.Told = []*digest.Digest{&yesterday, &last} })},
		{"verdicts", with(about(input(answers{"menu": fine, "queue": fine, "pay": fine, "drink": great}, nil)), func(in *digest.Input) {
			in.Actions = []action.Action{
				measured(1, action.Outcome{Verdict: action.Worked, Known: true, Effect: 22.9, Low: 10.9, High: 34.9}),
				measured(2, action.Outcome{Verdict: action.None, Known: true, Effect: -0.3, Low: -5, High: 4.4}),
				measured(3, action.Outcome{Verdict: action.Worse, Known: true, Effect: -9, Low: -15, High: -3}),
				measured(4, action.Outcome{Verdict: action.Unsure, Known: true, Effect: 4, Low: -9, High: 15, Needed: 142}),
				measured(5, action.Outcome{Verdict: action.Unsure, Known: true, Effect: 4, Low: -9, High: 15}),
			}
		})},
		{"overdue", with(about(input(hurt, nil)), func(in *digest.Input) {
			for id := range int64(5) {
				in.Actions = append(in.Actions, act(id+1, "pay", action.Planned, func(a *action.Action) { a.Due = int64(today) - 10 + id }))
			}
		})},
		{"texts, silence and a review", with(about(waiting), func(in *digest.Input) { in.ReviewDue, in.Silent = today-12, []string{"menu", "drink"} })},
		{"ratings alone", with(about(ratings), func(in *digest.Input) { in.Closed = []*mood.Map{closed(hurt, was)} })},
		{"few answer", with(about(input(hurt, was)), func(in *digest.Input) { in.Raised = true })},
	}
}

// write is a digest as somebody reads it.
func write(b *strings.Builder, s digest.Said) {
	line := func(format string, args ...any) { fmt.Fprintf(b, "    "+format+"\n", args...) }
	line("%s", s.Subject)
	line("%s | %s", s.About, s.Period)
	line("%s", s.Lead)
	if s.Calm != "" {
		line("  %s", s.Calm)
	}
	for _, q := range s.Quiet {
		line("  %s", q)
	}
	for _, i := range s.Items {
		line("* %s", i.Title)
		for _, f := range i.Facts {
			line("  %s: %s", f.Label, f.Text)
		}
		if len(i.Quotes) > 0 {
			line("  %s: %s", s.Quotes, strings.Join(i.Quotes, ", "))
		}
		if i.Ask {
			line("  %s [%s] [%s] [%s]", s.Ask, s.Take, s.Doing, s.NoProblem)
		}
		line("  > %s", i.Look)
	}
	for _, p := range slices.Concat(s.News, s.Parts) {
		line("# %s", p.Title)
		for _, l := range p.Lines {
			line("  %s", l.Text)
		}
	}
	for _, f := range s.Footer {
		line("-- %s", f)
	}
}

// TestSay: every line of the golden files is meant to be read.
func TestSay(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]*strings.Builder{}
	for _, c := range tellings() {
		d := digest.Build(c.in)
		document, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var kept digest.Digest
		if err := json.Unmarshal(document, &kept); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, &kept); diff != "" {
			t.Errorf("%s is kept as another (-was +is):\n%s", c.name, diff)
		}
		for _, lang := range survey.Languages {
			if said[lang] == nil {
				said[lang] = new(strings.Builder)
			}
			fmt.Fprintf(said[lang], "%s\n", c.name)
			write(said[lang], kept.Say(catalog.In(lang)))
		}
	}
	for lang, b := range said {
		file := "testdata/digest." + lang + ".txt"
		golden(t, file, b.String())
	}
}
