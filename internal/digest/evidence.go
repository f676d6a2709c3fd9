package digest

import (
	"slices"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
)

// Evidence is what the digest's item about a touchpoint says, to be copied into
// an action; nil without such an item.
func (d *Digest) Evidence(touchpoint string) *action.Evidence {
	at := slices.IndexFunc(d.Items, func(i Item) bool { return i.Key == touchpoint })
	if at < 0 {
		return nil
	}
	i := &d.Items[at]
	e := &action.Evidence{From: int64(d.From), To: int64(d.To), Answers: i.Answers, PointsLost: i.Lost, Quotes: i.Quotes}
	if d.Persona != nil {
		e.Persona = d.Persona.Key
	}
	if i.Now != nil {
		e.Scored, e.Score, e.Low, e.High = true, i.Now.Value, i.Now.Low, i.Now.High
	}
	if i.Pain != nil {
		e.Worst = i.Pain.Worst
	}
	for _, t := range i.Themes {
		e.Themes = append(e.Themes, action.Theme{Key: t.Key, Share: t.Share})
	}
	for _, c := range i.Changes {
		e.Moves = append(e.Moves, action.Move{
			From: c.From, To: c.To, FromAnswers: c.FromAnswers, ToAnswers: c.ToAnswers, Since: int64(c.Since), Start: int64(c.Period.From), End: int64(c.Period.To),
		})
	}
	if s := i.Signal; s != nil {
		e.Moves = append(e.Moves, action.Move{From: s.From, To: s.To, FromAnswers: s.FromAnswers, ToAnswers: s.ToAnswers, Since: int64(s.Since), Sure: int64(s.Day)})
	}
	if len(e.Moves) > 0 {
		e.Limit = d.Effect
	}
	if i.fallCosts() {
		e.Fall = i.Fall
	}
	return e
}

// MoveSaid is a move in the words of a mail.
type MoveSaid struct {
	What  string // from where to where, of how many answers, and when
	Since string // when it began, "" where that is not known or What tells it
	Sure  string // how far it can be relied on
}

// SayMove says a move of an action's evidence as the mail said it.
func SayMove(v i18n.Voice, m action.Move) MoveSaid {
	w := words{speech{v}, nil}
	if m.Sure != 0 {
		s := &Signal{
			Down: m.To < m.From, Day: journey.Day(m.Sure), Since: journey.Day(m.Since), From: m.From, To: m.To, FromAnswers: m.FromAnswers, ToAnswers: m.ToAnswers,
		}
		return MoveSaid{What: w.moved(s), Sure: w.sure(&Item{Signal: s})}
	}
	c := Change{
		From: m.From, To: m.To, FromAnswers: m.FromAnswers, ToAnswers: m.ToAnswers, Since: journey.Day(m.Since), Period: Span{journey.Day(m.Start), journey.Day(m.End)},
	}
	i := &Item{Changes: []Change{c}}
	return MoveSaid{What: w.changed(&c), Since: w.since(i), Sure: w.sure(i)}
}
