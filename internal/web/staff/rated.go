package staff

import (
	"strconv"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// bar is one value of a rating with how often it was given.
type bar struct {
	Label string
	Face  int // 1..5 for smileys, 0 for other scales
	Class string
	Count string
	Share string
	Width int // 0..100, against the most frequent
}

// kpiView is a classic figure.
type kpiView struct{ Name, Value, Range, Answers string }

// bars are the values of the rating question, best first.
func (v *viewer) bars(p *mood.Point, counts map[int]int64) []bar {
	q := rating(v.m.Journey, p.Touchpoint)
	if q == nil {
		return nil
	}
	scale, _ := q.Type.Scale()
	var all, most int64
	for x := int(scale.Min); x <= int(scale.Max); x++ {
		all += counts[x]
		most = max(most, counts[x])
	}
	if all == 0 {
		return nil
	}
	var list []bar
	for x := int(scale.Max); x >= int(scale.Min); x-- {
		list = append(list, bar{
			Label: v.ratingWord(q.Type, x),
			Face:  ratingFace(q.Type, x),
			Class: ratingClass(v.m, q.Type, x),
			Count: v.whole(counts[x]),
			Share: v.percent(float64(counts[x]) / float64(all)),
			Width: int(100 * counts[x] / most),
		})
	}
	return list
}

// ratingWord is a rating in words or as a number.
func (pg *page) ratingWord(kind survey.Type, x int) string {
	switch kind {
	case survey.YesNo:
		if x == 1 {
			return pg.T("visit.yes")
		}
		return pg.T("visit.no")
	case survey.Smiley4, survey.Smiley5: // the words that visitors see
		return pg.T("visit.face_" + strconv.Itoa(ratingFace(kind, x)))
	case survey.Stars:
		return pg.T("visit.stars", "Count", x)
	}
	return strconv.Itoa(x)
}

// ratingFace is the drawn face of a smiley, 0 for other scales.
func ratingFace(kind survey.Type, x int) int {
	switch kind {
	case survey.Smiley5:
		return x
	case survey.Smiley4: // there is no face in the middle
		if x > 2 {
			return x + 1
		}
		return x
	}
	return 0
}

// ratingClass says how a value counts.
func ratingClass(m *mood.Map, kind survey.Type, x int) string {
	scale, ok := kind.Scale()
	if !ok {
		return "neutral"
	}
	c := mood.Contribute(m.Journey.Analysis, &mood.Rating{Scale: scale, Value: float64(x)}, nil)
	return map[mood.Class]string{mood.Unhappy: "unhappy", mood.Neutral: "neutral", mood.Happy: "happy"}[c.RatingClass]
}

// kpis are the classic figures in their own units.
func (v *viewer) kpis(p *mood.Point) []kpiView {
	var list []kpiView
	for _, name := range []string{"csat", "stars", "smiley", "nps", "ces", "yes_no"} {
		k, ok := p.KPI[name]
		if !ok {
			continue
		}
		write := v.percent
		switch name {
		case "nps":
			write = v.Signed
		case "ces":
			write = func(x float64) string { return v.number(x, 1) }
		}
		list = append(list, kpiView{
			Name: v.T("staff.kpi." + name), Value: write(k.Value),
			Range: v.T("staff.kpi.range", "Low", write(k.Low), "High", write(k.High)), Answers: v.answers(k.Answers),
		})
	}
	return list
}

// texts counts a touchpoint's texts in words.
func (v *viewer) texts(t mood.TextCounts) []string {
	var list []string
	if t.Scored > 0 {
		list = append(list, v.T("staff.texts.scored", "Count", int(t.Scored), "N", v.whole(t.Scored),
			"Positive", v.whole(t.Positive), "Neutral", v.whole(t.Neutral), "Negative", v.whole(t.Negative)))
	}
	if t.Waiting > 0 {
		list = append(list, v.T("staff.texts.waiting", "Count", int(t.Waiting), "N", v.whole(t.Waiting)))
	}
	return list
}
