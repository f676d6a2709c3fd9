package staff

import (
	"html/template"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

const (
	quotesRead = 20 // of each touchpoint's newest texts, to choose from
	firstShown = 3  // touchpoints that are nearest to their first point
)

// mapPage is /admin/journeys/{key}: the journey as its customers drew it.
type mapPage struct {
	page
	Name     string
	Period   string   // "24 October – 20 November 2026"
	Before   string   // the period compared with, "" when with none
	Only     []string // the filters in words
	Problems []string // why something else is shown than was asked for
	Form     filterForm
	Answers  string
	Mood     *moodView // nil when too little of the way is scored
	NoMood   string    // then why
	Lead     string    // the one thing to know
	Facts    []string  // figures of the whole journey in words
	Notes    []string  // what to keep in mind reading them
	Chart    template.HTML
	Phone    template.HTML
	CurveSVG string // link to the chart as a file
	Pains    []painView
	Watch    []placeView
	Delights []placeView
	Themes   *themesView // over the whole journey; nil when none is named
	Waiting  string      // answers of any day that wait for a decision, "" when none
	WaitLink string
	Stages   []stageView
	Compared bool   // there is a column of changes
	Columns  int    // of the table
	Empty    bool   // no answers at all in the period
	Hello    string // then what to do
	How      string // link to how the figures are computed
}

// moodView is a figure on 0..100 with its interval.
type moodView struct {
	Value string
	Range string // "55–63"
	Face  int    // 1..5
}

// placeView points to a touchpoint with a remark.
type placeView struct{ Name, Stage, Link, Text string }

// Map shows the map.
func (p *Pages) Map(c echo.Context) error {
	j, a, m, err := p.readMap(c, may(c, account.Owner))
	if err != nil {
		return err
	}
	pg := mapPage{page: p.newPage(c), Name: "", Compared: a.Compare && a.Filter.Empty() && m.Compared}
	pg.of(j, "map")
	pg.Styles = []string{"staff/map.css"}
	pg.Name = pg.name(j.Name, j.Key)
	pg.Title = pg.Name
	pg.head(c.QueryParams(), j, a, m, journey.DayOf(p.now(), j.Location()))
	if pg.Waiting, pg.WaitLink, err = p.waiting(c, &pg.page, j); err != nil {
		return err
	}
	v := viewer{page: &pg.page, m: m, compared: pg.Compared, filter: a.Filter, query: c.QueryParams()}
	pg.Pains = v.pains(m.Pains)
	pg.Watch, pg.Delights = v.watch(), v.delights()
	pg.Themes = v.themes(m.Themes, nil)
	pg.Columns = 8
	for _, more := range []bool{pg.Compared, pg.Themes != nil} {
		if more {
			pg.Columns++
		}
	}
	pg.Stages = v.stages()
	m.TellOnly(1) // the chart has room for one
	if pg.Chart, pg.Phone, err = pg.draw(m, a, v.link); err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/map", pg)
}

// readMap reads the map that an address asks for, with quotes as owners see
// them or as everybody else does.
func (p *Pages) readMap(c echo.Context, owner bool) (*journey.Journey, asked, *mood.Map, error) {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return nil, asked{}, nil, err
	}
	a := ask(c.QueryParams(), j, journey.DayOf(p.now(), j.Location()))
	m, err := p.Store.Map(ctx, j, a.Period, a.Filter, quotesRead)
	if err != nil {
		return nil, asked{}, nil, err
	}
	m.LabelThemes(p.Labels)
	m.EachQuote(func(q *mood.Quote) {
		q.Text, q.Language = shown(q.Text, q.Language, owner), tongue(q.Language)
	})
	return j, a, m, nil
}

// mood is an interval in words, nil for none.
func (pg *page) mood(i *mood.Interval) *moodView {
	if i == nil {
		return nil
	}
	return &moodView{Value: pg.number(i.Value, 0), Range: pg.between(i), Face: face(i.Value)}
}

// between is an interval's two ends.
func (pg *page) between(i *mood.Interval) string {
	return pg.number(i.Low, 0) + "–" + pg.number(i.High, 0)
}

// face is which of the five drawn faces looks like a figure on 0..100.
func face(v float64) int { return min(5, int(v/20)+1) }

// journeyLink is the address of a journey's map.
func journeyLink(j *journey.Journey) string { return "/admin/journeys/" + url.PathEscape(j.Key) }
