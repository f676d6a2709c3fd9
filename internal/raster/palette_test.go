package raster

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

// TestSmallPNG is that a picture of many shades keeps them closely enough that
// nobody sees it, in fewer bytes.
func TestSmallPNG(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">`)
	for i := range 40 {
		fmt.Fprintf(&b, `<circle cx="%d" cy="%d" r="%d" fill="#%02x%02x%02x"/>`, 10+7*i, 20+4*i, 8+i/2, 6*i, 255-5*i, 3*i)
		fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="14" fill="#%02x2040">Wave %d</text>`, 5*i, 190-4*i, 6*i, i)
	}
	b.WriteString(`</svg>`)
	fonts, err := FindFonts(nil)
	if err != nil {
		t.Fatal(err)
	}
	img, err := Paint([]byte(b.String()), fonts, 2)
	if err != nil {
		t.Fatal(err)
	}
	var whole, small bytes.Buffer
	if err := PNG(&whole, []byte(b.String()), fonts, 2); err != nil {
		t.Fatal(err)
	}
	if err := SmallPNG(&small, []byte(b.String()), fonts, 2); err != nil {
		t.Fatal(err)
	}
	if small.Len() > whole.Len()*2/3 {
		t.Errorf("%d bytes instead of %d", small.Len(), whole.Len())
	}
	out, err := png.Decode(bytes.NewReader(small.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	far, used := 0, map[color.Color]bool{}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			c := color.RGBAModel.Convert(out.At(x, y)).(color.RGBA)
			used[c] = true
			far = max(far, distance(img.RGBAAt(x, y), c))
		}
	}
	if len(used) > 256 || far > 32 {
		t.Errorf("%d colours, the worst %d from what was drawn", len(used), far)
	}
	if c := few(img); len(c.Palette) > 256 {
		t.Errorf("a palette of %d", len(c.Palette))
	}
}

// TestFewColours is that a picture with few colours keeps each of them.
func TestFewColours(t *testing.T) {
	img, err := Paint([]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><rect width="2" height="2" fill="#123456"/><rect x="2" width="1" height="2" fill="#123556"/></svg>`), nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	out := few(img)
	for x, want := range []color.RGBA{{0x12, 0x34, 0x56, 255}, {0x12, 0x34, 0x56, 255}, {0x12, 0x35, 0x56, 255}, {255, 255, 255, 255}} {
		if got := out.At(x, 1); got != want {
			t.Errorf("pixel %d is %v, drawn was %v", x, got, want)
		}
	}
}
