package staff

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
)

const (
	idle     = 8 * time.Hour      // a session that nobody uses ends
	lifetime = 7 * 24 * time.Hour // any session ends
	touch    = 5 * time.Minute    // how exactly use is noted: reading pages should not write each time
)

// What a session holds. The store reads the user's id to end sessions.
const (
	inUser  = store.SessionUser // id
	inMail  = "mail"            // finds the user and the password's hash in one read
	inStamp = "stamp"           // of the password the session was opened under
	inSeen  = "seen"            // unix seconds of the last noted use
)

func newSessions(c Config) *scs.SessionManager {
	m := scs.New()
	m.Lifetime = lifetime
	m.Cookie.Name = cookieName(c, "waymood")
	m.HashTokenInStore = false // the store hashes
	m.Store = c.Store.Sessions()
	return m
}

// cookieName carries the __Host- prefix only where browsers accept it: in a
// shop's own network the service is reached over plain http by an address.
func cookieName(c Config, name string) string {
	if c.secure() {
		return "__Host-" + name
	}
	return name
}

// newOrigins refuses requests that change something and come from another
// site. Over plain http browsers send no Sec-Fetch-Site; then Origin is
// compared with Host, or with the public URL where a proxy rewrites Host.
func newOrigins(public *url.URL) *http.CrossOriginProtection {
	o := http.NewCrossOriginProtection()
	if public != nil && public.Host != "" {
		// An error means an address no browser would send as Origin.
		_ = o.AddTrustedOrigin(public.Scheme + "://" + public.Host)
	}
	return o
}

// Session is the middleware that loads and saves the session. A cookie is
// only set by signing in, so a page that needs none sets none.
func (p *Pages) Session(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		c.Response().Header().Add("Vary", "Cookie")
		if err := p.origins.Check(c.Request()); err != nil {
			return &fault.Error{Kind: fault.Forbidden, Detail: "This request came from another site.", Cause: err}
		}
		var token string
		if cookie, err := c.Cookie(p.sessions.Cookie.Name); err == nil {
			token = cookie.Value
		}
		ctx, err := p.sessions.Load(c.Request().Context(), token)
		if err != nil {
			return err
		}
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}

// May lets in whoever has the role, or one above it.
func (p *Pages) May(role account.Role) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			u, err := p.enter(c)
			if errors.Is(err, fault.Unauthorized) {
				return c.Redirect(http.StatusSeeOther, "/login?next="+url.QueryEscape(wayBack(c.Request())))
			}
			if err != nil {
				return err
			}
			if !u.Role.Allows(role) {
				return fault.New(fault.Forbidden, "Your account may not do this. Ask an owner of this installation.")
			}
			return next(c)
		}
	}
}

// wayBack is where signing in should lead: the page asked for, or the
// journeys where something was to be sent, which cannot be repeated.
func wayBack(r *http.Request) string {
	if r.Method == http.MethodGet {
		return r.URL.RequestURI()
	}
	return "/admin"
}

// enter finds who is signed in and remembers it for the page;
// fault.Unauthorized when nobody is. A session opened under another password
// is over even if its row came back between two nodes.
func (p *Pages) enter(c echo.Context) (*account.User, error) {
	if u, ok := c.Get("user").(*account.User); ok {
		return u, nil
	}
	ctx := c.Request().Context()
	mail := p.sessions.GetString(ctx, inMail)
	if mail == "" {
		return nil, fault.Unauthorized
	}
	u, hash, err := p.Store.UserByMail(ctx, mail)
	if errors.Is(err, fault.NotFound) {
		return nil, p.leave(c)
	}
	if err != nil {
		return nil, err
	}
	seen := time.Unix(p.sessions.GetInt64(ctx, inSeen), 0)
	now := p.now()
	if u.Disabled || u.ID != p.sessions.GetString(ctx, inUser) ||
		p.stamp(hash) != p.sessions.GetString(ctx, inStamp) || now.Sub(seen) > idle {
		return nil, p.leave(c)
	}
	if now.Sub(seen) > touch || seen.After(now) {
		p.sessions.Put(ctx, inSeen, now.Unix())
		if _, _, err := p.sessions.Commit(ctx); err != nil {
			return nil, err
		}
	}
	c.Set("user", u)
	return u, nil
}

// leave ends a session that no longer holds and says that nobody is signed in.
func (p *Pages) leave(c echo.Context) error {
	if err := p.end(c); err != nil {
		return err
	}
	return fault.Unauthorized
}

// open signs a user in: a new token, so that a token known before is worth
// nothing.
func (p *Pages) open(c echo.Context, u *account.User, hash string) error {
	ctx := c.Request().Context()
	if err := p.sessions.Clear(ctx); err != nil {
		return err
	}
	if err := p.sessions.RenewToken(ctx); err != nil {
		return err
	}
	p.sessions.Put(ctx, inUser, u.ID)
	p.sessions.Put(ctx, inMail, u.Mail)
	p.sessions.Put(ctx, inStamp, p.stamp(hash))
	p.sessions.Put(ctx, inSeen, p.now().Unix())
	p.sessions.SetDeadline(ctx, p.now().Add(lifetime))
	token, _, err := p.sessions.Commit(ctx)
	if err != nil {
		return err
	}
	p.setCookie(c, token, int(lifetime/time.Second))
	return nil
}

// end closes the session and takes its cookie away.
func (p *Pages) end(c echo.Context) error {
	ctx := c.Request().Context()
	if err := p.sessions.Destroy(ctx); err != nil {
		return err
	}
	if _, err := c.Cookie(p.sessions.Cookie.Name); err == nil {
		p.setCookie(c, "", -1)
	}
	return nil
}

// setCookie writes the session's cookie. Its age is told in seconds, so that
// the clocks of browser and server may differ.
func (p *Pages) setCookie(c echo.Context, token string, seconds int) {
	c.SetCookie(&http.Cookie{
		Name: p.sessions.Cookie.Name, Value: token, Path: "/", MaxAge: seconds,
		Secure: p.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// stamp is a password's hash made useless for anything but comparing.
func (p *Pages) stamp(hash string) string { return p.sign("session-stamp", hash) }

func (p *Pages) sign(purpose, text string) string {
	mac := hmac.New(sha256.New, p.Store.Secret(purpose))
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
