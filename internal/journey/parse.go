package journey

import (
	"fmt"
	"slices"
	"time"
	_ "time/tzdata" // a small container has no zone files, and every journey names a zone

	"go.yaml.in/yaml/v3"

	"github.com/waymood/waymood/internal/survey"
)

// MaxFileSize is the largest journey file, in bytes.
const MaxFileSize = 1 << 20

// maxDepth is how deep a journey file may be nested; the format needs nine.
const maxDepth = 24

// Parse reads a journey file: YAML, one journey a document. The name is used
// in messages only. All mistakes are found at once, of very many the first 500,
// and come as a *FileError; then no journey is returned. Warnings come either
// way.
func Parse(name string, src []byte) ([]*Journey, []Warning, error) {
	r := &reader{file: name}
	docs := r.documents(src)
	if len(r.mistakes) > 0 {
		return nil, nil, faulty(r.mistakes)
	}
	return r.journeys(docs)
}

// journeys reads documents and looks at what they share.
func (r *reader) journeys(docs []*yaml.Node) ([]*Journey, []Warning, error) {
	var journeys []*Journey
	keys := map[string]bool{}
	codes := map[string]*Journey{}
	for _, doc := range docs {
		j := r.journey(value{doc, ""})
		if j.Key != "" && keys[j.Key] {
			r.wrong(value{doc, "journey"}, "give each journey a key of its own", "the journey %q stands twice in this file", j.Key)
		}
		keys[j.Key] = true
		for _, t := range j.Walk() {
			for _, p := range t.Placements {
				if p.Code == "" {
					continue
				}
				if other := codes[p.Code]; other != nil && other != j { // in one journey it is told already
					r.mistake(j.Mistake("placement "+p.Code,
						fmt.Sprintf("the code %q is already that of a placement in journey %q", p.Code, other.Key), "give each placement a code of its own, or none"))
				}
				codes[p.Code] = j
			}
		}
		journeys = append(journeys, j)
	}
	slices.SortStableFunc(r.warnings, func(a, b Warning) int { return byMark(a.Mark, b.Mark) })
	if err := faulty(r.mistakes); err != nil {
		return nil, r.warnings, err
	}
	return journeys, r.warnings, nil
}

func (r *reader) journey(v value) *Journey {
	o := r.object(v, "the journey", "journey", "name", "timezone", "languages", "goal", "start", "end", "target", "personas", "stages", "surveys", "teams", "events", "analysis")
	j := &Journey{Target: 75, Analysis: Defaults(), Source: &Source{File: r.file, Marks: map[string]Mark{}}}
	if v.Kind != yaml.MappingNode {
		return j
	}
	j.Key = r.key(o.need("journey", "the file", `begin it with "journey: " and a key, such as "journey: cafe"`), "the journey")
	r.place(j, "journey "+j.Key, o.at("journey"))
	if j.Key == "new" {
		r.warn(o.at("journey"), "the address of the journey %q is that of the page on which journeys are made; another key gives it a map that can be opened", j.Key)
	}
	r.languages = r.languageList(o.need("languages", "the journey", "list the languages of its visitors, such as [en, uk]; the first is the default"))
	j.Languages = r.languages
	j.Name = r.wording(o.need("name", "the journey", "write it, such as {en: In-store visit}"), "the journey's name", visitors, maxName)
	j.Goal = r.wording(o.at("goal"), "the journey's goal", staff, maxText)
	j.Start = r.wording(o.at("start"), "the journey's start", staff, maxText)
	j.End = r.wording(o.at("end"), "the journey's end", staff, maxText)
	j.Timezone = r.zone(o.need("timezone", "the journey", "name an IANA zone, such as Asia/Taipei"), "the journey's time zone")
	if t, ok := r.number(o.at("target"), "the target", 0, 100); ok {
		j.Target = t
	}
	j.Analysis = r.analysis(o.at("analysis"))
	j.Teams = r.teams(o.at("teams"))
	j.Personas = r.personas(j, o.at("personas"))
	j.Surveys = r.surveys(j, o.need("surveys", "the journey", "write at least one survey with its questions"))
	r.stages(j, o.need("stages", "the journey", "list the stages, each with its touchpoints"))
	j.Events = r.events(o.at("events"))
	r.together(j, o)
	return j
}

// place remembers where a part of the journey stands.
func (r *reader) place(j *Journey, path string, v value) { j.Source.Marks[path] = r.mark(v) }

func (r *reader) languageList(v value) []string {
	var tags []string
	for _, item := range r.list(v, "languages") {
		tag, ok := r.text(item, "a language")
		switch {
		case !ok || !r.languageTag(item, tag):
		case slices.Contains(tags, tag):
			r.wrong(item, "keep one of them", "the language %q stands twice", tag)
		default:
			tags = append(tags, tag)
		}
	}
	if len(tags) == 0 && !v.absent() && v.Kind == yaml.SequenceNode && len(v.Content) == 0 {
		r.wrong(v, "list at least one, such as [en]", "there are no languages")
	}
	return tags
}

// zone reads an IANA time zone. "Local" is one to Go, but not to the file.
func (r *reader) zone(v value, what string) string {
	s, ok := r.text(v, what)
	if !ok {
		return ""
	}
	if _, err := time.LoadLocation(s); err != nil || s == "" || s == "Local" || len(s) > 60 {
		remedy := "name an IANA zone, such as Asia/Taipei, Asia/Shanghai, Europe/Kyiv or Europe/London"
		if near := nearest(s, commonZones); near != "" {
			remedy = fmt.Sprintf("did you mean %q?", near)
		}
		r.wrong(v, remedy, "the time zone %q is not known", shorten(s))
	}
	return s
}

var commonZones = []string{
	"Asia/Taipei", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Tokyo", "Asia/Macau", "Europe/Kyiv", "Europe/London",
	"Europe/Warsaw", "Europe/Berlin", "America/New_York", "America/Chicago", "America/Los_Angeles", "Australia/Sydney", "UTC",
}

func (r *reader) analysis(v value) Analysis {
	a := Defaults()
	if v.absent() {
		return a
	}
	o := r.object(v, "analysis", "text_weight", "effect", "band", "nu0", "alpha0", "min_rough", "min_solid")
	for _, c := range []struct {
		name      string
		to        *float64
		low, high float64
	}{
		{"text_weight", &a.TextWeight, 0, 1},
		{"effect", &a.Effect, 0.01, 1},
		{"band", &a.Band, 0, 0.9},
		{"nu0", &a.Nu0, 0, 100},
		{"alpha0", &a.Alpha0, 0.1, 1000},
		{"min_rough", &a.MinRough, 2, 1000},
		{"min_solid", &a.MinSolid, 2, 10000},
	} {
		if f, ok := r.number(o.at(c.name), c.name, c.low, c.high); ok {
			*c.to = f
		}
	}
	if a.MinSolid < a.MinRough {
		r.wrong(v, "a solid point needs at least as many answers as a rough one", "min_solid is %g and min_rough is %g", a.MinSolid, a.MinRough)
	}
	return a
}

func (r *reader) teams(v value) map[string]Team {
	if v.absent() {
		return nil
	}
	teams := map[string]Team{}
	o := r.object(v, "teams")
	for key, item := range o.fields {
		if !survey.Key(key) {
			r.key(value{r.keyNode(v, key), item.path}, "a team")
		}
		var t Team
		if !item.absent() {
			team := r.object(item, fmt.Sprintf("team %q", key), "name", "mail")
			t.Name = r.wording(team.at("name"), fmt.Sprintf("the name of team %q", key), staff, maxName)
			if s, ok := r.text(team.at("mail"), fmt.Sprintf("the mail address of team %q", key)); ok {
				if !survey.Mail(s) {
					r.wrong(team.at("mail"), "write it as floor@example.org", "%q is no mail address", shorten(s))
				}
				t.Mail = s
			}
		}
		teams[key] = t
	}
	if len(teams) == 0 {
		return nil
	}
	return teams
}

// keyNode is the node of a mapping's key, to point at it.
func (r *reader) keyNode(v value, key string) *yaml.Node {
	for i := 0; i+1 < len(v.Content); i += 2 {
		if v.Content[i].Value == key {
			return v.Content[i]
		}
	}
	return v.Node
}

func (r *reader) events(v value) []Event {
	var events []Event
	for _, item := range r.list(v, "events") {
		o := r.object(item, "an event", "date", "text")
		e := Event{Date: r.date(o.need("date", "an event", "write the day, such as 2026-11-01"), "the date of an event")}
		e.Text = r.wording(o.need("text", "an event", "say what happened, such as {en: Rival opened}"), "the text of an event", staff, maxName)
		events = append(events, e)
	}
	return events
}

func (r *reader) date(v value, what string) string {
	s, ok := r.text(v, what)
	if !ok {
		return ""
	}
	if _, err := ParseDay(s); err != nil {
		r.wrong(v, "write it as 2026-11-01", "%s is %q, which is no date", what, shorten(s))
	}
	return s
}
