package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// hosts refuses requests for a host that this installation is not known by,
// so that a forged Host can reach no page, cache or mail. While the public
// address is the machine itself, as on the first day, any host is answered;
// probes and scrapers call by address and are let through always.
func hosts(public *url.URL) echo.MiddlewareFunc {
	if OnlyHere(public) {
		return func(next echo.HandlerFunc) echo.HandlerFunc { return next }
	}
	name := hostname(public.Host)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if hostname(r.Host) != name {
				switch r.URL.Path {
				case "/healthz", "/readyz", "/metrics":
				default:
					return echo.NewHTTPError(http.StatusMisdirectedRequest)
				}
			}
			return next(c)
		}
	}
}

// hostname is a Host without port, final dot and capitals. Ports differ
// between what a proxy listens on and what it passes on, and tell nothing.
func hostname(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// OnlyHere is true for addresses that lead nowhere from another machine, and
// where none is set.
func OnlyHere(public *url.URL) bool {
	if public == nil {
		return true
	}
	name := hostname(public.Host)
	if name == "" || name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	a, err := netip.ParseAddr(name)
	return err == nil && (a.Unmap().IsLoopback() || a.IsUnspecified())
}

// addresses tells where a request comes from: the connection's other end, or,
// where that is a trusted proxy, the nearest address in X-Forwarded-For that
// is not.
func addresses(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		a := p.Masked().Addr()
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP:   a.AsSlice(),
			Mask: net.CIDRMask(p.Bits(), a.BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}
