package staff

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

const (
	answersShown = 50 // on a page
	liveSeconds  = 10 // between two looks of the live list
)

// responsesPage is /admin/journeys/{key}/responses: the newest answers.
type responsesPage struct {
	page
	Problems []string // why something else is listed than was asked for
	Selects  []selection
	From, To string // dates of the form, as they were sent
	Mixed    bool
	Carried  []pair // filters that the form has no field for
	Answers  []answerView
	Nothing  string // stands where answers would, were there any
	Older    string // link to the next page, "" at the end
	Newest   string // link to the first page, "" when this is it
	Live     bool
	Toggle   string   // link that starts or stops the list's renewing itself
	Now      string   // when the list was read
	Listed   []string // what the list is narrowed to, in words
	All      string   // link to the list that is not narrowed
	Open     bool     // the form is shown at once: something is to be chosen anew
	Count    string   // how many answers there are, as far as this page knows
	Done     *doneView
	Waits    *waitsView
	Back     string // where changes lead back to
}

// pair is a hidden field.
type pair struct{ Name, Value string }

// Responses shows the newest answers.
func (p *Pages) Responses(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	q := c.QueryParams()
	pg := responsesPage{page: p.newPage(c)}
	pg.of(j, "responses")
	ask := store.Query{Journey: j.Key, Limit: answersShown, Cursor: q.Get("cursor")}
	pg.narrow(q, j, p.Themes, &ask)
	pg.Title = pg.heading(pg.name(j.Name, j.Key))
	records, cursor, err := p.Store.Responses(ctx, ask)
	if err != nil {
		return err
	}
	changed, err := p.changed(c)
	if err != nil {
		return err
	}
	told := records
	if changed != nil {
		told = append(slices.Clone(records), *changed)
	}
	judges, err := p.judges(ctx, told)
	if err != nil {
		return err
	}
	pg.Back = c.Request().URL.RequestURI()
	w := writer{page: &pg.page, journey: j, role: roleOf(c), back: pg.Back, labels: p.Labels, judges: judges}
	for i := range records {
		pg.Answers = append(pg.Answers, w.answer(&records[i]))
	}
	if changed != nil {
		pg.Done = w.done(changed, q.Get(changedParam))
	}
	if pg.Done != nil {
		pg.Done.show(w.answer(changed), pg.Answers)
	}
	pg.count(len(records), ask.Cursor, cursor)
	if pg.Waits, err = p.waits(c, &pg, j, ask); err != nil {
		return err
	}
	decided := pg.Waits != nil && pg.Waits.Said != "" // then an empty list is no surprise
	pg.Open = len(pg.Problems) > 0 || len(pg.Listed) > 0 && len(records) == 0 && !decided
	pg.Nothing = pg.T(instead(&pg, ask))
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

// instead is the message of a list without answers.
func instead(pg *responsesPage, ask store.Query) string {
	switch {
	case slices.Equal(ask.States, []survey.State{survey.Quarantined}):
		return "guard.none" // good news, and no fault of the filters
	case len(pg.Listed) > 0:
		return "staff.responses.none_here"
	default:
		return "staff.responses.none"
	}
}

// count says how many answers match where the first page holds them all, and
// else what is listed of them.
func (pg *responsesPage) count(n int, cursor, next string) {
	switch {
	case cursor != "" || n == 0:
	case next == "":
		pg.Count = pg.answers(int64(n))
	default:
		pg.Count = pg.T("staff.responses.first", "N", pg.whole(int64(n)))
	}
}

// judges are the mail addresses of who judged any of the answers, by id.
func (p *Pages) judges(ctx context.Context, records []store.Record) (map[string]string, error) {
	if !slices.ContainsFunc(records, func(r store.Record) bool { return r.Judgement != nil }) {
		return nil, nil
	}
	users, err := p.Store.Users(ctx)
	judges := map[string]string{}
	for _, u := range users {
		judges[u.ID] = u.Mail
	}
	return judges, err
}

// links to the other pages of the list, with its filters.
func (pg *responsesPage) links(base string, q url.Values, cursor string) {
	link := func(set, to string, drop ...string) string {
		n := url.Values{}
		for name, v := range q {
			once := name == judgedParam || name == changedParam || name == decisionParam || name == uptoParam
			if len(v) > 0 && v[0] != "" && !once && !slices.Contains(drop, name) {
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
	if len(pg.Listed) > 0 {
		all := url.Values{}
		if lang := q.Get("lang"); lang != "" {
			all.Set("lang", lang)
		}
		pg.All = local(base, all)
	}
	if lang := q.Get("lang"); lang != "" {
		pg.Carried = append(pg.Carried, pair{"lang", lang})
	}
	if pg.Live {
		pg.Carried = append(pg.Carried, pair{"live", "1"})
	}
}
