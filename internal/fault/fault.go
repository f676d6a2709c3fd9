// Package fault names the few ways a request can fail. Every layer below the
// web returns these; only web/errors.go turns them into HTTP statuses.
package fault

import (
	"errors"
	"fmt"
)

// Kind is a way to fail. A Kind is itself an error, so that
// errors.Is(err, fault.NotFound) works on anything that wraps it.
type Kind string

func (k Kind) Error() string { return string(k) }

// The kinds, each with the HTTP status that web/errors.go gives it.
const (
	Broken       Kind = "broken request"       // 400: cannot be read at all
	Unauthorized Kind = "sign in first"        // 401
	Forbidden    Kind = "not allowed"          // 403
	NotFound     Kind = "not found"            // 404
	Conflict     Kind = "conflict"             // 409: same id, other content
	Gone         Kind = "gone"                 // 410: closed or erased
	TooLarge     Kind = "too large"            // 413
	Unsupported  Kind = "unsupported media"    // 415
	Invalid      Kind = "invalid"              // 422: understood, but wrong
	TooMany      Kind = "too many requests"    // 429
	Busy         Kind = "busy, try again soon" // 503: full queue, disk trouble
)

// Param is one reason why one named input was refused.
type Param struct {
	Name   string         // the input as the sender knows it: "answers.rating", "language"
	Code   string         // a stable word for translation: "required", "out_of_range"
	Args   map[string]any // what the translated sentence needs: {"Min": 1, "Max": 5}
	Reason string         // the sentence in English, with what to do
}

// Error is a Kind with a detail that a person can act on.
type Error struct {
	Kind   Kind
	Detail string
	Params []Param
	Cause  error // for the log; never shown to the sender
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Kind, e.Detail, e.Cause)
	}
	return fmt.Sprintf("%s: %s", e.Kind, e.Detail)
}

// Unwrap gives both the kind and the cause to errors.Is.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// New makes an error of a kind with a detail in the manner of fmt.Sprintf.
func New(k Kind, format string, args ...any) *Error {
	return &Error{Kind: k, Detail: fmt.Sprintf(format, args...)}
}

// Detail is what may be shown to the sender of the request that failed: the
// outermost fault's detail, or "" for errors that are nobody's business.
func Detail(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Detail
	}
	return ""
}

// Params are the refused inputs that err carries, or none.
func Params(err error) []Param {
	var e *Error
	if errors.As(err, &e) {
		return e.Params
	}
	return nil
}
