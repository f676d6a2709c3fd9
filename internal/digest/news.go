package digest

import (
	"math"
	"slices"

	"github.com/waymood/waymood/internal/mood"
)

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
	for other := range b.in.Map.All() {
		pain.Doubled = pain.Doubled || other.Mood != nil && other.Touchpoint.MomentOfTruth
	}
	if x.Next != nil {
		pain.Next = &Named{x.Next.Key, x.Next.Name}
		if next := b.point(x.Next.Key); next != nil && next.Mood != nil {
			pain.NextMood, pain.NextPain = next.Mood.Value, next.Pain != nil
		}
	}
	return pain
}

// wasDelight says whether the reader was told to protect a touchpoint.
func (b *builder) wasDelight(key string) bool {
	return slices.ContainsFunc(b.in.Told, func(d *Digest) bool { return d.Delight != nil && d.Delight.Key == key })
}
