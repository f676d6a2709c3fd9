package demo

import (
	"sort"
	"time"

	"github.com/waymood/waymood/internal/journey"
)

// hourly is how busy a café is by the hour, on working days and at weekends.
var hourly = [2][24]float64{
	{7: 4, 8: 10, 9: 7, 10: 4, 11: 4, 12: 7, 13: 6, 14: 4, 15: 6, 16: 5, 17: 4, 18: 5, 19: 3, 20: 1},
	{8: 2, 9: 4, 10: 7, 11: 8, 12: 6, 13: 6, 14: 8, 15: 9, 16: 7, 17: 5, 18: 4, 19: 3, 20: 1},
}

// evening is when people look at posts and mails.
var evening = [24]float64{7: 2, 8: 3, 9: 2, 10: 2, 11: 2, 12: 5, 13: 4, 14: 2, 15: 2, 16: 2, 17: 3, 18: 4, 19: 6, 20: 8, 21: 9, 22: 7, 23: 3}

// times are when n answers come: in the rhythm of the day and the week, spread
// evenly over the weeks, so that each period has its share.
func (g *generator) times(t *journey.Touchpoint, n int) []time.Time {
	const hours = Weeks * 7 * 24
	start := g.now.Add(-hours * time.Hour)
	sums := make([]float64, hours)
	sum := 0.0
	for h := range sums {
		sum += g.busy(t, start.Add(time.Duration(h)*time.Hour))
		sums[h] = sum
	}
	list := make([]time.Time, n)
	for i := range list {
		u := (float64(i) + g.rand.Float64()) / float64(n) * sum
		h := min(sort.SearchFloat64s(sums, u), hours-1)
		at := start.Add(time.Duration(h)*time.Hour + time.Duration(g.rand.IntN(3600))*time.Second)
		if at.After(g.now) {
			at = g.now.Add(-time.Duration(1+g.rand.IntN(600)) * time.Second)
		}
		list[i] = at.UTC().Truncate(time.Second)
	}
	return list
}

// busy is how many answers an hour brings, against others.
func (g *generator) busy(t *journey.Touchpoint, at time.Time) float64 {
	local := at.In(g.zone)
	weekend := local.Weekday() == time.Saturday || local.Weekday() == time.Sunday
	if profileOf(t).online {
		return evening[local.Hour()]
	}
	open := false
	for p := range t.Live() {
		open = open || p.Attended(at, g.zone)
	}
	switch {
	case !open:
		return 0
	case weekend:
		return hourly[1][local.Hour()] * 1.2
	case local.Weekday() == time.Friday:
		return hourly[0][local.Hour()] * 1.15
	}
	return hourly[0][local.Hour()]
}
