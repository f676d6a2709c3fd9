package api

import (
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
)

// actionJSON is an action as it is told.
type actionJSON struct {
	ID         int64         `json:"id"`
	Journey    string        `json:"journey"`
	Touchpoint string        `json:"touchpoint"`
	Kind       action.Kind   `json:"kind"`
	State      action.State  `json:"state"`
	Title      string        `json:"title"`
	Owner      string        `json:"owner"`
	Due        *string       `json:"due"`
	Overdue    bool          `json:"overdue"`
	Expected   *float64      `json:"expected"`
	Hypothesis string        `json:"hypothesis"`
	Checklist  []itemJSON    `json:"checklist"`
	Evidence   *evidenceJSON `json:"evidence"`
	LiveOn     *string       `json:"live_on"`
	Reason     *string       `json:"reason"`
	Told       toldJSON      `json:"told"`
	Outcome    *outcomeJSON  `json:"outcome"`
	Revision   int64         `json:"revision"`
	CreatedAt  string        `json:"created_at"`
	ChangedAt  string        `json:"changed_at"`
}

type itemJSON struct {
	Text string `json:"text"`
	Done bool   `json:"done"`
}

type toldJSON struct {
	Text  map[string]string `json:"text"`
	Whole bool              `json:"whole"`
}

// evidenceJSON is why the action was taken up; quotes are ids of answers.
type evidenceJSON struct {
	From       string         `json:"from"`
	To         string         `json:"to"`
	Answers    int64          `json:"answers"`
	Mood       *intervalJSON  `json:"mood"`
	PointsLost float64        `json:"points_lost"`
	Worst      *float64       `json:"worst"`
	Themes     []action.Theme `json:"themes"`
	Quotes     []string       `json:"quotes"`
}

// outcomeJSON is what became of the action, or what it looks like so far.
type outcomeJSON struct {
	Verdict       *action.Verdict `json:"verdict"` // null until its window is over
	Final         bool            `json:"final"`
	Until         string          `json:"until"`
	AnswersBefore int64           `json:"answers_before"`
	AnswersAfter  int64           `json:"answers_after"`
	Measured      *measuredJSON   `json:"measured"` // null without a score on both sides
	Needed        int64           `json:"needed"`
	ShortDays     int64           `json:"short_days"`
	RatingsOnly   bool            `json:"ratings_only"`
	Also          []int64         `json:"also"`
}

type measuredJSON struct {
	Before   float64  `json:"before"`
	After    float64  `json:"after"`
	Control  float64  `json:"control"`
	Controls []string `json:"controls"`
	Luck     float64  `json:"luck"`
	Effect   float64  `json:"effect"`
	Low      float64  `json:"low"`
	High     float64  `json:"high"`
}

func (h *Handlers) actionJSON(j *journey.Journey, a *action.Action, o *action.Outcome) actionJSON {
	today := int64(journey.DayOf(h.Clock(), j.Location()))
	out := actionJSON{
		ID: a.ID, Journey: a.Journey, Touchpoint: a.Touchpoint, Kind: a.Kind, State: a.State, Title: a.Title, Owner: a.Owner,
		Due: dateOrNull(a.Due), Overdue: a.Overdue(today), Expected: a.Expected, Hypothesis: a.Hypothesis,
		LiveOn: dateOrNull(a.LiveOn), Reason: orNull(a.Reason), Told: toldJSON{a.Told.Text, a.Told.Whole},
		Checklist: make([]itemJSON, len(a.Checklist)), Revision: a.Revision, CreatedAt: stamp(a.CreatedAt), ChangedAt: stamp(a.ChangedAt),
	}
	for i, item := range a.Checklist {
		out.Checklist[i] = itemJSON(item)
	}
	if out.Told.Text == nil {
		out.Told.Text = map[string]string{}
	}
	if a.Evidence != nil {
		out.Evidence = evidenceOf(a.Evidence)
	}
	if o != nil {
		out.Outcome = outcomeOf(a, o, today)
	}
	return out
}

func evidenceOf(e *action.Evidence) *evidenceJSON {
	out := &evidenceJSON{
		From: journey.Day(e.From).String(), To: journey.Day(e.To).String(), Answers: e.Answers,
		PointsLost: e.PointsLost, Worst: e.Worst, Themes: e.Themes, Quotes: notNull(e.Quotes),
	}
	if e.Scored {
		out.Mood = &intervalJSON{e.Score, e.Low, e.High}
	}
	if out.Themes == nil {
		out.Themes = []action.Theme{}
	}
	return out
}

func outcomeOf(a *action.Action, o *action.Outcome, today int64) *outcomeJSON {
	out := &outcomeJSON{
		Final: a.State == action.Measured, Until: journey.Day(a.Closes()).String(), AnswersBefore: o.BeforeN, AnswersAfter: o.AfterN,
		Needed: o.Needed, ShortDays: o.ShortDays, RatingsOnly: o.RatingsOnly, Also: o.Also,
	}
	if out.Final || today >= a.Closes() {
		out.Verdict = &o.Verdict
	}
	if o.Known {
		out.Measured = &measuredJSON{o.Before, o.After, o.Control, notNull(o.Controls), o.Luck, o.Effect, o.Low, o.High}
	}
	return out
}

func dateOrNull(day int64) *string {
	if day == 0 {
		return nil
	}
	return orNull(journey.Day(day).String())
}
