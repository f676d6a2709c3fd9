package staff

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/web/limit"
)

// hashingWait is how long somebody waits while others sign in.
const hashingWait = 10 * time.Second

// loginPage is /login.
type loginPage struct {
	page
	Mail  string
	Next  string
	Error string // what was wrong, "" on the first look
}

// Home leads to where somebody belongs: the journeys, signing in, or a hint
// how the first owner is made.
func (p *Pages) Home(c echo.Context) error {
	if _, err := p.enter(c); err == nil {
		return c.Redirect(http.StatusSeeOther, "/admin")
	} else if !errors.Is(err, fault.Unauthorized) {
		return err
	}
	users, err := p.Store.Users(c.Request().Context())
	if err != nil {
		return err
	}
	if len(users) == 0 {
		return c.Redirect(http.StatusSeeOther, "/setup")
	}
	return c.Redirect(http.StatusSeeOther, "/login")
}

// Login shows the form, or opens a session for a one-time link.
func (p *Pages) Login(c echo.Context) error {
	next := safeNext(c.QueryParam("next"))
	if token := c.QueryParam("token"); token != "" {
		return p.signInByLink(c, token, next)
	}
	if _, err := p.enter(c); err == nil {
		return c.Redirect(http.StatusSeeOther, next)
	} else if !errors.Is(err, fault.Unauthorized) {
		return err
	}
	return p.showLogin(c, http.StatusOK, loginPage{Next: next})
}

func (p *Pages) showLogin(c echo.Context, status int, pg loginPage) error {
	pg.page = p.newPage(c)
	pg.Title = pg.T("staff.login.title")
	if pg.Error != "" {
		pg.Error = pg.T(pg.Error)
		pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	}
	return c.Render(status, "staff/login", pg)
}

// LogIn checks mail and password. The answer to an unknown address is the
// same, and takes as long, as to a wrong password.
func (p *Pages) LogIn(c echo.Context) error {
	ctx := c.Request().Context()
	pg := loginPage{Mail: strings.TrimSpace(c.FormValue("mail")), Next: safeNext(c.FormValue("next"))}
	u, hash, err := p.Store.UserByMail(ctx, pg.Mail)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return err
	}
	names := []string{"account " + account.Fold(pg.Mail), "address " + limit.Sender(c.RealIP()).String()}
	if p.knownDevice(c, u) {
		names = []string{"device " + u.ID}
	}
	if wait := p.tries.take(names...); wait > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		pg.Error = "staff.login.too_many"
		return p.showLogin(c, http.StatusTooManyRequests, pg)
	}
	queue, cancel := context.WithTimeout(ctx, hashingWait)
	defer cancel()
	password := c.FormValue("password")
	right, weak, err := account.Verify(queue, hash, password)
	if err != nil {
		p.tries.forgive(names...)
		return err
	}
	if !right || u == nil || u.Disabled {
		pg.Error = "staff.login.wrong"
		return p.showLogin(c, http.StatusUnprocessableEntity, pg)
	}
	p.tries.forgive(names...)
	p.tries.clear(names[0])
	if weak { // made with lower parameters than today's
		if hash, err = account.Hash(queue, password); err != nil {
			return err
		}
		if err := p.Store.SetPassword(ctx, u.ID, hash, ""); err != nil {
			return err
		}
	}
	return p.welcome(c, u, hash, pg.Next)
}

// signInByLink opens a session for whom a one-time link was made.
func (p *Pages) signInByLink(c echo.Context, token, next string) error {
	ctx := c.Request().Context()
	id, err := p.Store.UseToken(ctx, tokenSignIn, token)
	if errors.Is(err, fault.Gone) || errors.Is(err, fault.NotFound) {
		if _, err := p.enter(c); err == nil { // the link was followed twice
			return c.Redirect(http.StatusSeeOther, next)
		}
		return p.showNotice(c, http.StatusGone, "staff.notice.link_used")
	}
	if err != nil {
		return err
	}
	u, hash, err := p.userWithHash(c, id)
	if err != nil {
		return err
	}
	if u.Disabled {
		return p.showNotice(c, http.StatusGone, "staff.notice.link_used")
	}
	return p.welcome(c, u, hash, next)
}

func (p *Pages) userWithHash(c echo.Context, id string) (*account.User, string, error) {
	ctx := c.Request().Context()
	u, err := p.Store.User(ctx, id)
	if err != nil {
		return nil, "", err
	}
	return p.Store.UserByMail(ctx, u.Mail)
}

// welcome opens the session and leads on.
func (p *Pages) welcome(c echo.Context, u *account.User, hash, next string) error {
	if err := p.open(c, u, hash); err != nil {
		return err
	}
	p.markDevice(c, u)
	return c.Redirect(http.StatusSeeOther, next)
}

// LogOut ends the session.
func (p *Pages) LogOut(c echo.Context) error {
	if err := p.end(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/login")
}
