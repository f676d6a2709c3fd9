package exchange

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/text"
)

// Row is one line of a file. Wrong says why it cannot be read at all.
type Row struct {
	Line  int
	Wrong error
	cells map[string]any // string of CSV, json.RawMessage of JSON Lines; no empty ones
}

// Reader reads rows one by one; io.EOF after the last.
type Reader interface {
	Next() (Row, error)
}

// Parser turns rows into responses, by the journeys that there are.
type Parser struct {
	codes       map[string]spot
	touchpoints map[string][]spot // by touchpoint key
	now         time.Time
	seen        map[string]int // identical rows without an id, so far
}

type spot struct {
	journey    *journey.Journey
	touchpoint *journey.Touchpoint
	placement  *journey.Placement
}

// NewParser knows the touchpoints and placements of the journeys, archived
// ones too: their past may be imported.
func NewParser(journeys []*journey.Journey, now time.Time) *Parser {
	p := &Parser{codes: map[string]spot{}, touchpoints: map[string][]spot{}, now: now, seen: map[string]int{}}
	for _, j := range journeys {
		for i := range j.Stages {
			for k := range j.Stages[i].Touchpoints {
				t := &j.Stages[i].Touchpoints[k]
				p.touchpoints[t.Key] = append(p.touchpoints[t.Key], spot{j, t, nil})
				for n := range t.Placements {
					p.codes[strings.ToLower(t.Placements[n].Code)] = spot{j, t, &t.Placements[n]}
				}
			}
		}
	}
	return p
}

// future is how far ahead of this machine's clock a row's time may be.
const future = 24 * time.Hour

// Response reads a row. The error says what is wrong with it and how to mend
// it.
func (p *Parser) Response(row Row) (*survey.Response, error) {
	if row.Wrong != nil {
		return nil, row.Wrong
	}
	at, err := p.spot(row)
	if err != nil {
		return nil, err
	}
	r := &survey.Response{Trusted: true, ReceivedAt: p.now, Respondent: row.text("respondent")}
	if r.AnsweredAt, err = row.time("answered_at"); err != nil {
		return nil, err
	}
	switch {
	case r.AnsweredAt.IsZero():
		return nil, fmt.Errorf("answered_at is missing; write a time such as 2026-11-21T10:00:00+08:00")
	case r.AnsweredAt.After(p.now.Add(future)):
		return nil, fmt.Errorf("answered_at %s lies in the future; check the year", row.text("answered_at"))
	}
	if got, err := row.time("received_at"); err != nil {
		return nil, err
	} else if !got.IsZero() && !got.After(p.now) {
		r.ReceivedAt = got
	}
	s := at.journey.Survey(at.touchpoint.Survey)
	if s == nil {
		return nil, fmt.Errorf("touchpoint %s has no survey", at.touchpoint.Key)
	}
	if r.Answers, err = row.answers(s); err != nil {
		return nil, err
	}
	if r.Fields, err = row.fields(); err != nil {
		return nil, err
	}
	sent := r.Fields
	r.Fields = s.KeepFields(sent)
	if said := row.text("persona"); said != "" && at.journey.Persona(said) == nil {
		return nil, fmt.Errorf("journey %s has no persona %q", at.journey.Key, said)
	}
	r.Persona = at.journey.PersonaOf(s, r.Answers, row.text("persona"), sent)
	if r.Language, err = row.language(at.journey, s.Text(r.Answers)); err != nil {
		return nil, err
	}
	where := at.journey.Key + "/" + at.touchpoint.Key
	if at.placement != nil {
		r.Code = at.placement.Code
		where = r.Code
	} else {
		r.Journey, r.Touchpoint = at.journey.Key, at.touchpoint.Key
	}
	r.Sum = survey.ContentSum(where, r.Answers, r.Language, r.Persona, r.Respondent, r.Fields, &r.AnsweredAt)
	r.ID, err = p.id(row, r, where)
	return r, err
}

// names is the namespace of the ids of rows that have none.
var names = uuid.MustParse("5a1f0b6e-7a53-5c1e-9d1c-5f2f6d7a6d01")

// id is the row's own, else one made from its content, so that importing the
// same file again changes nothing. The number of identical rows before it
// goes in too: two customers may have said the same in the same minute.
func (p *Parser) id(row Row, r *survey.Response, where string) (uuid.UUID, error) {
	if s := row.text("response_id"); s != "" {
		id, err := uuid.Parse(s)
		if err != nil {
			return id, fmt.Errorf("response_id %q is no UUID; leave it empty to have one made", s)
		}
		return id, nil
	}
	content := fmt.Sprintf("%s\n%s\n%s\n%s\n%s\n%s\n%v", where, r.Answers.JSON(), r.Language, r.Persona, r.Respondent,
		r.AnsweredAt.UTC().Format(time.RFC3339Nano), r.Fields)
	n := p.seen[content]
	p.seen[content]++
	return uuid.NewSHA1(names, fmt.Appendf(nil, "%s\n%d", content, n)), nil
}

// spot is where the answer was given: the placement, else the touchpoint,
// with the journey where its key alone does not tell.
func (p *Parser) spot(row Row) (spot, error) {
	code, key, j := row.text("placement"), row.text("touchpoint"), row.text("journey")
	if code != "" {
		at, ok := p.codes[strings.ToLower(code)]
		switch {
		case !ok:
			return at, fmt.Errorf("there is no placement %q; apply its journey first, or name the touchpoint only", code)
		case key != "" && key != at.touchpoint.Key, j != "" && j != at.journey.Key:
			return at, fmt.Errorf("placement %q belongs to touchpoint %s of journey %s; keep one of them", code, at.touchpoint.Key, at.journey.Key)
		}
		return at, nil
	}
	if key == "" {
		return spot{}, fmt.Errorf("touchpoint is missing; write a touchpoint's key, or a placement's code")
	}
	var found []spot
	for _, at := range p.touchpoints[key] {
		if j == "" || at.journey.Key == j {
			found = append(found, at)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return spot{}, fmt.Errorf("touchpoint %q is in %d journeys; name the journey too", key, len(found))
	case j != "":
		return spot{}, fmt.Errorf("journey %s has no touchpoint %q", j, key)
	}
	return spot{}, fmt.Errorf("there is no touchpoint %q; apply its journey first", key)
}

// answers reads the questions' columns; rating and text stand in for the
// first of their kind where no column of a question does.
func (r Row) answers(s *survey.Survey) (survey.Answers, error) {
	raw := map[string]json.RawMessage{}
	var rated, worded bool
	for name, v := range r.cells {
		key, ok := strings.CutPrefix(name, answerPrefix)
		if !ok {
			continue
		}
		q := s.Question(key)
		if q == nil {
			return nil, fmt.Errorf("%s: the survey %s has no such question", name, s.Key)
		}
		raw[key] = toJSON(v, q)
		_, scale := q.Type.Scale()
		rated, worded = rated || scale, worded || q.Type.IsText()
	}
	if v, ok := r.cells["rating"]; ok && !rated {
		q := s.Rating()
		if q == nil {
			return nil, fmt.Errorf("rating: the survey %s asks for none", s.Key)
		}
		raw[q.Key] = toJSON(v, q)
	}
	if v, ok := r.cells["text"]; ok && !worded {
		q := firstText(s)
		if q == nil {
			return nil, fmt.Errorf("text: the survey %s asks for none", s.Key)
		}
		raw[q.Key] = toJSON(v, q)
	}
	answers, err := s.ParseJSON(raw)
	// What a visitor would have had to answer may be missing in old answers.
	for _, param := range fault.Params(err) {
		if param.Code != survey.CodeRequired {
			return nil, fmt.Errorf("%s: %s", strings.Replace(param.Name, "answers.", answerPrefix, 1), param.Reason)
		}
	}
	if len(answers) == 0 {
		return nil, fmt.Errorf("there is no answer in it; fill rating, text or a column such as %srating", answerPrefix)
	}
	return answers, nil
}

func firstText(s *survey.Survey) *survey.Question {
	for i := range s.Questions {
		if s.Questions[i].Type.IsText() {
			return &s.Questions[i]
		}
	}
	return nil
}

// toJSON is a cell as the API would send it, by the question's type.
func toJSON(v any, q *survey.Question) json.RawMessage {
	if raw, ok := v.(json.RawMessage); ok {
		if q.Type == survey.YesNo && (string(raw) == "0" || string(raw) == "1") {
			return json.RawMessage(strconv.FormatBool(string(raw) == "1")) // as rating has it
		}
		return raw
	}
	s, _ := v.(string)
	_, scale := q.Type.Scale()
	switch {
	case q.Type == survey.YesNo:
		switch strings.ToLower(strings.TrimSpace(s)) {
		case "yes", "true", "1":
			return json.RawMessage("true")
		case "no", "false", "0":
			return json.RawMessage("false")
		}
	case scale:
		if f, err := strconv.ParseFloat(strings.TrimSpace(s), 64); err == nil {
			b, _ := json.Marshal(f)
			return b
		}
	case q.Type.Several():
		b, _ := json.Marshal(strings.Split(s, "|"))
		return b
	}
	b, _ := json.Marshal(s)
	return b
}

// text is a cell as text, numbers of JSON too; "" where there is none.
func (r Row) text(name string) string {
	switch v := r.cells[name].(type) {
	case string:
		return strings.TrimSpace(v)
	case json.RawMessage:
		var s string
		if json.Unmarshal(v, &s) == nil {
			return strings.TrimSpace(s)
		}
		return string(v)
	}
	return ""
}

// time is a cell as a time, zero where there is none.
func (r Row) time(name string) (time.Time, error) {
	s := r.text(name)
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 1970 || t.Year() > 9999 {
		return time.Time{}, fmt.Errorf("%s is %q; write date, time and offset, such as 2026-11-21T10:00:00+08:00", name, s)
	}
	return t, nil
}

// fields is the hidden fields, a JSON object.
func (r Row) fields() (map[string]string, error) {
	var b []byte
	switch v := r.cells["fields"].(type) {
	case string:
		b = []byte(v)
	case json.RawMessage:
		b = v
	default:
		return nil, nil
	}
	fields := map[string]string{}
	if err := json.Unmarshal(b, &fields); err != nil {
		return nil, fmt.Errorf(`fields must be a JSON object of texts, such as {"order":"A-12"}`)
	}
	return fields, nil
}

// language is the row's, which must be one of the journey's; where it says
// nothing, the one its text is written in, else the journey's first.
func (r Row) language(j *journey.Journey, words string) (string, error) {
	said := r.text("language")
	for _, l := range j.Languages {
		if l == said {
			return l, nil
		}
	}
	if said != "" {
		return "", fmt.Errorf("language %q is none of the journey's: %s", said, strings.Join(j.Languages, ", "))
	}
	if len(j.Languages) == 0 {
		return "", nil
	}
	detected := text.Detect(words, j.Languages[0])
	for _, l := range j.Languages {
		if l == detected {
			return l, nil
		}
	}
	return j.Languages[0], nil
}
