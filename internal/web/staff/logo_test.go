package staff_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/account"
)

// mark is a picture with a disc.
func mark(wide, high int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, wide, high))
	for y := range high {
		for x := range wide {
			if dx, dy := 2*x-wide, 2*y-high; dx*dx+dy*dy < wide*high {
				img.Set(x, y, color.RGBA{0x0b, 0x5f, 0x55, 255})
			}
		}
	}
	return img
}

func pngOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// photo is a JPEG as a phone makes it: with the place where it was taken.
func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, mark(900, 600), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00*GPSLatitude 25.0330 canary-of-a-place"
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return append(append(append([]byte{0xff, 0xd8}, segment...), exif...), b.Bytes()[2:]...)
}

// huge is a PNG whose header says 30,000 x 30,000 pixels.
func huge(t *testing.T) []byte {
	b := pngOf(t, mark(8, 8))
	binary.BigEndian.PutUint32(b[16:], 30000)
	binary.BigEndian.PutUint32(b[20:], 30000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

// scans is a JPEG that begins its picture that many times: each of them has
// all of it decoded again.
func scans(t *testing.T, n int) []byte {
	b := photo(t)
	begin := bytes.Index(b, []byte{0xff, 0xda})
	picture := b[begin : len(b)-2]
	return append(append(b[:begin:begin], bytes.Repeat(picture, n)...), 0xff, 0xd9)
}

// stray is a JPEG with two bytes too many behind its first marker, which
// decoders pass over.
func stray(t *testing.T) []byte {
	b := photo(t)
	return append([]byte{0xff, 0xd8, 0xff, 0xd0, 0, 0}, b[2:]...)
}

// upload sends a file as the page's form does.
func (h *house) upload(name, kind string, content []byte, headers ...string) page {
	h.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="logo"; filename="` + name + `"`}, "Content-Type": {kind},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		h.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		h.t.Fatal(err)
	}
	r := httptest.NewRequest("POST", dawn+"/logo", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Origin", h.origin)
	return h.send(r, headers...)
}

// TestLogoTaken keeps the picture and nothing else of what was sent.
func TestLogoTaken(t *testing.T) {
	h := cafe(t, account.Editor)
	h.lacks(h.get(dawn+"/posters"), "logo.png")
	h.want(h.get(dawn+"/logo.png"), http.StatusNotFound)
	plain := h.get("/t/k7q2x/qr.svg").Body
	script := []byte("<script>alert('canary')</script><!-- canary-of-a-place -->")
	webp, err := os.ReadFile("testdata/logo.webp")
	if err != nil {
		t.Fatal(err)
	}
	for name, sent := range map[string][]byte{
		"logo.png": pngOf(t, mark(40, 20)), "../../../etc/x.png": pngOf(t, mark(700, 700)), "a\\0.png": photo(t),
		"evil.html": append(pngOf(t, mark(64, 64)), script...), "page.jpg": append(photo(t), script...), "svg.svg": pngOf(t, mark(10, 2000)),
		"logo.webp": webp, "stray.jpg": stray(t), "page.webp": append(webp, script...),
	} {
		h.want(h.upload(name, "text/html", sent), http.StatusSeeOther, dawn+"/posters#logo")
		p := h.get(dawn + "/logo.png")
		h.want(p, http.StatusOK)
		for header, want := range map[string]string{"Content-Type": "image/png", "X-Content-Type-Options": "nosniff"} {
			if got := p.Header.Get(header); got != want {
				t.Errorf("%s: %s %q", name, header, got)
			}
		}
		if csp := p.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") || !strings.Contains(csp, "default-src 'none'") {
			t.Errorf("policy %q", csp)
		}
		kept, err := png.Decode(strings.NewReader(p.Body))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if s := kept.Bounds().Size(); s.X > 512 || s.Y > 512 || strings.Contains(p.Body, "canary") || strings.Contains(p.Body, "Exif") {
			t.Errorf("%s: %v pixels are kept, or more than them", name, s)
		}
	}
	h.want(h.get(dawn+"/posters"), http.StatusOK, `src="`+dawn+`/logo.png"`)
	for _, path := range []string{"/t/k7q2x/qr.svg", "/t/k7q2x/poster", dawn + "/posters?format=sheet"} {
		h.want(h.get(path), http.StatusOK, `href="data:image/png;base64,`)
		h.lacks(h.get(path), "canary")
	}
	if got := h.get("/t/k7q2x/qr.svg?logo=0").Body; got != plain {
		t.Error("without the logo the code is not as before")
	}
	h.want(h.post(dawn+"/logo/erase", nil), http.StatusSeeOther, dawn+"/posters#logo")
	h.want(h.get(dawn+"/logo.png"), http.StatusNotFound)
	if got := h.get("/t/k7q2x/qr.svg").Body; got != plain {
		t.Error("after it was removed the code is not as before")
	}
}

// TestLogoRefused tries what is no logo; whatever name and type it has.
func TestLogoRefused(t *testing.T) {
	h := cafe(t, account.Editor)
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
	cut := pngOf(t, mark(64, 64))
	for _, try := range []struct {
		name, kind string
		sent       []byte
		status     int
		says       string
	}{
		{"logo.svg", "image/svg+xml", svg, 422, "neither a PNG, a JPEG nor a WebP"},
		{"logo.png", "image/png", svg, 422, "neither a PNG, a JPEG nor a WebP"},
		{"a.gif", "image/gif", []byte("GIF89a/*\x01\x00\x01\x00*/=1;alert(1)"), 422, "neither"},
		{"page.jpg", "image/jpeg", []byte("<!doctype html><script>alert(1)</script>"), 422, "neither"},
		{"logo.webp", "image/webp", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), 422, "cannot be read"},
		{"sound.webp", "image/webp", []byte("RIFF\x00\x00\x00\x00WAVEfmt "), 422, "neither"},
		{"huge.webp", "image/webp", []byte("RIFF\x16\x00\x00\x00WEBPVP8L\x05\x00\x00\x00\x2f\xff\xff\xff\x0f\x00"), 422, "16 million pixels"},
		{"huge.png", "image/png", huge(t), 422, "16 million pixels"},
		{"thin.png", "image/png", pngOf(t, image.NewGray(image.Rect(0, 0, 16_385, 1))), 422, "16,384 along one side"},
		{"scans.jpg", "image/jpeg", scans(t, 51), 422, "cannot be read"},
		{"cut.png", "image/png", cut[:len(cut)/2], 422, "cannot be read"},
		{"head.png", "image/png", cut[:12], 422, "cannot be read"},
		{"fake.jpg", "image/jpeg", []byte("\xff\xd8\xff\xe0JFIF"), 422, "cannot be read"},
		{"none.png", "image/png", nil, 422, "neither"},
		{"large.png", "image/png", append(pngOf(t, mark(8, 8)), make([]byte, 2<<20)...), 413, "larger than 2 MB"},
		{"50mb.png", "image/png", make([]byte, 50<<20), 413, ""},
	} {
		h.want(h.upload(try.name, try.kind, try.sent), try.status, try.says)
	}
	h.want(h.get(dawn+"/logo.png"), http.StatusNotFound)
	h.want(h.post(dawn+"/logo", nil), http.StatusUnsupportedMediaType)
	h.want(h.upload("a.png", "image/png", pngOf(t, mark(8, 8)), "Content-Encoding", "gzip"), http.StatusUnsupportedMediaType)
}

// TestLogoRights: editors, from this site.
func TestLogoRights(t *testing.T) {
	good := pngOf(t, mark(8, 8))
	for role, may := range map[account.Role]bool{account.Viewer: false, account.Editor: true, account.Owner: true} {
		h := cafe(t, role)
		h.want(h.upload("a.png", "image/png", good, "Origin", "https://evil.example"), http.StatusForbidden)
		h.want(h.upload("a.png", "image/png", good, "Origin", "", "Sec-Fetch-Site", "cross-site"), http.StatusForbidden)
		h.want(h.post(dawn+"/logo/erase", nil, "Origin", "https://evil.example"), http.StatusForbidden)
		page := h.get(dawn + "/posters").Body
		if shown := strings.Contains(page, `name="logo"`); shown != may {
			t.Errorf("%s sees the form: %v", role, shown)
		}
		if !may {
			h.want(h.upload("a.png", "image/png", good), http.StatusForbidden)
			h.want(h.post(dawn+"/logo/erase", nil), http.StatusForbidden)
			continue
		}
		h.want(h.upload("a.png", "image/png", good), http.StatusSeeOther)
	}
	h := newHouse(t, "http://192.168.1.20:8080")
	h.apply("testdata/cafe.yaml")
	h.want(h.upload("a.png", "image/png", good), http.StatusSeeOther, "/login?next=%2Fadmin")
	h.signIn(account.Owner)
	if err := h.store.SetLogo(t.Context(), "dawn", good); err != nil {
		t.Fatal(err)
	}
	h.want(h.post("/admin/journeys/nowhere/logo/erase", nil), http.StatusNotFound)
	h.want(h.get(dawn+"/logo.png"), http.StatusOK)
}
