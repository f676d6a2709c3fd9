package digest

import (
	"cmp"
	"slices"

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
	b.newsFirst()
}

// newsFirst puts the item that the subject is about before the others: who opens
// a mail for what fell looks for that.
func (b *builder) newsFirst() {
	if i := slices.IndexFunc(b.Items, func(i Item) bool { return i.fell() }); i > 0 {
		news := b.Items[i]
		b.Items = slices.Insert(slices.Delete(b.Items, i, i+1), 0, news)
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

// tell tells in a line what would have been an item.
func (b *builder) tell(i *Item) {
	for k := range i.Changes {
		b.Also = append(b.Also, Move{Place: i.Place, Change: &i.Changes[k]})
	}
	if i.Signal != nil {
		b.Also = append(b.Also, Move{Place: i.Place, Signal: i.Signal})
	}
}
