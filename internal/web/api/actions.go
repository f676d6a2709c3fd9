package api

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// Actions lists actions, oldest first. What a live one looks like so far is told
// of it alone, see Action: it is measured anew each time.
func (h *Handlers) Actions(c echo.Context) error {
	a := &asked{c: c}
	a.known("journey", "touchpoint", "owner", "state", "limit", "cursor")
	q := store.ActionQuery{
		Journey: c.QueryParam("journey"), Touchpoint: c.QueryParam("touchpoint"), Owner: c.QueryParam("owner"),
		After: a.after(), Limit: a.limit() + 1,
	}
	if s := c.QueryParam("state"); s != "" {
		q.States = []action.State{action.State(s)}
		if !slices.Contains(action.States(), q.States[0]) {
			a.refuse("state", "unknown_state", "must be planned, doing, live, measured or dropped")
		}
	}
	if err := a.err(); err != nil {
		return err
	}
	ctx := c.Request().Context()
	if q.Journey != "" {
		if _, err := h.Store.Journey(ctx, q.Journey); err != nil {
			return noJourney(err)
		}
	}
	found, err := h.Store.Actions(ctx, q)
	if err != nil {
		return err
	}
	next := ""
	if len(found) == q.Limit {
		found = found[:q.Limit-1]
		next = base64.RawURLEncoding.EncodeToString(strconv.AppendInt(nil, found[len(found)-1].ID, 10))
	}
	zones := map[string]*journey.Journey{}
	data := make([]actionJSON, len(found))
	for i := range found {
		j := zones[found[i].Journey]
		if j == nil {
			if j, err = h.Store.Journey(ctx, found[i].Journey); err != nil {
				return err
			}
			zones[found[i].Journey] = j
		}
		data[i] = h.actionJSON(j, &found[i], found[i].Outcome)
	}
	return c.JSON(http.StatusOK, listOf(data, next))
}

// after reads the cursor of a list by number.
func (a *asked) after() int64 {
	s := a.cursor()
	if s == "" {
		return 0
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		a.refuse("cursor", "bad_cursor", "must be a next_cursor of the page before")
	}
	return n
}

// Action answers with an action and, where it is live, with what it looks like
// so far.
func (h *Handlers) Action(c echo.Context) error {
	j, a, err := h.actionOf(c)
	if err != nil {
		return err
	}
	return h.tellAction(c, http.StatusOK, j, a)
}

func (h *Handlers) actionOf(c echo.Context) (*journey.Journey, *action.Action, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return nil, nil, fault.New(fault.NotFound, "There is no such action.")
	}
	a, err := h.Store.Action(c.Request().Context(), id)
	if err != nil {
		return nil, nil, err
	}
	j, err := h.Store.Journey(c.Request().Context(), a.Journey)
	return j, a, err
}

func (h *Handlers) tellAction(c echo.Context, status int, j *journey.Journey, a *action.Action) error {
	outcome := a.Outcome
	if a.State == action.Live {
		o, err := h.Store.Outcome(c.Request().Context(), j, a)
		if err != nil {
			return err
		}
		outcome = &o
	}
	return c.JSON(status, h.actionJSON(j, a, outcome))
}

// AddAction keeps a new action (201), planned. With "evidence": true what the
// map of the last 28 days says of the touchpoint is copied into it.
func (h *Handlers) AddAction(c echo.Context) error {
	b, err := document(c)
	if err != nil {
		return err
	}
	s, err := readAction(b, newAction)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	j, err := h.Store.Journey(ctx, s.journey)
	if isNotFound(err) {
		return invalid([]fault.Param{wrong("journey", "unknown_journey", "there is no journey with this key")})
	}
	if err != nil {
		return err
	}
	a := action.Action{Kind: action.Fix, Touchpoint: s.touchpoint}
	if err := s.into(&a); err != nil {
		return err
	}
	if s.evidence {
		today := journey.DayOf(h.Clock(), j.Location())
		a.Evidence, err = h.Store.Evidence(ctx, j, s.touchpoint, journey.Period{From: today - 27, To: today + 1})
		if err != nil && !isNotFound(err) { // an unknown touchpoint is told with whatever else is wrong
			return err
		}
	}
	made, err := h.Store.AddAction(ctx, j, a)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/api/v1/actions/"+strconv.FormatInt(made.ID, 10))
	return h.tellAction(c, http.StatusCreated, j, made)
}

// ChangeAction changes the properties that are sent, and goes a step where one
// is. 409 where somebody else changed the action since the named revision, or
// where it cannot go that step.
func (h *Handlers) ChangeAction(c echo.Context) error {
	j, was, err := h.actionOf(c)
	if err != nil {
		return err
	}
	b, err := document(c)
	if err != nil {
		return err
	}
	s, err := readAction(b, changedAction)
	if err != nil {
		return err
	}
	today := int64(journey.DayOf(h.Clock(), j.Location()))
	a, err := h.Store.ChangeAction(c.Request().Context(), j, was.ID, s.revision, func(a *action.Action) error {
		if err := s.into(a); err != nil {
			return err
		}
		return s.walk(a, today)
	})
	if err != nil {
		return err
	}
	return h.tellAction(c, http.StatusOK, j, a)
}
