package demo

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// Number is a made-up number of one day, as a till or a door counter gives it.
type Number struct {
	Touchpoint string // "" is the whole café
	Day        journey.Day
	Metric     string
	Value      float64
}

// Looks is how often a survey's page was opened on one day.
type Looks struct {
	Code  string
	Day   journey.Day
	Looks int64
}

// passing is the share of guests who come by a moment that the café counts.
// Since the queue got worse, some leave it before they pay.
var passing = []struct {
	touchpoint    string
	before, since float64
}{{"storefront", 0.78, 0.78}, {"queue", 0.98, 0.97}, {"pay", 0.96, 0.89}, {"drink", 0.86, 0.80}}

// Numbers makes the daily numbers of the twelve weeks before now: guests of the
// café, those counted at some of its moments, and what the till took. They
// depend on the seed and the date alone.
func Numbers(j *journey.Journey, seed uint64, now time.Time) []Number {
	var all []Number
	today := journey.DayOf(now, j.Location())
	for day := today - 7*Weeks; day < today; day++ { // today is not over
		random := rand.New(rand.NewPCG(seed, uint64(day)))
		guests := 190 + 18*random.NormFloat64()
		if wd := day.Time().Weekday(); wd == time.Saturday || wd == time.Sunday {
			guests *= 1.3
		}
		guests = math.Round(guests)
		all = append(all, Number{"", day, "customers", guests})
		for _, p := range passing {
			if _, tp := j.Touchpoint(p.touchpoint); tp == nil {
				continue
			}
			share := p.before
			if now.Sub(day.Time()) <= Worse {
				share = p.since
			}
			came := math.Round(guests * min(1, share+0.015*random.NormFloat64()))
			all = append(all, Number{p.touchpoint, day, "customers", came})
			if p.touchpoint == "pay" {
				all = append(all, Number{p.touchpoint, day, "sales", math.Round(came * (165 + 9*random.NormFloat64()))})
			}
		}
	}
	return all
}

// Views makes the views of the survey pages on which answers were given:
// between a quarter and two thirds of those who look also answer.
func Views(j *journey.Journey, answers []*survey.Response, seed uint64) []Looks {
	rates := map[string]float64{}
	random := rand.New(rand.NewPCG(seed, 0x76696577))
	for _, t := range j.Walk() {
		for p := range t.Live() {
			rate := 0.25 + 0.4*random.Float64()
			if p.Channel == journey.QR || p.Channel == journey.Link || p.Channel == journey.Embed || p.Channel == journey.Mail {
				rates[p.Code] = rate
			}
		}
	}
	var all []Looks
	at := map[Looks]int{}
	for _, r := range answers {
		rate, ok := rates[r.Code]
		if !ok {
			continue // no page that is opened
		}
		key := Looks{Code: r.Code, Day: journey.DayOf(r.AnsweredAt, j.Location())}
		i, seen := at[key]
		if !seen {
			i, at[key] = len(all), len(all)
			all = append(all, key)
		}
		all[i].Looks++
		for random.Float64() >= rate { // those who looked before this one and did not answer
			all[i].Looks++
		}
	}
	return all
}
