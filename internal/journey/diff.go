package journey

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/survey"
)

// Change is one difference between two versions of a journey.
type Change struct {
	Kind string // "created", "changed", "archived", "restored", "moved", "renamed"
	Path string // "touchpoint queue"
	What string // of a change: "reach"; "" when it is gone, as teams and events can be
	From string
	To   string
}

// String is the line that apply prints.
func (c Change) String() string {
	switch c.Kind {
	case "created":
		return "+ " + c.Path
	case "restored":
		return "+ " + c.Path + " is back"
	case "archived":
		return "- " + c.Path + " archived (its answers are kept)"
	case "moved":
		return fmt.Sprintf("~ %s: moved from %s to %s", c.Path, c.From, c.To)
	}
	if c.What == "" {
		return "- " + c.Path + " removed"
	}
	return fmt.Sprintf("~ %s: %s %s → %s", c.Path, c.What, orNothing(c.From), orNothing(c.To))
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// Diff lists what is different in new, as Merge made it; a nil old journey
// was not there. Of what is created or archived only the whole is named, not
// its parts.
func Diff(old, new *Journey) []Change {
	var before []item
	if old != nil {
		before = old.items()
	}
	was := map[string]item{}
	for _, it := range before {
		was[it.path] = it
	}
	var changes []Change
	quiet := map[string]bool{} // parents that say all: their parts are not named
	for _, it := range new.items() {
		old, known := was[it.path]
		inQuiet := it.silent && quiet[it.parent]
		switch {
		case !known || old.archived && !it.archived:
			quiet[it.path] = true
			kind := "created"
			if known {
				kind = "restored"
			}
			if !inQuiet && !(it.archived && !known) {
				changes = append(changes, Change{Kind: kind, Path: it.path})
			}
		case it.archived && !old.archived:
			quiet[it.path] = true
			if !inQuiet {
				changes = append(changes, Change{Kind: "archived", Path: it.path})
			}
		case it.archived:
			quiet[it.path] = true
		}
		if known && !it.archived {
			changes = append(changes, it.since(old)...)
		}
		delete(was, it.path)
	}
	// Only events and teams can vanish; all else is archived.
	for _, it := range before {
		if gone, ok := was[it.path]; ok && !gone.archived && !(gone.silent && quiet[gone.parent]) {
			changes = append(changes, Change{Kind: "changed", Path: it.path, From: gone.summary})
		}
	}
	return changes
}

// item is a part of a journey as Diff sees it.
type item struct {
	path     string
	parent   string
	archived bool
	silent   bool // goes without saying when its parent is created or archived
	summary  string
	props    []prop
}

// prop is something said of a part. Wordings tell only the languages that
// differ, orders only what is in both.
type prop struct {
	name    string
	value   string
	wording survey.Wording
	order   []string
}

func said(name string, w survey.Wording) prop { return prop{name: name, wording: w} }

func ordered(name string, keys []string) prop { return prop{name: name, order: keys} }

// since is the two values where they differ.
func (p prop) since(old prop) (from, to string, differ bool) {
	switch {
	case p.order != nil || old.order != nil:
		both := func(keys, others []string) string {
			return strings.Join(slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return !slices.Contains(others, k) }), ", ")
		}
		from, to = both(old.order, p.order), both(p.order, old.order)
	case p.wording != nil || old.wording != nil:
		others := func(w, other survey.Wording) survey.Wording {
			w = maps.Clone(w)
			maps.DeleteFunc(w, func(tag, s string) bool { return other[tag] == s })
			return w
		}
		from, to = words(others(old.wording, p.wording)), words(others(p.wording, old.wording))
	default:
		from, to = old.value, p.value
	}
	return from, to, from != to
}

func (it item) since(old item) []Change {
	var changes []Change
	if it.parent != old.parent {
		changes = append(changes, Change{Kind: "moved", Path: it.path, What: "place", From: old.parent, To: it.parent})
	}
	for i, p := range it.props {
		from, to, differ := p.since(old.props[i])
		if !differ {
			continue
		}
		kind := "changed"
		if p.name == "name" {
			kind = "renamed"
		}
		changes = append(changes, Change{Kind: kind, Path: it.path, What: p.name, From: from, To: to})
	}
	return changes
}

// items flattens a journey in its order.
func (j *Journey) items() []item {
	root := "journey " + j.Key
	all := []item{{path: root, archived: j.Archived, props: []prop{
		said("name", j.Name), said("goal", j.Goal), said("start", j.Start), said("end", j.End), {name: "timezone", value: j.Timezone}, {name: "languages", value: strings.Join(j.Languages, ", ")}, {name: "target", value: num(j.Target)},
		{name: "text_weight", value: num(j.Analysis.TextWeight)}, {name: "effect", value: num(j.Analysis.Effect)}, {name: "band", value: num(j.Analysis.Band)},
		{name: "nu0", value: num(j.Analysis.Nu0)}, {name: "alpha0", value: num(j.Analysis.Alpha0)},
		{name: "min_rough", value: num(j.Analysis.MinRough)}, {name: "min_solid", value: num(j.Analysis.MinSolid)},
		ordered("order of stages", order(j.Live(), func(s *Stage) string { return s.Key })),
		ordered("order of personas", order(j.LivePersonas(), func(p *Persona) string { return p.Key })),
	}}}
	for _, p := range j.Personas {
		when := ""
		if p.When != nil {
			when = p.When.Field + " is " + p.When.Is
		}
		all = append(all, item{path: "persona " + p.Key, parent: root, archived: p.Archived, props: []prop{
			said("name", p.Name), said("traits", p.Traits), said("goals", p.Goals), said("needs", p.Needs), {name: "when", value: when},
		}})
	}
	for i := range j.Stages {
		s := &j.Stages[i]
		stage := "stage " + s.Key
		all = append(all, item{path: stage, parent: root, archived: s.Archived, props: []prop{
			said("name", s.Name), ordered("order of touchpoints", order(s.Live(), func(t *Touchpoint) string { return t.Key })),
		}})
		for k := range s.Touchpoints {
			t := &s.Touchpoints[k]
			touchpoint := "touchpoint " + t.Key
			reach := ""
			if t.Reach != nil {
				reach = num(*t.Reach)
			}
			all = append(all, item{path: touchpoint, parent: stage, archived: t.Archived, props: []prop{
				said("name", t.Name), said("action", t.Action), said("expectation", t.Expectation), {name: "owner", value: t.Owner}, {name: "reach", value: reach},
				{name: "moment_of_truth", value: strconv.FormatBool(t.MomentOfTruth)}, {name: "survey", value: t.Survey}, {name: "phase", value: t.Phase},
				ordered("order of placements", order(t.Live(), func(p *Placement) string { return p.Code })),
			}})
			for _, p := range t.Placements {
				open := p.Open
				if open == nil {
					open = &Open{}
				}
				all = append(all, item{path: "placement " + p.Code, parent: touchpoint, archived: p.Archived, silent: t.Archived, props: []prop{
					{name: "channel", value: string(p.Channel)}, said("place", p.Place), {name: "timezone", value: p.Timezone}, {name: "from", value: open.From},
					{name: "until", value: open.Until}, {name: "hours", value: strings.Join(open.Hours, "; ")},
					{name: "origins", value: strings.Join(p.Origins, ", ")}, {name: "ended", value: strconv.FormatBool(p.Ended)},
					{name: "invited", value: strconv.FormatBool(p.Invited)},
				}})
			}
		}
	}
	for i := range j.Surveys {
		all = append(all, surveyItems(root, &j.Surveys[i])...)
	}
	for _, key := range slices.Sorted(maps.Keys(j.Teams)) {
		all = append(all, item{path: "team " + key, parent: root, summary: j.Teams[key].Mail, props: []prop{said("name", j.Teams[key].Name), {name: "mail", value: j.Teams[key].Mail}}})
	}
	for i, e := range j.Events {
		path := "event " + e.Date
		if n := slices.IndexFunc(j.Events, func(x Event) bool { return x.Date == e.Date }); n < i {
			path = fmt.Sprintf("event %s (%d)", e.Date, i-n+1)
		}
		all = append(all, item{path: path, parent: root, summary: words(e.Text), props: []prop{said("text", e.Text)}})
	}
	return all
}

func surveyItems(root string, s *survey.Survey) []item {
	path := "survey " + s.Key
	all := []item{{path: path, parent: root, archived: s.Archived, props: []prop{
		{name: "fields", value: strings.Join(s.Fields, ", ")}, said("consent", s.Consent), said("happy thanks", s.Thanks.Happy),
		said("neutral thanks", s.Thanks.Neutral), said("unhappy thanks", s.Thanks.Unhappy), ordered("order of questions", order(s.Asked(), func(q *survey.Question) string { return q.Key })),
	}}}
	for i := range s.Questions {
		q := &s.Questions[i]
		question := "question " + s.Key + "." + q.Key
		length := ""
		if q.MaxLength > 0 {
			length = strconv.Itoa(q.MaxLength)
		}
		all = append(all, item{path: question, parent: path, archived: q.Archived || s.Archived, silent: true, props: []prop{
			{name: "type", value: string(q.Type)}, said("ask", q.Ask), {name: "required", value: strconv.FormatBool(q.Required)}, {name: "max_length", value: length},
			{name: "show_if", value: q.ShowIf}, {name: "step", value: strconv.FormatBool(q.Step)}, {name: "persona", value: strconv.FormatBool(q.Persona)},
			ordered("order of options", order(q.Offered(), func(o *survey.Option) string { return o.Key })),
		}})
		for _, o := range q.Options {
			all = append(all, item{path: "option " + s.Key + "." + q.Key + "." + o.Key, parent: question,
				archived: o.Archived || q.Archived || s.Archived, silent: true, props: []prop{said("label", o.Label)}})
		}
	}
	return all
}

// words is a wording as one string, the same for equal wordings.
func words(w survey.Wording) string {
	parts := make([]string, 0, len(w))
	for _, tag := range slices.Sorted(maps.Keys(w)) {
		parts = append(parts, tag+": "+strings.ReplaceAll(w[tag], "\n", " "))
	}
	return strings.Join(parts, ", ")
}

func num(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
