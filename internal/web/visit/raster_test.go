package visit

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"strconv"
	"testing"
)

var run = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)
var box = regexp.MustCompile(`viewBox="0 0 (\d+) `)

// rasterise paints the runs of a QR drawing with scale pixels per module.
func rasterise(t *testing.T, svg []byte, scale int) []byte {
	t.Helper()
	number := func(b []byte) int { n, _ := strconv.Atoi(string(b)); return n * scale }
	side := number(box.FindSubmatch(svg)[1])
	img := image.NewGray(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for _, m := range run.FindAllSubmatch(svg, -1) {
		x, y, w := number(m[1]), number(m[2]), number(m[3])
		for dy := range scale {
			for dx := range w {
				img.SetGray(x+dx, y+dy, color.Gray{})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
