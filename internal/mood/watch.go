package mood

import (
	"cmp"
	"math"
	"slices"

	"github.com/waymood/waymood/internal/journey"
)

// watcher is a touchpoint while its days are replayed.
type watcher struct {
	touchpoint *journey.Touchpoint
	days       []Day  // yet to come
	closed     []Part // by period of the grid
	first      int    // period of its first answer, -1 before
	base       score  // what is usual; n 0 while that is not known
	down, up   run
}

// run is the sum of one direction (CUSUM; Page 1954).
type run struct {
	c     float64
	base  score       // what was usual when the climb began; what falls for weeks must not become usual meanwhile
	climb Part        // answers since it was 0
	since journey.Day // first day of the climb, or of what was told and goes on
	going bool        // what was told goes on: the sum has climbed from the signal's 0 without coming back to it
	told  Signal      // the last one; zero: none
}

// signals replays the days of a journey's touchpoints. The weeks before them
// are what was usual until then. Touchpoints that are archived or have no
// answers in all that time are not watched. The newest signal comes first, of
// one day they keep the journey's order.
func (a analysis) signals(j *journey.Journey, series map[string][]Day, weeks, days journey.Period, part func(Tally) Part) []Signal {
	list := watchers(j, series, journey.Period{From: weeks.From, To: days.To})
	var found []Signal
	for period, start := 0, weeks.From; start < days.To; period, start = period+1, start+gridDays {
		h := 0.0
		if start >= days.From {
			h = limit(a.settle(list, period))
		}
		for _, w := range list {
			for len(w.days) > 0 && w.days[0].Day < start+gridDays {
				day, p := w.days[0].Day, part(w.days[0].Tally)
				w.days = w.days[1:]
				if p.Omega <= 0 {
					continue
				}
				if w.base.n > 0 {
					found = append(found, a.watch(w, day, p, h, period)...)
				}
				w.close(period, p)
			}
		}
	}
	slices.SortStableFunc(found, func(x, y Signal) int { return cmp.Compare(y.Day, x.Day) })
	return found
}

func watchers(j *journey.Journey, series map[string][]Day, p journey.Period) []*watcher {
	var list []*watcher
	for i := range j.Stages {
		for k := range j.Stages[i].Touchpoints {
			tp := &j.Stages[i].Touchpoints[k]
			if j.Stages[i].Archived || tp.Archived {
				continue
			}
			days := slices.DeleteFunc(slices.Clone(series[tp.Key]), func(d Day) bool { return d.Day < p.From || d.Day >= p.To })
			if len(days) == 0 {
				continue
			}
			slices.SortFunc(days, func(x, y Day) int { return cmp.Compare(x.Day, y.Day) })
			list = append(list, &watcher{touchpoint: tp, days: days, first: -1})
		}
	}
	return list
}

// settle gives every touchpoint what is usual there during a period of the
// grid: its last closed periods, as few as have answers enough. It returns how
// many touchpoints are watched.
func (a analysis) settle(list []*watcher, period int) (watched int) {
	bases := make([]score, len(list))
	for i, w := range list {
		var sum Part
		for k := min(period, len(w.closed)) - 1; k >= 0; k-- {
			sum.merge(w.closed[k])
			if bases[i] = measure(sum); bases[i].size >= a.MinSolid-tiny {
				break
			}
		}
	}
	s0 := pooled(bases)
	for i, w := range list {
		w.base = score{}
		if bases[i].size >= a.MinSolid-tiny {
			w.base = bases[i]
			a.vary(&w.base, s0)
			watched++
		}
	}
	return watched
}

// close puts a replayed day to the period that it belongs to.
func (w *watcher) close(period int, p Part) {
	if w.first < 0 {
		w.first = period
	}
	for len(w.closed) <= period {
		w.closed = append(w.closed, Part{})
	}
	w.closed[period].merge(p)
}

// watch adds a day to both sums of a touchpoint and returns what they tell.
func (a analysis) watch(w *watcher, day journey.Day, p Part, h float64, period int) (found []Signal) {
	batch := measure(p)
	for _, down := range []bool{true, false} {
		r := &w.up
		if down {
			r = &w.down
		}
		if r.c == 0 {
			r.base = w.base
		}
		away := batch.mean - r.base.mean
		if down {
			away = -away
		}
		if !r.step(day, p, r.base.apart(away, batch.size, guard), h) {
			continue
		}
		level := measure(r.climb)
		if level.size < a.MinRough-tiny {
			continue // too few for a figure: it waits for more
		}
		r.c = 0
		s := Signal{w.touchpoint, down, day, r.since, Points(r.base.mean), Points(level.mean)}
		if a.tells(s, r.told) && period >= w.first+newPeriods {
			r.told, r.going = s, true
			found = append(found, s)
		}
	}
	return found
}

// apart is how far a day's mean of n answers lies from what is usual, in
// standard errors, less what the usual may be wrong by itself: the distance
// from a reference that is moved by some of its standard errors.
func (s score) apart(away, n, moved float64) float64 {
	return away*math.Sqrt(n/(s.v*s.n)) - moved*math.Sqrt(n/s.n)
}

// step adds a day's z, which is positive where it speaks for the run's
// direction, and reports whether the sum has passed the limit.
func (r *run) step(day journey.Day, p Part, z, h float64) bool {
	if r.c == 0 {
		r.climb = Part{}
		if !r.going {
			r.since = day
		}
	}
	r.climb.merge(p)
	r.c = max(0, r.c+z-halfStep)
	r.going = r.going && r.c > 0
	return r.c > h
}

// tells is false for what is too small to be worth telling, and for two weeks
// after the last unless it has gone as far again. What was told and goes on is
// told again only then.
func (a analysis) tells(s, last Signal) bool {
	far := func(from, to float64) bool {
		if s.Down {
			from, to = to, from
		}
		return to-from >= 50*a.Effect-tiny
	}
	switch {
	case !far(s.From, s.To):
		return false
	case last.Touchpoint == nil || far(last.To, s.To):
		return true
	}
	return s.Day-last.Day >= silence && s.Since > last.Day
}
