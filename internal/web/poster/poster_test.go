package poster

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

func TestLanguages(t *testing.T) {
	offered := []string{"zh-Hant", "en", "uk", "zh-Hans"}
	for asked, want := range map[string][]string{
		"":                       {"zh-Hant", "en", "uk"},
		"uk":                     {"uk"},
		"zh-Hans, en":            {"zh-Hans", "en"},
		"uk,uk,ru,en":            {"uk", "en"},
		"zh-Hans,uk,en,zh-Hant":  {"zh-Hans", "uk", "en"},
		"<script>,../..":         {"zh-Hant", "en", "uk"},
		strings.Repeat(",", 999): {"zh-Hant", "en", "uk"},
	} {
		if got := Languages([]string{asked}, offered); !slices.Equal(got, want) {
			t.Errorf("%.30q: %q, want %q", asked, got, want)
		}
	}
	if got := Languages([]string{"en", "uk,zh-Hant"}, offered); !slices.Equal(got, []string{"en", "uk", "zh-Hant"}) {
		t.Errorf("several: %q", got)
	}
	if got := Languages(nil, []string{"en"}); !slices.Equal(got, []string{"en"}) {
		t.Errorf("of one: %q", got)
	}
}

func TestFileName(t *testing.T) {
	for s, want := range map[string]string{
		"dawn queue 大安店":         "dawn-queue-大安店",
		"../../etc/passwd":       "etc-passwd",
		`..\a:b*c?"<>|`:          "a-b-c",
		"a\x00b\nc\u202e":        "a-b-c",
		"Da’an":                  "Da-an",
		"Кав’ярня «Світанок»":    "Кав-ярня-Світанок",
		"":                       "x",
		"☕️":                     "x",
		"\xff\xfe":               "x",
		strings.Repeat("名", 200): strings.Repeat("名", 60),
	} {
		if got := FileName(s); got != want || path.Base(got) != got {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestZipNames: no two files have one name, and none is too long to unpack.
func TestZipNames(t *testing.T) {
	code, err := Encode("https://x.example/t/a", false)
	if err != nil {
		t.Fatal(err)
	}
	var hung []Hung
	for _, id := range []string{"k7q2x", "a-b", "a--b", strings.Repeat("z", 32)} {
		p := &Poster{ID: id, Address: "https://x.example/t/" + id, Code: code, Headlines: []Text{{"en", "How was it?"}}}
		hung = append(hung, Hung{Poster: p, Journey: "dawn", Touchpoint: "queue", Place: strings.Repeat("名", 300)})
	}
	var b bytes.Buffer
	if err := Zip(&b, hung); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range z.File {
		if seen[f.Name] || len(path.Base(f.Name)) > 255 {
			t.Errorf("%s has %d bytes; it was there before: %v", f.Name, len(path.Base(f.Name)), seen[f.Name])
		}
		seen[f.Name] = true
	}
	if want := len(hung) * (1 + len(Formats)); len(seen) != want {
		t.Errorf("%d files, want %d", len(seen), want)
	}
}

func TestAddress(t *testing.T) {
	for public, want := range map[string]string{
		"https://x.example": "https://x.example/t/k7q2x", "https://x.example/": "https://x.example/t/k7q2x",
		"http://192.168.1.20:8080/cafe/": "http://192.168.1.20:8080/cafe/t/k7q2x",
	} {
		u, err := url.Parse(public)
		if err != nil {
			t.Fatal(err)
		}
		got := Address(u, "k7q2x")
		if _, short, _ := strings.Cut(want, "://"); got != want || Short(got) != short {
			t.Errorf("%s: %s, short %s", public, got, Short(got))
		}
	}
}

// TestLogoEdges: what is transparent around a logo goes, so that it is as large
// in the code as it can be.
func TestLogoEdges(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 2000, 2000))
	for at := range 400 * 200 {
		img.SetNRGBA(700+at%400, 900+at/400, color.NRGBA{200, 90, 20, 255})
	}
	for name, tt := range map[string]struct {
		img        image.Image
		wide, high int
	}{
		"a logo": {img, 320, 160}, "empty": {image.NewNRGBA(image.Rect(0, 0, 640, 640)), 320, 320},
		"opaque": {image.NewGray(image.Rect(0, 0, 50, 60)), 50, 60}, "a line": {image.NewGray(image.Rect(0, 0, 4000, 1)), 320, 1},
	} {
		var b bytes.Buffer
		if err := png.Encode(&b, tt.img); err != nil {
			t.Fatal(err)
		}
		kept, err := ReadLogo(b.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := png.Decode(bytes.NewReader(kept))
		if err != nil {
			t.Fatal(err)
		}
		if s := got.Bounds().Size(); s.X != tt.wide || s.Y != tt.high {
			t.Errorf("%s: %v, want %d x %d", name, s, tt.wide, tt.high)
		}
		if name == "a logo" && color.NRGBAModel.Convert(got.At(10, 10)) != (color.NRGBA{200, 90, 20, 255}) {
			t.Errorf("its colour became %v", got.At(10, 10))
		}
	}
}

// TestLogoUpright holds a camera in all ways of EXIF 2.3, figure 13: the
// picture is red above and left, and stays so.
func TestLogoUpright(t *testing.T) {
	for orientation := range 10 {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			// Where the scene's top left, a quarter of it, lies in what is stored.
			corner := map[int]image.Point{2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 6: {0, 1}, 7: {1, 1}, 8: {1, 0}}[orientation]
			img := image.NewRGBA(image.Rect(0, 0, 160, 80))
			draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
			red := image.Rect(0, 0, 80, 40).Add(image.Pt(corner.X*80, corner.Y*40))
			draw.Draw(img, red, image.NewUniform(color.RGBA{255, 0, 0, 255}), image.Point{}, draw.Src)
			var plain bytes.Buffer
			if err := jpeg.Encode(&plain, img, nil); err != nil {
				t.Fatal(err)
			}
			tiff := []byte("MM")
			if order.String() == "LittleEndian" {
				tiff = []byte("II")
			}
			tiff = order.AppendUint32(order.AppendUint16(tiff, 42), 8)
			tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(order.AppendUint16(tiff, 1), 0x0112), 3), 1)
			tiff = order.AppendUint16(order.AppendUint16(tiff, uint16(orientation)), 0)
			exif := append([]byte("Exif\x00\x00"), tiff...)
			upload := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(exif)+2))
			kept, err := ReadLogo(append(append(upload, exif...), plain.Bytes()[2:]...))
			if err != nil {
				t.Fatal(err)
			}
			got, err := png.Decode(bytes.NewReader(kept))
			if err != nil {
				t.Fatal(err)
			}
			s := got.Bounds().Size()
			if turned := orientation >= 5 && orientation <= 8; turned != (s.Y > s.X) {
				t.Errorf("orientation %d: %v", orientation, s)
			}
			for x := range 2 {
				for y := range 2 {
					_, g, _, _ := got.At(s.X/4+x*s.X/2, s.Y/4+y*s.Y/2).RGBA()
					if isRed := g < 0x4000; isRed != (x == 0 && y == 0) {
						t.Errorf("orientation %d, %v: column %d, row %d is red: %v", orientation, order, x, y, isRed)
					}
				}
			}
		}
	}
}

func FuzzReadLogo(f *testing.F) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("\xff\xd8\xff\xe0"))
	f.Add([]byte("<svg/>"))
	b.Reset()
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 2)), nil); err != nil {
		f.Fatal(err)
	}
	turned := "\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	for _, behind := range []string{turned, "\xff\xd0\x00\x00" + turned} { // the start of the picture
		f.Add(append([]byte("\xff\xd8"+behind), b.Bytes()[2:]...))
	}
	f.Fuzz(func(t *testing.T, upload []byte) {
		if cfg, _, err := image.DecodeConfig(bytes.NewReader(upload)); err == nil && cfg.Width*cfg.Height > 1<<20 {
			t.Skip("slow, not wrong")
		}
		kept, err := ReadLogo(upload)
		if err != nil {
			return
		}
		if cfg, err := png.DecodeConfig(bytes.NewReader(kept)); err != nil || cfg.Width > 320 || cfg.Height > 320 {
			t.Errorf("kept %v, %v", cfg, err)
		}
	})
}

// BenchmarkPoster is what a look at a poster costs.
func BenchmarkPoster(b *testing.B) {
	for _, f := range Formats {
		b.Run(string(f), func(b *testing.B) {
			for b.Loop() {
				code, err := Encode("https://feedback.example.org/t/k7q2x", false)
				if err != nil {
					b.Fatal(err)
				}
				p := Poster{ID: "k7q2x", Address: "https://feedback.example.org/t/k7q2x", Code: code, Headlines: []Text{{"uk", "Чи порадили б ви «Світанок» другові?"}, {"en", "Would you recommend Dawn to a friend?"}}}
				p.Draw(f)
			}
		})
	}
}

// TestWall: what hangs out, by channel and by day.
func TestWall(t *testing.T) {
	at := time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)
	j := &journey.Journey{Timezone: "Asia/Taipei"}
	for name, tt := range map[string]struct {
		placement journey.Placement
		wall      bool
	}{
		"qr":        {journey.Placement{Channel: journey.QR}, true},
		"kiosk":     {journey.Placement{Channel: journey.Kiosk}, true},
		"link":      {journey.Placement{Channel: journey.Link}, false},
		"import":    {journey.Placement{Channel: journey.Import}, false},
		"ended":     {journey.Placement{Channel: journey.QR, Ended: true}, false},
		"archived":  {journey.Placement{Channel: journey.QR, Archived: true}, false},
		"invited":   {journey.Placement{Channel: journey.QR, Invited: true}, false},
		"later":     {journey.Placement{Channel: journey.QR, Open: &journey.Open{From: "2090-01-01"}}, true},
		"last day":  {journey.Placement{Channel: journey.QR, Open: &journey.Open{Until: "2026-11-20"}}, true},
		"yesterday": {journey.Placement{Channel: journey.QR, Open: &journey.Open{Until: "2026-11-19"}}, false},
		"hours":     {journey.Placement{Channel: journey.QR, Open: &journey.Open{Hours: []string{"daily 08:00-09:00"}}}, true},
	} {
		if got := Wall(&store.Spot{Journey: j, Placement: &tt.placement}, at); got != tt.wall {
			t.Errorf("%s hangs on a wall: %v", name, got)
		}
	}
}
