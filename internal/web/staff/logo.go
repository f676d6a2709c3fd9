package staff

import (
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/web/poster"
)

// logoParts is how many parts of an upload are looked at.
const logoParts = 8

// Logo is a journey's logo as a file: always a PNG that was encoded here.
func (p *Pages) Logo(c echo.Context) error {
	b, err := p.Store.Logo(c.Request().Context(), c.Param("key"))
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	return c.Blob(http.StatusOK, "image/png", b)
}

// SetLogo takes an uploaded logo, or shows the page again and says what is
// wrong with it.
func (p *Pages) SetLogo(c echo.Context) error {
	upload, err := uploaded(c.Request(), "logo")
	if err != nil {
		return err
	}
	image, err := p.decode(upload)
	if params := fault.Params(err); len(params) > 0 {
		status := http.StatusUnprocessableEntity
		if errors.Is(err, fault.TooLarge) {
			status = http.StatusRequestEntityTooLarge
		}
		return p.showPosters(c, status, params[0].Code)
	}
	if err != nil {
		return err
	}
	if err := p.Store.SetLogo(c.Request().Context(), c.Param("key"), image); err != nil {
		return err
	}
	return p.toLogo(c)
}

// decode lets one picture at a time into memory.
func (p *Pages) decode(upload []byte) ([]byte, error) {
	p.decoding.Lock()
	defer p.decoding.Unlock() // also where a picture makes a decoder panic
	return poster.ReadLogo(upload)
}

// EraseLogo takes the logo away.
func (p *Pages) EraseLogo(c echo.Context) error {
	ctx := c.Request().Context()
	if _, err := p.Store.Journey(ctx, c.Param("key")); err != nil {
		return err
	}
	if err := p.Store.EraseLogo(ctx, c.Param("key")); err != nil {
		return err
	}
	return p.toLogo(c)
}

func (p *Pages) toLogo(c echo.Context) error {
	return c.Redirect(http.StatusSeeOther, "/admin/journeys/"+c.Param("key")+"/posters#logo")
}

// uploaded is the content of a form's file, at most one byte more than a logo
// may have. Nothing is written to disk, and neither its name nor its stated
// type is looked at.
func uploaded(r *http.Request, field string) ([]byte, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, &fault.Error{Kind: fault.Unsupported, Detail: "Send the logo as a form with a file.", Cause: err}
	}
	for range logoParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if part.FormName() != field {
			continue
		}
		b, err := io.ReadAll(io.LimitReader(part, poster.MaxLogo+1))
		if err != nil {
			return nil, unreadable(err)
		}
		return b, nil
	}
	return nil, fault.New(fault.Invalid, "There is no file in this form.")
}

// unreadable keeps a body's own reasons: that it is too large, or too slow.
func unreadable(err error) error {
	var size *http.MaxBytesError
	if errors.As(err, &size) {
		return err
	}
	return &fault.Error{Kind: fault.Broken, Detail: "The form cannot be read.", Cause: err}
}
