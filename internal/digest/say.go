package digest

import (
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
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
	Calm    string // that nothing is asked, and what is left out; "" where there are items
	News    []Part // to be known at once
	Parts   []Part // to be known, too
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
		said.News = w.parts(w.attention())
		if d.Mood == nil || len(d.Unknown) > 0 && d.Unknown[0].Low != nil { // what is missing is all there is to say
			said.Parts = w.parts(w.unknown())
		}
		return said
	}
	for i := range d.Items {
		said.Items = append(said.Items, w.item(&d.Items[i]))
	}
	said.News = w.parts(w.also(), w.verdicts(), w.overdue(), w.attention())
	said.Parts = w.parts(w.delight(), w.between(), w.unknown())
	if len(d.Items) == 0 {
		said.Calm = w.calm()
	} else {
		said.Parts = w.parts(append(said.Parts, w.leftOut())...)
	}
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

// called is a name in the reader's language, or the key where there is none.
func (w words) called(name survey.Wording, key string) string { return clean(or(name.In(w.Lang), key)) }

func (w words) named(p *Place) string { return w.called(p.Name, p.Key) }

// team is what a team is called; of somebody else who takes on an action the
// name as it stands.
func (w words) team(key string) string { return w.called(w.d.Teams[key], key) }

func (w words) day(d journey.Day) string { return w.Day(d.Time()) }

func (w words) span(s Span) string { return w.Span(s.From.Time(), (s.To - 1).Time()) }

func (w words) list(texts []string) string { return strings.Join(texts, w.T("staff.list_separator")) }

func (w words) journey() string { return w.called(w.d.Name, w.d.Journey) }

// about is whose digest it is.
func (w words) about() string {
	parts := []string{w.journey()}
	if w.d.Team != "" {
		parts = append(parts, w.T("digest.team", "Team", w.team(w.d.Team)))
	}
	if p := w.d.Persona; p != nil {
		parts = append(parts, w.called(p.Name, p.Key))
	}
	return strings.Join(parts, " · ")
}

func (w words) lead() string {
	answers := w.Whole(w.d.Answers)
	text := w.T("digest.lead_open", "Answers", answers)
	if m := w.d.Mood; m != nil {
		id := "digest.lead"
		if w.d.Lost < Least {
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

// nothing says why there is nothing to look at, as ids of messages have it.
func (d *Digest) nothing() string {
	switch {
	case d.Nobody:
		return "nobody"
	case d.Answers == 0:
		return "silent"
	case d.Filtered:
		return "filtered"
	}
	return "none"
}

// quiet are the two lines of a digest that has nothing to look at.
func (w words) quiet() []string {
	d := w.d
	first := w.T("digest.quiet."+d.nothing(), "Team", w.team(d.Team), "Day", w.day(d.To-1), "Answers", w.Whole(d.Answers))
	second := w.T("digest.quiet.no_action")
	if d.Due > 0 {
		second = w.T("digest.quiet.due", "Count", d.Due)
	}
	for _, text := range w.left() {
		second = w.both(second, text)
	}
	return []string{first, second}
}

// calm says that there is nothing to decide, and which pains are left out: the
// curve shows them, so the reader asks.
func (w words) calm() string {
	text := w.T("digest.calm")
	for _, line := range w.left() {
		text = w.both(text, line)
	}
	return text
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
