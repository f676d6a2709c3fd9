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
	days       []Day       // yet to come
	closed     []Part      // by period of the grid
	first      int         // period of its first answer, -1 before
	base       score       // what is usual; n 0 while that is not known
	baseFrom   journey.Day // where the answers of it begin
	down, up   run
}

// run is the sum of one direction (CUSUM; Page 1954).
type run struct {
	c        float64
	base     score // what was usual when the climb began, since what falls for weeks must not become usual meanwhile; or the level that was told
	baseFrom journey.Day
	climb    Part        // answers since the sum was 0
	since    journey.Day // the first day of them
	told     Signal      // the last one; zero: none, or there was one of the other direction since
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
			h = limit(a.settle(list, weeks.From, period))
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
// grid that begins on a day: its last closed periods, as few as have answers
// enough. It returns how many touchpoints are watched.
func (a analysis) settle(list []*watcher, grid journey.Day, period int) (watched int) {
	bases := make([]score, len(list))
	for i, w := range list {
		var sum Part
		for k := min(period, len(w.closed)) - 1; k >= 0; k-- {
			sum.merge(w.closed[k])
			w.baseFrom = grid + journey.Day(k)*gridDays
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
		r, other := &w.up, &w.down
		if down {
			r, other = other, r
		}
		if r.c == 0 {
			r.climb, r.since = Part{}, day
			if r.told.Touchpoint == nil || w.baseFrom >= r.told.Since {
				r.base, r.baseFrom = w.base, w.baseFrom
			}
		}
		away := batch.mean - r.base.mean
		if down {
			away = -away
		}
		r.climb.merge(p)
		high := h
		if down {
			high += lean
		}
		if !r.step(r.base.apart(away, batch.size, guard), high) {
			continue
		}
		level := measure(r.climb)
		if level.size < a.MinRough-tiny {
			continue // too few for a figure: it waits for more
		}
		r.c = 0
		s := Signal{w.touchpoint, down, day, r.since, Points(r.base.mean), Points(level.mean), r.base.answers, level.answers, period < w.first+newPeriods}
		if a.tells(s, r) {
			r.told, other.told = s, Signal{}
			a.vary(&level, r.base.s0)
			r.base = level // what is told goes on: only what goes further is news
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
func (r *run) step(z, h float64) bool {
	r.c = max(0, r.c+z-halfStep)
	return r.c > h
}

// tells is false for what is too small to be worth telling, and for two weeks
// after the last unless it has gone as far once more. What goes on after it was
// told is held against the level that was told.
func (a analysis) tells(s Signal, r *run) bool {
	far := func(from, to float64) bool {
		if s.Down {
			from, to = to, from
		}
		return to-from >= 50*a.Effect-tiny
	}
	switch {
	case !far(s.From, s.To):
		return false
	case r.told.Touchpoint == nil || s.Day-r.told.Day >= silence:
		return true
	}
	return far(r.told.To, s.To)
}
