package staff

import (
	"math"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// touchpointPage is /admin/journeys/{key}/touchpoints/{touchpoint}: one
// touchpoint with all that is known of it. With ?panel=yes it is the part of
// the page that stands beside the map.
type touchpointPage struct {
	page
	Journey  string // its name
	Map      string // link back to the map that the reader comes from
	Whole    string // link to this page without ?panel=yes
	Posters  string // link to all placements
	Panel    bool
	Period   string   // "24 October – 20 November 2026"
	Only     []string // the filters in words
	Problems []string // why something else is shown than was asked for
	Quick    []tab    // ready periods
	Archived bool     // no longer on the map
	Needed   string   // answers for a first, rough figure
	Point    touchpointView
}

// heading is a heading of the touchpoint's: one level deeper beside the map,
// below the touchpoint's name, than on a page of its own.
type heading struct {
	Deep bool
	Text string
}

// Head is the heading of a part.
func (pg touchpointPage) Head(id string) heading { return pg.Say(pg.T(id)) }

// Say is a heading that is not one of the messages: a survey's question.
func (pg touchpointPage) Say(text string) heading { return heading{pg.Panel, text} }

// Touchpoint shows a touchpoint, an archived one too: its past is kept.
func (p *Pages) Touchpoint(c echo.Context) error {
	ctx, q := c.Request().Context(), c.QueryParams()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	_, tp := j.Touchpoint(c.Param("touchpoint"))
	if tp == nil {
		return fault.New(fault.NotFound, "there is no touchpoint %q in this journey", c.Param("touchpoint"))
	}
	pg := touchpointPage{page: p.newPage(c), Panel: q.Get("panel") == "yes"}
	j, pg.Archived = revived(j, tp.Key)
	a := ask(q, j, journey.DayOf(p.now(), j.Location()))
	m, err := p.Store.Map(ctx, j, a.Period, a.Filter, 0)
	if err != nil {
		return err
	}
	m.LabelThemes(p.Labels)
	pg.of(j, "")
	pg.Styles = []string{"staff/action.css", "staff/panel.css", "staff/touchpoint.css"}
	pg.Journey = pg.name(j.Name, j.Key)
	pg.Title = pg.name(tp.Name, tp.Key) + " · " + pg.Journey
	pg.Map = local(journeyLink(j), carried(q))
	pg.Needed = pg.whole(int64(math.Ceil(j.Analysis.MinRough)))
	pg.Posters = journeyLink(j) + "/posters"
	pg.Whole = touchpointLink(j, tp.Key, q)
	pg.asked(q, j, a, journey.DayOf(p.now(), j.Location()))
	v := viewer{page: &pg.page, m: m, compared: a.Compare && a.Filter.Empty() && m.Compared, filter: a.Filter, query: q}
	if pg.Point, err = p.touchpoint(ctx, &v, tp, a, may(c, account.Owner)); err != nil {
		return err
	}
	if pg.Point.Stance, err = p.atTouchpoint(c, &pg, j, tp, m); err != nil {
		return err
	}
	if pg.Panel {
		return c.Render(http.StatusOK, "staff/panel", pg)
	}
	return c.Render(http.StatusOK, "staff/touchpoint", pg)
}

// atTouchpoint is what is done about a touchpoint. Beside the map, which may
// have the same forms, their fields have ids of their own.
func (p *Pages) atTouchpoint(c echo.Context, pg *touchpointPage, j *journey.Journey, tp *journey.Touchpoint, m *mood.Map) (*stanceView, error) {
	h, err := p.inHand(c, &pg.page, j)
	if err != nil {
		return nil, err
	}
	h.back = pg.Whole
	st := h.stance(tp.Key, c.QueryParams())
	pain := slices.ContainsFunc(m.Pains, func(p mood.Pain) bool { return p.Touchpoint.Key == tp.Key })
	if !pain && len(st.Lines) == 0 && st.Said == "" {
		return nil, nil
	}
	if pg.Panel {
		st.ID = "panel-" + st.ID
	}
	return &st, nil
}

// asked says what the page is about: the period, the filters, and what could
// not be answered.
func (pg *touchpointPage) asked(q url.Values, j *journey.Journey, a asked, today journey.Day) {
	pg.Period = pg.span(a.Period.From.Time(), (a.Period.To - 1).Time())
	form := pg.filterForm(q, j, a, today)
	pg.Only, pg.Quick, pg.Problems = form.only(), form.Quick, pg.remarks(a.Problems)
}

// touchpointLink is the address of a touchpoint's page. It carries the period
// and the filters of the page that leads there.
func touchpointLink(j *journey.Journey, key string, q url.Values) string {
	return local(journeyLink(j)+"/touchpoints/"+url.PathEscape(key), carried(q))
}

// carried is what the pages of a journey's figures hand on to one another: the
// period, the filters and, where the address names one, the language.
func carried(q url.Values) url.Values {
	on := same(q)
	if lang := q.Get("lang"); lang != "" {
		on.Set("lang", lang)
	}
	return on
}

// revived is the journey as it would be if the touchpoint were not archived,
// and whether it is. Its figures then stand among the others' as they did.
func revived(j *journey.Journey, key string) (*journey.Journey, bool) {
	archived := false
	again := *j
	again.Stages = slices.Clone(j.Stages)
	for i := range again.Stages {
		st := &again.Stages[i]
		k := slices.IndexFunc(st.Touchpoints, func(tp journey.Touchpoint) bool { return tp.Key == key })
		if k < 0 {
			continue
		}
		archived = st.Archived || st.Touchpoints[k].Archived
		st.Touchpoints = slices.Clone(st.Touchpoints)
		if st.Archived {
			for n := range st.Touchpoints {
				st.Touchpoints[n].Archived = true // its neighbours stay where they are
			}
		}
		st.Archived, st.Touchpoints[k].Archived = false, false
	}
	if !archived {
		return j, false
	}
	return &again, true
}
