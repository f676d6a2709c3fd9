package raster

import (
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"slices"
)

// SmallPNG is PNG in at most 256 colours: about a third of the bytes, for what
// goes out in mails. Drawings have few colours and many shades where edges are
// smoothed; the shades are what is brought together.
func SmallPNG(w io.Writer, svg []byte, fonts *Fonts, scale float64) error {
	img, err := Paint(svg, fonts, scale)
	if err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(w, few(img)); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return nil
}

// few is the picture with at most 256 colours: the most frequent ones of those
// that differ, each other one as the nearest of them.
func few(img *image.RGBA) *image.Paletted {
	count := map[color.RGBA]int{}
	for i := 0; i < len(img.Pix); i += 4 {
		count[color.RGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 255}]++
	}
	colours := make([]color.RGBA, 0, len(count))
	for c := range count {
		colours = append(colours, c)
	}
	slices.SortFunc(colours, func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	var palette color.Palette
	for apart := 24; apart >= 0 && len(palette) < min(256, len(colours)); apart -= 8 { // first what is far from all others
		for _, c := range colours {
			if len(palette) == 256 {
				break
			}
			if len(palette) == 0 || distance(c, palette[palette.Index(c)].(color.RGBA)) > apart {
				palette = append(palette, c)
			}
		}
	}
	index := make(map[color.RGBA]uint8, len(colours))
	for _, c := range colours {
		index[c] = uint8(palette.Index(c))
	}
	out := image.NewPaletted(img.Bounds(), palette)
	for i := range out.Pix {
		p := img.Pix[4*i:]
		out.Pix[i] = index[color.RGBA{p[0], p[1], p[2], 255}]
	}
	return out
}

// distance of two colours: that of the channel in which they differ most.
func distance(a, b color.RGBA) int {
	far := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
	return max(far(a.R, b.R), far(a.G, b.G), far(a.B, b.B))
}
