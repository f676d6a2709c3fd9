package api

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
)

// maxDepth is how deep lists and objects may nest. What is documented needs
// six levels; a stranger's ten thousand only cost.
const maxDepth = 32

// maxAhead is how much memory a body gets by its announced length alone.
const maxAhead = 64 << 10

// document reads a request's body: JSON in UTF-8, one value, no name twice,
// nested no deeper than maxDepth.
func document(c echo.Context) ([]byte, error) {
	if err := isJSON(c.Request().Header.Get(echo.HeaderContentType)); err != nil {
		return nil, err
	}
	r := c.Request()
	body := bytes.NewBuffer(make([]byte, 0, min(max(r.ContentLength, 0), maxAhead)+bytes.MinRead))
	if _, err := body.ReadFrom(r.Body); err != nil {
		return nil, unread(err)
	}
	b := body.Bytes()
	if !utf8.Valid(b) {
		return nil, fault.New(fault.Broken, "The body is not valid UTF-8.")
	}
	if deep(b) {
		return nil, fault.New(fault.Broken, "The JSON is nested deeper than %d levels.", maxDepth)
	}
	return b, nil
}

func isJSON(contentType string) error {
	kind, params, err := mime.ParseMediaType(contentType)
	charset := params["charset"]
	if err != nil || kind != echo.MIMEApplicationJSON || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return fault.New(fault.Unsupported, "Send JSON in UTF-8, with Content-Type: application/json.")
	}
	return nil
}

// unread is why a body could not be read: too large, too slow, or broken off.
func unread(err error) error {
	var size *http.MaxBytesError
	switch {
	case errors.As(err, &size):
		return fault.New(fault.TooLarge, "The body is larger than %d kB, the most that is taken here.", size.Limit>>10)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return err
	}
	return &fault.Error{Kind: fault.Broken, Detail: "The body broke off.", Cause: err}
}

// deep looks for nesting beyond maxDepth without decoding anything.
func deep(b []byte) bool {
	depth, text := 0, false
	for i := 0; i < len(b); i++ {
		switch ch := b[i]; {
		case text && ch == '\\':
			i++
		case ch == '"':
			text = !text
		case text:
		case ch == '{', ch == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case ch == '}', ch == ']':
			depth--
		}
	}
	return false
}

// broken tells where JSON cannot be read, without repeating what was sent.
func broken(err error) error {
	var at int64
	why := "it is not valid JSON"
	if s, ok := err.(*jsontext.SyntacticError); ok {
		at = s.ByteOffset
		switch {
		case s.Err == jsontext.ErrDuplicateName:
			return fault.New(fault.Broken, "The body cannot be read: a name is in one object twice.")
		case s.Err == io.ErrUnexpectedEOF:
			why = "it ends too early"
		}
	} else if err == io.EOF || err == io.ErrUnexpectedEOF {
		why = "it ends too early"
	}
	return fault.New(fault.Broken, "The body cannot be read: %s, at byte %d.", why, at)
}

// members reads an object's members in order. Values are as sent, parts of b;
// a name twice is an error. ok is false for JSON that is no object.
func members(b []byte, each func(name string, value jsontext.Value)) (ok bool, err error) {
	// Halves of surrogate pairs, which scripts leave when they cut a text, are
	// for the reader of that text to drop. Names are compared here: inside of
	// the values no object is ever taken.
	d := jsontext.NewDecoder(bytes.NewBuffer(b), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	if d.PeekKind() != '{' {
		if _, err := d.ReadValue(); err != nil {
			return false, err
		}
		return false, end(d)
	}
	if _, err := d.ReadToken(); err != nil {
		return false, err
	}
	var few [8]string
	names := few[:0]
	var many map[string]bool
	for d.PeekKind() != '}' {
		t, err := d.ReadToken()
		if err != nil {
			return false, err
		}
		name := t.String()
		if many[name] || many == nil && slices.Contains(names, name) {
			return false, &jsontext.SyntacticError{ByteOffset: d.InputOffset(), Err: jsontext.ErrDuplicateName}
		}
		if names = append(names, name); len(names) > len(few) {
			if many == nil {
				many = make(map[string]bool, 2*len(names))
				for _, n := range names {
					many[n] = true
				}
			}
			many[name] = true
		}
		v, err := d.ReadValue()
		if err != nil {
			return false, err
		}
		at := int(d.InputOffset())
		each(name, b[at-len(v):at:at])
	}
	if _, err := d.ReadToken(); err != nil {
		return false, err
	}
	return true, end(d)
}

// end makes sure that nothing follows the value.
func end(d *jsontext.Decoder) error {
	_, err := d.ReadToken()
	switch err {
	case io.EOF:
		return nil
	case nil:
		return &jsontext.SyntacticError{ByteOffset: d.InputOffset()}
	}
	return err
}

// text reads a JSON string; null is "".
func text(v jsontext.Value) (string, bool) {
	switch v.Kind() {
	case 'n':
		return "", true
	case '"':
		if bytes.IndexByte(v, '\\') < 0 {
			return string(v[1 : len(v)-1]), true
		}
		b, err := jsontext.AppendUnquote(nil, v)
		return string(b), err == nil
	}
	return "", false
}

// wrong is the reason that a property was refused.
func wrong(name, code, reason string, args ...any) fault.Param {
	return fault.Param{Name: name, Code: code, Reason: fmt.Sprintf(reason, args...)}
}

// invalid is the error of refused properties.
func invalid(params []fault.Param) error {
	detail := params[0].Name + ": " + params[0].Reason
	if n := len(params); n > 1 {
		detail = fmt.Sprintf("%d things are wrong; the first: %s", n, detail)
	}
	return &fault.Error{Kind: fault.Invalid, Detail: detail, Params: params}
}
