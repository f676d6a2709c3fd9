package visit

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
)

// maxBody is the largest form, in bytes.
const maxBody = 64 << 10

// readForm reads a form's values from the request's body, and only from
// there. It takes both of the encodings that browsers use; sent files are
// left aside.
func readForm(c echo.Context) (url.Values, error) {
	r := c.Request()
	if r.Header.Get("Content-Encoding") != "" {
		return nil, fault.New(fault.Unsupported, "send the form as it is, without Content-Encoding")
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" && kind != "multipart/form-data" {
		return nil, fault.New(fault.Unsupported, "send application/x-www-form-urlencoded or multipart/form-data")
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		var size *http.MaxBytesError
		if errors.As(err, &size) {
			return nil, fault.New(fault.TooLarge, "a form may have %d kB; shorten the texts", maxBody>>10)
		}
		return nil, &fault.Error{Kind: fault.Broken, Detail: "the form did not arrive whole", Cause: err}
	}
	if kind == "application/x-www-form-urlencoded" {
		values, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, &fault.Error{Kind: fault.Broken, Detail: "the form is not well encoded", Cause: err}
		}
		return values, nil
	}
	return readParts(multipart.NewReader(strings.NewReader(string(body)), params["boundary"]))
}

func readParts(parts *multipart.Reader) (url.Values, error) {
	values := url.Values{}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return values, nil
		}
		if err != nil {
			return nil, &fault.Error{Kind: fault.Broken, Detail: "the form is not well encoded", Cause: err}
		}
		if part.FileName() != "" {
			continue
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return nil, &fault.Error{Kind: fault.Broken, Detail: "the form is not well encoded", Cause: err}
		}
		values.Add(part.FormName(), string(value))
	}
}
