package api

import (
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/web/limit"
)

// sender is who sends answers; the zero one is a stranger, who may.
type sender struct {
	trusted bool         // with a key that may write
	kiosk   *account.Key // of a registered kiosk, else nil
}

// sender of a request that needs no key. A wrong key is an error all the
// same: the sender believes to be trusted.
func (h *Handlers) sender(c echo.Context) (sender, error) {
	key, err := h.key(c)
	switch {
	case err != nil || key == nil:
		return sender{}, err
	case key.Scope == account.Kiosk:
		return sender{kiosk: key}, nil
	}
	return sender{trusted: key.Scope.Allows(account.Write)}, nil
}

// admit lets a kiosk answer for its own placement, as fast as its own bucket
// allows. Above it the kiosk is asked to wait, which it can: nothing of it is
// lost or quarantined, and a key that was copied from a tablet floods nobody.
func (s sender) admit(c echo.Context, code string) error {
	if code != s.kiosk.Placement {
		return fault.New(fault.Forbidden, "This key is for the placement %s only.", s.kiosk.Placement)
	}
	if limit.TakeDevice(c, s.kiosk.ID) {
		return fault.New(fault.TooMany, "This kiosk sends more than its bucket holds. Wait a minute.")
	}
	return nil
}
