package mood

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/journey"
)

// seen is a flow as it is known on the morning of a day.
func (f Flow) seen(today journey.Day) Flow {
	s := Flow{Open: f.Open, Answers: map[journey.Day]int64{}, Parts: map[string]Flow{}}
	for d := today - 90; d < today; d++ {
		if n := f.Answers[d]; n > 0 {
			s.Answers[d], s.Last = n, d
		}
	}
	for code, p := range f.Parts {
		if p = p.seen(today); p.Last > 0 {
			s.Parts[code] = p
		}
	}
	return s
}

// tellings are the silences that are told over some days, each once, by the
// day on which it is.
func tellings(flows map[string]Flow, from, to journey.Day) map[journey.Day][]Silence {
	told, known := map[journey.Day][]Silence{}, map[string]bool{}
	for today := from; today < to; today++ {
		now := map[string]Flow{}
		for key, f := range flows {
			if f = f.seen(today); f.Last > 0 {
				now[key] = f
			}
		}
		for _, s := range Silences(now, today) {
			if key := fmt.Sprint(s.Touchpoint, s.Placement, s.Last); !known[key] {
				known[key] = true
				told[today] = append(told[today], s)
			}
		}
	}
	return told
}

// placed is a touchpoint whose placements have so many answers a day each, but
// for the days on which one is off.
func placed(from, to journey.Day, daily map[string]int64, off func(code string, day journey.Day) bool) Flow {
	f := Flow{Open: always, Answers: map[journey.Day]int64{}, Parts: map[string]Flow{}}
	for code, n := range daily {
		p := Flow{Open: always, Answers: answersOf(from, to, func(d journey.Day) int64 {
			if off(code, d) {
				return 0
			}
			return n
		})}
		for d, n := range p.Answers {
			f.Answers[d] += n
		}
		f.Parts[code] = p
	}
	return f
}

// The coarsest thing that is silent is told, once, and a holiday is none.
func TestSilences(t *testing.T) {
	const gone, end = start + 100, start + 140
	within := func(d journey.Day, days journey.Day) bool { return d >= gone && d < gone+days }
	for _, c := range []struct {
		name string
		off  func(touchpoint, code string, d journey.Day) bool
		want map[journey.Day]string // days after the first one off
	}{
		{"all is well", func(string, string, journey.Day) bool { return false }, nil},
		{"a tablet is dead beside a code", func(_, code string, d journey.Day) bool { return code == "kiosk" && d >= gone },
			map[journey.Day]string{3: "queue kiosk"}},
		{"two placements of three", func(tp, code string, d journey.Day) bool { return tp == "queue" && code != "web" && d >= gone },
			map[journey.Day]string{2: "queue qr", 3: "queue kiosk"}},
		{"a touchpoint", func(tp, _ string, d journey.Day) bool { return tp == "queue" && d >= gone },
			map[journey.Day]string{2: "queue"}},
		{"a power cut, after which the tablet stays off", func(tp, code string, d journey.Day) bool {
			return tp == "queue" && (within(d, 6) || code == "kiosk" && d >= gone)
		}, map[journey.Day]string{2: "queue", 9: "queue kiosk"}},
		{"closed over a holiday", func(_, _ string, d journey.Day) bool { return within(d, holidays) }, nil},
		{"a day longer", func(_, _ string, d journey.Day) bool { return within(d, holidays+1) },
			map[journey.Day]string{6: ""}},
		{"closed over a fortnight", func(_, _ string, d journey.Day) bool { return within(d, 14) }, map[journey.Day]string{6: ""}},
		{"a holiday after a day of the week that is always closed", func(_, _ string, d journey.Day) bool {
			return weekdayOf(d) == weekdayOf(gone) || d > gone && d <= gone+holidays
		}, nil},
		{"for good", func(_, _ string, d journey.Day) bool { return d >= gone }, map[journey.Day]string{6: ""}},
		{"one opens later than the others", func(tp, code string, d journey.Day) bool {
			return within(d, 5) || tp == "drink" && within(d, 6) || code == "kiosk" && within(d, 7)
		}, nil},
		{"closed, and then a code is gone", func(tp, _ string, d journey.Day) bool { return within(d, 5) || tp == "drink" && d >= gone },
			map[journey.Day]string{7: "drink"}},
		{"a code is gone, and then all is closed", func(tp, _ string, d journey.Day) bool {
			return tp == "drink" && d >= gone || d >= gone+3 && within(d, 3+holidays)
		}, map[journey.Day]string{2: "drink"}},
	} {
		flows := map[string]Flow{}
		for tp, daily := range map[string]map[string]int64{"queue": {"qr": 6, "kiosk": 4, "web": 1}, "drink": {"drink": 6}, "pay": {"pay": 5}} {
			flows[tp] = placed(start, end, daily, func(code string, d journey.Day) bool { return c.off(tp, code, d) })
		}
		got := map[journey.Day]string{}
		told := tellings(flows, start+60, end)
		for _, day := range slices.Sorted(maps.Keys(told)) {
			for _, s := range told[day] {
				what := s.Touchpoint
				if s.Placement != "" {
					what += " " + s.Placement
				}
				got[day-gone] += what
			}
		}
		if d := cmp.Diff(c.want, got); d != "" && len(c.want)+len(got) > 0 {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

// Who is closed by opening days is no witness, nor is who is silent.
func TestWitness(t *testing.T) {
	const gone, end = start + 100, start + 120
	shut := func(d journey.Day) bool { return d < gone }
	until := func(day journey.Day) func(string, journey.Day) bool {
		return func(_ string, d journey.Day) bool { return d >= day }
	}
	closed := placed(start, end, map[string]int64{"b": 5}, until(gone))
	closed.Open = shut
	alone := placed(start, end, map[string]int64{"a": 5}, until(gone))
	for name, other := range map[string]Flow{
		"closed":            closed,
		"silent for a week": placed(start, end, map[string]int64{"b": 5}, until(gone-8)),
		"of few answers":    placed(start+90, end, map[string]int64{"b": 1}, until(gone)),
	} {
		told := tellings(map[string]Flow{"a": alone, "b": other}, gone, end)
		if s := told[gone+2]; len(s) != 1 || s[0].Touchpoint != "a" {
			t.Errorf("beside one that is %s: %+v", name, told)
		}
	}
}
