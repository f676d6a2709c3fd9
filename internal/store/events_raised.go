package store

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/survey"
)

// newsAge is how old an answer may be that is told of: as old as an honest
// tablet may bring one. What is imported from longer ago is history.
const newsAge = believedPast

// answerDocument is what an event of an answer holds. The rest is read when it
// is sent, so that what is erased meanwhile is not told.
type answerDocument struct {
	ID string `json:"response_id"`
}

// raiseCreated raises the answers that have come to count.
func (t *tx) raiseCreated(c *catalog, rows []*row) error {
	return t.raiseAnswers(c, ResponseCreated, rows, func(r *row) string { return "response:" + r.id.String() })
}

// raiseScored raises the answers whose words were read. A text that is scored
// again by a newer model is not told of again; one that was corrected is.
func (t *tx) raiseScored(c *catalog, rows []*row) error {
	return t.raiseAnswers(c, ResponseScored, rows, func(r *row) string { return fmt.Sprintf("scored:%s:%d", r.id, r.revision) })
}

func (t *tx) raiseAnswers(c *catalog, kind string, rows []*row, key func(*row) string) error {
	if !c.wanted(kind) {
		return nil
	}
	oldest := t.s.now() - newsAge.Milliseconds()
	var events []Event
	for _, r := range rows {
		of := c.touchpoints[r.touchpoint]
		if of == nil || r.state != survey.Counted || r.answered() < oldest {
			continue
		}
		events = append(events, Event{Key: key(r), Type: kind, Journey: of.Journey.Key, Document: []byte(encode(answerDocument{r.id.String()}))})
	}
	return t.raise(c, events...)
}

// raiseIncluded raises answers that have come to count by a decision or a proof
// of work, and their words, where they were read while the answer waited.
func (t *tx) raiseIncluded(c *catalog, rows []*row) error {
	if err := t.raiseCreated(c, rows); err != nil {
		return err
	}
	read := slices.DeleteFunc(slices.Clone(rows), func(r *row) bool { return r.score == nil || r.waiting })
	return t.raiseScored(c, read)
}

// verdictDocument is what an event of a measured action holds. Points are of
// 100; the effect and its 90 % interval are null where they cannot be told.
type verdictDocument struct {
	Journey    string         `json:"journey"`
	Stage      string         `json:"stage"`
	Touchpoint string         `json:"touchpoint"`
	Action     int64          `json:"action"`
	Title      string         `json:"title"`
	Verdict    action.Verdict `json:"verdict"`
	Effect     *float64       `json:"effect"`
	Low        *float64       `json:"low"`
	High       *float64       `json:"high"`
}

// raiseVerdict raises an action that was measured.
func (t *tx) raiseVerdict(c *catalog, a *action.Action) error {
	d := verdictDocument{Journey: a.Journey, Touchpoint: a.Touchpoint, Action: a.ID, Title: a.Title, Verdict: a.Outcome.Verdict}
	if sp := c.byKey[touchpointKey{a.Journey, a.Touchpoint}]; sp != nil {
		d.Stage = sp.Stage.Key
	}
	if o := a.Outcome; o.Known {
		d.Effect, d.Low, d.High = &o.Effect, &o.Low, &o.High
	}
	document, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("write the verdict of action %d: %w", a.ID, err)
	}
	return t.raise(c, Event{Key: fmt.Sprintf("verdict:%d", a.ID), Type: ActionVerdict, Journey: a.Journey, Document: document})
}
