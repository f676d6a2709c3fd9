package digest

import (
	"math"
	"slices"

	"github.com/waymood/waymood/internal/mood"
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

// sure is how far the item can be relied on.
func (w words) sure(i *Item) string {
	var text string
	if len(i.Changes) > 0 {
		text = w.T("digest.sure.confirmed")
	}
	if i.Signal != nil {
		text = w.both(text, w.T("digest.sure.signal"))
	}
	if p := i.Pain; p != nil {
		text = w.both(text, w.painful(p))
	}
	if i.Rough {
		text = w.both(text, w.T("digest.sure.rough"))
	}
	return text
}

// painful says how sure a pain is, and whether it is the worst.
func (w words) painful(p *Pain) string {
	target := []any{"Target", whole(w.d.Target), "Least", w.Percent(mood.SurelyBelow)}
	var text string
	switch how := most(mood.Pain{Worst: p.Worst, Confidence: p.Confidence}); {
	case how == "most":
		text = w.T("digest.sure.most", append(target, "Share", w.chance(*p.Worst))...)
	case how == "likely":
		text = w.T("digest.sure.likely", append(target, "Share", w.chance(*p.Worst))...)
	case p.Rank == 1 && p.Confidence == mood.TooClose && p.NextPain:
		text = w.T("digest.sure.close", append(target, "Other", clean(or(p.Next.Name.In(w.Lang), p.Next.Key)))...)
	default:
		return w.T("digest.sure.below", target...)
	}
	if p.Doubled {
		text = w.both(text, w.T("digest.sure.doubled"))
	}
	return text
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

// least is what rounds to a tenth.
const least = 0.05

// cost is what the journey loses here.
func (w words) cost(i *Item) string {
	switch {
	case i.Lost >= least:
		return w.T("digest.cost.part", "Lost", w.Number(i.Lost, 1), "All", w.Number(max(i.Lost, w.d.Lost), 1))
	case i.Fall >= least && len(i.Changes) > 0: // a signal's figure is of few days
		return w.T("digest.cost.fall", "N", w.Number(i.Fall, 1))
	}
	return ""
}

// why is what customers name: as the cause where there is evidence enough, else
// as what was named so far.
func (w words) why(i *Item) string {
	var surely, others []string
	for k := range i.Themes {
		t := &i.Themes[k]
		said := w.theme(t)
		if t.telling() {
			surely = append(surely, said)
		} else if t.Answers >= leastNamed {
			others = append(others, said)
		}
	}
	switch {
	case len(surely) > 0:
		return w.T("digest.why.sure", "Themes", w.list(surely))
	case len(others) > 0:
		return w.T("digest.why.few", "Themes", w.list(others))
	}
	return ""
}

// leastNamed is how many answers must name a theme before it is told.
const leastNamed = 3

// telling says whether a theme is evidence enough to be given as a reason.
func (t *Theme) telling() bool {
	return t.Answers >= leastBlame && t.Pull >= leastPull && math.Round(100*t.Share) > 0
}

func (w words) label(t *Theme) string { return clean(or(t.Label.In(w.Lang), t.Key)) }

func (w words) theme(t *Theme) string {
	if t.Texts > 0 && math.Round(100*t.Texts) != math.Round(100*t.Share) {
		return w.T("digest.why.theme_wrote", "Theme", w.label(t), "Share", w.Percent(t.Share), "Texts", w.Percent(t.Texts))
	}
	return w.T("digest.why.theme", "Theme", w.label(t), "Share", w.Percent(t.Share))
}

// who is who should decide, and what is being done already.
func (w words) who(i *Item) string {
	text := w.T("digest.who.none")
	if i.Owner != "" {
		text = w.T("digest.who.team", "Team", clean(i.Owner))
	}
	h := i.InHand
	switch {
	case h == nil:
	case h.Title == "":
		text = w.both(text, w.T("digest.who.said"))
	case h.Live:
		text = w.both(text, w.T("digest.who.live", "Title", clean(h.Title)))
	default:
		text = w.both(text, w.T("digest.who.doing", "Title", clean(h.Title), "Owner", clean(h.Owner)))
	}
	return text
}
