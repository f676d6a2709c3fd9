package digest

import (
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Said is a digest in one language: finished sentences of plain text, in the
// order in which they are read. An empty one is not to be shown.
type Said struct {
	Subject string
	About   string   // journey, team, persona
	Period  string   // "26 October – 22 November 2026"
	Lead    string   // how the whole journey stands
	Quiet   []string // the two lines of a digest that has nothing to look at
	Items   []SaidItem
	Parts   []Part
	Footer  []string

	Ask, Take, Doing, NoProblem string // the question of each item that asks, and its three answers
	Quotes                      string // heading of the quotes
}

// SaidItem is an item in words.
type SaidItem struct {
	Key    string // of the touchpoint
	Title  string // "Queue · Purchase"
	Facts  []Fact
	Quotes []string // ids of answers
	Ask    bool
	Look   string // label of the link to the touchpoint
}

// Fact is a text with what it is about: "How sure", "A confirmed change".
type Fact struct{ Label, Text string }

// Part is a heading with lines below it.
type Part struct {
	Title string
	Lines []Line
}

// Line is a sentence, and the touchpoint or action that it is about, if one.
type Line struct {
	Text       string
	Touchpoint string // key
	Action     int64
}

// Say puts the digest into words. Names stand in them cleaned of what steers a
// screen or breaks a line, and are otherwise as their owner wrote them.
func (d *Digest) Say(v i18n.Voice) Said {
	w := words{speech{v}, d}
	said := Said{
		Subject: d.Subject(v), About: w.about(), Period: w.span(Span{d.From, d.To}), Lead: w.lead(), Footer: w.footer(),
		Ask: v.T("digest.ask"), Take: v.T("digest.take"), Doing: v.T("digest.doing"), NoProblem: v.T("digest.no_problem"),
		Quotes: v.T("digest.quotes"),
	}
	if d.Quiet() {
		said.Quiet = w.quiet()
		said.Parts = w.parts(w.attention())
		if d.Mood == nil || len(d.Unknown) > 0 && d.Unknown[0].Low != nil { // what is missing is all there is to say
			said.Parts = w.parts(w.attention(), w.unknown())
		}
		return said
	}
	for i := range d.Items {
		said.Items = append(said.Items, w.item(&d.Items[i]))
	}
	said.Parts = w.parts(w.also(), w.verdicts(), w.overdue(), w.attention(), w.delight(), w.between(), w.unknown(), w.leftOut())
	return said
}

// words says a digest.
type words struct {
	speech
	d *Digest
}

func (w words) parts(all ...Part) []Part {
	return slices.DeleteFunc(all, func(p Part) bool { return len(p.Lines) == 0 })
}

func (w words) named(p *Place) string { return clean(or(p.Name.In(w.Lang), p.Key)) }

func (w words) day(d journey.Day) string { return w.Day(d.Time()) }

func (w words) span(s Span) string { return w.Span(s.From.Time(), (s.To - 1).Time()) }

func (w words) list(texts []string) string { return strings.Join(texts, w.T("staff.list_separator")) }

func (w words) journey() string { return clean(or(w.d.Name.In(w.Lang), w.d.Journey)) }

// about is whose digest it is.
func (w words) about() string {
	parts := []string{w.journey()}
	if w.d.Team != "" {
		parts = append(parts, w.T("digest.team", "Team", clean(w.d.Team)))
	}
	if p := w.d.Persona; p != nil {
		parts = append(parts, clean(or(p.Name.In(w.Lang), p.Key)))
	}
	return strings.Join(parts, " · ")
}

func (w words) lead() string {
	answers := w.Whole(w.d.Answers)
	text := w.T("digest.lead_open", "Answers", answers)
	if m := w.d.Mood; m != nil {
		id := "digest.lead"
		if w.d.Lost < least {
			id = "digest.lead_fine"
		}
		text = w.T(id, "N", whole(m.Value), "Low", whole(m.Low), "High", whole(m.High), "Lost", w.Number(w.d.Lost, 1), "Answers", answers)
	}
	if w.d.Filtered {
		text = w.both(text, w.T("digest.filtered"))
	}
	return text
}

// both puts two sentences beside each other.
func (w words) both(a, b string) string {
	if a == "" || b == "" || strings.HasPrefix(w.Lang, "zh") {
		return a + b
	}
	return a + " " + b
}

// quiet are the two lines of a digest that has nothing to look at.
func (w words) quiet() []string {
	d := w.d
	id := "digest.quiet.none"
	switch {
	case d.Nobody:
		id = "digest.quiet.nobody"
	case d.Answers == 0:
		id = "digest.quiet.silent"
	case d.Filtered:
		id = "digest.quiet.filtered"
	}
	first := w.T(id, "Team", clean(d.Team), "Day", w.day(d.To-1), "Answers", w.Whole(d.Answers))
	second := w.T("digest.quiet.no_action")
	if d.Due > 0 {
		second = w.T("digest.quiet.due", "Count", d.Due)
	}
	for _, text := range w.left() {
		second = w.both(second, text)
	}
	return []string{first, second}
}

// also is what changed besides the items.
func (w words) also() Part {
	p := Part{Title: w.T("digest.also.title")}
	for i := range w.d.Also {
		m := &w.d.Also[i]
		var text string
		if m.Change != nil {
			text = w.changed(m.Change)
		} else {
			text = w.moved(m.Signal)
		}
		p.Lines = append(p.Lines, Line{Text: w.T("digest.also.line", "Name", w.named(&m.Place), "What", text), Touchpoint: m.Key})
	}
	return p
}

func (w words) verdicts() Part {
	p := Part{Title: w.T("digest.verdict.title")}
	for i := range w.d.Verdicts {
		x := &w.d.Verdicts[i]
		args := []any{"Title", clean(x.Title), "Name", w.named(&x.Place), "Word", w.verdict(x)}
		text := w.T("digest.verdict.line", args...)
		if x.Verdict != "open" {
			text = w.T("digest.verdict.effect", append(args, "N", w.signed(x.Effect), "Low", w.signed(x.Low), "High", w.signed(x.High))...)
		} else if x.Needed > 0 {
			text = w.T("digest.verdict.needed", append(args, "N", w.Whole(x.Needed))...)
		}
		p.Lines = append(p.Lines, Line{Text: text, Touchpoint: x.Key, Action: x.Action})
	}
	return p
}

// verdict is an outcome in a word.
func (w words) verdict(x *Verdict) string {
	if x.Hopeless {
		return w.T("action.verdict.adrift")
	}
	return w.T("action.verdict." + string(x.Verdict))
}

func (w words) overdue() Part {
	p := Part{Title: w.T("digest.overdue.title")}
	for _, t := range w.d.Overdue {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.overdue.line", "Title", clean(t.Title), "Owner", clean(t.Owner), "Day", w.day(t.Due)), Action: t.Action})
	}
	if n := w.d.OverdueMore; n > 0 {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.overdue.more", "Count", n)})
	}
	return p
}

// attention is what a journey's keeper should look after.
func (w words) attention() Part {
	p := Part{Title: w.T("digest.attention.title")}
	if due := w.d.ReviewDue; due != 0 {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.attention.review", "Day", w.Date(due.Time()))})
	}
	if len(w.d.Silent) > 0 {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.attention.silent", "Names", w.names(w.d.Silent))})
	}
	if n := w.d.Waiting; n > 0 {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.attention.waiting", "Count", int(n), "N", w.Whole(n))})
	}
	return p
}

func (w words) delight() Part {
	x := w.d.Delight
	if x == nil {
		return Part{}
	}
	return Part{Title: w.T("digest.delight.title"), Lines: []Line{{
		Text:       w.T("digest.delight.line", "Name", w.named(&x.Place), "N", whole(x.Value), "Share", w.Percent(x.TopBox), "Answers", w.Whole(x.Answers)),
		Touchpoint: x.Key,
	}}}
}

// between is a seam, which two teams share.
func (w words) between() Part {
	x := w.d.Seam
	if x == nil {
		return Part{}
	}
	return Part{Title: w.T("digest.seam.title"), Lines: []Line{{
		Text: w.T("digest.seam.line", "From", w.named(&x.From), "To", w.named(&x.To), "N", whole(x.Fall),
			"Team", clean(x.From.Owner), "Other", clean(x.To.Owner)),
		Touchpoint: x.To.Key,
	}}}
}

func (w words) unknown() Part {
	p := Part{Title: w.T("digest.unknown.title")}
	for i := range w.d.Unknown {
		x := &w.d.Unknown[i]
		id, args := "digest.unknown.line", []any{"Name", w.named(&x.Place), "Count", int(x.Missing), "Answers", w.Whole(x.Answers)}
		if x.Low != nil {
			id, args = "digest.unknown.low", append(args, "N", whole(*x.Low))
		}
		p.Lines = append(p.Lines, Line{Text: w.T(id, args...), Touchpoint: x.Key})
	}
	if n := w.d.UnknownMore; n > 0 {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.unknown.more", "Count", n)})
	}
	return p
}

func (w words) leftOut() Part {
	p := Part{Title: w.T("digest.left.title")}
	for _, text := range w.left() {
		p.Lines = append(p.Lines, Line{Text: text})
	}
	return p
}

// left are sentences on the pains that are left out.
func (w words) left() []string {
	var lines []string
	for _, out := range []struct {
		id   string
		list []Named
	}{{"digest.left.more", w.d.More}, {"digest.left.asked", w.d.Asked}, {"digest.left.muted", w.d.Muted}, {"digest.left.doing", w.d.Doing}} {
		if len(out.list) > 0 {
			lines = append(lines, w.T(out.id, "Names", w.names(out.list)))
		}
	}
	return lines
}

// names lists touchpoints; of many the first ones, and how many more there are.
func (w words) names(list []Named) string {
	var names []string
	for _, n := range list[:min(len(list), mostNamed)] {
		names = append(names, w.T("digest.name", "Name", clean(n.in(w.Voice))))
	}
	if more := len(list) - len(names); more > 0 {
		return w.T("digest.names_more", "Names", w.list(names), "Count", more)
	}
	return w.list(names)
}

// footer is what the numbers bear, and what they do not.
func (w words) footer() []string {
	var lines []string
	for _, c := range w.d.Closed {
		if !w.d.Filtered {
			lines = append(lines, w.T("digest.footer.closed", "Span", w.span(c)))
		}
	}
	if w.d.Ratings {
		lines = append(lines, w.T("digest.footer.ratings"))
	}
	lines = append(lines, w.T("digest.footer.chance"))
	if w.d.Raised {
		lines = append(lines, w.T("digest.footer.raised", "Points", whole(w.d.Effect)))
	}
	return lines
}

// level of a pain as ids of messages have it.
func levelID(level string) string {
	return map[string]string{mood.Hurts: "hurts", mood.Drags: "drags", mood.BelowTarget: "below"}[level]
}
