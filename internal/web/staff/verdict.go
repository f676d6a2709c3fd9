package staff

import (
	"math"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
)

// verdictView is the card that says what became of an action.
type verdictView struct {
	Final    bool
	Word     string // "It worked", "So far"
	Class    string // worked, none, worse, open: for the shape beside the word
	Text     string // the verdict in a sentence
	Not      string // what it does not prove
	Figures  []figureRow
	Need     string // how many answers are missing, "" where enough
	Notes    []string
	Answers  string // "42 answers before, 38 since"
	Measured bool   // there are figures
}

// figureRow is one line of the card's arithmetic.
type figureRow struct{ Label, Value, Hint string }

// verdict tells an outcome. today says whether the window is over.
func (pg *page) verdict(j *journey.Journey, a *action.Action, o *action.Outcome, today int64) verdictView {
	final := a.State == action.Measured
	v := verdictView{
		Final: final, Class: string(o.Verdict), Measured: o.Known,
		Answers: pg.T("action.counted", "Before", pg.whole(o.BeforeN), "After", pg.whole(o.AfterN)),
	}
	closes := pg.Date(journey.Day(a.Closes()).Time())
	if final || today >= a.Closes() {
		v.Word = pg.verdictWord(o)
		v.Text = pg.T("action.verdict_text."+verdictID(o), "Name", pg.placeName(j, a.Touchpoint))
		v.Not = pg.T("action.not." + string(o.Verdict))
	} else {
		v.Word, v.Class = pg.T("action.so_far"), "early"
		v.Text = pg.T("action.so_far_text", "Day", closes)
	}
	if o.Known {
		v.Figures = pg.outcomeRows(o)
	}
	if o.Needed > 0 {
		v.Need = pg.T("action.need", "Count", int(o.Needed), "N", pg.whole(o.Needed))
	}
	v.Notes = pg.outcomeNotes(o, final, today >= a.Closes())
	return v
}

// verdictID tells a verdict that lacks answers from one that no number of
// answers would give.
func verdictID(o *action.Outcome) string {
	if o.Hopeless() {
		return "adrift"
	}
	return string(o.Verdict)
}

func (pg *page) verdictWord(o *action.Outcome) string { return pg.T("action.verdict." + verdictID(o)) }

// outcomeRows are the steps from two scores to the effect.
func (pg *page) outcomeRows(o *action.Outcome) []figureRow {
	rows := []figureRow{{pg.T("action.row.scores"), pg.number(o.Before, 0) + " → " + pg.number(o.After, 0), pg.T("action.row.scores_hint")}}
	others := pg.T("action.row.alone")
	if n := len(o.Controls); n > 0 {
		others = pg.T("action.row.others_hint", "Count", n, "N", pg.whole(int64(n)))
	}
	rows = append(rows, figureRow{pg.T("action.row.others"), pg.tenth(o.Control), others})
	rows = append(rows, figureRow{pg.T("action.row.luck"), pg.tenth(o.Luck), pg.T("action.row.luck_hint")})
	return append(rows, figureRow{pg.T("action.row.effect"), pg.tenth(o.Effect), pg.T("action.row.effect_hint", "Range", pg.reachOf(o))})
}

// outcomeNotes say what to keep in mind.
func (pg *page) outcomeNotes(o *action.Outcome, final, over bool) []string {
	var notes []string
	if o.ShortDays > 0 {
		notes = append(notes, pg.T("action.note.short", "Count", int(o.ShortDays), "N", pg.whole(o.ShortDays)))
	}
	if len(o.Also) > 0 {
		notes = append(notes, pg.T("action.note.also", "Count", len(o.Also), "N", pg.whole(int64(len(o.Also)))))
	}
	if o.RatingsOnly {
		notes = append(notes, pg.T("action.note.ratings"))
	}
	switch {
	case final:
		notes = append(notes, pg.T("action.note.frozen"))
	case over:
		notes = append(notes, pg.T("action.note.soon"))
	}
	return notes
}

// soFar is what a list says of a live action.
func (pg *page) soFar(a *action.Action, o *action.Outcome, today int64) string {
	if today >= a.Closes() {
		return pg.verdictWord(o)
	}
	return pg.T("action.until", "Day", pg.Day(journey.Day(a.Closes()).Time()))
}

// effect is an outcome's effect with its interval, "" without one.
func (pg *page) effect(o *action.Outcome) string {
	if !o.Known {
		return ""
	}
	return pg.T("action.effect", "N", pg.tenth(o.Effect), "Range", pg.reachOf(o))
}

// reachOf is the interval of an effect, in words since its ends have signs.
func (pg *page) reachOf(o *action.Outcome) string {
	return pg.T("action.range", "Low", pg.tenth(o.Low), "High", pg.tenth(o.High))
}

// tenth is a difference in points with one decimal and its sign, which is never
// a hyphen.
func (pg *page) tenth(x float64) string {
	s := pg.number(math.Abs(x), 1)
	switch {
	case math.Round(10*x) > 0:
		return "+" + s
	case math.Round(10*x) < 0:
		return "−" + s
	}
	return "±" + s
}

// placeName is the name of a touchpoint alone.
func (pg *page) placeName(j *journey.Journey, key string) string {
	if _, tp := j.Touchpoint(key); tp != nil {
		return pg.name(tp.Name, tp.Key)
	}
	return key
}
