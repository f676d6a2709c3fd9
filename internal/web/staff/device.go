package staff

import (
	"crypto/hmac"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
)

// A device on which somebody has signed in before keeps a mark for a year.
// Its tries are counted apart, so that strangers who guess at an account
// cannot lock its owner out.

const deviceAge = 365 * 24 * time.Hour

func (p *Pages) markDevice(c echo.Context, u *account.User) {
	c.SetCookie(&http.Cookie{
		Name:     cookieName(p.Config, "waymood-device"),
		Value:    u.ID + "." + p.sign("device", u.ID),
		Path:     "/",
		MaxAge:   int(deviceAge / time.Second),
		Secure:   p.secure(),
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	})
}

// knownDevice says whether this browser has signed in as the user before.
func (p *Pages) knownDevice(c echo.Context, u *account.User) bool {
	cookie, err := c.Cookie(cookieName(p.Config, "waymood-device"))
	if err != nil || u == nil {
		return false
	}
	id, mark, ok := strings.Cut(cookie.Value, ".")
	return ok && id == u.ID && hmac.Equal([]byte(mark), []byte(p.sign("device", id)))
}
