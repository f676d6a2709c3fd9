package limit

import (
	"net/netip"

	"github.com/labstack/echo/v4"
)

// TakeDevice counts one answer of a registered device, known by its key's id,
// and says whether it came above the device's own bucket: 10 a second after
// the first 2000, what a tablet gathers in days without a network. The
// address's buckets are left alone, since a kiosk shares its address with all
// guests. On routes without a guard it is false.
func TakeDevice(c echo.Context, key string) bool {
	g, ok := c.Get(contextKey).(*Guard)
	return ok && !g.allow(&g.device, netip.Addr{}, key)
}
