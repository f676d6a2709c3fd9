package staff

import (
	"context"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/web/poster"
)

// emptyView is what an owner reads where no answer is to be shown: what to do
// next.
type emptyView struct {
	Title string
	Text  string
	Steps []nextView
}

// nextView is one thing to do, with where to do it.
type nextView struct {
	Text  string
	Links []tab
	Code  string // a command, "" where none is needed
}

// empty tells a journey that has no answers yet from a period, and filters,
// that none falls into.
func (p *Pages) empty(ctx context.Context, v *viewer, a asked) (*emptyView, error) {
	j := v.m.Journey
	first, answered, err := p.Store.FirstDay(ctx, j)
	if err != nil {
		return nil, err
	}
	if answered {
		e := &emptyView{Title: v.T("staff.map.empty_title"), Text: v.T("map.empty_before", "Day", v.Date(first.Time()))}
		if !a.Filter.Empty() {
			q := same(v.query)
			for name := range filters(a.Filter) {
				q.Del(name)
			}
			e.Steps = append(e.Steps, nextView{Text: v.T("map.empty_filter"), Links: []tab{{Label: v.T("map.empty_all"), Link: local(journeyLink(j), q)}}})
		}
		today := journey.DayOf(p.now(), j.Location())
		whole := journey.Period{From: max(first, today+1-mostDays), To: today + 1}
		e.Steps = append(e.Steps, nextView{
			Text:  v.T("map.empty_period"),
			Links: []tab{{Label: v.span(whole.From.Time(), (whole.To - 1).Time()), Link: local(journeyLink(j), within(v.query, whole))}},
		})
		return e, nil
	}
	e := &emptyView{Title: v.T("map.first_title"), Text: v.T("map.first_text", v.limits(j.Analysis)...)}
	posters := journeyLink(j) + "/posters"
	e.Steps = []nextView{
		{Text: v.T("map.first_print"), Links: []tab{{Label: v.T("staff.nav.posters"), Link: posters}}},
		{Text: v.T("map.first_try"), Links: p.tests(v)},
		{Text: v.T("map.first_import"), Code: "waymood import answers.csv"},
	}
	return e, nil
}

// testsShown are the surveys that an empty map offers to try.
const testsShown = 4

// tests are links on which surveys can be tried without being counted.
func (p *Pages) tests(v *viewer) []tab {
	var list []tab
	if p.TestLink == nil {
		return nil
	}
	for spot := range spots(v.m.Journey) {
		if spot.Placement.Ended || poster.Inward(spot.Placement) {
			continue
		}
		if len(list) == testsShown {
			break
		}
		list = append(list, tab{Label: v.name(spot.Touchpoint.Name, spot.Touchpoint.Key), Link: p.TestLink(spot.Placement.Code)})
	}
	return list
}

// beforeFirst is a note where a period begins before there was anything to show.
func (p *Pages) beforeFirst(ctx context.Context, v *viewer, a asked, m *mood.Map) (string, error) {
	if a.Usual || m.Answers == 0 {
		return "", nil
	}
	first, answered, err := p.Store.FirstDay(ctx, m.Journey)
	if err != nil || !answered || first <= a.Period.From {
		return "", err
	}
	return v.T("map.since_first", "Day", v.Date(first.Time())), nil
}
