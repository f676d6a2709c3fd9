package staff

import (
	"net/url"
	"strings"
)

// safeNext is where signing in leads: an address on this site, else the
// journeys. Browsers read "//host" and "/\host" as another site and drop
// tabs and line ends from addresses, so anything with a control character,
// a backslash or a doubled slash at its start is refused, however escaped.
func safeNext(next string) string {
	const home = "/admin"
	if !onThisSite(next) {
		return home
	}
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !onThisSite(u.Path) {
		return home
	}
	return next
}

func onThisSite(path string) bool {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, "\\") {
		return false
	}
	return strings.IndexFunc(path, func(r rune) bool { return r < 0x20 || r == 0x7f }) < 0
}
