package digest_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// crowd is a journey of twelve touchpoints where nothing ever changes: how its
// customers answer, and how many of them come on a day, at most.
type crowd struct {
	journey *journey.Journey
	tastes  [][5]float64
	most    int
	days    map[string]map[journey.Day]mood.Tally
}

func newCrowd(r *rand.Rand) *crowd {
	c := &crowd{most: 2 + r.IntN(4), days: map[string]map[journey.Day]mood.Tally{}}
	c.journey = &journey.Journey{
		Key: "quiet", Target: 75, Timezone: "Asia/Taipei", Analysis: journey.Defaults(), Stages: []journey.Stage{{Key: "all"}},
		Surveys: []survey.Survey{{Key: "quick", Questions: []survey.Question{{Key: "rating", Type: survey.CSAT}}}},
	}
	tastes := [][5]float64{{1, 2, 6, 25, 36}, {2, 3, 8, 20, 17}, {1, 2, 6, 10, 5}, {6, 9, 8, 5, 2}, {12, 10, 7, 8, 3}}
	for n := range 12 {
		key := fmt.Sprintf("t%d", n)
		c.journey.Stages[0].Touchpoints = append(c.journey.Stages[0].Touchpoints, journey.Touchpoint{Key: key, Survey: "quick"})
		c.tastes = append(c.tastes, tastes[r.IntN(len(tastes))])
		c.days[key] = map[journey.Day]mood.Tally{}
	}
	return c
}

// answer lets customers answer on some days.
func (c *crowd) answer(r *rand.Rand, days journey.Period) {
	for day := days.From; day < days.To; day++ {
		for n, tp := range c.journey.Stages[0].Touchpoints {
			c.days[tp.Key][day] = marks(draw(r, c.tastes[n], r.IntN(c.most+1))...)
		}
	}
}

// mapOf a period, as the store would build it.
func (c *crowd) mapOf(p journey.Period) *mood.Map {
	in := mood.Input{
		Journey: c.journey, Period: p, Current: map[string]mood.Tally{}, Previous: map[string]mood.Tally{}, Series: map[string][]mood.Day{},
		Counts: map[string]map[int]int64{},
	}
	weeks, days := mood.Watched(p)
	for key, tallies := range c.days {
		var now, before mood.Tally
		for day := p.Before().From; day < p.To; day++ {
			if t := tallies[day]; day < p.From {
				before.Merge(t)
			} else {
				now.Merge(t)
			}
		}
		in.Current[key], in.Previous[key] = now, before
		for day := weeks.From; day < days.To; day++ {
			if t, ok := tallies[day]; ok {
				in.Series[key] = append(in.Series[key], mood.Day{Day: day, Tally: t})
			}
		}
	}
	return mood.Build(in)
}

// TestQuietWeeks counts how often a digest tells of a change where nothing ever
// changes: about as often as it says itself.
func TestQuietWeeks(t *testing.T) {
	years := 6
	if n, err := strconv.Atoi(os.Getenv("WAYMOOD_TEST_SIMULATION")); err == nil && n > 1 {
		years *= n
	}
	r := rand.New(rand.NewPCG(11, 11))
	const first = journey.Day(20_003) // a Monday
	var weeks, worse, better, changed int
	for range years {
		c := newCrowd(r)
		c.answer(r, journey.Period{From: first - 120, To: first + 364})
		var told []*digest.Digest
		for day := first; day <= first+364; day += 7 {
			in := digest.Input{Day: day, Map: c.mapOf(journey.Period{From: day - digest.Days, To: day}), Told: told, Cadence: "weekly"}
			for _, p := range digest.Closings(day, told) {
				in.Closed = append(in.Closed, c.mapOf(p))
			}
			d := digest.Build(in)
			told = append([]*digest.Digest{d}, told[:min(len(told), digest.Memory/7-1)]...)
			fell, rose, any := false, false, len(d.Also) > 0
			for _, i := range d.Items {
				any = any || len(i.Changes) > 0 || i.Signal != nil
				fell = fell || len(i.Changes) > 0 && i.Changes[0].To < i.Changes[0].From || i.Signal != nil && i.Signal.Down
				rose = rose || len(i.Changes) > 0 && i.Changes[0].To > i.Changes[0].From || i.Signal != nil && !i.Signal.Down
			}
			for _, m := range d.Also {
				fell = fell || m.Change != nil && m.Change.To < m.Change.From || m.Signal != nil && m.Signal.Down
				rose = rose || m.Change != nil && m.Change.To > m.Change.From || m.Signal != nil && !m.Signal.Down
			}
			weeks++
			if fell {
				worse++
			}
			if rose {
				better++
			}
			if any {
				changed++
			}
		}
	}
	share := float64(worse) / float64(weeks)
	t.Logf("of %d quiet weeks %.1f%% tell that something got worse, %.1f%% that something changed", weeks, 100*share, 100*float64(changed)/float64(weeks))
	if share < 1/12.0 || share > 1/7.0 {
		t.Errorf("%.3f of quiet weeks tell of a fall, which is not about one in nine", share)
	}
	if share := float64(better) / float64(weeks); share < 1/19.0 || share > 1/11.0 {
		t.Errorf("%.3f of quiet weeks tell of a rise, which is not about one in fourteen", share)
	}
}
