package staff

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
)

// inHand is what is being done about a journey's touchpoints, and what staff
// said of their pains: read once for a page.
type inHand struct {
	pg      *page
	journey *journey.Journey
	today   int64
	may     bool // change something
	back    string
	actions []action.Action // open and live ones, oldest first
	stances map[string]action.Stance
	origins map[string]*originView // of stances that hold, by the id of the mail
}

// stanceView is the block "stance" of a pain: what is done about it, and the
// buttons to decide about it.
type stanceView struct {
	i18n.Voice
	ID      string // of the touchpoint, for the ids of fields
	Name    string // of the touchpoint
	Lines   []actionLine
	Said    string      // what staff said of it, "" when nothing
	Origin  *originView // the mail by which they said it
	Note    string
	Muted   bool
	Take    string // link to the form of a new action, "" for those who may not
	Post    string // where decisions go, "" for those who may not
	Back    string // where they lead back to
	Choices []option
}

// actionLine is an action in a list.
type actionLine struct {
	Title, Link string
	Owner       string
	Due         string // "due 5 December", "overdue since 5 December", "live since 3 November"
	State       string
	Overdue     bool
}

// inHand reads what is in hand at a journey.
func (p *Pages) inHand(c echo.Context, pg *page, j *journey.Journey) (*inHand, error) {
	ctx := c.Request().Context()
	h := &inHand{pg: pg, journey: j, today: int64(journey.DayOf(p.now(), j.Location())), may: may(c, account.Editor), back: pg.Here, origins: map[string]*originView{}}
	var err error
	if h.actions, err = p.Store.Actions(ctx, openActions(j)); err != nil {
		return nil, err
	}
	if h.stances, err = p.Store.Stances(ctx, j.Key); err != nil {
		return nil, err
	}
	for _, s := range h.stances {
		if _, known := h.origins[s.Mail]; known || !s.Holds(h.today) {
			continue
		}
		if h.origins[s.Mail], err = p.origin(c, pg, j, s.Mail); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// lines are the open and live actions at a touchpoint, oldest first.
func (h *inHand) lines(touchpoint string) []actionLine {
	var list []actionLine
	for i := range h.actions {
		if a := &h.actions[i]; a.Touchpoint == touchpoint {
			list = append(list, h.pg.actionLine(h.journey, a, h.today))
		}
	}
	return list
}

// stance is the block of a touchpoint's pain. query is the map's filter, so that
// the evidence of a new action is what was looked at.
func (h *inHand) stance(touchpoint string, query url.Values) stanceView {
	v := stanceView{Voice: h.pg.Voice, ID: touchpoint, Name: h.pg.placeName(h.journey, touchpoint), Lines: h.lines(touchpoint), Back: h.back + "#stance-" + touchpoint}
	if s, ok := h.stances[touchpoint]; ok && s.Holds(h.today) {
		v.Said, v.Origin, v.Note, v.Muted = h.pg.saidOf(s), h.origins[s.Mail], s.Note, s.Muted(h.today)
		for i := range h.actions {
			if a := &h.actions[i]; a.ID == s.Action && a.Touchpoint != touchpoint {
				v.Lines = append(v.Lines, h.pg.actionLine(h.journey, a, h.today))
			}
		}
	}
	if !h.may {
		return v
	}
	q := url.Values{"pain": {touchpoint}}
	for _, name := range []string{"from", "to"} {
		if s := query.Get(name); s != "" {
			q.Set(name, s)
		}
	}
	v.Take = local(journeyLink(h.journey)+"/actions/new", q)
	v.Post = journeyLink(h.journey) + "/touchpoints/" + url.PathEscape(touchpoint) + "/stance"
	v.Choices = []option{{Label: h.pg.T("action.stance.no_action")}}
	for i := range h.actions {
		a := &h.actions[i]
		v.Choices = append(v.Choices, option{Value: strconv.FormatInt(a.ID, 10), Label: a.Title})
	}
	return v
}

// saidOf tells a stance in words.
func (pg *page) saidOf(s action.Stance) string {
	role := pg.T("action.role." + s.Role)
	made := pg.Day(journey.Day(s.Made).Time())
	if s.Says == action.NoProblem {
		return pg.T("action.stance.muted", "Role", role, "Day", made, "Until", pg.Day(journey.Day(s.Until).Time()))
	}
	return pg.T("action.stance.being_done", "Role", role, "Day", made)
}

// actionLine is an action as lists show it.
func (pg *page) actionLine(j *journey.Journey, a *action.Action, today int64) actionLine {
	l := actionLine{
		Title: a.Title, Owner: pg.team(j, a.Owner), State: pg.T("action.state." + string(a.State)), Overdue: a.Overdue(today),
		Link: actionLink(a),
	}
	switch {
	case a.State == action.Live || a.State == action.Measured:
		l.Due = pg.T("action.since", "Day", pg.Date(journey.Day(a.LiveOn).Time()))
	case l.Overdue:
		l.Due = pg.T("action.overdue", "Day", pg.Date(journey.Day(a.Due).Time()))
	default:
		l.Due = pg.T("action.due_on", "Day", pg.Date(journey.Day(a.Due).Time()))
	}
	return l
}

// actionLink is the address of an action.
func actionLink(a *action.Action) string {
	return "/admin/journeys/" + url.PathEscape(a.Journey) + "/actions/" + strconv.FormatInt(a.ID, 10)
}
