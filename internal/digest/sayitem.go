package digest

import (
	"math"
	"slices"
)

// item says one item, in the order in which people ask: what, how sure, since
// when, at what cost, why, who.
func (w words) item(i *Item) SaidItem {
	title := w.named(&i.Place)
	if stage := clean(i.Stage.In(w.Lang)); stage != "" {
		title += " · " + stage
	}
	said := SaidItem{
		Key: i.Key, Title: title, Quotes: i.Quotes, Ask: i.Ask, Look: w.T("digest.look", "Name", w.named(&i.Place)),
	}
	for _, f := range []struct{ label, text string }{
		{"digest.label.what", w.what(i)},
		{"digest.label.sure", w.sure(i)},
		{"digest.label.since", w.since(i)},
		{"digest.label.cost", w.cost(i)},
		{"digest.label.why", w.why(i)},
		{"digest.label.who", w.who(i)},
	} {
		if f.text != "" {
			said.Facts = append(said.Facts, Fact{w.T(f.label), f.text})
		}
	}
	return said
}

// what is where it stands and where it came from.
func (w words) what(i *Item) string {
	var text string
	current := false // the figure of these 28 days was told
	for k := range i.Changes {
		c := &i.Changes[k]
		text = w.both(text, w.changed(c))
		current = current || c.Period == Span{w.d.From, w.d.To}
	}
	if i.Signal != nil {
		text = w.both(text, w.moved(i.Signal))
	}
	if i.Delight && i.fell() {
		text = w.both(text, w.T("digest.what.delight"))
	}
	switch {
	case current:
	case i.Now == nil:
		text = w.both(text, w.T("digest.what.few", "Answers", w.Whole(i.Answers)))
	default:
		text = w.both(text, w.T("digest.what.now", "N", whole(i.Now.Value), "Low", whole(i.Now.Low), "High", whole(i.Now.High), "Answers", w.Whole(i.Answers)))
		if !i.moved() && i.Before != nil {
			id := "digest.what.before"
			if math.Abs(i.Now.Value-*i.Before) >= w.d.Effect-tiny && !w.d.Filtered {
				id = "digest.what.before_untested" // only closed periods are tested here
				if slices.Contains(w.d.Closed, Span{w.d.From, w.d.To}) {
					id = "digest.what.before_unsure"
				}
			}
			text = w.both(text, w.T(id, "From", whole(*i.Before), "Before", w.Whole(i.BeforeAnswers)))
		}
	}
	return text
}

// changed says a confirmed change with its period.
func (w words) changed(c *Change) string {
	id := "digest.what.rose"
	if c.To < c.From {
		id = "digest.what.fell"
	}
	return w.T(id, "From", whole(c.From), "To", whole(c.To), "Before", w.Whole(c.FromAnswers), "After", w.Whole(c.ToAnswers), "Span", w.span(c.Period))
}

// moved says a signal. Its figure is of the days that made it sure, not of those
// that came after.
func (w words) moved(s *Signal) string {
	id := "digest.what.rising"
	if s.Down {
		id = "digest.what.falling"
	}
	return w.T(id, "From", whole(s.From), "To", whole(s.To), "Before", w.Whole(s.FromAnswers), "After", w.Whole(s.ToAnswers), "Day", w.day(s.Since), "Sure", w.day(s.Day))
}

// since is when it began, as far as can be told, or when the reader was asked.
func (w words) since(i *Item) string {
	var text string
	if i.Signal != nil {
		text = w.T("digest.since.signal", "Day", w.day(i.Signal.Since), "Sure", w.day(i.Signal.Day))
	} else {
		for _, c := range i.Changes {
			if c.Since != 0 {
				text = w.T("digest.since.change", "Day", w.day(c.Since))
			}
		}
	}
	if i.First != 0 {
		text = w.both(text, w.T("digest.since.asked", "Day", w.day(i.First)))
	}
	return text
}

// who is who should decide, and what is being done already.
func (w words) who(i *Item) string {
	text := w.T("digest.who.none")
	if i.Owner != "" {
		text = w.T("digest.who.team", "Team", w.team(i.Owner))
	}
	h := i.InHand
	switch {
	case h == nil:
	case h.Title == "":
		text = w.both(text, w.T("digest.who.said"))
	case h.Live:
		text = w.both(text, w.T("digest.who.live", "Title", clean(h.Title)))
	default:
		text = w.both(text, w.T("digest.who.doing", "Title", clean(h.Title), "Owner", w.team(h.Owner)))
	}
	return text
}
