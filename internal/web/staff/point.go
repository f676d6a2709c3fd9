package staff

import "github.com/waymood/waymood/internal/mood"

// point fills a touchpoint's line.
func (v *viewer) point(stage string, p *mood.Point) pointView {
	tp := p.Touchpoint
	pv := pointView{
		Key: tp.Key, Name: v.name(tp.Name, tp.Key), Stage: stage, Link: v.link(tp),
		Mood:     v.mood(p.Mood),
		Answers:  v.whole(p.Answers),
		Evidence: v.T("staff.evidence." + string(p.Evidence)),
		Rough:    p.Evidence == mood.Indicative,
		Named:    v.named(p.Themes),

		Star:    tp.MomentOfTruth,
		Reach:   v.percent(p.Reach),
		Asking:  v.asking(p, v.channels[tp.Key], v.viewed[tp.Key]),
		Classic: v.kpis(p),
		Doing:   tp.Action.In(v.Lang), Expectation: tp.Expectation.In(v.Lang),
	}
	if v.hand != nil {
		pv.Actions = v.hand.lines(tp.Key)
	}
	if said := p.Telling(); len(said) > 0 {
		q := v.quote(said[0])
		pv.Quote = &q
	}
	if p.Mood == nil {
		pv.Missing = v.missing(p)
	}
	if p.Unhappy != nil {
		pv.Unhappy = v.percent(*p.Unhappy)
	}
	if p.PointsLost != nil {
		pv.Lost = v.number(*p.PointsLost, 1)
	}
	switch {
	case p.Pain != nil:
		pv.Mark = v.painMark(p.Pain.Rank, p.Pain.Worst)
	case p.Delight != nil:
		pv.Mark = v.T("staff.chart.delight", "Share", v.percent(p.Delight.TopBox))
	}
	v.change(&pv, p)
	return pv
}

// change is what became of the touchpoint since the period before.
func (v *viewer) change(pv *pointView, p *mood.Point) {
	if !v.compared || p.Change == nil {
		return
	}
	ch := p.Change
	pv.Change, pv.Since = v.fromTo(ch.From, ch.To), v.since(ch.Since)
	if ch.Confirmed {
		pv.Changed = v.T("staff.change.confirmed")
	} else {
		pv.Changed = v.T("staff.change.chance")
	}
}
