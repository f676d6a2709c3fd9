package staff

import (
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/survey"
)

// Decide leaves an answer out, takes it back, or decides about one that
// waits.
func (p *Pages) Decide(c echo.Context) error {
	r, err := p.target(c)
	if err != nil {
		return err
	}
	state, ok := survey.ParseState(c.FormValue("state"))
	if !ok || state == survey.Test {
		return fault.New(fault.Invalid, "An answer can be counted, left out, or wait if it is doubted.")
	}
	if r.State == survey.Test {
		return fault.New(fault.Invalid, "A test answer never counts.")
	}
	if state == survey.Quarantined && !mayWait(r) {
		return fault.New(fault.Invalid, "Nothing speaks against this answer.")
	}
	if r.State != state { // two people may press the same button
		if err := p.Store.SetState(c.Request().Context(), r.ID, state); err != nil {
			return err
		}
	}
	return p.done(c, r.ID, changedState)
}

// may says whether who is signed in has a role, or one above it.
func may(c echo.Context, role account.Role) bool { return roleOf(c).Allows(role) }

// roleOf is the role of who is signed in, "" of nobody.
func roleOf(c echo.Context) account.Role {
	if u, ok := c.Get("user").(*account.User); ok {
		return u.Role
	}
	return ""
}
