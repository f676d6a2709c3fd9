package staff

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
)

const (
	tokenSetup  = store.SetupToken
	tokenSignIn = store.SignInToken
	tokenReset  = store.ResetToken
)

// passwordPage is /setup and /reset: a form that ends in a new password.
type passwordPage struct {
	page
	Token  string
	Mail   string
	Errors map[string]string // by field: mail, password, again
}

// Setup shows the form that makes the first owner.
func (p *Pages) Setup(c echo.Context) error {
	if closed, err := p.setupClosed(c); closed || err != nil {
		return err
	}
	token := c.QueryParam("token")
	if token == "" {
		return p.showNotice(c, http.StatusOK, "staff.notice.setup")
	}
	if _, err := p.Store.PeekToken(c.Request().Context(), tokenSetup, token); err != nil {
		return p.refuseToken(c, err, "staff.notice.setup")
	}
	return p.showPassword(c, http.StatusOK, "setup", passwordPage{Token: token})
}

// setupClosed answers the request where there is an owner already.
func (p *Pages) setupClosed(c echo.Context) (bool, error) {
	users, err := p.Store.Users(c.Request().Context())
	if err != nil || len(users) == 0 {
		return false, err
	}
	return true, p.showNotice(c, http.StatusGone, "staff.notice.setup_done")
}

// SetUp makes the first owner and signs them in.
func (p *Pages) SetUp(c echo.Context) error {
	if closed, err := p.setupClosed(c); closed || err != nil {
		return err
	}
	ctx := c.Request().Context()
	pg := passwordPage{Token: c.FormValue("token"), Mail: strings.TrimSpace(c.FormValue("mail"))}
	if _, err := p.Store.PeekToken(ctx, tokenSetup, pg.Token); err != nil {
		return p.refuseToken(c, err, "staff.notice.setup")
	}
	hash, err := p.newPassword(c, &pg)
	if err != nil {
		return err
	}
	if _, err := account.CheckMail(pg.Mail); err != nil {
		pg.Errors["mail"] = "staff.password.mail_wrong"
	}
	if len(pg.Errors) > 0 {
		return p.showPassword(c, http.StatusUnprocessableEntity, "setup", pg)
	}
	if _, err := p.Store.UseToken(ctx, tokenSetup, pg.Token); err != nil {
		return p.refuseToken(c, err, "staff.notice.setup")
	}
	u, err := p.Store.AddUser(ctx, pg.Mail, account.Owner, hash)
	if err != nil {
		return err
	}
	u.Language = p.newPage(c).Lang // the mails to come speak it too
	if err := p.Store.SetLanguage(ctx, u.ID, u.Language); err != nil {
		return err
	}
	return p.welcome(c, u, hash, "/admin")
}

// Reset shows the form for a new password.
func (p *Pages) Reset(c echo.Context) error {
	token := c.QueryParam("token")
	if _, err := p.Store.PeekToken(c.Request().Context(), tokenReset, token); err != nil {
		return p.refuseToken(c, err, "staff.notice.reset")
	}
	return p.showPassword(c, http.StatusOK, "reset", passwordPage{Token: token})
}

// SetPassword sets it, ends all other sessions and signs in.
func (p *Pages) SetPassword(c echo.Context) error {
	ctx := c.Request().Context()
	pg := passwordPage{Token: c.FormValue("token")}
	id, err := p.Store.PeekToken(ctx, tokenReset, pg.Token)
	if err != nil {
		return p.refuseToken(c, err, "staff.notice.reset")
	}
	u, err := p.Store.User(ctx, id)
	if err != nil {
		return err
	}
	pg.Mail = u.Mail // a password must not be one's own address
	hash, err := p.newPassword(c, &pg)
	if err != nil {
		return err
	}
	if len(pg.Errors) > 0 {
		return p.showPassword(c, http.StatusUnprocessableEntity, "reset", pg)
	}
	if _, err := p.Store.UseToken(ctx, tokenReset, pg.Token); err != nil {
		return p.refuseToken(c, err, "staff.notice.reset")
	}
	if err := p.Store.SetPassword(ctx, id, hash, ""); err != nil {
		return err
	}
	if u.Disabled {
		return p.showNotice(c, http.StatusGone, "staff.notice.reset")
	}
	return p.welcome(c, u, hash, "/admin")
}

// newPassword hashes the password of a form, or says what is wrong with it.
func (p *Pages) newPassword(c echo.Context, pg *passwordPage) (hash string, err error) {
	pg.Errors = map[string]string{}
	password := c.FormValue("password")
	if c.FormValue("again") != password {
		pg.Errors["again"] = "staff.password.not_same"
	}
	if err := account.CheckPassword(password, pg.Mail); err != nil {
		pg.Errors["password"] = "staff.password.common"
		if why := fault.Params(err); len(why) > 0 {
			pg.Errors["password"] = "staff.password." + why[0].Code
		}
	}
	if len(pg.Errors) > 0 {
		return "", nil
	}
	queue, cancel := context.WithTimeout(c.Request().Context(), hashingWait)
	defer cancel()
	return account.Hash(queue, password)
}

func (p *Pages) showPassword(c echo.Context, status int, name string, pg passwordPage) error {
	pg.page = p.newPage(c)
	pg.Title = pg.T("staff." + name + ".title")
	if len(pg.Errors) > 0 {
		pg.Title = pg.T("staff.error_title", "Title", pg.Title)
		for field, id := range pg.Errors {
			pg.Errors[field] = pg.T(id)
		}
	}
	return c.Render(status, "staff/"+name, pg)
}

// refuseToken answers a link that does not hold (any more).
func (p *Pages) refuseToken(c echo.Context, err error, notice string) error {
	if errors.Is(err, fault.Gone) || errors.Is(err, fault.NotFound) {
		return p.showNotice(c, http.StatusGone, notice)
	}
	return err
}

// noticePage tells one thing: staff/notice.
type noticePage struct {
	page
	Text string
}

func (p *Pages) showNotice(c echo.Context, status int, id string) error {
	pg := noticePage{page: p.newPage(c)}
	pg.Title, pg.Text = pg.T(id+"_title"), pg.T(id)
	return c.Render(status, "staff/notice", pg)
}
