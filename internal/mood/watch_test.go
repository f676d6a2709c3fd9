package mood

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/journey"
	"pgregory.net/rapid"
)

// start is where the days of these tests begin, and a period of the grid does.
const start = firstMonday + 700*gridDays

// steady are days of the same ratings, from a day up to another.
func steady(from, to journey.Day, counts ...int64) []Day {
	var list []Day
	for d := from; d < to; d++ {
		list = append(list, Day{d, marks(counts...)})
	}
	return list
}

// watching is a map of one touchpoint over the 28 days from a day on.
func watching(days []Day, from journey.Day) *Map {
	in := line(nil)
	in.Period = journey.Period{From: from, To: from + 28}
	in.Series = map[string][]Day{"t0": days}
	return Build(in)
}

// told is a signal in a line: what fell or rose when, since when, from and to.
func told(list []Signal) []string {
	var lines []string
	for _, s := range list {
		line := fmt.Sprintf("%s down %v on %d since %d, %.1f to %.1f", s.Touchpoint.Key, s.Down, s.Day-start, s.Since-start, s.From, s.To)
		if s.New {
			line += ", new"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestSignals(t *testing.T) {
	// Three good periods, then bad days from day 90 on.
	good, bad := []int64{0, 0, 1, 2, 2}, []int64{2, 2, 1}
	fallen := slices.Concat(steady(start, start+90, good...), steady(start+90, start+150, bad...))
	once := []string{"t0 down true on 90 since 90, 80.0 to 20.0"}
	shuffled := slices.Clone(fallen)
	slices.Reverse(shuffled)
	for _, c := range []struct {
		name string
		days []Day
		from journey.Day
		want []string
	}{
		{"no days at all", nil, start, nil},
		{"nothing changes", steady(start, start+150, good...), start + 84, nil},
		{"it falls", fallen, start + 84, once},
		{"days in any order", shuffled, start + 84, once},
		{"told in its own period only", fallen, start + 92, nil},
		{"the map begins in the middle of the grid", fallen, start + 80, once},
		{"the second period is new", fallen[56:], start + 84, []string{once[0] + ", new"}},
		{"the first has nothing usual", fallen[84:], start + 84, nil},
		{"the third is not", fallen[30:], start + 84, once},
		{"nobody answers for a year, then worse", slices.Concat(steady(start-500, start-400, good...), fallen[90:]), start + 84, nil},
		{"nobody answers for half a year, then worse", slices.Concat(steady(start-180, start-90, good...), fallen[90:]), start + 84, []string{"t0 down true on 90 since 90, 80.0 to 20.0"}},
		{"a touchpoint that nobody answered at before", fallen[90:], start + 84, nil},
		{"one answer in all", []Day{{start + 90, marks(1)}}, start + 84, nil},
		{"worse once more", slices.Concat(fallen[:100], steady(start+100, start+112, 5)), start + 84, []string{
			"t0 down true on 103 since 100, 20.0 to 0.0", "t0 down true on 90 since 90, 80.0 to 20.0"}},
		{"up", slices.Concat(steady(start, start+90, bad...), steady(start+90, start+112, good...)), start + 84, []string{"t0 down false on 90 since 90, 20.0 to 80.0"}},
		{"too little to tell", slices.Concat(steady(start, start+90, 0, 0, 300, 700), steady(start+90, start+112, 0, 0, 500, 500)), start + 84, nil},
		{"answers without a mood", slices.Concat(fallen[:90], []Day{{start + 91, Tally{Answers: 500, Waiting: 500}}}, fallen[95:]), start + 84, []string{"t0 down true on 95 since 95, 80.0 to 20.0"}},
		{"all equal, then one bad answer a day", slices.Concat(steady(start, start+90, 0, 0, 0, 0, 5), steady(start+90, start+112, 1)), start + 84, []string{"t0 down true on 94 since 90, 100.0 to 0.0"}},
	} {
		if d := cmp.Diff(c.want, told(watching(c.days, c.from).Signals)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestSignalsAreOfWholeTouchpoints(t *testing.T) {
	in := line(nil, nil)
	in.Period = journey.Period{From: start + 84, To: start + 112}
	fallen := slices.Concat(steady(start, start+90, 0, 0, 1, 2, 2), steady(start+90, start+112, 2, 2, 1))
	in.Series = map[string][]Day{"t0": fallen, "t1": fallen, "gone": fallen}
	in.Journey.Stages = append(in.Journey.Stages, journey.Stage{Key: "bare"})
	m := Build(in)
	if len(m.Signals) != 2 || m.Signals[0].Touchpoint.Key != "t0" || at(t, m, "t1").Signal != &m.Signals[1] {
		t.Errorf("of one day they keep the journey's order: %v", told(m.Signals))
	}
	in.Journey.Stages[0].Touchpoints[0].Archived = true
	if m := Build(in); len(m.Signals) != 1 || m.Signals[0].Touchpoint.Key != "t1" {
		t.Errorf("archived: %v", told(m.Signals))
	}
	in.Filtered = true
	if m := Build(in); m.Signals != nil {
		t.Errorf("under a filter: %v", told(m.Signals))
	}
}

// A map says the same of a day, whichever period it is asked for, as long as
// nothing older than a year plays a part.
func TestSignalsDoNotDependOnThePeriod(t *testing.T) {
	days := slices.Concat(steady(start, start+90, 0, 0, 1, 2, 2), steady(start+90, start+200, 2, 2, 1))
	want := told(watching(days, start+84).Signals)
	in := line(nil)
	in.Series = map[string][]Day{"t0": days}
	rapid.Check(t, func(rt *rapid.T) {
		in.Period.From = start + journey.Day(rapid.IntRange(0, 90).Draw(rt, "from"))
		in.Period.To = start + journey.Day(rapid.IntRange(92, 200).Draw(rt, "to"))
		if d := cmp.Diff(want, told(Build(in).Signals)); d != "" {
			rt.Fatal(d)
		}
	})
}

// What is read for a period begins where the grid does, ends with the period,
// and is never long.
func TestWatched(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := journey.Period{From: journey.Day(rapid.IntRange(-3000, 30_000).Draw(t, "from"))}
		p.To = p.From + journey.Day(rapid.IntRange(1, 5000).Draw(t, "days"))
		weeks, days := Watched(p)
		if weeks.From != gridStart(weeks.From) || days.From != gridStart(days.From) || weeks.To != days.From || days.To != p.To {
			t.Fatalf("%v: %v, %v", p, weeks, days)
		}
		if weeks.Days() < 0 || days.Days() > 2*longest+2*gridDays || days.From > max(p.From, p.To-longest)-gridDays {
			t.Fatalf("%v: %v, %v", p, weeks, days)
		}
		if p.Days() <= longest && days.From > p.Before().From {
			t.Fatalf("%v: the period before is not in %v", p, days)
		}
	})
}

// Whatever the days, signals are numbers on the scale, in order, and never
// two in a touchpoint's two weeks but for what got worse once more.
func TestSignalsStayInRange(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		in := line(nil, nil, nil)
		in.Series = map[string][]Day{}
		for i := range 3 {
			key := fmt.Sprintf("t%d", i)
			for d := start; d < start+140; d += journey.Day(rapid.IntRange(1, 9).Draw(rt, "hole")) {
				var tally Tally
				for _, c := range rapid.SliceOfN(contributions(), 0, 4).Draw(rt, "answers") {
					tally.Add(c, NoText)
				}
				in.Series[key] = append(in.Series[key], Day{d, tally})
			}
		}
		in.Period = journey.Period{From: start + 28, To: start + 140}
		for _, s := range Build(in).Signals {
			if math.IsNaN(s.To) || s.Since > s.Day || s.Day < in.Period.From || s.Day >= in.Period.To || min(s.From, s.To) < 0 || max(s.From, s.To) > 100 || (s.To < s.From) != s.Down {
				rt.Fatalf("%+v", s)
			}
		}
	})
}

// A map of 10,000 touchpoints with what its signals are made from.
func BenchmarkSignals(b *testing.B) {
	for _, n := range []int{12, 100, 10_000} {
		in := many(n)
		in.Period = journey.Period{From: start + 84, To: start + 112}
		in.Series = map[string][]Day{}
		for i := range n {
			in.Series[fmt.Sprintf("t%d", i)] = steady(start, start+112, 1, int64(i)%3, 1, 1, int64(i)%2)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Build(in)
			}
		})
	}
}

// TestSilence: after a signal there are two weeks without another of its
// direction, unless it has gone as far once more.
func TestSilence(t *testing.T) {
	a, tp := complete(journey.Defaults()), &journey.Touchpoint{Key: "queue"}
	for _, c := range []struct {
		days     journey.Day // since the one that was told, which was 60 to 45
		from, to float64
		want     bool
	}{
		{13, 53, 45, false},
		{14, 53, 45, true},
		{1, 45, 38, false},
		{1, 45, 37.5, true},
		{14, 45, 38, false}, // too small by itself
	} {
		r := &run{told: Signal{Touchpoint: tp, Down: true, Day: 20_000, From: 60, To: 45}}
		if got := a.tells(Signal{Touchpoint: tp, Down: true, Day: 20_000 + c.days, From: c.from, To: c.to}, r); got != c.want {
			t.Errorf("%+v: told %t", c, got)
		}
	}
}
