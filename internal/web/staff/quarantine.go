package staff

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// mostDecided is how many answers one press decides about, so that it ends
// well within the time a request has.
const mostDecided = 5000

// quarantinePage is /admin/journeys/{key}/quarantine: whether all waiting
// answers that a list has are meant.
type quarantinePage struct {
	page
	Problems []string
	Only     []string // the filters in words
	Text     string
	Part     string // that not all are decided at once, "" where they are
	Send     string // the button's words, "" where nothing waits
	Action   string
	Hidden   []pair
	Back     string // to the list
}

// Quarantine asks whether all waiting answers of a list are to be counted, or
// left out, and says how many they are.
func (p *Pages) Quarantine(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	q := c.QueryParams()
	if q.Get("as") == "" { // nothing is asked yet: the buttons stand in the list
		return c.Redirect(http.StatusSeeOther, listOf(j, q))
	}
	to, err := decisionState(q.Get("as"))
	if err != nil {
		return err
	}
	list := responsesPage{page: p.newPage(c)}
	ask := list.waitingOnly(q, j, p)
	if ask.Cursor, err = p.Store.Now(ctx); err != nil {
		return err
	}
	n, err := p.Store.Count(ctx, ask)
	if err != nil {
		return err
	}
	as := to.String()
	pg := quarantinePage{page: list.page, Problems: list.Problems, Only: list.Listed, Action: journeyLink(j) + "/quarantine"}
	pg.of(j, "responses")
	pg.Title = pg.T("guard.confirm_"+as, "Count", int(n), "N", pg.whole(n))
	pg.Back = listOf(j, q)
	switch {
	case len(pg.Problems) > 0: // something else would be decided about than was asked for
		pg.Title, pg.Only = pg.T("staff.problems"), nil
	case n == 0:
		pg.Title = pg.T("guard.none")
	default:
		pg.Text, pg.Send = pg.T("guard.confirm_text_"+as), pg.T("guard.send_"+as)
		pg.Hidden = append(pairs(chosen(q)), pair{"as", as}, pair{uptoParam, ask.Cursor})
	}
	if pg.Send != "" && n > mostDecided {
		pg.Part = pg.T("guard.part", "N", pg.whole(mostDecided))
	}
	return c.Render(http.StatusOK, "staff/quarantine", pg)
}

// DecideAll does it, and leads back to the list.
func (p *Pages) DecideAll(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return &fault.Error{Kind: fault.Broken, Detail: "The form did not arrive whole.", Cause: err}
	}
	to, err := decisionState(form.Get("as"))
	if err != nil {
		return err
	}
	list := responsesPage{page: p.newPage(c)}
	ask := list.waitingOnly(form, j, p)
	if len(list.Problems) > 0 || form.Get(uptoParam) == "" {
		return fault.New(fault.Invalid, "Open the list again and choose what to decide about.")
	}
	ask.Cursor = form.Get(uptoParam)
	var earlier int64
	if id := form.Get(decisionParam); id != "" {
		if earlier, err = strconv.ParseInt(id, 10, 64); err != nil {
			return fault.NotFound
		}
	}
	d, err := p.Store.Decide(ctx, ask, to, earlier, mostDecided)
	if err != nil {
		return err
	}
	back := listQuery(form)
	if d.ID != 0 {
		back.Set(decisionParam, strconv.FormatInt(d.ID, 10))
		back.Set(uptoParam, ask.Cursor)
	}
	return c.Redirect(http.StatusSeeOther, local(journeyLink(j)+"/responses", back))
}

// TakeBack lets the answers of a decision wait again.
func (p *Pages) TakeBack(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("decision"), 10, 64)
	if err != nil {
		return fault.NotFound
	}
	left, err := p.Store.TakeBack(ctx, j.Key, id, mostDecided)
	if err != nil {
		return err
	}
	back := listQuery(nil)
	back.Set(decisionParam, takenBack)
	if left > 0 { // the button stands there again, for those
		back.Set(decisionParam, strconv.FormatInt(id, 10))
	}
	return c.Redirect(http.StatusSeeOther, local(journeyLink(j)+"/responses", back))
}

// decisionState is what can be decided about many.
func decisionState(name string) (survey.State, error) {
	if s, ok := survey.ParseState(name); ok && (s == survey.Counted || s == survey.LeftOut) {
		return s, nil
	}
	return 0, fault.New(fault.Invalid, "Answers can be counted or left out.")
}

// waitingOnly is the query of a list's waiting answers.
func (pg *responsesPage) waitingOnly(q url.Values, j *journey.Journey, p *Pages) store.Query {
	ask := store.Query{Journey: j.Key}
	filters := chosen(q)
	for name, values := range q { // a filter twice is a problem to be told
		if len(values) > 1 && filters.Has(name) {
			filters[name] = values
		}
	}
	filters.Set("state", survey.Quarantined.String())
	pg.narrow(filters, j, p.Themes, &ask)
	return ask
}

// listQuery is the address of the list of waiting answers with the same
// filters.
func listQuery(q url.Values) url.Values {
	filters := chosen(q)
	filters.Set("state", survey.Quarantined.String())
	return filters
}

func listOf(j *journey.Journey, q url.Values) string {
	return local(journeyLink(j)+"/responses", listQuery(q))
}
