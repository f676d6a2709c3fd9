package mood

import "github.com/waymood/waymood/internal/journey"

// Customers are how many were counted on each day, by touchpoint key; "" is
// the journey as a whole. They say what a touchpoint weighs, never how it
// feels.
type Customers map[string]map[journey.Day]float64

// daysCounted is on how many days both of two places must have been counted
// before one is told as a share of the other: a week holds each day of it.
const daysCounted = 7

// Reach is the share of all customers who passed a touchpoint, 0..1, by key:
// its customers over the journey's, on the days on which both were counted.
// Those with fewer than seven such days are absent.
func (c Customers) Reach() map[string]float64 {
	reach := map[string]float64{}
	for key, days := range c {
		if share, ok := shareOf(days, c[""]); ok && key != "" {
			reach[key] = share
		}
	}
	return reach
}

// Onward is the share of a touchpoint's customers, 0..1, by key, who are at
// the next touchpoint of the journey as well, as far as numbers can tell: they
// do not say who came from where.
func (c Customers) Onward(j *journey.Journey) map[string]float64 {
	onward := map[string]float64{}
	last := ""
	for _, stage := range j.Stages {
		for _, tp := range stage.Touchpoints {
			if stage.Archived || tp.Archived {
				continue
			}
			if share, ok := shareOf(c[tp.Key], c[last]); ok && last != "" {
				onward[last] = share
			}
			last = tp.Key
		}
	}
	return onward
}

// shareOf is the sum of some days over that of others, on those that are in
// both.
func shareOf(some, all map[journey.Day]float64) (float64, bool) {
	var part, whole float64
	days := 0
	for day, n := range some {
		if of, ok := all[day]; ok {
			part, whole, days = part+n, whole+of, days+1
		}
	}
	if days < daysCounted || whole <= 0 {
		return 0, false
	}
	return within(part/whole, 0, 1), true
}
