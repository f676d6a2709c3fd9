package journey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/waymood/waymood/internal/survey"
)

// YAML is the journey as a journey file: what Parse reads back as the same
// journey. What is archived is left out, so that applying the file changes
// nothing.
func (j *Journey) YAML() ([]byte, error) {
	var b bytes.Buffer
	doc := j.document()
	shield := shieldEmoji(doc)
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(doc); err != nil {
		return nil, fmt.Errorf("write journey %s: %w", j.Key, err)
	}
	if err := e.Close(); err != nil {
		return nil, fmt.Errorf("write journey %s: %w", j.Key, err)
	}
	return shield.restore(b.Bytes()), nil
}

// JSON is the same document as YAML, for the API; ParseJSON reads it back.
func (j *Journey) JSON() []byte {
	var b bytes.Buffer
	writeJSON(&b, j.document())
	return b.Bytes()
}

// document is the journey as nodes.
func (j *Journey) document() *yaml.Node {
	m := newMapping()
	m.text("journey", j.Key)
	m.put("name", j.wording(j.Name))
	m.put("goal", j.wording(j.Goal))
	m.put("start", j.wording(j.Start))
	m.put("end", j.wording(j.End))
	m.text("timezone", j.Timezone)
	m.put("languages", texts(j.Languages))
	m.number("target", j.Target)
	m.put("analysis", j.Analysis.node())
	m.put("teams", j.teams())
	var personas, stages, events []*yaml.Node
	for p := range j.LivePersonas() {
		n := newMapping()
		n.text("key", p.Key)
		n.put("name", j.wording(p.Name))
		n.put("traits", j.wording(p.Traits))
		n.put("goals", j.wording(p.Goals))
		n.put("needs", j.wording(p.Needs))
		if p.When != nil {
			w := newMapping()
			w.text("field", p.When.Field)
			w.text("is", p.When.Is)
			n.put("when", inline(w.Node))
		}
		personas = append(personas, n.Node)
	}
	m.put("personas", list(personas))
	for s := range j.Live() {
		n := newMapping()
		n.text("key", s.Key)
		n.put("name", j.wording(s.Name))
		var touchpoints []*yaml.Node
		for t := range s.Live() {
			touchpoints = append(touchpoints, j.touchpoint(t))
		}
		n.put("touchpoints", list(touchpoints))
		stages = append(stages, n.Node)
	}
	m.put("stages", list(stages))
	surveys := newMapping()
	for s := range j.LiveSurveys() {
		surveys.put(s.Key, j.survey(s))
	}
	m.put("surveys", surveys.Node)
	for _, e := range j.Events {
		n := newMapping()
		n.put("date", plain(e.Date, ""))
		n.put("text", j.wording(e.Text))
		events = append(events, inline(n.Node))
	}
	m.put("events", list(events))
	return m.Node
}

func (j *Journey) touchpoint(t *Touchpoint) *yaml.Node {
	n := newMapping()
	n.text("key", t.Key)
	n.put("name", j.wording(t.Name))
	n.put("action", j.wording(t.Action))
	n.put("expectation", j.wording(t.Expectation))
	n.text("owner", t.Owner)
	if t.Reach != nil {
		n.number("reach", *t.Reach)
	}
	n.truth("moment_of_truth", t.MomentOfTruth)
	n.text("survey", t.Survey)
	n.text("phase", t.Phase)
	var placements []*yaml.Node
	for p := range t.Live() {
		m := newMapping()
		m.text("code", p.Code)
		m.text("channel", string(p.Channel))
		m.put("place", j.wording(p.Place))
		m.text("timezone", p.Timezone)
		if p.Open != nil {
			o := newMapping()
			if p.Open.From != "" {
				o.put("from", plain(p.Open.From, ""))
			}
			if p.Open.Until != "" {
				o.put("until", plain(p.Open.Until, ""))
			}
			o.put("hours", texts(p.Open.Hours))
			m.put("open", inline(o.Node))
		}
		m.put("origins", texts(p.Origins))
		m.truth("ended", p.Ended)
		m.truth("invited", p.Invited)
		placements = append(placements, inline(m.Node))
	}
	n.put("placements", list(placements))
	return n.Node
}

func (j *Journey) survey(s *survey.Survey) *yaml.Node {
	n := newMapping()
	n.put("fields", texts(s.Fields))
	n.put("consent", j.wording(s.Consent))
	if len(s.Thanks.Happy)+len(s.Thanks.Neutral)+len(s.Thanks.Unhappy) > 0 {
		t := newMapping()
		t.put("happy", j.wording(s.Thanks.Happy))
		t.put("neutral", j.wording(s.Thanks.Neutral))
		t.put("unhappy", j.wording(s.Thanks.Unhappy))
		n.put("thanks", t.Node)
	}
	var questions []*yaml.Node
	for q := range s.Asked() {
		m := newMapping()
		m.text("key", q.Key)
		m.text("type", string(q.Type))
		m.put("ask", j.wording(q.Ask))
		m.truth("required", q.Required)
		m.truth("step", q.Step)
		m.truth("persona", q.Persona)
		if q.MaxLength > 0 {
			m.number("max_length", float64(q.MaxLength))
		}
		m.text("show_if", q.ShowIf)
		var options []*yaml.Node
		for o := range q.Offered() {
			p := newMapping()
			p.text("key", o.Key)
			p.put("label", j.wording(o.Label))
			options = append(options, inline(p.Node))
		}
		m.put("options", list(options))
		questions = append(questions, m.Node)
	}
	n.put("questions", list(questions))
	return n.Node
}

// wording puts the journey's own languages first, in their order.
func (j *Journey) wording(w survey.Wording) *yaml.Node {
	if len(w) == 0 {
		return nil
	}
	n := newMapping()
	for _, tag := range j.Languages {
		n.text(tag, w[tag])
	}
	for _, tag := range slices.Sorted(maps.Keys(w)) {
		if !slices.Contains(j.Languages, tag) {
			n.text(tag, w[tag])
		}
	}
	return inline(n.Node)
}

func (j *Journey) teams() *yaml.Node {
	if len(j.Teams) == 0 {
		return nil
	}
	n := newMapping()
	for _, key := range slices.Sorted(maps.Keys(j.Teams)) {
		t := newMapping()
		t.put("name", j.wording(j.Teams[key].Name))
		t.text("mail", j.Teams[key].Mail)
		n.put(key, inline(t.Node))
	}
	return n.Node
}

// node is the constants that are not the defaults, nil for none.
func (a Analysis) node() *yaml.Node {
	d, n := Defaults(), newMapping()
	for _, c := range []struct {
		key       string
		is, usual float64
	}{
		{"text_weight", a.TextWeight, d.TextWeight}, {"effect", a.Effect, d.Effect}, {"band", a.Band, d.Band}, {"nu0", a.Nu0, d.Nu0},
		{"alpha0", a.Alpha0, d.Alpha0}, {"min_rough", a.MinRough, d.MinRough}, {"min_solid", a.MinSolid, d.MinSolid},
	} {
		if c.is != c.usual {
			n.number(c.key, c.is)
		}
	}
	if len(n.Content) == 0 {
		return nil
	}
	return inline(n.Node)
}

// writeJSON writes nodes in their order, which a map would lose.
func writeJSON(b *bytes.Buffer, n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		b.WriteByte('{')
		for i := 0; i+1 < len(n.Content); i += 2 {
			if i > 0 {
				b.WriteByte(',')
			}
			writeString(b, n.Content[i].Value)
			b.WriteByte(':')
			writeJSON(b, n.Content[i+1])
		}
		b.WriteByte('}')
	case yaml.SequenceNode:
		b.WriteByte('[')
		for i, child := range n.Content {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, child)
		}
		b.WriteByte(']')
	default:
		switch n.Tag {
		case "!!int", "!!float", "!!bool":
			b.WriteString(n.Value)
		default:
			writeString(b, n.Value)
		}
	}
}

func writeString(b *bytes.Buffer, s string) {
	quoted, _ := json.Marshal(s) // a string always can be
	b.Write(quoted)
}
