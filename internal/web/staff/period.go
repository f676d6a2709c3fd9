package staff

import (
	"net/url"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

const (
	usualDays = 28        // of a map that nobody asked otherwise
	mostDays  = 10 * 366  // of any map
	firstYear = 2000      // earlier days are slips of the keyboard
	before    = "before"  // compare with the period before
	nothing   = "nothing" // compare with nothing
)

// asked is what a map's address asks for, made safe to answer.
type asked struct {
	Period   journey.Period
	Filter   store.Filter
	Compare  bool
	Usual    bool     // the period is the usual one
	Problems []string // message ids: why something else is shown than was asked for
}

// ask reads a map's address. What cannot be answered is replaced by what
// is usual, and said.
func ask(q url.Values, j *journey.Journey, today journey.Day) asked {
	a := asked{Compare: q.Get("compare") != nothing}
	a.Period, a.Usual = usualPeriod(today), true
	if from, to := strings.TrimSpace(q.Get("from")), strings.TrimSpace(q.Get("to")); from != "" || to != "" {
		if p, problem := readPeriod(from, to, today); problem != "" {
			a.Problems = append(a.Problems, problem)
		} else {
			a.Usual = p == a.Period
			a.Period = p
		}
	}
	a.filter(q, j)
	return a
}

// usualPeriod is the 28 days that end with today.
func usualPeriod(today journey.Day) journey.Period {
	return journey.Period{From: today + 1 - usualDays, To: today + 1}
}

// readPeriod reads the two dates; one of them may be missing. The second is
// the first day that no longer belongs to the period.
func readPeriod(from, to string, today journey.Day) (journey.Period, string) {
	p := journey.Period{To: today + 1}
	if to != "" {
		d, err := journey.ParseDay(to)
		if err != nil {
			return p, "staff.period.nonsense"
		}
		p.To = d
	}
	p.From = p.To - usualDays
	if from != "" {
		d, err := journey.ParseDay(from)
		if err != nil {
			return p, "staff.period.nonsense"
		}
		p.From = d
	}
	switch {
	case p.From > today:
		return p, "staff.period.future"
	case p.From >= p.To:
		return p, "staff.period.swapped"
	case p.From.Time().Year() < firstYear:
		return p, "staff.period.nonsense"
	case p.Days() > mostDays:
		return p, "staff.period.long"
	}
	p.To = min(p.To, today+1) // the days to come have no answers yet
	return p, ""
}

// filter takes what the journey knows and says what it does not.
func (a *asked) filter(q url.Values, j *journey.Journey) {
	take := func(name string, known bool) string {
		v := q.Get(name)
		if v != "" && !known {
			a.Problems = append(a.Problems, "staff.filter.unknown_"+name)
			return ""
		}
		return v
	}
	persona, place, channel, language := q.Get("persona"), q.Get("place"), q.Get("channel"), q.Get("language")
	a.Filter.Persona = take("persona", slices.ContainsFunc(j.Personas, func(x journey.Persona) bool { return x.Key == persona }))
	a.Filter.Place = take("place", slices.ContainsFunc(places(j), func(w survey.Wording) bool { return says(w, place) }))
	a.Filter.Channel = take("channel", slices.Contains(channels(j), journey.Channel(channel)))
	a.Filter.Language = take("language", slices.Contains(j.Languages, language))
}

// says is true when a wording has this text in one of its languages.
func says(w survey.Wording, text string) bool {
	for _, s := range w {
		if s == text {
			return true
		}
	}
	return false
}

// places of a journey, archived ones too: their past is kept.
func places(j *journey.Journey) []survey.Wording {
	var list []survey.Wording
	eachPlacement(j, func(_ *journey.Touchpoint, pl *journey.Placement) {
		known := slices.ContainsFunc(list, func(w survey.Wording) bool { return w.In("en") == pl.Place.In("en") })
		if pl.Place.In("en") != "" && !known {
			list = append(list, pl.Place)
		}
	})
	return list
}

// channels of a journey in the order of their first placement.
func channels(j *journey.Journey) []journey.Channel {
	var list []journey.Channel
	eachPlacement(j, func(_ *journey.Touchpoint, pl *journey.Placement) {
		if !slices.Contains(list, pl.Channel) {
			list = append(list, pl.Channel)
		}
	})
	return list
}

func eachPlacement(j *journey.Journey, f func(*journey.Touchpoint, *journey.Placement)) {
	for i := range j.Stages {
		for k := range j.Stages[i].Touchpoints {
			tp := &j.Stages[i].Touchpoints[k]
			for n := range tp.Placements {
				f(tp, &tp.Placements[n])
			}
		}
	}
}
