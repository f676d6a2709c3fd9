package staff

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
)

// What a sheet of paper has room for.
const (
	meetingPains = 3
	meetingShort = 4 // touchpoints that are short of answers
	meetingDue   = 4 // actions
	meetingDone  = 3
	meetingLines = 3 // to write down what is decided
)

// meetingPage is /admin/journeys/{key}/meeting: one sheet of paper for those
// who meet over the map.
type meetingPage struct {
	togetherPage
	Period  string
	Answers string
	Mood    *moodView
	Lead    string
	Team    string // whose the sheet is; "" for all
	Called  string // the team's name
	Teams   selection
	Unknown bool // the address names a team that there is not
	Chart   template.HTML
	Phone   template.HTML
	Pains   []meetingPain
	Others  int    // pains of other teams
	Seam    string // the largest fall from one touchpoint to the next
	Delight *outlinePlace
	Due     []actionLine // open actions, the most urgent first
	Done    []actedView  // measured since the last review
	Short   []string     // what is not known
	Lines   []struct{}
}

type meetingPain struct {
	Rank              int
	Name, Stage, Lost string
	Owner             string
	Quote             *quoteView
}

// Meeting shows the sheet.
func (p *Pages) Meeting(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	m, err := p.mapOf(c, j, usualPeriod(journey.DayOf(p.now(), j.Location())), store.Filter{}, may(c, account.Owner))
	if err != nil {
		return err
	}
	pg := meetingPage{togetherPage: p.together(c, j, "meeting"), Lines: make([]struct{}, meetingLines)}
	pg.Styles = append(pg.Styles, "staff/meeting.css")
	pg.Title = pg.T("meeting.title", "Name", pg.Name)
	pg.Period, pg.Answers, pg.Mood, pg.Lead = pg.days(m.Period), pg.answers(m.Answers), pg.mood(m.Mood), digest.Finding(m, pg.Voice)
	pg.teams(j, c.QueryParam("team"))
	v := viewer{page: &pg.page, m: m}
	pg.pains(&v)
	pg.Seam = pg.seam(m)
	if len(m.Delights) > 0 {
		d := v.delightful(m.Delights[0])
		pg.Delight = &d
	}
	pg.Short = pg.short(m)
	if err := p.act(c, &pg, j); err != nil {
		return err
	}
	if pg.Chart, pg.Phone, err = pg.small(m); err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/meeting", pg)
}

// teams lists the teams of a journey, and chooses the one asked for.
func (pg *meetingPage) teams(j *journey.Journey, asked string) {
	all := teams(j)
	if len(all) == 0 {
		return
	}
	known := slices.Contains(all, asked)
	pg.Teams = selection{Name: "team", Label: pg.T("meeting.team")}
	pg.Teams.add("", pg.T("meeting.all_teams"), !known)
	for _, key := range all {
		pg.Teams.add(key, pg.team(j, key), key == asked)
	}
	if pg.Unknown = asked != "" && !known; !pg.Unknown {
		pg.Team, pg.Called = asked, pg.team(j, asked)
	}
}

// pains are the first ones of the team, each in the words of one customer.
func (pg *meetingPage) pains(v *viewer) {
	for i := range v.m.Pains {
		p := &v.m.Pains[i]
		if pg.Team != "" && p.Touchpoint.Owner != pg.Team {
			pg.Others++
			continue
		}
		if len(pg.Pains) == meetingPains {
			continue
		}
		stage, point := v.find(p.Touchpoint)
		view := meetingPain{
			Rank: p.Rank, Name: v.name(p.Touchpoint.Name, p.Touchpoint.Key), Stage: stage, Owner: v.team(v.m.Journey, p.Touchpoint.Owner),
			Lost: v.T("staff.pain.lost", "Count", tenths(p.PointsLost), "N", v.number(p.PointsLost, 1)),
		}
		if quotes := v.sorry(point, 1); len(quotes) > 0 {
			view.Quote = &quotes[0]
		}
		pg.Pains = append(pg.Pains, view)
	}
}

// seam is the largest fall from one well-known touchpoint to the next. What
// lies between two teams is addressed to both.
func (pg *meetingPage) seam(m *mood.Map) string {
	var last, from, to *mood.Point
	most := 0.0
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			p := &m.Stages[i].Points[k]
			if last != nil {
				if fall := mood.Seam(last, p); fall > 0 && fall >= most {
					from, to, most = last, p, fall
				}
			}
			last = p
		}
	}
	if from == nil {
		return ""
	}
	a, b := from.Touchpoint, to.Touchpoint
	if pg.Team != "" && a.Owner != pg.Team && b.Owner != pg.Team {
		return ""
	}
	id := "meeting.seam"
	if a.Owner != "" && b.Owner != "" && a.Owner != b.Owner {
		id = "meeting.seam_teams"
	}
	return pg.T(id, "From", pg.name(a.Name, a.Key), "To", pg.name(b.Name, b.Key), "Count", whole(most), "N", pg.number(most, 0),
		"Team", pg.team(m.Journey, a.Owner), "Other", pg.team(m.Journey, b.Owner))
}

// short are the touchpoints with too few answers to tell their score, those
// nearest to it first, and how many are missing.
func (pg *meetingPage) short(m *mood.Map) []string {
	type lack struct {
		name    string
		missing int
	}
	enough := int64(m.Journey.Analysis.MinSolid)
	var list []lack
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			p := &m.Stages[i].Points[k]
			if p.Evidence != mood.Solid && p.Answers < enough && (pg.Team == "" || p.Touchpoint.Owner == pg.Team) {
				list = append(list, lack{pg.name(p.Touchpoint.Name, p.Touchpoint.Key), int(enough - p.Answers)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b lack) int { return a.missing - b.missing })
	var lines []string
	for _, l := range list[:min(len(list), meetingShort)] {
		lines = append(lines, pg.T("meeting.short", "Name", l.name, "Count", l.missing))
	}
	if more := len(list) - len(lines); more > 0 {
		lines = append(lines, pg.T("meeting.short_more", "Count", more))
	}
	return lines
}

// dueSoon is how many days ahead the sheet looks for actions that are due.
const dueSoon = 28

// act tells which actions are due, and how those ended that were measured since
// the last review, or within the last 28 days where there was none.
func (p *Pages) act(c echo.Context, pg *meetingPage, j *journey.Journey) error {
	ctx := c.Request().Context()
	all, err := p.Store.Actions(ctx, store.ActionQuery{Journey: j.Key})
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(a action.Action) bool { return !pg.concerns(&a, j) })
	r, err := p.Store.Review(ctx, j.Key)
	if err != nil {
		return err
	}
	today := journey.DayOf(p.now(), j.Location())
	since := today - usualDays
	if !r.Done.IsZero() {
		since = journey.DayOf(r.Done, j.Location())
	}
	for _, a := range pg.acted(all, j, journey.Period{From: since, To: today + 1}) {
		if a.Measured && len(pg.Done) < meetingDone {
			pg.Done = append(pg.Done, a)
		}
	}
	slices.SortStableFunc(all, func(a, b action.Action) int { return cmp.Compare(a.Due, b.Due) })
	for i := range all {
		if a := &all[i]; a.Open() && a.Due != 0 && a.Due <= int64(today+dueSoon) && len(pg.Due) < meetingDue {
			pg.Due = append(pg.Due, pg.actionLine(j, a, int64(today)))
		}
	}
	return nil
}

// concerns says whether an action is the team's: it does it, or owns the
// touchpoint.
func (pg *meetingPage) concerns(a *action.Action, j *journey.Journey) bool {
	_, tp := j.Touchpoint(a.Touchpoint)
	return pg.Team == "" || a.Owner == pg.Team || tp != nil && tp.Owner == pg.Team
}

// small is the two pictures without what stands beside it on the sheet. It changes
// the map and its journey, which are this request's own.
func (pg *meetingPage) small(m *mood.Map) (wide, tall template.HTML, err error) {
	m.TellOnly(0)
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			p := &m.Stages[i].Points[k]
			p.Themes = nil
			p.Touchpoint.Action, p.Touchpoint.Expectation = nil, nil
		}
	}
	return pg.pictures(m, true)
}
