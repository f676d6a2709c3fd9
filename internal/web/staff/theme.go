package staff

import (
	"math"
	"net/url"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
)

const (
	themesShown = 6  // at once; the others unfold
	themesNamed = 3  // in the table
	themesBlame = 2  // of a pain
	termsShown  = 8  // of a touchpoint
	leastPull   = 10 // answers that name a theme before its pull is told
)

// themesView is what answers talk about.
type themesView struct {
	First, Rest []themeView
	More        string // opens the rest
}

// themeView is a theme with its figures in words.
type themeView struct {
	Label, Link string
	Share       string // of all answers
	Answers     string
	Words       string // shares, with what they are shares of
	Pull        string // "pulls down by 9 points", "" where the evidence says little
	Class       string // "unhappy" for what pulls down, "happy" for what lifts
	Width       int    // 0..100, of the bar
	From, Span  int    // 0..100, of the interval
}

// termView is a word that stands out.
type termView struct{ Text, Lang string }

// themes fills a list. At is where the answers that name one are found.
func (v *viewer) themes(themes []mood.Theme, at url.Values) *themesView {
	if len(themes) == 0 {
		return nil
	}
	list := make([]themeView, len(themes))
	for i, t := range themes {
		list[i] = v.theme(t, at)
	}
	shown := min(len(list), themesShown)
	if len(list) == themesShown+1 {
		shown = len(list) // one is no more to read than the line that hides it
	}
	view := &themesView{First: list[:shown], Rest: list[shown:]}
	if n := len(view.Rest); n > 0 {
		view.More = v.T("staff.theme.more", "Count", n)
	}
	return view
}

func (v *viewer) theme(t mood.Theme, at url.Values) themeView {
	tv := themeView{
		Label: v.name(t.Label, t.Key), Link: v.answersAt(at, t.Key),
		Share: v.percent(t.ShareOfAnswers), Answers: v.answers(t.Answers),
		Width: hundredth(t.ShareOfAnswers), From: hundredth(t.Low), Span: hundredth(t.High) - hundredth(t.Low),
	}
	tv.Words = v.T("staff.theme.share", "Share", tv.Share, "Low", v.percent(t.Low), "High", v.percent(t.High), "Texts", v.percent(t.ShareOfTexts))
	if !told(t) {
		return tv
	}
	id := "staff.theme.down"
	tv.Class = "unhappy"
	if t.Pull < 0 {
		id, tv.Class = "staff.theme.up", "happy"
	}
	tv.Pull = v.T(id, "Count", whole(t.Pull), "N", v.number(math.Abs(t.Pull), 0))
	return tv
}

// told says whether there is evidence enough to tell a theme's pull.
func told(t mood.Theme) bool { return t.Answers >= leastPull && math.Abs(t.Pull) >= 1 }

// named is the first themes, as the chart has them.
func (v *viewer) named(themes []mood.Theme) []string {
	var list []string
	for _, t := range themes[:min(len(themes), themesNamed)] {
		list = append(list, v.name(t.Label, t.Key)+" "+v.percent(t.ShareOfAnswers))
	}
	return list
}

// hundredth is a share as a whole number of 0..100.
func hundredth(x float64) int { return int(math.Round(100 * min(max(x, 0), 1))) }

// answersAt is the address of the answers that name a theme, in the map's
// period and with its filters.
func (v *viewer) answersAt(at url.Values, theme string) string {
	q := url.Values{"theme": {theme}, "from": {v.m.Period.From.String()}, "to": {v.m.Period.To.String()}}
	for name, value := range filters(v.filter) {
		if value != "" {
			q.Set(name, value)
		}
	}
	for name, values := range at {
		q[name] = values
	}
	return local(journeyLink(v.m.Journey)+"/responses", q)
}

// filters are those of an address by their names.
func filters(f store.Filter) map[string]string {
	return map[string]string{"persona": f.Persona, "place": f.Place, "channel": f.Channel, "language": f.Language}
}

// terms are words that stand out among a touchpoint's unhappy answers.
func terms(found []store.Term) []termView {
	var list []termView
	for _, t := range found[:min(len(found), termsShown)] {
		list = append(list, termView{t.Text, tongue(t.Language)})
	}
	return list
}
