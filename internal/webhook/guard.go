package webhook

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"syscall"

	"code.dny.dev/ssrf"
)

// errBlocked says that nothing is sent to an address.
var errBlocked = errors.New("nothing is sent to this address")

// guard looks at the address that is about to be dialled, after its name was
// looked up: whatever the name said before, or says next, does not matter.
// private lets addresses of this machine and of private networks pass, not
// ports.
func guard(private bool) func(network, address string, conn syscall.RawConn) error {
	g := ssrf.New(ssrf.WithAnyPort())
	return func(network, address string, conn syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !PortAllowed(to.Port()) {
			return errBlocked
		}
		if private {
			return nil
		}
		if err := g.Safe(network, address, conn); err != nil {
			return fmt.Errorf("%w: %w", errBlocked, err)
		}
		return nil
	}
}

// PortAllowed says whether a webhook may go to a port: those of the web, and
// those from 1024 on at which no other service is at home. The exceptions are
// those of browsers, https://fetch.spec.whatwg.org/#port-blocking.
func PortAllowed(port uint16) bool {
	if port < 1024 {
		return port == 80 || port == 443
	}
	return !slices.Contains([]uint16{
		1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
	}, port)
}
