package staff

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

const (
	answersShown = 50 // on a page
	liveSeconds  = 10 // between two looks of the live list
)

// The states that the list can be narrowed to, as its address writes them.
var stateNames = map[survey.State]string{
	survey.Counted: "counted", survey.LeftOut: "left_out", survey.Test: "test", survey.Quarantined: "quarantined",
}

// responsesPage is /admin/journeys/{key}/responses: the newest answers.
type responsesPage struct {
	page
	Name    string
	Selects []selection
	Answers []answerView
	Older   string // link to the next page, "" at the end
	Newest  string // link to the first page, "" when this is it
	Live    bool
	Toggle  string // link that starts or stops the list's renewing itself
	Now     string // when the list was read
	Carry   string // the language that the address asks for
	Asked   bool   // the list is narrowed
}

// Responses shows the newest answers.
func (p *Pages) Responses(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	q := c.QueryParams()
	pg := responsesPage{page: p.newPage(c), Carry: q.Get("lang")}
	pg.of(j, "responses")
	pg.Name = pg.name(j.Name, j.Key)
	pg.Title = pg.T("staff.responses.title", "Name", pg.Name)
	ask := store.Query{Journey: j.Key, Limit: answersShown, Cursor: q.Get("cursor")}
	pg.narrow(q, j, &ask)
	records, cursor, err := p.Store.Responses(ctx, ask)
	if err != nil {
		return err
	}
	role := roleOf(c)
	for i := range records {
		pg.Answers = append(pg.Answers, pg.answer(j, &records[i], role, c.Request().URL.RequestURI()))
	}
	base := journeyLink(j) + "/responses"
	pg.Live = q.Get("live") == "1" && ask.Cursor == ""
	if pg.Live {
		// The header works without script, and only where it was asked for.
		pg.Refresh = liveSeconds
		c.Response().Header().Set("Refresh", "10")
	}
	pg.links(base, q, cursor)
	pg.Now = p.now().In(j.Location()).Format(time.TimeOnly)
	return c.Render(http.StatusOK, "staff/responses", pg)
}

// narrow reads the filters of the list.
func (pg *responsesPage) narrow(q url.Values, j *journey.Journey, ask *store.Query) {
	touch := pg.selection("touchpoint", "")
	for i := range j.Stages {
		for k := range j.Stages[i].Touchpoints {
			tp := &j.Stages[i].Touchpoints[k]
			chosen := q.Get("touchpoint") == tp.Key
			if tp.Archived && !chosen {
				continue
			}
			touch.add(tp.Key, pg.name(tp.Name, tp.Key), chosen)
			if chosen {
				ask.Touchpoint, pg.Asked = tp.Key, true
			}
		}
	}
	state := pg.selection("state", "")
	for _, s := range []survey.State{survey.Counted, survey.Quarantined, survey.LeftOut, survey.Test} {
		chosen := q.Get("state") == stateNames[s]
		state.add(stateNames[s], pg.T("staff.state."+stateNames[s]), chosen)
		if chosen {
			ask.States, pg.Asked = []survey.State{s}, true
		}
	}
	pg.Selects = []selection{touch, state}
}

// links to the other pages of the list, with its filters.
func (pg *responsesPage) links(base string, q url.Values, cursor string) {
	link := func(set, to string, drop ...string) string {
		n := url.Values{}
		for name, v := range q {
			if len(v) > 0 && v[0] != "" && !slices.Contains(drop, name) {
				n.Set(name, v[0])
			}
		}
		if to != "" {
			n.Set(set, to)
		}
		return local(base, n)
	}
	if cursor != "" {
		pg.Older = link("cursor", cursor, "live")
	}
	if q.Get("cursor") != "" {
		pg.Newest = link("", "", "cursor")
	}
	if pg.Live {
		pg.Toggle = link("", "", "live", "cursor")
	} else {
		pg.Toggle = link("live", "1", "cursor")
	}
}
