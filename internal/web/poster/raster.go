package poster

import (
	"image"
	"image/color"
	"image/draw"

	xdraw "golang.org/x/image/draw"
)

// Image is the code as a picture of size pixels, with its quiet zone. Modules
// are whole pixels, so that every edge is sharp; what is left over goes to the
// quiet zone. The logo may be nil.
func (c Code) Image(size int, logo image.Image) image.Image {
	scale := max(1, size/(len(c.Modules)+2*quiet))
	offset := (size - scale*len(c.Modules)) / 2
	plain := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.White, color.Black})
	for y, row := range c.Modules {
		for x, dark := range row {
			if !dark {
				continue
			}
			for py := range scale {
				start := plain.PixOffset(offset+x*scale, offset+y*scale+py)
				for px := range scale {
					plain.Pix[start+px] = 1
				}
			}
		}
	}
	if logo == nil || c.Plate == 0 {
		return plain
	}
	all := image.NewRGBA(plain.Bounds())
	draw.Draw(all, all.Bounds(), plain, image.Point{}, draw.Src)
	side := c.Plate*scale - max(1, scale) // half a module of white on each side
	small := shrink(logo, side)
	at := image.Pt((size-small.Bounds().Dx())/2, (size-small.Bounds().Dy())/2)
	draw.Draw(all, small.Bounds().Add(at), small, image.Point{}, draw.Over)
	return all
}

// shrink makes a picture fit a square of side pixels; smaller ones keep their
// size.
func shrink(src image.Image, side int) *image.RGBA {
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	if longer := max(w, h); longer > side {
		w, h = max(1, w*side/longer), max(1, h*side/longer)
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	xdraw.CatmullRom.Scale(to, to.Bounds(), src, src.Bounds(), xdraw.Src, nil)
	return to
}
