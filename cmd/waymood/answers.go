package main

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/exchange"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/text"
)

// rowOf is an answer as it is exported, its times in the journey's zone.
func rowOf(r *store.Record, zone *time.Location) *exchange.Row {
	included := r.State == survey.Counted && !r.Superseded
	row := &exchange.Row{
		ResponseID: r.ID, AnsweredAt: r.AnsweredAt.In(zone), ReceivedAt: r.ReceivedAt.In(zone),
		Journey: r.Journey, Stage: r.Stage, Touchpoint: r.Touchpoint, Placement: r.Placement, Channel: string(r.Channel),
		Place: r.Place.In(r.Language), Persona: r.Persona, Language: r.Language, Given: r.Answers, Fields: r.Fields,
		Rating: r.Rating, Text: r.Text, Sentiment: r.Score, SentimentLabel: sentimentWords[r.Sentiment], SentimentModel: r.Model,
		Included: &included,
	}
	if r.Mood != nil {
		points := mood.Points(*r.Mood)
		row.Mood = &points
	}
	return row
}

var sentimentWords = map[mood.Sentiment]string{
	mood.Waiting: "waiting", mood.TextNegative: "negative", mood.TextNeutral: "neutral", mood.TextPositive: "positive",
}

// spots are the places that an imported row can belong to, archived ones too:
// their past may be imported.
type spots struct {
	codes       map[string]spot
	touchpoints map[string][]spot // by touchpoint key
	now         time.Time
	seen        map[[16]byte]uint32 // rows without an id so far, by a hash of what they say
}

type spot struct {
	journey    *journey.Journey
	touchpoint *journey.Touchpoint
	placement  *journey.Placement // nil: the row names the touchpoint only
}

func spotsOf(journeys []*journey.Journey, now time.Time) *spots {
	p := &spots{codes: map[string]spot{}, touchpoints: map[string][]spot{}, now: now, seen: map[[16]byte]uint32{}}
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

// response makes a row into an answer. The error says what is wrong with it
// and how to mend it.
func (p *spots) response(row *exchange.Row) (*survey.Response, error) {
	at, err := p.find(row)
	if err != nil {
		return nil, err
	}
	if row.AnsweredAt.After(p.now.Add(future)) {
		return nil, fmt.Errorf("answered_at: %s lies in the future; check the year", row.AnsweredAt.Format(time.RFC3339))
	}
	s := at.journey.Survey(at.touchpoint.Survey)
	if s == nil {
		return nil, fmt.Errorf("touchpoint %s has no survey", at.touchpoint.Key)
	}
	r := &survey.Response{ID: row.ResponseID, Trusted: true, Imported: true, AnsweredAt: row.AnsweredAt, ReceivedAt: p.now}
	if !row.ReceivedAt.IsZero() && row.ReceivedAt.Before(p.now) {
		r.ReceivedAt = row.ReceivedAt
	}
	if r.Answers, err = row.Answers(s); err != nil {
		return nil, err
	}
	r.Fields = s.KeepFields(row.Fields)
	if row.Persona != "" && at.journey.Persona(row.Persona) == nil {
		return nil, fmt.Errorf("persona: journey %s has none called %q", at.journey.Key, row.Persona)
	}
	r.Persona = at.journey.PersonaOf(s, r.Answers, row.Persona, row.Fields)
	if r.Language, err = languageOf(row, at.journey, s.Text(r.Answers)); err != nil {
		return nil, err
	}
	where := at.journey.Key + "/" + at.touchpoint.Key
	if at.placement != nil {
		r.Code = at.placement.Code
		where = r.Code
	} else {
		r.Journey, r.Touchpoint = at.journey.Key, at.touchpoint.Key
	}
	r.Sum = survey.ContentSum(where, r.Answers, r.Language, r.Persona, "", r.Fields, &r.AnsweredAt)
	if r.ID == uuid.Nil {
		r.ID = p.newID(r, where)
	}
	return r, nil
}

// rowIDs is the namespace of the ids of rows that have none.
var rowIDs = uuid.MustParse("5a1f0b6e-7a53-5c1e-9d1c-5f2f6d7a6d01")

// newID is made from what the row says, so that importing a file again
// changes nothing. The number of identical rows before it goes in too: two
// customers may have said the same in the same minute.
func (p *spots) newID(r *survey.Response, where string) uuid.UUID {
	content := fmt.Sprintf("%s\n%s\n%s\n%s\n%s\n%v", where, r.Answers.JSON(), r.Language, r.Persona,
		r.AnsweredAt.UTC().Format(time.RFC3339Nano), r.Fields)
	sum := sha256.Sum256([]byte(content))
	key := [16]byte(sum[:])
	n := p.seen[key]
	p.seen[key]++
	return uuid.NewSHA1(rowIDs, fmt.Appendf(nil, "%s\n%d", content, n))
}

// find is where the answer was given: the placement, else the touchpoint,
// with the journey where its key alone does not tell.
func (p *spots) find(row *exchange.Row) (spot, error) {
	code, key, j := row.Placement, row.Touchpoint, row.Journey
	if code != "" {
		at, ok := p.codes[strings.ToLower(code)]
		switch {
		case !ok:
			return at, fmt.Errorf("placement: there is no %q; apply its journey first, or name the touchpoint only", code)
		case key != "" && key != at.touchpoint.Key, j != "" && j != at.journey.Key:
			return at, fmt.Errorf("placement: %q belongs to touchpoint %s of journey %s; keep one of them", code, at.touchpoint.Key, at.journey.Key)
		}
		return at, nil
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
		return spot{}, fmt.Errorf("touchpoint: %q is in %d journeys; name the journey too", key, len(found))
	case j != "":
		return spot{}, fmt.Errorf("touchpoint: journey %q has none called %q", j, key)
	}
	return spot{}, fmt.Errorf("touchpoint: there is no %q; apply its journey first", key)
}

// languageOf is the row's language, which must be one of the journey's; where
// it says nothing, the one its words are in, else the journey's first.
func languageOf(row *exchange.Row, j *journey.Journey, words string) (string, error) {
	if slices.Contains(j.Languages, row.Language) || len(j.Languages) == 0 {
		return row.Language, nil
	}
	if row.Language != "" {
		return "", fmt.Errorf("language: %q is none of the journey's: %s", row.Language, strings.Join(j.Languages, ", "))
	}
	if detected := text.Detect(words, j.Languages[0]); slices.Contains(j.Languages, detected) {
		return detected, nil
	}
	return j.Languages[0], nil
}

// questionsOf are the columns of a CSV: the questions of the journeys in
// their order (of one journey where a key is given), then those that answers
// still have though no survey asks them any more.
func questionsOf(journeys []*journey.Journey, key string, answered []string) []string {
	var keys []string
	for _, j := range journeys {
		if key != "" && j.Key != key {
			continue
		}
		for i := range j.Surveys {
			for k := range j.Surveys[i].Questions {
				if q := j.Surveys[i].Questions[k].Key; !slices.Contains(keys, q) {
					keys = append(keys, q)
				}
			}
		}
	}
	for _, q := range answered {
		if !slices.Contains(keys, q) {
			keys = append(keys, q)
		}
	}
	return keys
}
