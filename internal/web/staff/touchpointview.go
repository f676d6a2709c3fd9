package staff

import (
	"context"
	"net/url"

	"github.com/waymood/waymood/internal/journey"
)

const quotesShown = 5 // on a touchpoint's page

// touchpointView is a touchpoint with all that is known of it.
type touchpointView struct {
	pointView
	Counted     string // "40 answers"
	Doing       string // what customers do there
	Expectation string // what they hope for
	Divided     bool
	Bars        []bar
	KPIs        []kpiView
	Texts       []string // counts of texts in words
	Themes      *themesView
	Terms       []termView // that stand out among unhappy answers
	Quotes      []quoteView
	Responses   string // link to its answers
}

// touchpoint reads what the page shows beside the map's figures, and tells
// both.
func (p *Pages) touchpoint(ctx context.Context, v *viewer, tp *journey.Touchpoint, a asked) (touchpointView, error) {
	stage, point := v.find(tp)
	tv := touchpointView{
		pointView:   v.point(stage, point),
		Counted:     v.answers(point.Answers),
		Doing:       tp.Action.In(v.Lang),
		Expectation: tp.Expectation.In(v.Lang),
		Divided:     point.Divided,
		KPIs:        v.kpis(point),
		Texts:       v.texts(point.Text),
		Themes:      v.themes(point.Themes, url.Values{"touchpoint": {tp.Key}}),
		Responses:   journeyLink(v.m.Journey) + "/responses?touchpoint=" + url.QueryEscape(tp.Key),
	}
	counts, err := p.Store.RatingCounts(ctx, v.m.Journey, a.Period, a.Filter)
	if err != nil {
		return tv, err
	}
	tv.Bars = v.bars(point, counts[tp.Key])
	found, err := p.Store.Terms(ctx, v.m.Journey)
	if err != nil {
		return tv, err
	}
	tv.Terms = terms(found[tp.Key])
	for _, q := range point.Quotes[:min(len(point.Quotes), quotesShown)] {
		tv.Quotes = append(tv.Quotes, v.quote(q))
	}
	return tv, nil
}
