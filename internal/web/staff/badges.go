package staff

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/snapshot"
	"github.com/waymood/waymood/internal/store"
)

// staleDays is how long a touchpoint may be silent before somebody should look
// whether its poster still hangs.
const staleDays = 30

// badge is something to do about a journey in a few words, and where.
type badge struct{ Text, Link string }

// badges say what is overdue of a journey: its review, and touchpoints from
// which no answer has come for a month; the part "badges" shows them.
func (p *Pages) badges(c echo.Context, pg *page, j *journey.Journey) ([]badge, error) {
	ctx := c.Request().Context()
	r, err := p.Store.Review(ctx, j.Key)
	if err != nil {
		return nil, err
	}
	return p.badgesOf(ctx, pg, j, r)
}

func (p *Pages) badgesOf(ctx context.Context, pg *page, j *journey.Journey, r snapshot.Review) ([]badge, error) {
	var list []badge
	today := journey.DayOf(p.now(), j.Location())
	if due, ok := r.Due(j.Location()); ok && due < today {
		list = append(list, badge{pg.T("review.overdue", "Day", pg.Date(due.Time())), journeyLink(j) + "/review"})
	}
	if journey.DayOf(r.Since, j.Location()) > today-staleDays {
		return list, nil // too young to have been silent for long
	}
	silent, err := p.silent(ctx, j)
	if err != nil || len(silent) == 0 {
		return list, err
	}
	names := make([]string, 0, staleNamed)
	for _, tp := range silent[:min(len(silent), staleNamed)] {
		names = append(names, pg.name(tp.Name, tp.Key))
	}
	id := "review.stale"
	if len(silent) > len(names) {
		id = "review.stale_more"
	}
	return append(list, badge{
		pg.T(id, "Count", len(silent), "Days", staleDays, "Names", strings.Join(names, pg.T("staff.list_separator"))),
		journeyLink(j) + "/posters",
	}), nil
}

const staleNamed = 4 // touchpoints in the badge; the others are counted

// silent are the touchpoints without an answer for staleDays, though they were
// open all the time, in the journey's order.
func (p *Pages) silent(ctx context.Context, j *journey.Journey) ([]*journey.Touchpoint, error) {
	now, zone := p.now(), j.Location()
	today := journey.DayOf(now, zone)
	sums, err := p.Store.Tallies(ctx, j, journey.Period{From: today + 1 - staleDays, To: today + 1}, store.Filter{})
	if err != nil {
		return nil, err
	}
	var list []*journey.Touchpoint
	for _, tp := range j.Walk() {
		if sums[tp.Key].Answers == 0 && tp.OpenSince(now.AddDate(0, 0, -staleDays), now, zone) {
			list = append(list, tp)
		}
	}
	return list, nil
}
