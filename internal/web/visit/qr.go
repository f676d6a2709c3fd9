package visit

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/skip2/go-qrcode"

	"github.com/waymood/waymood/internal/fault"
)

// Sizes of QR codes in pixels, quiet zone included.
const (
	minQR, defaultQR, maxQR = 64, 512, 2048
	quiet                   = 4 // modules of white around the code, as ISO 18004 wants
)

// QRCode is the code that leads to a placement's survey: rows of modules,
// true for dark, without quiet zone. Error correction Q stands a quarter of
// it being dirty or torn.
func QRCode(address string) ([][]bool, error) {
	q, err := qrcode.New(address, qrcode.High) // the library's High is Q
	if err != nil {
		return nil, fmt.Errorf("draw a QR code: %w", err)
	}
	q.DisableBorder = true
	return q.Bitmap(), nil
}

// Address of a placement's survey, as it is printed and put into QR codes. It
// comes from the public URL alone, never from a request.
func (p *Pages) Address(code string) string {
	return strings.TrimSuffix(p.PublicURL.String(), "/") + "/t/" + code
}

// QRSVG is GET /t/{code}/qr.svg.
func (p *Pages) QRSVG(c echo.Context) error {
	modules, size, err := p.qr(c)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "image/svg+xml", []byte(QRDrawing(modules, size)))
}

// QRPNG is GET /t/{code}/qr.png.
func (p *Pages) QRPNG(c echo.Context) error {
	modules, size, err := p.qr(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, qrImage(modules, size)); err != nil {
		return fmt.Errorf("draw a QR code: %w", err)
	}
	return c.Blob(http.StatusOK, "image/png", b.Bytes())
}

func (p *Pages) qr(c echo.Context) (modules [][]bool, size int, err error) {
	spot, err := p.Store.Spot(c.Request().Context(), c.Param("code"))
	if err != nil {
		return nil, 0, err
	}
	size = defaultQR
	if s := c.QueryParam("size"); s != "" {
		if size, err = strconv.Atoi(s); err != nil {
			return nil, 0, &fault.Error{Kind: fault.Invalid, Detail: "size is a whole number of pixels",
				Params: []fault.Param{{Name: "size", Code: "not_a_number", Reason: "must be a whole number of pixels"}}}
		}
		size = min(max(size, minQR), maxQR)
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=3600")
	modules, err = QRCode(p.Address(spot.Placement.Code))
	return modules, size, err
}

// QRDrawing is a QR code as an SVG of size pixels: one path, one run of dark
// modules after the other, on white.
func QRDrawing(modules [][]bool, size int) string {
	side := len(modules) + 2*quiet
	var path strings.Builder
	for y, row := range modules {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			end := x
			for end < len(row) && row[end] {
				end++
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, end-x, end-x)
			x = end
		}
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`+"\n", size, size, side, side, side, side, path.String())
}

// qrImage draws whole pixels per module, so that every edge is sharp, and
// gives what is left over to the quiet zone.
func qrImage(modules [][]bool, size int) image.Image {
	scale := max(1, size/(len(modules)+2*quiet))
	img := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.White, color.Black})
	offset := (size - scale*len(modules)) / 2
	for y, row := range modules {
		for x, dark := range row {
			if !dark {
				continue
			}
			for py := range scale {
				start := img.PixOffset(offset+x*scale, offset+y*scale+py)
				for px := range scale {
					img.Pix[start+px] = 1
				}
			}
		}
	}
	return img
}
