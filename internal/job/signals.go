package job

import (
	"context"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
)

const (
	signalDays = 28 // of the map on which signals are looked for
	signalPast = 90 // days of alerts that are held against them
)

// signals are the alerts that a journey's signals are worth on a day.
func (w *Watching) signals(ctx context.Context, j *journey.Journey, today journey.Day) ([]store.Alert, error) {
	m, err := w.Store.Map(ctx, j, journey.Period{From: today - signalDays, To: today}, store.Filter{}, 0)
	if err != nil || len(m.Signals) == 0 {
		return nil, err
	}
	before, err := w.Store.Alerts(ctx, store.AlertQuery{Journey: j.Key, Kinds: []string{string(digest.Fall), string(digest.Rise)}, Since: w.Clock().AddDate(0, 0, -signalPast)})
	if err != nil {
		return nil, err
	}
	var alerts []store.Alert
	for _, s := range mood.Alerts(j.Analysis, m.Signals, raisedSignals(j, before), today) {
		a, err := w.signal(ctx, j, m, s)
		if err != nil {
			return nil, err
		}
		alerts = append(alerts, a)
	}
	return alerts, nil
}

// raisedSignals are alerts as the signals that they were raised by; those of
// touchpoints that are gone are left out.
func raisedSignals(j *journey.Journey, alerts []store.Alert) []mood.Signal {
	var before []mood.Signal
	for _, a := range alerts {
		if _, tp := j.Touchpoint(a.Touchpoint); tp != nil {
			before = append(before, mood.Signal{Touchpoint: tp, Down: a.Kind == string(digest.Fall), Day: a.Day, Since: a.Since, From: a.From, To: a.To})
		}
	}
	return before
}

// signal is the alert of a signal, with what was known of the touchpoint
// before it changed.
func (w *Watching) signal(ctx context.Context, j *journey.Journey, now *mood.Map, s mood.Signal) (store.Alert, error) {
	a := store.Alert{Kind: string(digest.Rise), Journey: j.Key, Touchpoint: s.Touchpoint.Key, Day: s.Day, Since: s.Since, From: s.From, To: s.To, Answers: s.ToAnswers, Teams: teamsAt(now, s.Touchpoint)}
	if s.Down {
		a.Kind = string(digest.Fall)
	}
	a.Key = strings.Join([]string{a.Kind, j.Key, a.Touchpoint, a.Day.String()}, ":")
	before, err := w.Store.Map(ctx, j, journey.Period{From: s.Since - signalDays, To: s.Since}, store.Filter{}, 0)
	if err != nil {
		return a, err
	}
	for p := range before.All() {
		if p.Touchpoint.Key == a.Touchpoint {
			a.Delight = p.Delight != nil
		}
	}
	return a, nil
}

// teamsAt are the teams that a change at a touchpoint concerns: its own, and
// where the curve falls between it and a neighbour, the neighbour's too.
func teamsAt(m *mood.Map, tp *journey.Touchpoint) []string {
	var points []*mood.Point
	for p := range m.All() {
		points = append(points, p)
	}
	i := slices.IndexFunc(points, func(p *mood.Point) bool { return p.Touchpoint == tp })
	if i < 0 {
		return nil
	}
	teams := []string{tp.Owner}
	if i > 0 && mood.Seam(points[i-1], points[i]) > 0 {
		teams = append(teams, points[i-1].Touchpoint.Owner)
	}
	if i+1 < len(points) && mood.Seam(points[i], points[i+1]) > 0 {
		teams = append(teams, points[i+1].Touchpoint.Owner)
	}
	teams = slices.DeleteFunc(teams, func(t string) bool { return t == "" })
	slices.Sort(teams)
	return slices.Compact(teams)
}
