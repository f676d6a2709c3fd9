package staff

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// actionsPage is /admin/journeys/{key}/actions: what is being done, what it has
// done so far, and what became of everything that was measured.
type actionsPage struct {
	page
	Base     string
	New      string // link to the form of a new action, "" for those who may not
	Owners   []option
	Open     []listedAction // by the day they are due
	Live     []listedAction
	Measured []listedAction // the newest first
	Dropped  []listedAction
	Tally    string // how the measured ones ended, "" where there are none
}

// listedAction is an action with its place and what is known of its effect.
type listedAction struct {
	actionLine
	Where     string
	Checklist string // "2 of 5 done", "" without one
	Verdict   string
	Effect    string
	Since     string // the day it went live, "" before
}

// openActions selects a journey's actions that are planned, being done or live.
func openActions(j *journey.Journey) store.ActionQuery {
	return store.ActionQuery{Journey: j.Key, States: []action.State{action.Planned, action.Doing, action.Live}}
}

// Actions lists a journey's actions.
func (p *Pages) Actions(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	pg := actionsPage{page: p.newPage(c), Base: journeyLink(j) + "/actions"}
	pg.of(j, "actions")
	pg.Styles = []string{"staff/action.css"}
	pg.Title = pg.T("action.title", "Name", pg.name(j.Name, j.Key))
	if may(c, account.Editor) {
		pg.New = pg.Base + "/new"
	}
	all, err := p.Store.Actions(ctx, store.ActionQuery{Journey: j.Key})
	if err != nil {
		return err
	}
	pg.owners(j, all, c.QueryParam("owner"))
	if owner := c.QueryParam("owner"); owner != "" {
		all = slices.DeleteFunc(all, func(a action.Action) bool { return a.Owner != owner })
	}
	if err := p.listActions(ctx, &pg, j, all); err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/actions", pg)
}

// owners are the choices of whose actions are shown.
func (pg *actionsPage) owners(j *journey.Journey, all []action.Action, chosen string) {
	var names []string
	for i := range all {
		names = append(names, all[i].Owner)
	}
	slices.Sort(names)
	if names = slices.Compact(names); len(names) < 2 {
		return
	}
	pg.Owners = []option{{Label: pg.T("action.all_owners")}}
	for _, name := range names {
		pg.Owners = append(pg.Owners, option{Value: name, Label: pg.team(j, name), Chosen: name == chosen})
	}
}

func (p *Pages) listActions(ctx context.Context, pg *actionsPage, j *journey.Journey, all []action.Action) error {
	today := int64(journey.DayOf(p.now(), j.Location()))
	slices.SortStableFunc(all, func(a, b action.Action) int { return cmp.Compare(a.Due, b.Due) })
	ends := map[action.Verdict]int{}
	for i := range all {
		a := &all[i]
		l := listedAction{actionLine: pg.actionLine(j, a, today), Where: pg.placeOf(j, a.Touchpoint)}
		if n := len(a.Checklist); n > 0 && a.Open() {
			l.Checklist = pg.T("action.checked", "Done", a.Done(), "All", n)
		}
		switch a.State {
		case action.Live:
			o, err := p.Store.Outcome(ctx, j, a)
			if err != nil {
				return err
			}
			l.Verdict, l.Effect = pg.soFar(a, &o, today), pg.effect(&o)
			pg.Live = append(pg.Live, l)
		case action.Measured:
			l.Verdict, l.Effect = pg.verdictWord(a.Outcome), pg.effect(a.Outcome)
			l.Since = pg.Date(journey.Day(a.LiveOn).Time())
			ends[a.Outcome.Verdict]++
			pg.Measured = append(pg.Measured, l)
		case action.Dropped:
			l.Verdict = a.Reason
			pg.Dropped = append(pg.Dropped, l)
		default:
			pg.Open = append(pg.Open, l)
		}
	}
	slices.Reverse(pg.Measured)
	if len(pg.Measured) > 0 {
		pg.Tally = pg.tally(ends)
	}
	return nil
}

// tally is the honest count of how measured actions ended: each verdict, those
// that nobody likes included.
func (pg *page) tally(ends map[action.Verdict]int) string {
	text := ""
	for _, v := range action.Verdicts() {
		if text != "" {
			text += " · "
		}
		text += pg.T("action.tally."+string(v), "N", pg.whole(int64(ends[v])))
	}
	return text
}

// placeOf is the name of a touchpoint and its stage.
func (pg *page) placeOf(j *journey.Journey, key string) string {
	stage, tp := j.Touchpoint(key)
	if tp == nil {
		return key
	}
	return pg.name(tp.Name, tp.Key) + " · " + pg.name(stage.Name, stage.Key)
}

// team is what a team is called on the page; of somebody else who takes on an
// action the name as it stands.
func (pg *page) team(j *journey.Journey, key string) string { return j.TeamName(key, pg.Lang) }

// teams of a journey as suggestions of who owns an action.
func teams(j *journey.Journey) []string {
	var names []string
	for name := range j.Teams {
		names = append(names, name)
	}
	for _, tp := range j.Walk() {
		if tp.Owner != "" {
			names = append(names, tp.Owner)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
