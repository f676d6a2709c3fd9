package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// journeysPage is /admin.
type journeysPage struct {
	page
	Editor   bool // may make journeys
	Journeys []journeyLine
}

// journeyLine is one journey in the list.
type journeyLine struct {
	Name, Link string
	Answers    string // in the last 28 days
	Mood       string // of 100, "" when there is none
	Face       int    // 1..5, see face; 0 without a mood
	Range      string
	Pain       string // the first pain
	Newest     string // when the newest answer came, "" when none ever did
	NewestISO  string
	Waiting    string // answers that wait for a decision, "" when none
	WaitLink   string
	Badges     []badge
}

// Journeys lists the journeys, or tells how to make the first.
func (p *Pages) Journeys(c echo.Context) error {
	ctx := c.Request().Context()
	pg := journeysPage{page: p.newPage(c), Editor: may(c, account.Editor)}
	pg.Title = pg.T("staff.journeys.title")
	all, err := p.Store.Journeys(ctx)
	if err != nil {
		return err
	}
	reviews, err := p.Store.Reviews(ctx)
	if err != nil {
		return err
	}
	for _, j := range all {
		if j.Archived {
			continue
		}
		line, err := p.journeyLine(c, &pg.page, j)
		if err == nil {
			line.Badges, err = p.badgesOf(ctx, &pg.page, j, reviews[j.Key])
		}
		if err != nil {
			return err
		}
		pg.Journeys = append(pg.Journeys, line)
	}
	return c.Render(http.StatusOK, "staff/journeys", pg)
}

func (p *Pages) journeyLine(c echo.Context, pg *page, j *journey.Journey) (journeyLine, error) {
	ctx, zone := c.Request().Context(), j.Location()
	line := journeyLine{Name: pg.name(j.Name, j.Key), Link: journeyLink(j)}
	m, err := p.Store.Map(ctx, j, usualPeriod(journey.DayOf(p.now(), zone)), store.Filter{}, 0)
	if err != nil {
		return line, err
	}
	line.Answers = pg.answers(m.Answers)
	if m.Mood != nil {
		line.Mood, line.Face = pg.number(m.Mood.Value, 0), face(m.Mood.Value)
		line.Range = pg.between(m.Mood)
	}
	if len(m.Pains) > 0 {
		tp := m.Pains[0].Touchpoint
		line.Pain = pg.name(tp.Name, tp.Key)
	}
	newest, _, err := p.Store.Responses(ctx, store.Query{Journey: j.Key, States: []survey.State{survey.Counted}, Limit: 1})
	if err != nil {
		return line, err
	}
	if len(newest) > 0 {
		at := newest[0].AnsweredAt
		line.Newest, line.NewestISO = pg.moment(at, zone), isoMoment(at, zone)
	}
	line.Waiting, line.WaitLink, err = p.waiting(c, pg, j)
	return line, err
}
