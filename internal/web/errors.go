package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
)

var statuses = map[fault.Kind]int{
	fault.Broken:       http.StatusBadRequest,
	fault.Unauthorized: http.StatusUnauthorized,
	fault.Forbidden:    http.StatusForbidden,
	fault.NotFound:     http.StatusNotFound,
	fault.Conflict:     http.StatusConflict,
	fault.Gone:         http.StatusGone,
	fault.TooLarge:     http.StatusRequestEntityTooLarge,
	fault.Unsupported:  http.StatusUnsupportedMediaType,
	fault.Invalid:      http.StatusUnprocessableEntity,
	fault.TooMany:      http.StatusTooManyRequests,
	fault.Busy:         http.StatusServiceUnavailable,
}

// statusLeft is for the log alone: the sender went away before the answer
// was there.
const statusLeft = 499

// Status of an error; 500 for what nobody foresaw. It is the only place where
// an error becomes a status.
func Status(err error) int {
	var kind fault.Kind
	if errors.As(err, &kind) {
		if status, ok := statuses[kind]; ok {
			return status
		}
	}
	var (
		he   *echo.HTTPError
		size *http.MaxBytesError
	)
	switch {
	case errors.As(err, &he):
		return he.Code
	case errors.As(err, &size):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded): // the body came too slowly
		return http.StatusRequestTimeout
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// words are what is said of a status: to programs a stable code and, where
// the error itself has no detail, a sentence.
var words = map[int]struct{ code, detail string }{
	400: {"broken_request", "The request cannot be read."},
	401: {"unauthorized", "Send an API key, as Authorization: Bearer or as X-API-Key."},
	403: {"forbidden", "This key, or this account, may not do that."},
	404: {"not_found", "There is nothing here."},
	405: {"method_not_allowed", "This address does not take that method; Allow says which ones it does."},
	408: {"too_slow", "The request did not arrive in time."},
	409: {"conflict", "This was sent before with other content."},
	410: {"gone", "This is no longer here."},
	413: {"too_large", "This is more than is taken here."},
	415: {"unsupported_media_type", "This kind of content is not taken here."},
	421: {"misdirected_request", "This installation is not known by that host name."},
	422: {"invalid", "Something that was sent is wrong."},
	429: {"too_many_requests", "Too many requests from one address; wait a moment."},
	503: {"busy", "The service is busy; try again in a moment."},
	500: {"internal", "Something went wrong here. It is in the log under this request's id."},
}

// problem is an error as RFC 9457 writes it down.
type problem struct {
	Type      string  `json:"type"`
	Title     string  `json:"title"`
	Status    int     `json:"status"`
	Detail    string  `json:"detail"`
	Code      string  `json:"code"`
	RequestID string  `json:"request_id,omitempty"`
	Params    []param `json:"invalid_params,omitempty"`
}

type param struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
	Code   string `json:"code"`
}

// problemOf tells an error's sender what the error is. Of errors that nobody
// foresaw it tells nothing but that they happened.
func problemOf(err error) problem {
	p := problem{Type: "about:blank", Status: Status(err)}
	said, ok := words[p.Status]
	if !ok {
		said = words[400]
		if p.Status >= 500 {
			said = words[500]
		}
	}
	p.Title, p.Code, p.Detail = http.StatusText(p.Status), said.code, fault.Detail(err)
	if p.Detail == "" || p.Status == http.StatusInternalServerError {
		p.Detail = said.detail
	}
	for _, f := range fault.Params(err) {
		p.Params = append(p.Params, param{Name: f.Name, Reason: f.Reason, Code: f.Code})
	}
	if p.Status == http.StatusUnprocessableEntity && p.Params == nil {
		p.Params = []param{{Reason: p.Detail, Code: p.Code}}
	}
	return p
}

// answerError writes the one answer to a failed request: problem+json for
// programs, a page for people.
func answerError(log *slog.Logger, people readers) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		if r := c.Request(); errors.Is(err, context.Canceled) && r.Context().Err() != nil {
			c.Response().Status = statusLeft
			return
		}
		p := problemOf(err)
		p.RequestID = requestID(c)
		if unforeseen(p.Status, err) {
			log.Error("request failed", "method", methodOf(c.Request().Method), "route", routeOf(c),
				"status", p.Status, "request_id", p.RequestID, causeOf(err))
		}
		h := c.Response().Header()
		h.Set("Cache-Control", "no-store")
		retryAfter(h, p.Status)
		if areaOf(c.Request().URL.Path) == apiArea {
			if p.Status == http.StatusUnauthorized {
				h.Set("WWW-Authenticate", `Bearer realm="waymood"`)
			}
			err = answerProgram(c, p)
		} else {
			err = people.answer(c, p.Status, p.RequestID)
		}
		if err != nil && !left(err) {
			log.Error("error page failed", "route", routeOf(c), "request_id", p.RequestID, causeOf(err))
		}
	}
}

// unforeseen is true for errors that belong in the log beside the request's
// line: what is our own fault, and trouble that made us say that we are busy.
func unforeseen(status int, err error) bool {
	if status < 500 || logged(err) {
		return false
	}
	var f *fault.Error
	return status != http.StatusServiceUnavailable || errors.As(err, &f) && f.Cause != nil
}

// retryAfter says when to come back, unless a handler knows better.
func retryAfter(h http.Header, status int) {
	if h.Get("Retry-After") != "" {
		return
	}
	switch status {
	case http.StatusTooManyRequests:
		h.Set("Retry-After", "1")
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "2")
	}
}

func answerProgram(c echo.Context, p problem) error {
	if c.Request().Method == http.MethodHead {
		return c.NoContent(p.Status)
	}
	c.Response().Header().Set(echo.HeaderContentType, "application/problem+json")
	return c.JSON(p.Status, p)
}
