package digest

import (
	"slices"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// Input is all that Build needs.
type Input struct {
	Day       journey.Day              // on which it is told, in the journey's zone
	Map       *mood.Map                // of the Days before Day, its themes labelled, with quotes
	Closed    []*mood.Map              // of the periods that Closings names, in their order
	Earlier   []mood.Signal            // of the days since the last digest that are before Map's, the newest first
	Actions   []action.Action          // of the journey, in every state
	Stances   map[string]action.Stance // by touchpoint key
	Told      []*Digest                // what this reader was sent in the last Memory days, the newest first
	Cadence   string
	Team      string // "": all
	Persona   string // key; "" all. The map is filtered by it
	Raised    bool   // little of what was told got an answer: only larger differences are told
	ReviewDue journey.Day
	Silent    []string // keys of touchpoints without an answer for 30 days, though open
}

// Days is how long the period is that a digest looks at, and Memory how many
// days back it remembers what it told. Memory reaches over two periods of the
// grid and a long month.
const (
	Days   = 28
	Memory = 70
)

// Constants of what is told.
const (
	mostItems  = 3
	mostNamed  = 4   // touchpoints in a list; the others are counted
	mostDue    = 3   // overdue actions
	mostThemes = 2   // of an item
	mostQuotes = 2   // of an item
	soon       = 7   // days ahead in which an action is due
	fresh      = 35  // days in which a verdict is news to a new reader
	raised     = 0.2 // effect on -1..1 that is told while few answer

	again = action.AskedDays // days after which an item is asked again: no decision counts for it any more
)

// Closings are the periods of the grid whose changes a digest of a day has to
// tell: those that are over and that its reader was not told of, the oldest
// first. A new reader is told of the last one. After a long month there may be
// two.
func Closings(day journey.Day, told []*Digest) []journey.Period {
	var list []journey.Period
	for p := mood.Closed(day); len(list) < 2; p = p.Before() {
		known := slices.ContainsFunc(told, func(d *Digest) bool { return slices.Contains(d.Closed, Span(p)) })
		earlier := slices.ContainsFunc(told, func(d *Digest) bool { return d.Day < p.To })
		if known || len(list) > 0 && !earlier {
			break
		}
		list = append(list, p)
	}
	slices.Reverse(list)
	return list
}

// Unseen is the days since the reader's last digest that lie before those of the
// next one's map, after a long month or a time without mail: their signals are
// still to be told. It has no days where there are none, and for a new reader.
func Unseen(day journey.Day, told []*Digest) journey.Period {
	start := day - Days
	from := start
	if len(told) > 0 {
		from = min(start, told[0].Day)
	}
	return journey.Period{From: from, To: start}
}

// Build makes the digest of a map. The map is not changed.
func Build(in Input) *Digest {
	m := in.Map
	b := &builder{in: in, Digest: &Digest{
		Journey: m.Journey.Key, Name: m.Journey.Name, Day: in.Day, From: m.Period.From, To: m.Period.To,
		Cadence: in.Cadence, Team: in.Team, Filtered: in.Persona != "", Answers: m.Answers, Mood: level(m.Mood),
		Lost: m.PointsLost, Target: m.Target, Ratings: m.RatingsOnly, Raised: in.Raised,
	}}
	b.Effect = m.Journey.Analysis.Effect
	if b.Effect == 0 {
		b.Effect = journey.Defaults().Effect
	}
	if in.Raised {
		b.Effect = max(b.Effect, raised)
	}
	b.Effect *= 50
	for key, team := range m.Journey.Teams {
		if len(team.Name) > 0 {
			if b.Teams == nil {
				b.Teams = map[string]survey.Wording{}
			}
			b.Teams[key] = team.Name
		}
	}
	for _, p := range m.Journey.Personas {
		if p.Key == in.Persona {
			b.Persona = &Named{p.Key, p.Name}
		}
	}
	for _, closed := range in.Closed {
		b.Closed = append(b.Closed, Span(closed.Period))
		b.Ratings = b.Ratings || closed.RatingsOnly
	}
	b.Nobody = in.Team != "" && !b.owns()
	b.choose()
	b.rest()
	return b.Digest
}

// builder is a digest that is being made.
type builder struct {
	in Input
	*Digest
}

// concerns says whether a touchpoint is the team's that the digest is for.
func (b *builder) concerns(tp *journey.Touchpoint) bool {
	return b.in.Team == "" || tp.Owner == b.in.Team
}

// owns says whether the digest's team has a touchpoint on the map.
func (b *builder) owns() bool {
	for p := range b.in.Map.All() {
		if b.concerns(p.Touchpoint) {
			return true
		}
	}
	return false
}

// place is a touchpoint by what it was called.
func (b *builder) place(tp *journey.Touchpoint) Place {
	p := Place{Key: tp.Key, Name: tp.Name, Owner: tp.Owner}
	for i := range b.in.Map.Stages {
		st := b.in.Map.Stages[i].Stage
		if slices.ContainsFunc(b.in.Map.Stages[i].Points, func(q mood.Point) bool { return q.Touchpoint.Key == tp.Key }) {
			p.Stage = st.Name
		}
	}
	return p
}

// point of the map by its touchpoint's key, or nil.
func (b *builder) point(key string) *mood.Point {
	for p := range b.in.Map.All() {
		if p.Touchpoint.Key == key {
			return p
		}
	}
	return nil
}

func level(i *mood.Interval) *Level {
	if i == nil {
		return nil
	}
	l := Level(*i)
	return &l
}
