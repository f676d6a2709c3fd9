package digest

import (
	"cmp"
	"math"
	"slices"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// candidate is an item with the points of the journey that it costs, a moment
// of truth counted double.
type candidate struct {
	Item
	cost float64
}

// choose finds what is worth an item, and names what is left out.
func (b *builder) choose() {
	var list []candidate
	for p := range b.in.Map.All() {
		if !b.concerns(p.Touchpoint) {
			continue
		}
		c := b.candidate(p)
		switch b.sort(p, &c) {
		case takes:
			list = append(list, c)
		case tells:
			b.tell(&c.Item)
		}
	}
	slices.SortStableFunc(list, func(x, y candidate) int { return cmp.Compare(y.cost, x.cost) })
	for i := range list {
		c := &list[i]
		switch {
		case i < mostItems:
			b.Items = append(b.Items, c.Item)
		case c.moved():
			b.tell(&c.Item)
		default:
			b.More = append(b.More, c.named())
		}
	}
}

// What becomes of a candidate.
type fate int

const (
	drops fate = iota // nothing is said of it, or only that it is left out
	tells             // it is told in a line
	takes             // it is an item
)

// sort says what becomes of a candidate. A mute and work in hand keep a pain
// quiet, never a fall that is news.
func (b *builder) sort(p *mood.Point, c *candidate) fate {
	says, decided := b.in.Stances[c.Key]
	decided = decided && says.Holds(int64(b.in.Day))
	muted := decided && says.Muted(int64(b.in.Day))
	pain := c.Pain != nil && c.Pain.Level != mood.BelowTarget && (!b.Raised || b.Target-*p.Shrunk >= b.Effect-tiny)
	line := drops
	if c.moved() {
		line = tells
	}
	c.InHand = b.inHand(c.Key)
	switch {
	case muted && !(c.Signal != nil && c.Signal.Down && int64(c.Signal.Day) > says.Made):
		if pain {
			b.Muted = append(b.Muted, c.named())
		}
		return line
	case c.fell():
		c.Ask = c.InHand == nil
		return takes
	case !pain:
		return line
	case c.InHand != nil:
		b.Doing = append(b.Doing, c.named())
		return line
	}
	first, last := b.asked(c.Key)
	if last != 0 && b.in.Day-last < again {
		b.Asked = append(b.Asked, c.named())
		return line
	}
	c.Ask, c.First = true, first
	return takes
}

// tiny forgives rounding.
const tiny = 1e-9

// candidate is all that is known of a touchpoint.
func (b *builder) candidate(p *mood.Point) candidate {
	c := candidate{Item: Item{
		Place: b.place(p.Touchpoint), Answers: p.Answers, Now: level(p.Mood), Rough: p.Evidence == mood.Indicative,
		Before: p.Before, BeforeAnswers: p.BeforeAnswers, Changes: b.changes(p.Touchpoint.Key), Signal: b.signal(p),
		Pain: b.pain(p), Delight: p.Delight != nil || b.wasDelight(p.Touchpoint.Key),
	}}
	if p.PointsLost != nil {
		c.Lost = *p.PointsLost
	}
	if w := p.Working; w != nil {
		c.Fall = w.Weight * c.drop()
		c.cost = max(w.Priority, w.Importance*c.Fall)
	}
	for _, t := range p.Costly(mostThemes) {
		c.Themes = append(c.Themes, Theme{Key: t.Key, Label: t.Label, Share: t.ShareOfAnswers, Texts: t.ShareOfTexts, Answers: t.Answers, Pull: t.Pull})
	}
	quotes := p.Telling()
	if c.fell() { // those who were let down know why, few as they may be
		slices.SortStableFunc(quotes, func(x, y mood.Quote) int { return cmp.Compare(x.Class, y.Class) })
	}
	for _, q := range quotes[:min(len(quotes), mostQuotes)] {
		c.Quotes = append(c.Quotes, q.ID)
	}
	return c
}

func (p *Place) named() Named { return Named{p.Key, p.Name} }

// moved says whether it changed, or a signal says so.
func (i *Item) moved() bool { return len(i.Changes) > 0 || i.Signal != nil }

// fell says whether something that is told of it is a fall.
func (i *Item) fell() bool { return i.drop() > 0 }

// drop is by how many points it fell last, 0 where it did not.
func (i *Item) drop() float64 {
	var most float64
	if n := len(i.Changes); n > 0 {
		most = max(0, i.Changes[n-1].From-i.Changes[n-1].To)
	}
	if s := i.Signal; s != nil && s.Down {
		most = max(most, s.From-s.To)
	}
	return most
}

// changes are the confirmed ones of the closed periods that are large enough
// to be told.
func (b *builder) changes(key string) []Change {
	var list []Change
	for _, m := range b.in.Closed {
		for p := range m.All() {
			c := p.Change
			if p.Touchpoint.Key != key || c == nil || !c.Confirmed || math.Abs(c.To-c.From) < b.Effect-tiny {
				continue
			}
			list = append(list, Change{
				From: c.From, To: c.To, FromAnswers: p.BeforeAnswers, ToAnswers: p.Answers, Since: c.Since, Period: Span(m.Period),
			})
		}
	}
	return list
}

// signal is the touchpoint's newest, if it is large enough and was not told:
// what goes on is told again when it went as far once more. One of a touchpoint
// in its first two periods alerts nobody.
func (b *builder) signal(p *mood.Point) *Signal {
	s := p.Signal
	for i := range b.in.Earlier {
		if e := &b.in.Earlier[i]; s == nil && e.Touchpoint.Key == p.Touchpoint.Key {
			s = e
		}
	}
	if s == nil || s.New || math.Abs(s.To-s.From) < b.Effect-tiny {
		return nil
	}
	for _, d := range b.in.Told {
		told := d.signalled(p.Touchpoint.Key)
		if told == nil || told.Down != s.Down || s.Day-told.Day >= silence {
			continue
		}
		further := s.To - told.To
		if s.Down {
			further = -further
		}
		if further < b.Effect-tiny {
			return nil
		}
	}
	return &Signal{Down: s.Down, Day: s.Day, Since: s.Since, From: s.From, To: s.To, FromAnswers: s.FromAnswers, ToAnswers: s.ToAnswers}
}

// silence is how many days a signal of a touchpoint and direction is the same
// news, as in package mood.
const silence = 14

// signalled is the signal of a touchpoint that a digest told, or nil.
func (d *Digest) signalled(key string) *Signal {
	for i := range d.Items {
		if d.Items[i].Key == key && d.Items[i].Signal != nil {
			return d.Items[i].Signal
		}
	}
	for i := range d.Also {
		if d.Also[i].Key == key && d.Also[i].Signal != nil {
			return d.Also[i].Signal
		}
	}
	return nil
}

func (b *builder) pain(p *mood.Point) *Pain {
	x := p.Pain
	if x == nil {
		return nil
	}
	pain := &Pain{Rank: x.Rank, Level: x.Level, Worst: x.Worst, Confidence: x.Confidence}
	if x.Next != nil {
		pain.Next = &Named{x.Next.Key, x.Next.Name}
		if next := b.point(x.Next.Key); next != nil && next.Mood != nil {
			pain.NextMood, pain.NextPain = next.Mood.Value, next.Pain != nil
		}
	}
	return pain
}

// tell tells in a line what would have been an item.
func (b *builder) tell(i *Item) {
	for k := range i.Changes {
		b.Also = append(b.Also, Move{Place: i.Place, Change: &i.Changes[k]})
	}
	if i.Signal != nil {
		b.Also = append(b.Also, Move{Place: i.Place, Signal: i.Signal})
	}
}

// inHand is what is being done about a touchpoint, or nil.
func (b *builder) inHand(key string) *InHand {
	for i := range b.in.Actions {
		a := &b.in.Actions[i]
		if a.Touchpoint == key && (a.Open() || a.State == action.Live) {
			return &InHand{Action: a.ID, Title: a.Title, Owner: a.Owner, Live: a.State == action.Live}
		}
	}
	says, ok := b.in.Stances[key]
	if !ok || says.Says != action.BeingDone || !says.Holds(int64(b.in.Day)) {
		return nil
	}
	done := &InHand{Action: says.Action}
	for i := range b.in.Actions {
		if a := &b.in.Actions[i]; a.ID == says.Action {
			if !a.Open() && a.State != action.Live {
				return nil // that is over, so nothing is being done any more
			}
			done.Title, done.Owner, done.Live = a.Title, a.Owner, a.State == action.Live
		}
	}
	return done
}

// asked is when the reader was first and last asked about a touchpoint since
// somebody last decided about it; 0 for never.
func (b *builder) asked(key string) (first, last journey.Day) {
	decided := journey.Day(0)
	if says, ok := b.in.Stances[key]; ok {
		decided = journey.Day(says.Made)
	}
	for i := range b.in.Actions {
		if a := &b.in.Actions[i]; a.Touchpoint == key {
			decided = max(decided, journey.DayOf(a.CreatedAt, b.in.Map.Journey.Location()))
		}
	}
	for _, d := range b.in.Told {
		if d.Day <= decided || !slices.ContainsFunc(d.Items, func(i Item) bool { return i.Key == key && i.Ask }) {
			continue
		}
		last = max(last, d.Day)
		if first == 0 || d.Day < first {
			first = d.Day
		}
	}
	return first, last
}

// wasDelight says whether the reader was told to protect a touchpoint.
func (b *builder) wasDelight(key string) bool {
	return slices.ContainsFunc(b.in.Told, func(d *Digest) bool { return d.Delight != nil && d.Delight.Key == key })
}
