package poster

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/programtest"
)

// read has pictures read by zbar, a program that knows nothing of this one.
// It tells how many of them say what they should.
func read(t *testing.T, want string, pictures ...image.Image) int {
	t.Helper()
	zbar := programtest.Path(t, "zbarimg")
	folder := t.TempDir()
	arguments := []string{"--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"}
	for i, p := range pictures {
		file := filepath.Join(folder, strconv.Itoa(i)+".png")
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, p); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, file)
	}
	out, err := exec.Command(zbar, arguments...).Output()
	if _, exited := err.(*exec.ExitError); err != nil && !exited { // 4: some held no code
		t.Fatal(err)
	}
	right := 0
	for line := range strings.Lines(string(out)) {
		if strings.TrimSpace(line) == want {
			right++
		} else {
			t.Errorf("zbar reads %q", line)
		}
	}
	return right
}

// disc is a logo that fills its square.
func disc() image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 120, 120))
	for at := range 120 * 120 {
		x, y := at%120, at/120
		if dx, dy := x-60, y-60; dx*dx+dy*dy < 3600 {
			img.SetRGBA(x, y, color.RGBA{11, 95, 85, 255})
		}
	}
	return img
}

// stain paints a round blot: alpha 255 is opaque.
func stain(p image.Image, x, y, radius float64, c color.NRGBA) image.Image {
	all := image.NewRGBA(p.Bounds())
	draw.Draw(all, all.Bounds(), p, image.Point{}, draw.Src)
	for at := range all.Bounds().Dx() * all.Bounds().Dy() {
		px, py := at%all.Bounds().Dx(), at/all.Bounds().Dx()
		if math.Hypot(float64(px)+.5-x, float64(py)+.5-y) < radius {
			draw.Draw(all, image.Rect(px, py, px+1, py+1), image.NewUniform(c), image.Point{}, draw.Over)
		}
	}
	return all
}

const scale = 6 // pixels a module

// stained are n pictures of a code with a blot of a share of its area, at
// places that chance chooses, outside the four squares if it is opaque.
func stained(c Code, logo image.Image, n int, share float64, paints ...color.NRGBA) []image.Image {
	side := float64(len(c.Modules))
	clean := c.Image(scale*(len(c.Modules)+2*quiet), logo)
	radius := side * math.Sqrt(share/math.Pi)
	chance := rand.New(rand.NewPCG(18004, uint64(len(c.Modules))))
	var all []image.Image
	for len(all) < n {
		x, y := chance.Float64()*side, chance.Float64()*side
		paint := paints[len(all)%len(paints)]
		if paint.A == 255 && (nearCorner(side, x, y, radius) || touches(side-9, side-9, 5, x, y, radius)) {
			continue
		}
		all = append(all, stain(clean, scale*(x+quiet), scale*(y+quiet), scale*radius, paint))
	}
	return all
}

// TestBlots has codes read that were spoilt as Encode says they may be: by an
// opaque blot of a tenth where the address is short, or by coffee over a fifth.
func TestBlots(t *testing.T) {
	opaque := []color.NRGBA{{255, 255, 255, 255}, {0, 0, 0, 255}, {128, 128, 128, 255}}
	coffee := color.NRGBA{111, 78, 55, 115} // 45 %
	for address, short := range map[string]bool{
		"http://192.168.1.20:8080/t/k7q2x":                                            true,
		"https://feedback.example.org/t/k7q2x":                                        true,
		"https://feedback.a-rather-long-name-of-a-chain-of-shops.example.org/t/k7q2x": false,
	} {
		for _, logo := range []image.Image{nil, disc()} {
			c, err := Encode(address, logo != nil)
			if err != nil {
				t.Fatal(err)
			}
			const n = 60
			if short {
				if got := read(t, address, stained(c, logo, n, 0.1, opaque...)...); got != n {
					t.Errorf("%s, logo %v: %d of %d with an opaque blot are read", address, logo != nil, got, n)
				}
			}
			if got := read(t, address, stained(c, logo, n, 0.2, coffee)...); got != n {
				t.Errorf("%s, logo %v: %d of %d with a coffee stain are read", address, logo != nil, got, n)
			}
		}
	}
}

// TestSizes has codes read from 64 pixels to 2048.
func TestSizes(t *testing.T) {
	for _, address := range []string{"http://192.168.1.20:8080/t/k7q2x", "https://feedback.a-rather-long-name-of-a-chain-of-shops.example.org/t/k7q2x"} {
		for _, logo := range []image.Image{nil, disc()} {
			c, err := Encode(address, logo != nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, size := range []int{64, 100, 128, 200, 333, 512, 1000, 2048} {
				if read(t, address, c.Image(size, logo)) != 1 {
					t.Errorf("%s, logo %v: not read at %d px, %d px a module", address, logo != nil, size, size/(len(c.Modules)+2*quiet))
				}
			}
		}
	}
}
