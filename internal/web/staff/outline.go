package staff

import (
	"bytes"
	"html/template"

	"github.com/waymood/waymood/internal/chart"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// outline is a map in pictures and words without a link in it: a map as it was,
// or one that is shown to others.
type outline struct {
	Period   string
	Before   string // the period compared with, "" when with none
	Answers  string
	Empty    bool
	Mood     *moodView
	NoMood   string
	Lead     string
	Chart    template.HTML
	Phone    template.HTML
	Pains    []outlinePain
	Watch    []outlinePlace
	Delights []outlinePlace
	Stages   []outlineStage
	More     string // touchpoints that the table has no room for, "" when none
	Compared bool
	Columns  int // of the table
}

type outlinePain struct {
	Rank              int
	Name, Stage       string
	Lost, Level       string
	Worst, Confidence string
	Width             int // of the bar, 0..100, against the one that costs most
	Quotes            []quoteView
}

// outlinePlace names a touchpoint with a remark.
type outlinePlace struct{ Name, Stage, Text string }

type outlineStage struct {
	Name   string
	Mood   *moodView
	Points []outlinePoint
}

// outlinePoint is a touchpoint's line of the table.
type outlinePoint struct {
	Name            string
	Mood            *moodView
	Missing         string
	Evidence        string
	Answers         string
	Unhappy         string
	Change, Changed string
	Lost            string
	Mark            string
	Themes          []string
}

// more says how many touchpoints are not shown, where room has run out by as
// many.
func (pg *page) more(room int) string {
	if room >= 0 {
		return ""
	}
	return pg.T("review.more", "Count", -room, "N", pg.whole(int64(-room)))
}

// outline describes a map, compared with the period before or not.
func (pg *page) outline(m *mood.Map, compare bool) (outline, error) {
	v := viewer{page: pg, m: m, compared: compare && m.Compared}
	o := outline{
		Period: pg.days(m.Period), Answers: pg.answers(m.Answers), Empty: m.Answers == 0, Mood: pg.mood(m.Mood),
		Lead: digest.Finding(m, pg.Voice), Compared: v.compared, Columns: 9,
	}
	if o.Mood == nil && !o.Empty {
		o.NoMood = pg.T("staff.map.no_mood", "Share", pg.percent(m.Coverage))
	}
	if o.Compared {
		o.Columns++
		if hasBefore(m) {
			o.Before = pg.days(m.Period.Before())
		}
	}
	for _, d := range m.Delights[:min(len(m.Delights), placesShown)] {
		o.Delights = append(o.Delights, v.delightful(d))
	}
	for _, w := range m.Watch[:min(len(m.Watch), placesShown)] {
		o.Watch = append(o.Watch, v.outlinePlace(w.Touchpoint, pg.answers(w.Answers)))
	}
	for i := range m.Pains {
		o.Pains = append(o.Pains, v.outlinePain(i))
	}
	room := rowsShown
	for i := range m.Stages {
		st := &m.Stages[i]
		s := outlineStage{Name: pg.name(st.Stage.Name, st.Stage.Key), Mood: pg.mood(st.Mood)}
		for k := range st.Points {
			if room--; room >= 0 {
				s.Points = append(s.Points, v.outlinePoint(&st.Points[k]))
			}
		}
		o.Stages = append(o.Stages, s)
	}
	o.More = pg.more(room)
	m.TellOnly(1) // the picture has room for one
	var err error
	o.Chart, o.Phone, err = pg.pictures(m, compare)
	return o, err
}

// pictures are the two of a map, for desks and for phones, with no links in them.
func (pg *page) pictures(m *mood.Map, compare bool) (wide, tall template.HTML, err error) {
	o := chart.Options{Language: pg.Lang, Words: pg.words(m.Journey), Compare: compare, ID: "wide"}
	var desk, phone bytes.Buffer
	if err := chart.Draw(&desk, m, o); err != nil {
		return "", "", err
	}
	o.ID = "tall"
	if err := chart.DrawPhone(&phone, m, o); err != nil {
		return "", "", err
	}
	return template.HTML(desk.String()), template.HTML(phone.String()), nil
}

func (v *viewer) outlinePlace(tp *journey.Touchpoint, text string) outlinePlace {
	stage, _ := v.find(tp)
	return outlinePlace{Name: v.name(tp.Name, tp.Key), Stage: stage, Text: text}
}

func (v *viewer) delightful(d mood.Delight) outlinePlace {
	return v.outlinePlace(d.Touchpoint, v.T("staff.delight.top", "Share", v.percent(d.TopBox)))
}

func (v *viewer) outlinePain(i int) outlinePain {
	p := &v.m.Pains[i]
	stage, point := v.find(p.Touchpoint)
	o := outlinePain{
		Rank: p.Rank, Name: v.name(p.Touchpoint.Name, p.Touchpoint.Key), Stage: stage,
		Lost:  v.T("staff.pain.lost", "Count", tenths(p.PointsLost), "N", v.number(p.PointsLost, 1)),
		Level: v.T("staff.level." + slug(p.Level)),
	}
	o.Width, o.Confidence = width(v.m.Pains, i), v.rank(v.m.Pains, i)
	if p.Worst != nil && i == 0 {
		o.Worst = v.T("staff.pain.worst", "Share", v.chance(*p.Worst))
	}
	if point != nil {
		o.Quotes = v.sorry(point, 2)
	}
	return o
}

func (v *viewer) outlinePoint(p *mood.Point) outlinePoint {
	o := outlinePoint{
		Name: v.name(p.Touchpoint.Name, p.Touchpoint.Key), Mood: v.mood(p.Mood),
		Evidence: v.T("staff.evidence." + string(p.Evidence)), Answers: v.whole(p.Answers), Themes: v.named(p.Themes),
	}
	if p.Mood == nil {
		o.Missing = v.missing(p)
	}
	if p.Unhappy != nil {
		o.Unhappy = v.percent(*p.Unhappy)
	}
	if p.PointsLost != nil {
		o.Lost = v.number(*p.PointsLost, 1)
	}
	switch {
	case p.Pain != nil:
		o.Mark = v.painMark(p.Pain.Rank, p.Pain.Worst)
	case p.Delight != nil:
		o.Mark = v.T("staff.chart.delight", "Share", v.percent(p.Delight.TopBox))
	}
	if v.compared && p.Change != nil {
		o.Change, o.Changed = v.became(p.Change)
	}
	return o
}

// became is a change in words, and how sure it is.
func (pg *page) became(c *mood.Change) (change, sure string) {
	change = pg.T("staff.change.from_to", "From", pg.number(c.From, 0), "To", pg.number(c.To, 0), "By", pg.Signed(c.To-c.From))
	if c.Confirmed {
		return change, pg.T("staff.change.confirmed")
	}
	return change, pg.T("staff.change.chance")
}
