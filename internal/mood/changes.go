package mood

import (
	"maps"
	"math"
	"slices"

	"github.com/waymood/waymood/internal/journey"
)

// Changes tells, by touchpoint key, what became of scores from one set of sums
// to another, by the rule of Map's changes: Welch's test on moderated
// variances, all touchpoints as one family (Benjamini & Hochberg). It leaves
// out touchpoints that have fewer than MinSolid answers on either side. Answers
// that are on both sides make it tell less than there is, never more.
func Changes(set journey.Analysis, from, to map[string]Part) map[string]*Change {
	a := complete(set)
	keys := slices.Sorted(maps.Keys(to)) // sums in one order are the same sums
	was, is := a.scoresOf(from), a.scoresOf(to)
	changes := map[string]*Change{}
	var family []*Change
	for _, key := range keys {
		if before, ok := was[key]; ok {
			if c := a.change(is[key], before); c != nil {
				changes[key] = c
				family = append(family, c)
			}
		}
	}
	a.confirm(family)
	return changes
}

func (a analysis) scoresOf(parts map[string]Part) map[string]score {
	keys := slices.Sorted(maps.Keys(parts))
	list := make([]score, len(keys))
	for i, key := range keys {
		list[i] = measure(parts[key])
	}
	a.moderate(list)
	byKey := make(map[string]score, len(keys))
	for i, key := range keys {
		byKey[key] = list[i]
	}
	return byKey
}

// MeanChanges is Changes for scores that are means of touchpoints', stages
// among themselves or a journey alone: their error is read off the 95 %
// interval, and the test is normal. Where either side is nil, so is the change.
// Both lists are of one length.
func MeanChanges(set journey.Analysis, from, to []*Interval) []*Change {
	a := complete(set)
	changes := make([]*Change, len(to))
	var family []*Change
	for i, now := range to {
		before := from[i]
		if before == nil || now == nil {
			continue
		}
		d := math.Abs(now.Value - before.Value)
		changes[i] = &Change{From: before.Value, To: now.Value, P: 2 * phi(-d, math.Hypot(before.err(), now.err()))}
		family = append(family, changes[i])
	}
	a.confirm(family)
	return changes
}

// Real says whether chance alone would hardly make a change, so that one which
// is not confirmed is only too small to be worth telling.
func (c *Change) Real() bool { return c.PAdjusted <= falseRate }

// err is an interval's standard error. An end that was drawn into the scale
// says less than the other.
func (i Interval) err() float64 { return max(i.Value-i.Low, i.High-i.Value) / z95 }
