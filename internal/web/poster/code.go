// Package poster draws what hangs on walls: QR codes, and the posters, table
// tents and stickers around them, as SVG in millimetres.
package poster

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/skip2/go-qrcode"
)

// quiet is the white around a code in modules, as ISO 18004 wants it.
const quiet = 4

// Code is a QR code: rows of modules, true for dark, without quiet zone.
type Code struct {
	Modules [][]bool
	Plate   int // side of the white square in the middle, in modules; 0 without a logo
}

// Encode makes the code that leads to an address.
//
// Without a logo its error correction is Q. Q mends a quarter of the
// codewords, which is less than a quarter of the picture, because a blot also
// spoils the codewords that it only touches: one opaque blot of a tenth of the
// area never hurts, one of a fifth may. It must not touch the squares in three
// corners, nor the small one near the fourth, by which readers find their way;
// from version 7 on, where addresses are long, small ones stand all over, and a
// blot on one misleads some readers, though what it hides could be mended. A
// stain that lets the pattern shine through, as coffee does, may cover a fifth
// anywhere. Versions below 4 could not promise that and are not used.
//
// With a logo it is H, which mends 30 %, of version 5 or above. The white
// plate takes 7 x 7 modules, 9 x 9 from version 7 on, 3 to 4 % of the area:
// the largest that leaves the same to be mended besides.
func Encode(address string, logo bool) (Code, error) {
	level, least := qrcode.High, 4 // the library's name for Q
	if logo {
		level, least = qrcode.Highest, 5 // H
	}
	q, err := qrcode.New(address, level)
	if err == nil && q.VersionNumber < least {
		q, err = qrcode.NewWithForcedVersion(address, least, level)
	}
	if err != nil {
		return Code{}, fmt.Errorf("draw a QR code: %w", err)
	}
	q.DisableBorder = true
	c := Code{Modules: q.Bitmap()}
	switch {
	case logo && q.VersionNumber >= 7:
		c.Plate = 9
	case logo:
		c.Plate = 7
	}
	for y := range c.Plate {
		for x := range c.Plate {
			c.Modules[c.edge()+y][c.edge()+x] = false
		}
	}
	return c, nil
}

// edge is where the plate begins, in modules from the code's own edge.
func (c Code) edge() int { return (len(c.Modules) - c.Plate) / 2 }

// Address of a placement's survey, as it is printed and put into QR codes. It
// comes from the public URL alone, never from a request.
func Address(public *url.URL, code string) string {
	return strings.TrimSuffix(public.String(), "/") + "/t/" + code
}

// Short is an address as people type it: without its scheme.
func Short(address string) string {
	return strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://")
}

// path draws the dark modules: one run after the other. The first module's
// corner is at (x0, y0).
func (c Code) path(x0, y0 int) string {
	var path strings.Builder
	for y, row := range c.Modules {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			end := x
			for end < len(row) && row[end] {
				end++
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+x0, y+y0, end-x, end-x)
			x = end
		}
	}
	return path.String()
}

// SVG is the code as a drawing of its own, size pixels wide, on white with its
// quiet zone. The logo is a PNG; it stands in the drawing itself.
func (c Code) SVG(size int, logo []byte) string {
	side := len(c.Modules) + 2*quiet
	mark := ""
	if c.Plate > 0 {
		at, wide := c.edge()+quiet, c.Plate
		mark = picture(logo, float64(at)+margin, float64(at)+margin, float64(wide)-2*margin)
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/>%s</svg>`+"\n", size, size, side, side, side, side, c.path(quiet, quiet), mark)
}

// margin is the white between the plate's edge and the logo, in modules.
const margin = 0.5
