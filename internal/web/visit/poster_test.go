package visit

import (
	"net/url"
	"strings"
	"testing"
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
	s.get("/t/later/poster?lang=en").status(200).has("feedback.example.org/t/later<")
	s.get("/t/nothere/poster").status(404)
	s.pages.OnlyHere = true
	s.pages.PublicURL, _ = url.Parse("http://localhost:8080")
	s.get("/t/every/poster?lang=en").status(200).has("Printing waits for an address", "http://localhost:8080", "WAYMOOD_PUBLIC_URL").lacks("localhost:8080/t/every<", "<svg")
}
