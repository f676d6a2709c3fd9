package staff

import (
	"context"
	"net/url"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

const (
	quotesShown  = 5  // on a touchpoint's page
	mixedCounted = 20 // answers whose mark and words disagree, at most
)

// touchpointView is a touchpoint with all that is known of it.
type touchpointView struct {
	pointView
	Counted     string // "40 answers"
	Doing       string // what customers do there
	Expectation string // what they hope for
	About       []pair // what the journey file says: team, reach, phase
	Truth       bool   // a moment of truth
	Divided     bool
	Bars        []bar
	KPIs        []kpiView
	Halves      []halfView // ratings and texts alone
	Gap         string     // how they differ, in words
	Expected    *expectationView
	Factors     []factorsView
	Sources     []sourceView
	One         string      // all answers come from one of them
	Rate        string      // who answered, of those who opened the page
	Stance      *stanceView // what is done here, and decisions; nil where there is nothing to decide
	Trend       *trendView
	Heat        *heatView
	Texts       []string // counts of texts in words
	Themes      *themesView
	Terms       []termView // that stand out among unhappy answers
	Quotes      []quoteView
	Mixed       string // how many answers' mark and words disagree, "" for none
	MixedLink   string
	Responses   string // link to its answers
	Placements  []posterView
	Before      *tab // the touchpoint before this one on the way, and the one after
	After       *tab
	Working     []workView
	How         string // link to how figures are computed at all
}

// touchpoint reads what the page shows beside the map's figures, and tells
// both. Owners see the names and contacts in quotes.
func (p *Pages) touchpoint(ctx context.Context, v *viewer, tp *journey.Touchpoint, a asked, owner bool) (touchpointView, error) {
	j := v.m.Journey
	stage, point := v.find(tp)
	st, _ := j.Touchpoint(tp.Key)
	tv := touchpointView{
		pointView:   v.point(stage, point),
		Counted:     v.answers(point.Answers),
		Doing:       tp.Action.In(v.Lang),
		Expectation: tp.Expectation.In(v.Lang),
		About:       v.about(tp),
		Truth:       tp.MomentOfTruth,
		Divided:     point.Divided,
		KPIs:        v.kpis(point),
		Texts:       v.texts(point.Text),
		Themes:      v.themes(point.Themes, url.Values{"touchpoint": {tp.Key}}),
		MixedLink:   v.mixedLink(tp),
		Responses:   journeyLink(j) + "/responses?touchpoint=" + url.QueryEscape(tp.Key),
		Placements:  p.placements(v.page, j, st, tp),
		Working:     v.working(point),
		How:         "/admin/how?journey=" + url.QueryEscape(j.Key),
	}
	tv.Halves, tv.Gap = v.halves(point.Halves)
	tv.Before, tv.After = v.neighbours(tp.Key)
	quotes, err := p.Store.QuotesAt(ctx, j, tp.Key, a.Period, a.Filter, quotesShown)
	if err != nil {
		return tv, err
	}
	for _, q := range quotes {
		v.readable(&q, owner)
		tv.Quotes = append(tv.Quotes, v.quote(q))
	}
	chosen, err := p.Store.Options(ctx, j, tp.Key, a.Period, a.Filter)
	if err != nil {
		return tv, err
	}
	if q := rating(j, tp); q != nil {
		tv.Bars = v.bars(point, marks(chosen[q.Key]))
	}
	tv.Factors, tv.Expected = v.factors(point, chosen), v.expected(point, chosen)
	sources, err := p.Store.Sources(ctx, j, tp.Key, a.Period, a.Filter)
	if err != nil {
		return tv, err
	}
	tv.Sources, tv.One, tv.Rate = v.sources(sources)
	done, err := p.Store.Actions(ctx, store.ActionQuery{Journey: j.Key, Touchpoint: tp.Key, States: []action.State{action.Live, action.Measured}})
	if err != nil {
		return tv, err
	}
	series, err := p.Store.Series(ctx, j, trendPeriod(a.Period), a.Filter)
	if err != nil {
		return tv, err
	}
	tv.Trend = v.trend(point, series[tp.Key], v.pins(point, done))
	found, err := p.Store.Terms(ctx, j)
	if err != nil {
		return tv, err
	}
	tv.Terms = terms(found[tp.Key])
	if err := p.mixed(ctx, v, &tv, tp, a); err != nil {
		return tv, err
	}
	tv.Heat, err = p.heat(ctx, v, tp, a)
	return tv, err
}

// mixed counts the answers whose mark and words disagree.
func (p *Pages) mixed(ctx context.Context, v *viewer, tv *touchpointView, tp *journey.Touchpoint, a asked) error {
	found, next, err := p.Store.Responses(ctx, store.Query{
		Journey: v.m.Journey.Key, Touchpoint: tp.Key, From: a.Period.From, To: a.Period.To, Filter: a.Filter,
		Mixed: true, States: []survey.State{survey.Counted}, Limit: mixedCounted,
	})
	switch n := len(found); {
	case err != nil || n == 0:
	case next != "":
		tv.Mixed = v.T("panel.mixed_many", "Count", n, "N", v.whole(int64(n)))
	default:
		tv.Mixed = v.T("panel.mixed", "Count", n, "N", v.whole(int64(n)))
	}
	return err
}

// heat is the hours of the week, where the journey wants them told.
func (p *Pages) heat(ctx context.Context, v *viewer, tp *journey.Touchpoint, a asked) (*heatView, error) {
	on, err := p.Store.HoursShown(ctx, v.m.Journey.Key)
	if err != nil {
		return nil, err
	}
	h := &heatView{}
	switch {
	case !on:
		h.Why = v.T("panel.heat_off")
	case !a.Filter.Empty():
		h.Why = v.T("panel.heat_filtered")
	default:
		hours, err := p.Store.Hours(ctx, v.m.Journey, tp.Key, a.Period)
		if err != nil {
			return nil, err
		}
		h = v.heat(hours)
	}
	h.On, h.Set, h.Action = on, "show", hoursLink(v.m.Journey)
	if on {
		h.Set = "hide"
	}
	h.Back = touchpointLink(v.m.Journey, tp.Key, v.query)
	if v.User != nil && v.User.Role.Allows(account.Editor) {
		h.Change = v.T("panel.heat_" + h.Set)
	}
	return h, nil
}
