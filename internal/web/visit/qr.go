package visit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/web/poster"
)

// Sizes of QR codes in pixels, quiet zone included.
const minQR, defaultQR, maxQR = 64, 512, 2048

// Address of a placement's survey, as it is printed and put into QR codes. It
// comes from the public URL alone, never from a request.
func (p *Pages) Address(code string) string { return poster.Address(p.PublicURL, code) }

// QRSVG is GET /t/{code}/qr.svg.
func (p *Pages) QRSVG(c echo.Context) error {
	code, logo, size, err := p.qr(c)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "image/svg+xml", []byte(code.SVG(size, logo)))
}

// QRPNG is GET /t/{code}/qr.png.
func (p *Pages) QRPNG(c echo.Context) error {
	code, logo, size, err := p.qr(c)
	if err != nil {
		return err
	}
	b, err := p.png(c.Request().Context(), code, logo, size)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "image/png", b)
}

// png draws a code as a picture. A large one takes a tenth of a second, so they
// are drawn one after the other: whoever asks for many takes no time from
// answers.
func (p *Pages) png(ctx context.Context, code poster.Code, logo []byte, size int) ([]byte, error) {
	select {
	case p.drawing <- struct{}{}:
		defer func() { <-p.drawing }()
	case <-ctx.Done():
		return nil, &fault.Error{Kind: fault.Busy, Detail: "Others are drawn first. Ask again.", Cause: ctx.Err()}
	}
	var picture image.Image
	if logo != nil {
		var err error
		if picture, err = png.Decode(bytes.NewReader(logo)); err != nil {
			return nil, fmt.Errorf("read a stored logo: %w", err)
		}
	}
	var b bytes.Buffer
	fast := png.Encoder{CompressionLevel: png.BestSpeed} // half the time, and small all the same
	if err := fast.Encode(&b, code.Image(size, picture)); err != nil {
		return nil, fmt.Errorf("draw a QR code: %w", err)
	}
	return b.Bytes(), nil
}

// qr makes the code of a placement, with its journey's logo unless ?logo=0
// leaves it out.
func (p *Pages) qr(c echo.Context) (code poster.Code, logo []byte, size int, err error) {
	ctx := c.Request().Context()
	spot, err := p.Store.Spot(ctx, c.Param("code"))
	if err != nil {
		return code, nil, 0, err
	}
	size = defaultQR
	if s := c.QueryParam("size"); s != "" {
		if size, err = strconv.Atoi(s); err != nil {
			return code, nil, 0, &fault.Error{Kind: fault.Invalid, Detail: "size is a whole number of pixels",
				Params: []fault.Param{{Name: "size", Code: "not_a_number", Reason: "must be a whole number of pixels"}}}
		}
		size = min(max(size, minQR), maxQR)
	}
	if c.QueryParam("logo") != "0" {
		if logo, err = p.logo(ctx, spot.Journey.Key); err != nil {
			return code, nil, 0, err
		}
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=3600")
	code, err = poster.Encode(p.Address(spot.Placement.Code), logo != nil)
	return code, logo, size, err
}

// logo of a journey, nil where it has none.
func (p *Pages) logo(ctx context.Context, journey string) ([]byte, error) {
	b, err := p.Store.Logo(ctx, journey)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	return b, err
}
