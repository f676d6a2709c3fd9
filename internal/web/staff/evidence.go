package staff

import (
	"context"
	"errors"
	"net/url"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
)

// likelyWorst is the least chance of having been the worst that is worth telling
// beside the points lost.
const likelyWorst = 0.1

// reason is why an action is made: evidence, and where it is from.
type reason struct {
	action.Evidence
	touchpoint *journey.Touchpoint
	hidden     []pair
}

// evidence reads what the map says of the touchpoint that an address or a form
// names as a pain or a delight, nil where it names none. fault.NotFound for a
// touchpoint that the map does not have.
func (p *Pages) evidence(ctx context.Context, j *journey.Journey, q url.Values) (*reason, error) {
	name := "pain"
	if q.Get(name) == "" {
		name = "delight"
	}
	key := q.Get(name)
	if key == "" {
		return nil, nil
	}
	a := ask(url.Values{"from": q["from"], "to": q["to"]}, j, journey.DayOf(p.now(), j.Location()))
	e, err := p.Store.Evidence(ctx, j, key, a.Period)
	if err != nil {
		return nil, err
	}
	_, tp := j.Touchpoint(key)
	why := &reason{Evidence: *e, touchpoint: tp, hidden: []pair{{name, key}}}
	if !a.Usual {
		why.hidden = append(why.hidden, pair{"from", a.Period.From.String()}, pair{"to", a.Period.To.String()})
	}
	return why, nil
}

// evidenceView is an action's evidence in words.
type evidenceView struct {
	i18n.Voice
	Where   string
	Only    string // whose answers these are, "" all customers'
	Moves   []digest.MoveSaid
	Limit   string // which moves are told, "" without any
	Period  string
	Answers string
	Score   *moodView // nil where there were too few answers
	Lost    string    // "8.3 points lost", or what the fall took, "" where none
	Worst   string
	Themes  []string // "waiting 28 %"
	Quotes  []quoteView
	Erased  string      // how many quotes are gone since, "" when none
	Origin  *originView // the mail that said so
}

func (p *Pages) evidenceView(c echo.Context, pg *page, j *journey.Journey, e *action.Evidence) (*evidenceView, error) {
	v := &evidenceView{
		Voice:   pg.Voice,
		Period:  pg.span(journey.Day(e.From).Time(), journey.Day(e.To-1).Time()),
		Answers: pg.answers(e.Answers),
	}
	if e.Scored {
		v.Score = pg.mood(&mood.Interval{Value: e.Score, Low: e.Low, High: e.High})
	}
	if persona := j.Persona(e.Persona); persona != nil {
		v.Only = pg.T("desk.only_persona", "Name", pg.name(persona.Name, persona.Key))
	}
	for _, m := range e.Moves {
		v.Moves = append(v.Moves, digest.SayMove(pg.Voice, m))
	}
	if e.Limit > 0 {
		v.Limit = pg.T("origin.limit", "Points", pg.number(e.Limit, 1))
	}
	switch {
	case e.PointsLost >= digest.Least:
		v.Lost = pg.T("staff.pain.lost", "Count", tenths(e.PointsLost), "N", pg.number(e.PointsLost, 1))
	case e.Fall >= digest.Least:
		v.Lost = pg.T("digest.cost.fall", "N", pg.number(e.Fall, 1))
	}
	if e.Worst != nil && *e.Worst >= likelyWorst {
		v.Worst = pg.T("action.worst", "Share", pg.chance(*e.Worst))
	}
	for _, t := range e.Themes {
		v.Themes = append(v.Themes, pg.name(p.Labels[t.Key], t.Key)+" "+pg.percent(t.Share))
	}
	return v, p.quoteEvidence(c, pg, j, e, v)
}

// quoteEvidence reads the quotes anew: what was erased since is erased here.
func (p *Pages) quoteEvidence(c echo.Context, pg *page, j *journey.Journey, e *action.Evidence, v *evidenceView) error {
	gone := 0
	for _, id := range e.Quotes {
		r, err := p.quoted(c.Request().Context(), id)
		if err != nil {
			return err
		}
		if r == nil || r.Text == "" || r.Journey != j.Key {
			gone++
			continue
		}
		v.Quotes = append(v.Quotes, quoteView{
			Text: pg.shown(r.Text, r.Written(), may(c, account.Owner)), Lang: tongue(r.Written()), Class: "neutral",
			When: pg.Day(r.AnsweredAt.In(j.Location())),
		})
	}
	if gone > 0 {
		v.Erased = pg.T("action.erased", "Count", gone, "N", pg.whole(int64(gone)))
	}
	return nil
}

// quoted is the answer of an id, nil where it is gone.
func (p *Pages) quoted(ctx context.Context, id string) (*store.Record, error) {
	key, err := uuid.Parse(id)
	if err != nil {
		return nil, nil
	}
	r, err := p.Store.Response(ctx, key)
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		return nil, nil
	}
	return r, err
}
