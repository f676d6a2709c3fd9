package staff

import (
	"net/url"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// placesShown is the most touchpoints of a list beside the pains; the table
// has the others.
const placesShown = 12

// viewer turns a mood.Map into what the page shows.
type viewer struct {
	*page
	m        *mood.Map
	compared bool
	filter   store.Filter
	query    url.Values // of the page, which links to touchpoints carry on

	channels map[string]map[journey.Channel]int64 // by touchpoint; nil where the page does not tell them
	viewed   map[string]store.Viewed
	hand     *inHand // what is being done; nil where the page does not tell it
}

// link leads to a touchpoint's page, in the map's period and with its filters.
func (v *viewer) link(tp *journey.Touchpoint) string {
	return touchpointLink(v.m.Journey, tp.Key, v.query)
}

func (v *viewer) watch() []placeView {
	var list []placeView
	for _, w := range v.m.Watch[:min(len(v.m.Watch), placesShown)] {
		stage, _ := v.find(w.Touchpoint)
		list = append(list, placeView{
			Name: v.name(w.Touchpoint.Name, w.Touchpoint.Key), Stage: stage, Link: v.link(w.Touchpoint),
			Text: v.answers(w.Answers),
		})
	}
	return list
}

func (v *viewer) delights() []placeView {
	var list []placeView
	for _, d := range v.m.Delights[:min(len(v.m.Delights), placesShown)] {
		stage, _ := v.find(d.Touchpoint)
		take := ""
		if v.hand.may {
			take = local(journeyLink(v.m.Journey)+"/actions/new", url.Values{"delight": {d.Touchpoint.Key}})
		}
		list = append(list, placeView{
			Take: take,
			Name: v.name(d.Touchpoint.Name, d.Touchpoint.Key), Stage: stage, Link: v.link(d.Touchpoint),
			Text: v.T("staff.delight.top", "Share", v.percent(d.TopBox)),
		})
	}
	return list
}

// find is a touchpoint's point and the name of its stage.
func (v *viewer) find(tp *journey.Touchpoint) (stage string, p *mood.Point) {
	for i := range v.m.Stages {
		st := &v.m.Stages[i]
		for k := range st.Points {
			if st.Points[k].Touchpoint.Key == tp.Key {
				return v.name(st.Stage.Name, st.Stage.Key), &st.Points[k]
			}
		}
	}
	return "", nil
}

// rating is a touchpoint's rating question, or nil.
func rating(j *journey.Journey, tp *journey.Touchpoint) *survey.Question {
	if s := j.Survey(tp.Survey); s != nil {
		return s.Rating()
	}
	return nil
}

// slug makes a word of package mood a part of a message's id.
func slug(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c == ' ' {
			b[i] = '_'
		}
	}
	return string(b)
}
