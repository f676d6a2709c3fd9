package mood

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/waymood/waymood/internal/journey"
)

// Silence is a stretch of days without an answer that chance hardly makes.
type Silence struct {
	Touchpoint string      // by key; "" is the whole journey
	Placement  string      // by code; "" is the whole touchpoint
	Last       journey.Day // with an answer
	Day        journey.Day // after which it was sure
	Open       int         // days without an answer up to Day on which there usually are some
	Daily      float64     // answers on such a day, before
}

// Constants of silence that are no setting.
const (
	usualDays   = 42    // before the last answer, from which the usual flow is taken
	leastDays   = 28    // that the first of them must lie before the last answer
	leastFlow   = 20    // answers in them
	leastSilent = 2     // open days without an answer
	silentRate  = 0.001 // the chance of a silence that is told, of a touchpoint with its placements
	wholeRate   = 0.5   // of that, for a touchpoint that has placements to be judged
	partRate    = 0.25  // of that, for all of its placements together; both tell no more than touchpoints alone would (simulation_silence_test.go)
	surely      = 0.9   // that days differ by no more than is reckoned with
	closedRate  = 0.05  // the chance up to which nobody elsewhere means that all is closed
	holidays    = 5     // days on which a whole journey may be closed before that is told: most holidays. One needless mail after a longer one is cheaper than a service that is out of reach for a fortnight
)

// Silences finds what is silent in a journey at the end of the day before
// today, and was sure a week ago at the earliest: the coarsest thing alone, the
// whole journey before its touchpoints, and a touchpoint before its
// placements. Flows are by touchpoint key.
//
// Touchpoints are each other's witnesses, and so are the placements of one:
// days on which nobody answers elsewhere either, though by chance somebody
// would, are closed, unless they go on for longer than a holiday does. Where
// there is no witness, since all else is ended, closed by its opening days,
// silent by itself or has hardly any answers, nobody can tell a holiday from a
// code that fell from the wall, and it is told.
func Silences(touchpoints map[string]Flow, today journey.Day) []Silence {
	silent, shut := judge(touchpoints, today, silentRate)
	if s, ok := wholly(touchpoints, silent, today); ok {
		return fresh([]Silence{s}, today)
	}
	var found []Silence
	for _, key := range slices.Sorted(maps.Keys(touchpoints)) {
		if s, ok := silent[key]; ok {
			s.Touchpoint = key
			found = append(found, s)
			continue
		}
		parts := map[string]Flow{}
		for code, p := range touchpoints[key].Parts {
			parts[code] = p.but(shut[key])
		}
		if len(parts) < 2 {
			continue // it is all of the touchpoint
		}
		silent, _ := judge(parts, today, silentRate*partRate/float64(len(parts)))
		for _, code := range slices.Sorted(maps.Keys(silent)) {
			s := silent[code]
			s.Touchpoint, s.Placement = key, code
			found = append(found, s)
		}
	}
	return fresh(found, today)
}

// fresh leaves out what was sure longer than a week ago.
func fresh(found []Silence, today journey.Day) []Silence {
	return slices.DeleteFunc(found, func(s Silence) bool { return s.Day < today-freshDays })
}

// wholly says whether nobody answers anywhere for longer than a holiday, those
// left aside that are silent by themselves.
func wholly(flows map[string]Flow, silent map[string]Silence, today journey.Day) (Silence, bool) {
	if len(flows) < 2 {
		return Silence{}, false
	}
	var open []func(journey.Day) bool
	all := Flow{Answers: map[journey.Day]int64{}}
	all.Open = func(d journey.Day) bool {
		return slices.ContainsFunc(open, func(open func(journey.Day) bool) bool { return open(d) })
	}
	for key, f := range flows {
		all.Last = max(all.Last, f.Last)
		if _, ok := silent[key]; ok {
			continue
		}
		open = append(open, f.Open)
		for day, n := range f.Answers {
			all.Answers[day] += n
		}
	}
	return all.silent(all.usual(), today, silentRate, holidays)
}

// judge finds the silent ones among flows that are each other's witnesses, each
// by chance at a rate, and for each the days on which all were closed. Who fell
// silent earlier is judged first, and is no witness for the others then.
func judge(flows map[string]Flow, today journey.Day, rate float64) (silent map[string]Silence, shut map[string]map[journey.Day]bool) {
	silent, shut = map[string]Silence{}, map[string]map[journey.Day]bool{}
	usuals := map[string]usual{}
	for key, f := range flows {
		usuals[key] = f.usual()
	}
	order := slices.SortedFunc(maps.Keys(flows), func(a, b string) int {
		return cmp.Or(cmp.Compare(flows[a].Last, flows[b].Last), cmp.Compare(a, b))
	})
	for _, key := range order {
		f, u := flows[key], usuals[key]
		witnesses := slices.DeleteFunc(slices.Clone(order), func(other string) bool { _, ok := silent[other]; return ok || other == key })
		if closed := holiday(flows, usuals, witnesses, u.first, today); len(closed) > 0 {
			f = f.but(closed)
			u, shut[key] = f.usual(), closed
		}
		own := rate
		if len(f.Parts) > 1 {
			own *= wholeRate
		}
		if s, ok := f.silent(u, today, own, 0); ok {
			silent[key] = s
		}
	}
	return silent, shut
}

// holiday are the days of stretches on which nobody answered at any witness,
// though by chance somebody would have.
func holiday(flows map[string]Flow, usuals map[string]usual, witnesses []string, from, today journey.Day) map[journey.Day]bool {
	closed := map[journey.Day]bool{}
	var stretch []journey.Day
	missed := 0.0
	for day := from; day <= today; day++ {
		answers, lacks := int64(0), 0.0
		for _, key := range witnesses {
			f, u := flows[key], usuals[key]
			answers += f.Answers[day]
			if f.Open(day) {
				lacks += u.missed(day)
			}
		}
		if answers == 0 && day < today {
			if lacks > 0 {
				stretch, missed = append(stretch, day), missed+lacks
			}
			continue
		}
		if missed >= -math.Log(closedRate) {
			for _, d := range stretch {
				closed[d] = true
			}
		}
		stretch, missed = nil, 0
	}
	return closed
}

// silent finds the silence that lasts for longer than some days at the end of
// the day before today. What is usual is taken by day of the week from the six
// weeks before: a day of the week on which nobody ever answers is a closed one,
// as are those that Open denies. The chance that nobody answers is the
// predictive one of a Poisson process with a rate that is known as well as its
// days allow, (N/(N+d))^n for n answers on N days and d days of silence, with
// its exponent drawn together where days differ by more than chance (a negative
// binomial day with Pearson's dispersion phi is empty with probability
// exp(-mean ln(phi)/(phi-1))).
func (f Flow) silent(u usual, today journey.Day, rate float64, longer journey.Day) (Silence, bool) {
	if u.daily == 0 {
		return Silence{}, false
	}
	s := Silence{Last: f.Last, Daily: u.daily}
	var silent [7]float64
	var begin journey.Day // the first day that is silent and not closed as each week
	for day := f.Last + 1; day < today; day++ {
		w := weekdayOf(day)
		if u.week[w].answers == 0 || !f.Open(day) {
			continue
		}
		if silent[w]++; s.Open == 0 {
			begin = day
		}
		s.Open++
		if day-begin >= longer && s.Open >= leastSilent && u.chance(silent) <= rate {
			s.Day = day
			return s, true
		}
	}
	return Silence{}, false
}
