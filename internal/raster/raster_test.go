package raster

import (
	"bytes"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func fonts(t testing.TB) *Fonts {
	t.Helper()
	f, err := FindFonts(FontFolders(""))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Every picture that package chart is known to draw can be painted.
func TestChartsCanBePainted(t *testing.T) {
	f := fonts(t)
	files, err := filepath.Glob("../chart/testdata/*.svg")
	if err != nil || len(files) < 10 {
		t.Fatal(err, files)
	}
	for _, file := range files {
		svg, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := PNG(&b, svg, f, 1); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if dir := os.Getenv("WAYMOOD_SCREENSHOTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, strings.TrimSuffix(filepath.Base(file), ".svg")+".png"), b.Bytes(), 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}

func drawing(inside string) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">` + inside + `</svg>`)
}

func TestPaint(t *testing.T) {
	black, white := color.RGBA{0, 0, 0, 255}, color.RGBA{255, 255, 255, 255}
	for _, c := range []struct {
		name, inside string
		x, y         int
		want         color.RGBA
	}{
		{"nothing is white", ``, 5, 5, white},
		{"a rectangle", `<rect x="2" y="2" width="10" height="10" fill="#ff0000"/>`, 5, 5, color.RGBA{255, 0, 0, 255}},
		{"moved within a group", `<g transform="translate(20 0)"><rect x="2" y="2" width="10" height="10" fill="#ff0000"/></g>`, 25, 5, color.RGBA{255, 0, 0, 255}},
		{"moved away from where it was", `<g transform="translate(20 0)"><rect x="2" y="2" width="10" height="10" fill="#ff0000"/></g>`, 5, 5, white},
		{"half transparent", `<rect width="10" height="10" fill="#000000" fill-opacity="0.5"/>`, 5, 5, color.RGBA{127, 127, 127, 255}},
		{"a line", `<line x1="0" y1="10" x2="40" y2="10" stroke="#000000" stroke-width="4"/>`, 20, 10, black},
		{"a dash", `<line x1="0" y1="10" x2="40" y2="10" stroke="#000000" stroke-width="4" stroke-dasharray="10 10"/>`, 5, 10, black},
		{"between dashes", `<line x1="0" y1="10" x2="40" y2="10" stroke="#000000" stroke-width="4" stroke-dasharray="10 10"/>`, 15, 10, white},
		{"a hole in a path", `<path d="M0 0h20v20h-20zM5 5v10h10v-10z" fill="#000000"/>`, 10, 10, white},
		{"beside the hole", `<path d="M0 0h20v20h-20zM5 5v10h10v-10z" fill="#000000"/>`, 2, 10, black},
		{"an arc", `<path d="M0 10a10 10 0 0 1 20 0z" fill="#000000"/>`, 10, 3, black},
		{"above the arc's other half", `<path d="M0 10a10 10 0 0 0 20 0z" fill="#000000"/>`, 10, 3, white},
		{"a curve", `<path d="M0 20Q10-20 20 20z" fill="#000000"/>`, 10, 10, black},
		{"far outside", `<rect x="-1e6" y="-1e6" width="3e6" height="3e6" fill="#000000"/>`, 10, 10, black},
	} {
		img, err := Paint(drawing(c.inside), fonts(t), 1)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := img.RGBAAt(c.x, c.y)
		if abs(got.R, c.want.R)+abs(got.G, c.want.G)+abs(got.B, c.want.B) > 6 {
			t.Errorf("%s: %v at %d,%d, want %v", c.name, got, c.x, c.y, c.want)
		}
	}
}

func abs(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }

// What is not known is said instead of left out.
func TestPaintRefuses(t *testing.T) {
	for _, svg := range []string{
		``, `<svg`, `<svg xmlns="http://www.w3.org/2000/svg"/>`, `<rect/>`,
		string(drawing(`<ellipse/>`)), string(drawing(`<rect width="1" height="1" fill="red"/>`)), string(drawing(`<path d="M0 0S1 1"/>`)),
		string(drawing(`<path d="5"/>`)), string(drawing(`<path d="M0 0z5"/>`)), string(drawing(`<polygon points="1"/>`)), string(drawing(`<polygon points="1,NaN"/>`)), string(drawing(`<text>a<g/></text>`)),
		string(drawing(`<g transform="rotate(4)"/>`)), string(drawing(`<line stroke="#000000" stroke-dasharray="-1"/>`)),
	} {
		if _, err := Paint([]byte(svg), fonts(t), 1); err == nil {
			t.Errorf("%s was painted", svg)
		}
	}
}

// A very large picture is painted smaller instead of filling the memory.
func TestPaintIsBounded(t *testing.T) {
	img, err := Paint([]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="9000"/>`), fonts(t), 3)
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx()*b.Dy() > mostPixels+40_000 || b.Dx() < b.Dy()*3 {
		t.Errorf("it is %v", b)
	}
}

// The program's own fonts have every letter of Ukrainian and English and the
// signs that pictures use, on a machine without any font.
func TestOwnFontsReadUkrainian(t *testing.T) {
	f, err := FindFonts(nil)
	if err != nil {
		t.Fatal(err)
	}
	const text = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя’«»№ ABCXYZabcxyzéö “”‘’–—…·−→▼▲%±"
	if lacks := f.Lacks(text); len(lacks) > 0 {
		t.Errorf("they lack %q", string(lacks))
	}
	if lacks := f.Lacks("排隊queue排"); string(lacks) != "排隊" {
		t.Errorf("without fonts for Han it lacks %q", string(lacks))
	}
}

// A character that no font has is seen as a box.
func TestMissingGlyphIsABox(t *testing.T) {
	f, err := FindFonts(nil)
	if err != nil {
		t.Fatal(err)
	}
	dark := func(text string) (count int) {
		img, err := Paint(drawing(`<text x="2" y="16" font-size="16" fill="#000000">`+text+`</text>`), f, 1)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(img.Pix); i += 4 {
			if img.Pix[i] < 128 {
				count++
			}
		}
		return count
	}
	if dark("排") < 10 || dark(" ") != 0 {
		t.Errorf("%d dark pixels for a missing character, %d for a space", dark("排"), dark(" "))
	}
}

func FuzzPaint(f *testing.F) {
	for _, seed := range []string{`<path d="M1 1h4v4h-4zA1 1 0 011 1"/>`, `<text x="1">a</text>`, `<line x2="3" stroke="#000000" stroke-dasharray="1 2"/>`} {
		f.Add(seed)
	}
	own, err := FindFonts(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(_ *testing.T, inside string) {
		_, _ = Paint(drawing(inside), own, 1) // must end, and not panic
	})
}
