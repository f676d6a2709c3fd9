package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// The policies of each area. A handler that needs another one sets it itself:
// these are set before the handler runs and never after it.
const (
	staffCSP = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	visitCSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	nothingCSP = "default-src 'none'; frame-ancestors 'none'"

	// what a phone would ask its owner for
	visitPermissions = "camera=(), geolocation=(), microphone=()"
	noPermissions    = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), " +
		"magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)

// area is a part of the address space whose pages share their headers.
type area int

const (
	staffArea area = iota
	visitArea
	apiArea
	fileArea
)

func areaOf(path string) area {
	switch {
	case strings.HasPrefix(path, "/t/"), strings.HasPrefix(path, "/receipt/"), strings.HasPrefix(path, "/digest/"), strings.HasPrefix(path, "/share/"):
		return visitArea
	case strings.HasPrefix(path, "/api/"):
		return apiArea
	case strings.HasPrefix(path, "/static/"), path == "/embed.js":
		return fileArea
	}
	return staffArea
}

// fixed are the headers of each area. They are shared by all answers: a
// handler that sets another value replaces its own, never these.
func fixed(secure bool) map[area]http.Header {
	all := map[area]http.Header{
		visitArea: {
			"Content-Security-Policy": {visitCSP},
			"Referrer-Policy":         {"no-referrer"},
			"Permissions-Policy":      {visitPermissions},
			"Cache-Control":           {"no-store"},
		},
		apiArea:  {"Content-Security-Policy": {nothingCSP}, "Cache-Control": {"no-store"}},
		fileArea: {"Content-Security-Policy": {nothingCSP}},
		staffArea: {
			"Content-Security-Policy":      {staffCSP},
			"X-Frame-Options":              {"DENY"},
			"Referrer-Policy":              {"same-origin"},
			"Cross-Origin-Opener-Policy":   {"same-origin"},
			"Cross-Origin-Resource-Policy": {"same-origin"},
			"Permissions-Policy":           {noPermissions},
			"Cache-Control":                {"no-store"},
		},
	}
	for _, h := range all {
		h.Set("X-Content-Type-Options", "nosniff")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
	}
	return all
}

// headers sets the security headers of an answer's area.
func headers(public *url.URL) echo.MiddlewareFunc {
	areas := fixed(public != nil && public.Scheme == "https")
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			at := areaOf(c.Request().URL.Path)
			for name, values := range areas[at] {
				h[name] = values[:1:1]
			}
			if at == visitArea {
				c.Response().Before(func() { denyFrames(h) })
			}
			return next(c)
		}
	}
}

// denyFrames tells old browsers what the policy tells new ones. It cannot name
// origins, so a page that may be framed does without it.
func denyFrames(h http.Header) {
	if strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		h.Set("X-Frame-Options", "DENY")
	}
}
