package staff

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/chart"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
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
	Badges   []badge
	Waiting  string // answers of any day that wait for a decision, "" when none
	WaitLink string
	Empty    *emptyView // nil where there are answers
	Nudge    string     // where one press brings the digest, "" for those who were asked already

	Chart template.HTML
	Phone template.HTML
	Files []tab  // the picture and the figures to take along
	CSV   string // link to all figures
	How   string // link to how the figures are computed

	Changed   []changedView
	NoChange  string // why Changed says less than one might think, or nothing
	Pains     []painView
	MorePains string // pains beyond those
	Watch     []placeView
	Delights  []placeView
	Themes    *themesView // over the whole journey; nil when none is named
	Cover     *coverView  // nil where nothing is lacking
	Numbers   []numberView
	Upload    string // where files of numbers go, "" for those who may not
	Cards     []cardView
	Beside    *besideView // nil where no curves are drawn over each other
	Stages    []stageView
	Compared  bool   // there is a column of changes
	Columns   int    // of the table
	MoreRows  string // touchpoints that the tables leave out
	Gone      []goneView
}

// moodView is a figure on 0..100 with its interval.
type moodView struct {
	Value string
	Range string // "55–63"
	Face  int    // 1..5
}

// placeView points to a touchpoint with a remark.
type placeView struct {
	Name, Stage, Link, Text string
	Take                    string // link to plan something for it, "" for those who may not
}

// Map shows the map.
func (p *Pages) Map(c echo.Context) error {
	j, a, m, err := p.readMap(c, may(c, account.Owner))
	if err != nil {
		return err
	}
	pg := &mapPage{page: p.newPage(c), Compared: a.Compare && a.Filter.Empty() && m.Compared}
	pg.of(j, "map")
	pg.Styles = []string{"staff/map.css", "staff/action.css", "staff/panel.css", "staff/draw.css"}
	pg.Scripts = []string{"panel.js"}
	pg.Name = pg.name(j.Name, j.Key)
	pg.Title = pg.Name
	pg.head(c.QueryParams(), j, a, m, journey.DayOf(p.now(), j.Location()))
	v := &viewer{page: &pg.page, m: m, compared: pg.Compared, filter: a.Filter, query: c.QueryParams()}
	if err := p.around(c, pg, v, a); err != nil {
		return err
	}
	lanes, err := p.measured(c.Request().Context(), pg, v, a)
	if err != nil {
		return err
	}
	kinds, err := p.kinds(c.Request().Context(), j, a)
	if err != nil {
		return err
	}
	over := pg.overlays(kinds, a)
	pg.Cards, pg.Beside = v.cards(kinds), v.beside(over)
	pg.tell(v, a)
	m.TellOnly(1) // the chart has room for one
	picture := chart.Options{Compare: a.Compare, Link: v.link, Overlays: over, Lanes: lanes}
	if pg.Chart, pg.Phone, err = pg.draw(m, picture); err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/map", pg)
}

// around reads what the map itself does not hold: what waits, what is overdue,
// what to do where there is nothing yet, what is no longer there.
func (p *Pages) around(c echo.Context, pg *mapPage, v *viewer, a asked) (err error) {
	ctx, j := c.Request().Context(), v.m.Journey
	if pg.Waiting, pg.WaitLink, err = p.waiting(c, &pg.page, j); err != nil {
		return err
	}
	if may(c, account.Editor) {
		pg.Upload = journeyLink(j) + "/numbers"
	}
	if v.hand, err = p.inHand(c, &pg.page, j); err != nil {
		return err
	}
	if pg.Nudge, err = p.nudge(c, j); err != nil {
		return err
	}
	if pg.Badges, err = p.badges(c, &pg.page, j); err != nil {
		return err
	}
	if j.Draft() {
		pg.Badges = append(pg.Badges, pg.draft(j, may(c, account.Editor)))
	}
	if pg.Gone, err = p.gone(ctx, v); err != nil {
		return err
	}
	if v.m.Answers == 0 {
		pg.Empty, err = p.empty(ctx, v, a)
		return err
	}
	note, err := p.beforeFirst(ctx, v, a, v.m)
	if note != "" {
		pg.Notes = append(pg.Notes, note)
	}
	return err
}

// measured reads what is counted beside the answers: by which channels they
// came, how many were asked, and the numbers of every day.
func (p *Pages) measured(ctx context.Context, pg *mapPage, v *viewer, a asked) (lanes []chart.Lane, err error) {
	j := v.m.Journey
	if v.channels, err = p.Store.Channels(ctx, j, a.Period, a.Filter); err != nil {
		return nil, err
	}
	if v.viewed, err = p.Store.Views(ctx, j, a.Period, a.Filter); err != nil {
		return nil, err
	}
	metrics, err := p.Store.Metrics(ctx, j, a.Period)
	if err != nil {
		return nil, err
	}
	pg.Numbers, lanes = v.numbers(metrics)
	if doing := v.doing(); doing != nil {
		lanes = append(lanes, *doing)
	}
	return lanes, nil
}

// tell says in words and tables what the picture shows.
func (pg *mapPage) tell(v *viewer, a asked) {
	m := v.m
	pg.Changed = v.changed()
	switch {
	case !a.Filter.Empty():
		pg.NoChange = pg.T("map.changes_filtered")
	case !a.Compare:
		pg.NoChange = pg.T("map.changes_alone")
	case len(pg.Changed) == 0:
		pg.NoChange = pg.T("map.changes_none")
	}
	pg.Pains = v.pains(m.Pains)
	for i := range pg.Pains {
		s := v.hand.stance(pg.Pains[i].Key, v.query)
		pg.Pains[i].Stance = &s
	}
	if more := len(m.Pains) - len(pg.Pains); more > 0 {
		pg.MorePains = pg.T("map.pains_more", "Count", more, "N", pg.whole(int64(more)))
	}
	pg.Watch, pg.Delights = v.watch(), v.delights()
	pg.Themes = v.themes(m.Themes, nil)
	pg.Cover = v.cover()
	var left int
	if pg.Stages, left = v.stages(); left > 0 {
		pg.MoreRows = pg.T("map.rows_more", "Shown", rowsShown, "Count", left, "N", pg.whole(int64(left)))
	}
	pg.Columns = 8
	for _, more := range []bool{pg.Compared, pg.Themes != nil} {
		if more {
			pg.Columns++
		}
	}
}

// draft says what a journey lacks, and leads those who may to where it is said.
func (pg *page) draft(j *journey.Journey, editor bool) badge {
	var lacks []string
	for _, what := range j.Lacks() {
		lacks = append(lacks, pg.T("map.lacks_"+what))
	}
	b := badge{Text: pg.T("map.draft", "Lacks", strings.Join(lacks, pg.T("staff.list_separator")))}
	if editor {
		b.Link = journeyLink(j) + "/edit"
	}
	return b
}

// readMap reads the map that an address asks for, with quotes as owners see
// them or as everybody else does.
func (p *Pages) readMap(c echo.Context, owner bool) (*journey.Journey, asked, *mood.Map, error) {
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return nil, asked{}, nil, err
	}
	a := ask(c.QueryParams(), j, journey.DayOf(p.now(), j.Location()))
	m, err := p.mapOf(c, j, a.Period, a.Filter, owner)
	return j, a, m, err
}

// mapOf is a journey's map with its themes named, and with quotes as owners see
// them or as everybody else does.
func (p *Pages) mapOf(c echo.Context, j *journey.Journey, period journey.Period, f store.Filter, owner bool) (*mood.Map, error) {
	m, err := p.Store.Map(c.Request().Context(), j, period, f, quotesRead)
	if err != nil {
		return nil, err
	}
	m.LabelThemes(p.Labels)
	pg := p.newPage(c)
	m.EachQuote(func(q *mood.Quote) { pg.readable(q, owner) })
	return m, nil
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
