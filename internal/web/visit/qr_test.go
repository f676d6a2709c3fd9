package visit

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/web/poster"
)

func TestQR(t *testing.T) {
	s := newSite(t)
	for _, tt := range []struct {
		asked string
		size  int
	}{{"", 512}, {"?size=128", 128}, {"?size=1000", 1000}, {"?size=9999", 2048}, {"?size=1", 64}, {"?size=-5", 64}, {"?src=%3Cx%3E&lang=uk", 512}} {
		r := s.get("/t/EVERY/qr.png" + tt.asked).status(200)
		img, err := png.Decode(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got := img.Bounds().Dx(); got != tt.size || img.Bounds().Dy() != tt.size {
			t.Errorf("%s: %d px wide, want %d", tt.asked, got, tt.size)
		}
		svg := s.get("/t/every/qr.svg" + tt.asked).status(200)
		svg.has(`width="`+strconv.Itoa(tt.size)+`"`, "<path").lacks("<x>", "script")
		if svg.Header().Get("Content-Type") != "image/svg+xml" {
			t.Errorf("type %q", svg.Header().Get("Content-Type"))
		}
	}
	s.get("/t/every/qr.png?size=big").status(422)
	s.get("/t/nothere/qr.png").status(404)
}

// TestQROneAtATime: while one picture is drawn others wait for as long as
// somebody waits for them, and drawings that need no time do not.
func TestQROneAtATime(t *testing.T) {
	s := newSite(t)
	s.pages.drawing <- struct{}{}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := s.pages.png(gone, poster.Code{}, nil, 64); !errors.Is(err, fault.Busy) {
		t.Errorf("nobody waits: %v", err)
	}
	s.get("/t/every/qr.svg").status(200)
	<-s.pages.drawing
	s.get("/t/every/qr.png").status(200)
	s.get("/t/every/qr.png").status(200)
}

// TestQRQuietZone: four modules of white all around.
func TestQRQuietZone(t *testing.T) {
	code, err := poster.Encode("https://feedback.example.org/t/k7q2x", false)
	if err != nil {
		t.Fatal(err)
	}
	modules, n := code.Modules, len(code.Modules)
	if !modules[0][0] || !modules[0][n-1] || !modules[n-1][0] {
		t.Fatal("the corners are not dark: the code has a border of its own")
	}
	drawing := code.SVG(400, nil)
	if !strings.Contains(drawing, `viewBox="0 0 `+strconv.Itoa(n+8)+" ") || !strings.Contains(drawing, `d="M4 4h7`) {
		t.Errorf("%.300s", drawing)
	}
}

// scan has a picture read by zbar.
func scan(t *testing.T, picture []byte) string {
	t.Helper()
	zbar := programtest.Path(t, "zbarimg")
	file := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(zbar, "--quiet", "--raw", file).Output()
	if err != nil {
		t.Errorf("zbarimg: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// TestQRReads has what is drawn read back, at several sizes.
func TestQRReads(t *testing.T) {
	s := newSite(t)
	const want = "https://feedback.example.org/t/every"
	for _, size := range []string{"64", "128", "200", "333", "512", "2048"} {
		if got := scan(t, s.get("/t/every/qr.png?size="+size).Body.Bytes()); got != want {
			t.Errorf("at %s px it reads %q, want %q", size, got, want)
		}
	}
	// The SVG draws the same modules: turn its path into pixels and read it.
	if got := scan(t, rasterise(t, s.get("/t/every/qr.svg").Body.Bytes(), 6)); got != want {
		t.Errorf("the SVG reads %q, want %q", got, want)
	}
}

// TestQRAddress comes from the public URL whatever the request says.
func TestQRAddress(t *testing.T) {
	s := newSite(t)
	for public, want := range map[string]string{
		"https://x.example":       "https://x.example/t/k7q2x",
		"https://x.example/":      "https://x.example/t/k7q2x",
		"https://x.example/cafe/": "https://x.example/cafe/t/k7q2x",
	} {
		s.pages.PublicURL, _ = url.Parse(public)
		if got := s.pages.Address("k7q2x"); got != want {
			t.Errorf("%s: %s", public, got)
		}
	}
	a := s.get("/t/every/qr.svg", "Host", "evil.example", "X-Forwarded-Host", "evil.example").Body.Bytes()
	if b := s.get("/t/every/qr.svg").Body.Bytes(); !bytes.Equal(a, b) {
		t.Error("a header changes the code")
	}
}
