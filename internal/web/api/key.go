package api

import (
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
)

// Key lets in requests with an API key of the scope, or one above it.
func (h *Handlers) Key(scope account.Scope) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			key, err := h.key(c)
			if err != nil {
				return err
			}
			if key == nil {
				return fault.New(fault.Unauthorized, "Send an API key, as Authorization: Bearer or as X-API-Key. "+
					"An owner makes one with: waymood key create NAME --scope %s", scope)
			}
			if !key.Scope.Allows(scope) {
				return fault.New(fault.Forbidden, "This key is for %s; this needs %s.", key.Scope, scope)
			}
			c.Set("key", key)
			return next(c)
		}
	}
}

// plain says whether texts are told as they were written: only keys of the
// scope admin see the names and contacts in them.
func plain(c echo.Context) bool {
	key, ok := c.Get("key").(*account.Key)
	return ok && key.Scope.Allows(account.Admin)
}

// Trusted says whether a request carries a key that may write. Requests
// without one are not wrong, only not trusted.
func (h *Handlers) Trusted(c echo.Context) bool {
	from, _ := h.sender(c)
	return from.trusted
}

// key of a request; nil when it has none. A key in the address is not looked
// at: addresses end up in logs and histories.
func (h *Handlers) key(c echo.Context) (*account.Key, error) {
	secret := secretOf(c)
	if secret == "" {
		return nil, nil
	}
	return h.Store.KeyOf(c.Request().Context(), secret)
}

func secretOf(c echo.Context) string {
	header := c.Request().Header
	if scheme, secret, ok := strings.Cut(header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(secret)
	}
	return strings.TrimSpace(header.Get("X-API-Key"))
}
