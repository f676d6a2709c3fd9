package visit

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/journey"
)

// TestPoster looks at what is asked for in each format and language.
func TestPoster(t *testing.T) {
	s := newSite(t)
	for _, format := range []string{"", "a4", "a5", "tent", "sheet", "%22%3E%3Cscript%3E"} {
		r := s.get("/t/EVERY/poster?format=" + format).status(200)
		r.has(`<html lang="zh-Hant">`, "排隊的感覺如何？", "排队的感觉怎么样？", "Як вам черга?", "feedback.example.org/t/every<", "晨曦咖啡・到店旅程 · 排隊 · 櫃檯", `aria-current="page"`)
		r.lacks("How did waiting feel?", "https://feedback", "<script", "style=", "poster.promise", "poster.hint")
		if format != "sheet" {
			r.has("免下載", "不用下载", "без застосунку")
		}
		if a5 := strings.Contains(r.Body.String(), "poster-a5.css"); a5 != (format == "a5") {
			t.Errorf("%q is printed on A5: %v", format, a5)
		}
	}
	if n := strings.Count(s.get("/t/every/poster?format=sheet").Body.String(), ">feedback.example.org/t/every<"); n != 12 {
		t.Errorf("%d stickers on a sheet", n)
	}
	if n := strings.Count(s.get("/t/every/poster?format=tent").Body.String(), ">feedback.example.org/t/every<"); n != 2 {
		t.Errorf("%d faces of a tent", n)
	}
	s.get("/t/every/poster?lang=en,uk").status(200).has(`<html lang="en">`, "How did waiting feel?", "Як вам черга?", "Counter").lacks("排隊")
	s.get("/t/every/poster?lang=uk&lang=en").status(200).has(`<html lang="uk">`, "Стійка").lacks("排隊")
	s.get("/t/every/poster?lang=ru,zh-Hans", "Accept-Language", "uk").status(200).has(`<html lang="zh-Hans">`).lacks("черга")
	s.get("/t/every/poster?lang=ru", "Accept-Language", "uk").status(200).has("排隊的感覺如何？")
}

// TestNoPoster is what is said where there is none.
func TestNoPoster(t *testing.T) {
	s := newSite(t)
	s.get("/t/ended/poster?lang=en").status(410).has("There is nothing to hang up", "no poster").lacks("<path fill=")
	s.get("/t/over/poster?lang=uk").status(410).has("Вішати вже нічого")
	s.get("/t/guests/poster?lang=en").status(404).has("nothing to scan", "personal invitation")
	s.get("/t/later/poster?lang=en").status(200).has("feedback.example.org/t/later<")
	s.get("/t/nothere/poster").status(404)
	for _, channel := range []journey.Channel{journey.Import, journey.API} {
		j := everyJourney(t)
		_, _, placement := j.Placement("faces")
		placement.Channel = channel
		newSite(t, j).get("/t/faces/poster?lang=en").status(404).has("nothing to scan", "brought in from elsewhere")
	}
	s.pages.OnlyHere = true
	s.pages.PublicURL, _ = url.Parse("http://localhost:8080")
	s.get("/t/every/poster?lang=en").status(200).has("Printing waits for an address", "http://localhost:8080", "WAYMOOD_PUBLIC_URL").lacks("localhost:8080/t/every<", "<svg")
}

// TestPosterAddress: whatever a request says, a poster leads to the public URL.
func TestPosterAddress(t *testing.T) {
	s := newSite(t)
	plain := s.get("/t/every/poster?lang=en").Body.String()
	for _, r := range []reply{
		s.get("/t/EVERY/poster?lang=en", "Host", "evil.example", "X-Forwarded-Host", "evil.example", "X-Original-URL", "/t/evil"),
		s.get("/t/every/poster?lang=en&src=%3Cscript%3E&code=evil&x=" + strings.Repeat("y", 10_000)),
	} {
		if r.status(200).Body.String() != plain {
			t.Error("a request changes the poster")
		}
	}
}

// TestLogo: codes carry the journey's logo unless it is left out, and are read
// with it as well.
func TestLogo(t *testing.T) {
	s := newSite(t)
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 80, 80))
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	plain := s.get("/t/every/qr.png").Body.Bytes()
	if err := s.store.SetLogo(t.Context(), "every", b.Bytes()); err != nil {
		t.Fatal(err)
	}
	s.get("/t/every/qr.svg").status(200).has("data:image/png;base64,")
	s.get("/t/every/poster").status(200).has("data:image/png;base64,")
	s.get("/t/every/qr.svg?logo=0").status(200).lacks("<image")
	s.get("/t/every/poster?logo=0").status(200).lacks("<image")
	if !bytes.Equal(s.get("/t/every/qr.png?logo=0").Body.Bytes(), plain) {
		t.Error("without the logo the picture is not as before")
	}
	if bytes.Equal(s.get("/t/every/qr.png").Body.Bytes(), plain) {
		t.Error("the picture has no logo")
	}
	for _, size := range []string{"64", "128", "200", "512", "2048"} {
		if got, want := scan(t, s.get("/t/every/qr.png?size="+size).Body.Bytes()), "https://feedback.example.org/t/every"; got != want {
			t.Errorf("at %s px it reads %q", size, got)
		}
	}
	if got, want := scan(t, rasterise(t, s.get("/t/every/qr.svg").Body.Bytes(), 6)), "https://feedback.example.org/t/every"; got != want {
		t.Errorf("the drawing reads %q", got)
	}
}
