package staff

import (
	"net/url"
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

const (
	before       = "before"  // compare with the period before
	nothing      = "nothing" // compare with nothing
	mostOverlays = 4         // personas that one picture can hold apart
)

// asked is what a map's address asks for, made safe to answer.
type asked struct {
	Period   journey.Period
	Filter   store.Filter
	Overlays []string // personas to be drawn over each other, by key
	Compare  bool
	Usual    bool     // the period is the usual one
	Problems []remark // why something else is shown than was asked for
}

// remark is a message with what stands in its gaps.
type remark struct {
	ID   string
	Args []any
}

// remarks are remarks in the page's language.
func (pg *page) remarks(list []remark) []string {
	var texts []string
	for _, r := range list {
		texts = append(texts, pg.T(r.ID, r.Args...))
	}
	return texts
}

// ask reads a map's address. What cannot be answered is replaced by what
// is usual, and said.
func ask(q url.Values, j *journey.Journey, today journey.Day) asked {
	a := asked{Compare: q.Get("compare") != nothing}
	a.Period, a.Usual = usualPeriod(today), true
	if from, to := q.Get("from"), q.Get("to"); from != "" || to != "" {
		p, remarks, ok := readPeriod(from, to, today)
		if a.Problems = remarks; ok {
			a.Usual = p == a.Period
			a.Period = p
		}
	}
	a.filter(q, j)
	a.overlay(q["overlay"], j)
	return a
}

// longestAsked is the longest value that is carried from page to page, in
// bytes; names of places are the longest that mean something. It stands in
// every link of a map, hundreds of times.
const longestAsked = 1000

// same is what of an address a map takes, to be asked for again elsewhere.
func same(q url.Values) url.Values {
	asked := url.Values{}
	says := func(v string) bool { return v != "" && len(v) <= longestAsked }
	for _, name := range []string{"from", "to", "persona", "place", "channel", "language", "compare"} {
		if v := q.Get(name); says(v) {
			asked.Set(name, v)
		}
	}
	for _, v := range q["overlay"] {
		if says(v) && !slices.Contains(asked["overlay"], v) && len(asked["overlay"]) <= mostOverlays {
			asked.Add("overlay", v)
		}
	}
	return asked
}

// filter takes what the journey knows and says what it does not.
func (a *asked) filter(q url.Values, j *journey.Journey) {
	take := func(name string, known bool) string {
		v := q.Get(name)
		if v != "" && !known {
			a.Problems = append(a.Problems, remark{ID: "staff.filter.unknown_" + name})
			return ""
		}
		return v
	}
	persona, place, channel, language := q.Get("persona"), q.Get("place"), q.Get("channel"), q.Get("language")
	a.Filter.Persona = take("persona", j.Persona(persona) != nil)
	a.Filter.Place = take("place", slices.ContainsFunc(places(j), func(w survey.Wording) bool { return says(w, place) }))
	a.Filter.Channel = take("channel", slices.Contains(channels(j), journey.Channel(channel)))
	a.Filter.Language = take("language", slices.Contains(j.Languages, language))
}

// overlay takes the personas whose curves are to be drawn over each other.
func (a *asked) overlay(keys []string, j *journey.Journey) {
	unknown, many := false, false
	for _, key := range keys {
		switch {
		case key == "" || slices.Contains(a.Overlays, key):
		case j.Persona(key) == nil:
			unknown = true
		case len(a.Overlays) == mostOverlays:
			many = true
		default:
			a.Overlays = append(a.Overlays, key)
		}
	}
	if unknown {
		a.Problems = append(a.Problems, remark{ID: "map.overlay_unknown"})
	}
	if many {
		a.Problems = append(a.Problems, remark{"map.overlay_many", []any{"Count", mostOverlays}})
	}
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
	seen := map[string]bool{"": true}
	eachPlacement(j, func(_ *journey.Touchpoint, pl *journey.Placement) {
		if name := pl.Place.In("en"); !seen[name] {
			seen[name] = true
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

// within is what an address asks for, in another period and without filters.
func within(q url.Values, p journey.Period) url.Values {
	asked := url.Values{"from": {p.From.String()}, "to": {p.To.String()}}
	if lang := q.Get("lang"); lang != "" {
		asked.Set("lang", lang)
	}
	return asked
}
