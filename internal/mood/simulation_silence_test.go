package mood

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/journey"
)

// silentYear is a year of a journey of twelve touchpoints with three placements
// each, which bring six, three and one of ten answers. level is how much a day
// is of the mean, 0 where all is closed.
func silentYear(r *rand.Rand, mean, unequal float64, level func(journey.Day) float64) map[string]Flow {
	shares := []float64{0.6, 0.3, 0.1}
	flows := map[string]Flow{}
	for i := range 12 {
		f := Flow{Open: always, Answers: map[journey.Day]int64{}, Parts: map[string]Flow{}}
		for k := range shares {
			f.Parts[fmt.Sprint(k)] = Flow{Open: always, Answers: map[journey.Day]int64{}}
		}
		for d := start; d < start+420; d++ {
			crowd := crowdedLevel(r, d, mean*level(d), unequal, time.Monday)
			for k, share := range shares {
				if n := int64(poisson(r, crowd*share)); n > 0 {
					f.Parts[fmt.Sprint(k)].Answers[d] = n
					f.Answers[d] += n
				}
			}
		}
		flows[fmt.Sprintf("t%02d", i)] = f
	}
	return flows
}

// toldOf counts the tellings of a year by how coarse they are.
func toldOf(flows map[string]Flow) (journeys, touchpoints, placements int) {
	for _, day := range tellings(flows, start+55, start+420) {
		for _, s := range day {
			switch {
			case s.Touchpoint == "":
				journeys++
			case s.Placement == "":
				touchpoints++
			default:
				placements++
			}
		}
	}
	return journeys, touchpoints, placements
}

// In a year in which nothing is out of order, how many silences does a
// touchpoint with its three placements bring? No more than where it is judged as
// a whole alone: that tells .054, .042, .004, .20, .088 and .10 of the same
// customers.
func TestSimulationSilences(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 13))
	seasons := func(d journey.Day) float64 { return 1 + 0.8*math.Sin(2*math.Pi*float64(d)/365) }
	for _, c := range []struct {
		name          string
		mean, unequal float64
		level         func(journey.Day) float64
		want          float64
	}{
		{"steady", 1.4, 0, func(journey.Day) float64 { return 1 }, 0.03},
		{"steady", 4, 0.5, func(journey.Day) float64 { return 1 }, 0.042},
		{"steady", 15, 0.8, func(journey.Day) float64 { return 1 }, 0.009},
		{"seasonal", 1.4, 0, seasons, 0.16},
		{"seasonal", 4, 0.5, seasons, 0.087},
		{"fading", 4, 0.5, func(d journey.Day) float64 { return math.Exp(-float64(d-start) / 90) }, 0.09},
	} {
		n := runs(t, 2)
		var told, told2, parts float64
		for range n {
			_, touchpoints, placements := toldOf(silentYear(r, c.mean, c.unequal, c.level))
			k := float64(touchpoints + placements)
			told, told2, parts = told+k, told2+k*k, parts+float64(placements)
		}
		k := float64(n)
		sd := math.Sqrt(max(12*c.want, told2/k-told*told/k/k)) / 12
		check(t, fmt.Sprintf("false silences a touchpoint and year, %s, %.1f a day", c.name, c.mean), told/k/12, sd, n, c.want)
		t.Logf("of them at placements %.3f", parts/k/12)
	}
}

// Shops close without saying so: over Lunar New Year for five to nine days and
// over two long weekends, or for a fortnight at New Year. Of the longest holiday the journey tells once.
func TestSimulationHolidays(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 14))
	closing := func(from, days int) map[journey.Day]bool {
		closed := map[journey.Day]bool{}
		for d := range days {
			closed[start+journey.Day(from+d)] = true
		}
		return closed
	}
	for _, c := range []struct {
		name   string
		closed func() []map[journey.Day]bool
		want   float64
	}{
		{"Taipei", func() []map[journey.Day]bool {
			return []map[journey.Day]bool{closing(120, 5+r.IntN(5)), closing(200, 3+r.IntN(2)), closing(300, 3+r.IntN(2))}
		}, 1.3},
		{"Kyiv", func() []map[journey.Day]bool { return []map[journey.Day]bool{closing(150, 9+r.IntN(6))} }, 1.5},
	} {
		n := runs(t, 2)
		var told, told2 float64
		for range n {
			closed := c.closed()
			journeys, touchpoints, placements := toldOf(silentYear(r, 4, 0.5, func(d journey.Day) float64 {
				for _, days := range closed {
					if days[d] {
						return 0
					}
				}
				return 1
			}))
			k := float64(journeys + touchpoints + placements)
			told, told2 = told+k, told2+k*k
		}
		k := float64(n)
		check(t, "silences told in a year with holidays, "+c.name, told/k, math.Sqrt(max(c.want, told2/k-told*told/k/k)), n, c.want)
	}
}
