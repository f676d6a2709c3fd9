package staff

import (
	"context"
	"slices"

	"github.com/waymood/waymood/internal/journey"
)

const (
	silentShown = 12 // touchpoints without an answer in the period
	goneShown   = 50 // touchpoints that are no longer on the map
)

// coverView says how much of the way is heard, and how to hear more.
type coverView struct {
	Phases []string // in which no touchpoint stands, in words
	Silent []silentView
	More   string // silent touchpoints beyond those shown
}

// silentView is a touchpoint without an answer in the period.
type silentView struct {
	Name, Stage, Link string
	Ways              []tab // by which it can collect
}

// cover is nil where nothing is lacking.
func (v *viewer) cover() *coverView {
	c := &coverView{}
	for _, phase := range v.m.Journey.Uncovered() {
		c.Phases = append(c.Phases, v.T("map.no_"+phase))
	}
	silent := 0
	for p := range v.m.All() {
		if p.Answers > 0 {
			continue
		}
		if silent++; silent > silentShown {
			continue
		}
		stage, _ := v.find(p.Touchpoint)
		s := silentView{Name: v.name(p.Touchpoint.Name, p.Touchpoint.Key), Stage: stage, Link: v.link(p.Touchpoint)}
		for pl := range p.Touchpoint.Live() {
			if !pl.Ended {
				s.Ways = append(s.Ways, tab{Label: v.where(pl.Channel, pl.Place), Link: journeyLink(v.m.Journey) + "/posters#at-" + pl.Code})
			}
		}
		c.Silent = append(c.Silent, s)
	}
	if silent > silentShown {
		c.More = v.T("map.silent_more", "Count", silent-silentShown, "N", v.whole(int64(silent-silentShown)))
	}
	if len(c.Phases) == 0 && silent == 0 {
		return nil
	}
	return c
}

// goneView is a touchpoint that the journey's file no longer names, with what
// it left behind.
type goneView struct{ Name, Link, Text string }

// gone are those of a journey that ever had an answer, the last to have one
// first.
func (p *Pages) gone(ctx context.Context, v *viewer) ([]goneView, error) {
	j := v.m.Journey
	var keys []string
	for i := range j.Stages {
		for k := range j.Stages[i].Touchpoints {
			if tp := &j.Stages[i].Touchpoints[k]; tp.Archived || j.Stages[i].Archived {
				keys = append(keys, tp.Key)
			}
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	pasts, err := p.Store.Pasts(ctx, j, keys)
	if err != nil {
		return nil, err
	}
	keys = slices.DeleteFunc(keys, func(key string) bool { return pasts[key].Answers == 0 })
	slices.SortStableFunc(keys, func(a, b string) int { return int(pasts[b].Last - pasts[a].Last) })
	var list []goneView
	for _, key := range keys[:min(len(keys), goneShown)] {
		_, tp := j.Touchpoint(key)
		past := pasts[key]
		list = append(list, goneView{
			Name: v.name(tp.Name, key), Link: touchpointLink(j, key, within(v.query, journey.Period{From: past.First, To: past.Last + 1})),
			Text: v.T("map.gone_answers", "Count", int(past.Answers), "N", v.whole(past.Answers), "Day", v.Date(past.Last.Time())),
		})
	}
	return list, nil
}
