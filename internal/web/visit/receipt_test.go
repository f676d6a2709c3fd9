package visit

import (
	"net/url"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/store/storetest"
)

func TestThanks(t *testing.T) {
	s := newSite(t)
	for mood, want := range map[string]string{"5": "Wonderful!", "3": "Noted.", "1": "We are sorry."} {
		to := s.post("/t/every", url.Values{"mood": {mood}, "lang": {"en"}}).status(303).Header().Get("Location")
		r := s.get(to).status(200).has("Thank you", want, `<html lang="en">`, `href="/receipt/`)
		if got := r.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("Cache-Control %q", got)
		}
	}
	// A survey without words of its own has the common ones.
	to := s.post("/t/faces", url.Values{"mood": {"4"}, "lang": {"uk"}}).status(303).Header().Get("Location")
	s.get(to).has("Раді, що все пройшло добре")
	to = s.post("/t/faces", url.Values{"mood": {"1"}, "lang": {"zh-Hant"}}).status(303).Header().Get("Location")
	s.get(to).has("我們很抱歉")
	// Without a receipt, or with somebody's invention, there is only thanks.
	s.get("/t/every/thanks?lang=en").status(200).has("Thank you", "will be read").lacks("/receipt/")
	s.get("/t/every/thanks?lang=en&r=invented%22%3E%3Cscript%3E").status(200).has("Thank you").lacks("/receipt/", "<script>")
}

func TestReceiptAndErase(t *testing.T) {
	s := newSite(t)
	form := s.get("/t/every?lang=en").form()
	form.Set("mood", "1")
	form.Set("comment", `<img src=x onerror=alert(1)> secret words`)
	form.Set("comment", `<b>secret</b>`)
	to, _ := url.Parse(s.post("/t/every", form).status(303).Header().Get("Location"))
	receipt := "/receipt/" + to.Query().Get("r")
	page := s.get(receipt+"?lang=zh-Hans", "Accept-Language", "uk").status(200).
		has(`<html lang="zh-Hans">`, "很糟", "&lt;b&gt;secret", "删除我的回答", `name="erase" value="yes"`).lacks("<b>secret")
	if got := page.Header().Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("Referrer-Policy %q", got)
	}
	s.get("/receipt/invented").status(404)
	s.post("/receipt/invented", url.Values{"erase": {"yes"}}).status(404)
	s.post(receipt, url.Values{}).status(303) // not confirmed
	s.get(receipt).status(200).has("Awful")
	s.post(receipt+"?lang=en", url.Values{"erase": {"yes"}}).status(200).has("Your answer has been erased", "Dawn Café").lacks("secret")
	s.get(receipt, "Accept-Language", "en").status(410).has("Your answer has been erased").lacks("secret")
	s.post(receipt+"?lang=en", url.Values{"erase": {"yes"}}).status(200)
	for _, r := range s.records() {
		if strings.Contains(r.Text, "secret") {
			t.Error("the words are still there")
		}
	}
	// The form that gave it is over.
	s.post("/t/every", form).status(410).has("was erased", `href="/t/every?lang=en"`)
	s.get(to.String()).status(200).lacks("/receipt/")
}

// TestReceiptTongues: what the visitor wrote is marked as the language it is
// in, where the page is in another one.
func TestReceiptTongues(t *testing.T) {
	s := newSite(t)
	to, _ := url.Parse(s.post("/t/every", url.Values{"lang": {"uk"}, "mood": {"3"}, "comment": {"Чудова кава"}, "why": {"wait"}}).status(303).Header().Get("Location"))
	receipt := "/receipt/" + to.Query().Get("r")
	s.get(receipt).status(200).has(`<html lang="uk">`, "<bdi>Чудова кава</bdi>", "Місце: Черга · Стійка")
	s.get(receipt+"?lang=en").status(200).has(`<bdi lang="uk">Чудова кава</bdi>`, "<bdi>The wait</bdi>")
	j := everyJourney(t)
	_, _, placement := j.Placement("every")
	placement.Place = map[string]string{"zh-Hant": "櫃檯"}
	storetest.Apply(t, s.store, j)
	s.get(receipt + "?lang=en").has("At: Queue<").lacks("櫃檯")
	s.get(receipt + "?lang=zh-Hant").has("櫃檯")
}
