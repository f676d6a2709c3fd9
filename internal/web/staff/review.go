package staff

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/snapshot"
)

// reviewPage is /admin/journeys/{key}/review: what has changed since the last
// review, and whether the map is still right.
type reviewPage struct {
	togetherPage
	Badges     []badge
	Last, Next string      // days in words; "" when there is none
	Since      *difference // nil: there was no review, or it was today
	Today      bool        // the last review was today
	Cadence    selection
	Stages     []reviewStage
	More       string // touchpoints that the table has no room for, "" when none
	Given      string // the note that was typed
	WrongNote  bool
	Done       bool // a review was just done
	Saved      bool // the cadence was just changed
}

type reviewStage struct {
	Name   string
	Points []reviewPoint
}

// reviewPoint is what is written down of a touchpoint.
type reviewPoint struct {
	Name, Link  string
	Reach       string
	Expectation string
	Owner       string
	Doing       string
	Truth       bool // a moment of truth
}

// Review shows the page.
func (p *Pages) Review(c echo.Context) error { return p.showReview(c, http.StatusOK, "") }

func (p *Pages) showReview(c echo.Context, status int, given string) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	r, err := p.Store.Review(ctx, j.Key)
	if err != nil {
		return err
	}
	pg := reviewPage{
		togetherPage: p.together(c, j, "review"), Given: given, WrongNote: status != http.StatusOK,
		Done: c.QueryParam("done") != "", Saved: c.QueryParam("saved") != "",
	}
	pg.Title = pg.T("review.title", "Name", pg.Name)
	if pg.WrongNote {
		pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	}
	if pg.Badges, err = p.badgesOf(ctx, &pg.page, j, r); err != nil {
		return err
	}
	pg.when(j, r)
	today := journey.DayOf(p.now(), j.Location())
	if pg.Today = !r.Done.IsZero() && journey.DayOf(r.Done, j.Location()) == today; !pg.Today {
		if pg.Since, err = p.sinceReview(c, &pg.page, j); err != nil {
			return err
		}
	}
	pg.stages(j)
	return c.Render(status, "staff/review", pg)
}

// when says when the last review was and when the next is due.
func (pg *reviewPage) when(j *journey.Journey, r snapshot.Review) {
	if !r.Done.IsZero() {
		pg.Last = pg.dated(journey.DayOf(r.Done, j.Location()))
	}
	if due, ok := r.Due(j.Location()); ok {
		pg.Next = pg.dated(due)
	}
	pg.Cadence = selection{Name: "cadence", Label: pg.T("review.cadence")}
	for _, cadence := range snapshot.Cadences {
		pg.Cadence.add(string(cadence), pg.T("review.cadence_"+slug(string(cadence))), cadence == r.Cadence)
	}
}

func (pg *reviewPage) stages(j *journey.Journey) {
	room := rowsShown
	for st := range j.Live() {
		s := reviewStage{Name: pg.name(st.Name, st.Key)}
		for tp := range st.Live() {
			if room--; room < 0 {
				continue
			}
			v := reviewPoint{
				Name: pg.name(tp.Name, tp.Key), Link: touchpointLink(j, tp.Key, nil), Reach: pg.T("review.reach_unknown"),
				Expectation: tp.Expectation.In(pg.Lang), Doing: tp.Action.In(pg.Lang), Owner: pg.team(j, tp.Owner),
				Truth: tp.MomentOfTruth,
			}
			if tp.Reach != nil {
				v.Reach = pg.percent(*tp.Reach)
			}
			s.Points = append(s.Points, v)
		}
		pg.Stages = append(pg.Stages, s)
	}
	pg.More = pg.more(room)
}

// DoReview notes that the journey was looked over, and keeps its map.
func (p *Pages) DoReview(c echo.Context) error {
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return err
	}
	note, ok := noteOf(c)
	if !ok {
		return p.showReview(c, http.StatusUnprocessableEntity, note)
	}
	if _, err := p.take(c, j, note, true); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, journeyLink(j)+"/review?done=1")
}

// SetCadence says how often the journey is looked over.
func (p *Pages) SetCadence(c echo.Context) error {
	cadence := snapshot.Cadence(c.FormValue("cadence"))
	if !slices.Contains(snapshot.Cadences[:], cadence) {
		return fault.New(fault.Invalid, "There is no such cadence.")
	}
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err == nil {
		err = p.Store.SetCadence(c.Request().Context(), j.Key, cadence)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, journeyLink(j)+"/review?saved=1")
}
