package poster

import (
	"image"
	"image/color"
	"image/draw"
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

// shrink makes a picture fit a square of side pixels by averaging what falls
// on each pixel; smaller ones stay as they are.
func shrink(src image.Image, side int) *image.RGBA {
	from := image.NewRGBA(image.Rect(0, 0, src.Bounds().Dx(), src.Bounds().Dy()))
	draw.Draw(from, from.Bounds(), src, src.Bounds().Min, draw.Src)
	w, h := from.Bounds().Dx(), from.Bounds().Dy()
	if w <= side && h <= side {
		return from
	}
	to := image.NewRGBA(image.Rect(0, 0, max(1, w*side/max(w, h)), max(1, h*side/max(w, h))))
	tw, th := to.Bounds().Dx(), to.Bounds().Dy()
	for y := range th {
		y0, y1 := y*h/th, max(y*h/th+1, (y+1)*h/th)
		for x := range tw {
			x0, x1 := x*w/tw, max(x*w/tw+1, (x+1)*w/tw)
			var sum [4]int
			for fy := y0; fy < y1; fy++ {
				row := from.Pix[from.PixOffset(x0, fy):from.PixOffset(x1, fy)]
				for i, v := range row {
					sum[i%4] += int(v)
				}
			}
			n := (y1 - y0) * (x1 - x0)
			pix := to.Pix[to.PixOffset(x, y):]
			for i := range sum {
				pix[i] = uint8((sum[i] + n/2) / n)
			}
		}
	}
	return to
}
