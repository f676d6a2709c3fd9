package staff

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/mood"
)

// painView is a pain with its evidence.
type painView struct {
	Key        string // of the touchpoint
	Rank       int
	Name       string
	Stage      string
	Link       string
	Points     string // "8.3"
	Lost       string // "8.3 points lost"
	Width      int    // of the bar, 0..100, against the one that costs most
	Worst      string
	Confidence string
	Level      string
	Known      string // its mood, interval and number of answers
	Blame      string // what Themes are
	Themes     []themeView
	Quotes     []quoteView
	Stance     *stanceView // what is done about it; nil in a stage's list
}

// quoteView is a customer's own words.
type quoteView struct {
	Text, Lang, Class, When string
}

// painsShown is the most pains of a list; the table has the others.
const painsShown = 10

func (v *viewer) pains(pains []mood.Pain) []painView {
	var list []painView
	for i := range pains[:min(len(pains), painsShown)] {
		p := &pains[i]
		stage, point := v.find(p.Touchpoint)
		pv := painView{
			Key:    p.Touchpoint.Key,
			Rank:   p.Rank,
			Name:   v.name(p.Touchpoint.Name, p.Touchpoint.Key),
			Stage:  stage,
			Link:   v.link(p.Touchpoint),
			Points: v.number(p.PointsLost, 1),
			Lost:   v.T("staff.pain.lost", "Count", tenths(p.PointsLost), "N", v.number(p.PointsLost, 1)),
			Level:  v.T("staff.level." + slug(p.Level)),
		}
		pv.Width, pv.Confidence = width(pains, i), v.rank(pains, i)
		switch {
		case p.Worst == nil:
		case i == 0:
			pv.Worst = v.T("staff.pain.worst", "Share", v.chance(*p.Worst))
		case *p.Worst >= worthSaying:
			pv.Worst = v.T("staff.pain.worst_instead", "Share", v.chance(*p.Worst))
		}
		if point != nil {
			pv.Known = v.known(point)
			pv.Blame, pv.Themes = v.blame(point)
			pv.Quotes = v.sorry(point, 2)
		}
		list = append(list, pv)
	}
	return list
}

// width is the length of a pain's bar, 0..100, against the one that costs most.
func width(pains []mood.Pain, i int) int {
	most := 0.0
	for k := range pains {
		most = max(most, pains[k].PointsLost)
	}
	if most <= 0 {
		return 0
	}
	return int(100*pains[i].PointsLost/most + 0.5)
}

// rank says how sure a pain's place in the list is, and why it stands before
// one that costs more.
func (v *viewer) rank(pains []mood.Pain, i int) string {
	p := &pains[i]
	var said []string
	if p.Confidence != "" {
		said = append(said, v.T("staff.confidence."+slug(p.Confidence)))
	}
	dearer := func(q mood.Pain) bool { return q.PointsLost > p.PointsLost }
	if p.Touchpoint.MomentOfTruth && slices.ContainsFunc(pains[i+1:], dearer) {
		said = append(said, v.T("staff.pain.doubled"))
	}
	return strings.Join(said, " ")
}

// known is a touchpoint's mood with its interval and what it rests on.
func (v *viewer) known(p *mood.Point) string {
	if p.Mood == nil {
		return v.missing(p)
	}
	return v.T("staff.chart.mood", "Value", v.number(p.Mood.Value, 0), "Range", v.between(p.Mood)) + " · " + v.answers(p.Answers)
}

// worthSaying is the least chance of being the worst after all that is told.
const worthSaying = 0.01

// sorry are the quotes that explain a pain.
func (v *viewer) sorry(p *mood.Point, most int) []quoteView {
	quotes := p.Telling()
	var list []quoteView
	for _, q := range quotes[:min(len(quotes), most)] {
		list = append(list, v.quote(q))
	}
	return list
}

func (v *viewer) quote(q mood.Quote) quoteView {
	class := map[mood.Class]string{mood.Unhappy: "unhappy", mood.Neutral: "neutral", mood.Happy: "happy"}[q.Class]
	return quoteView{Text: q.Text, Lang: q.Language, Class: class, When: v.Day(q.AnsweredAt.In(v.m.Journey.Location()))}
}

// blame is the themes that cost a pain most. Where none has evidence enough to
// say so, it is those that are named most among them, and says that.
func (v *viewer) blame(p *mood.Point) (what string, list []themeView) {
	what = v.T("staff.theme.pain")
	costly := p.Costly(len(p.Themes))
	themes := slices.DeleteFunc(slices.Clone(costly), func(t mood.Theme) bool { return !told(t) })
	if len(themes) == 0 {
		what, themes = v.T("staff.theme.pain_named"), costly
		slices.SortStableFunc(themes, func(a, b mood.Theme) int { return cmp.Compare(b.Answers, a.Answers) })
	}
	for _, t := range themes[:min(len(themes), themesBlame)] {
		list = append(list, v.theme(t, url.Values{"touchpoint": {p.Touchpoint.Key}}))
	}
	return what, list
}
