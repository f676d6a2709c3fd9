package visit

import (
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/invitation"
)

// TestEveryPage: whatever a visitor meets is in the language asked for, can be
// read in the others, says what is kept, and tells nobody where it was met.
func TestEveryPage(t *testing.T) {
	s := newSite(t)
	answer := func(form url.Values) (receipt string) {
		s.t.Helper()
		to, err := url.Parse(s.post("/t/every", form).status(303).Header().Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		return to.Query().Get("r")
	}
	form := s.get("/t/every?lang=en").form()
	form.Set("mood", "4")
	kept := answer(form)
	corrected := url.Values{}
	for name, values := range form {
		corrected[name] = values
	}
	corrected.Set("mood", "2")
	gone := s.get("/t/every?lang=en").form()
	gone.Set("mood", "4")
	erased := answer(gone)
	s.post("/receipt/"+erased, url.Values{"erase": {"yes"}}).status(200)
	used := s.invite("guests", invitation.Invitation{})[len("/t/guests?lang=en&"):]
	token, _ := url.ParseQuery(used)
	s.post("/t/guests", url.Values{"i": token["i"], "mood": {"4"}}).status(303)
	over := s.invite("guests", invitation.Invitation{Until: s.clock.Add(-time.Hour)})[len("/t/guests?lang=en&"):]

	for name, c := range map[string]struct {
		status int
		path   string
		form   url.Values
	}{
		"survey":          {200, "/t/every", nil},
		"survey, errors":  {422, "/t/every", url.Values{"comment": {"x"}}},
		"conflict":        {409, "/t/every", corrected},
		"erased before":   {410, "/t/every", gone},
		"test over":       {410, "/t/every?test=x", nil},
		"thanks":          {200, "/t/every/thanks?r=" + kept, nil},
		"thanks, no more": {200, "/t/every/thanks", nil},
		"receipt":         {200, "/receipt/" + kept, nil},
		"receipt, erased": {410, "/receipt/" + erased, nil},
		"no receipt":      {404, "/receipt/nothing", nil},
		"no survey":       {404, "/t/nothing", nil},
		"ended":           {410, "/t/ended", nil},
		"ended, sent":     {410, "/t/ended", url.Values{"mood": {"4"}, "comment": {"x"}}},
		"not yet":         {410, "/t/later", nil},
		"over":            {410, "/t/over", nil},
		"by invitation":   {403, "/t/guests", nil},
		"stray":           {404, "/t/guests?i=x", nil},
		"used":            {410, "/t/guests?" + used, nil},
		"expired":         {410, "/t/guests?" + over, nil},
	} {
		t.Run(name, func(t *testing.T) {
			for lang, word := range map[string]string{"zh-Hant": "本頁不使用 Cookie", "zh-Hans": "本页不使用 Cookie", "uk": "Без файлів cookie", "en": "No cookies"} {
				u, _ := url.Parse(c.path)
				q := u.Query()
				q.Set("lang", lang)
				u.RawQuery = q.Encode()
				var r reply
				if c.form == nil {
					r = s.get(u.String())
				} else {
					sent := url.Values{}
					for name, values := range c.form {
						sent[name] = values
					}
					sent.Set("lang", lang)
					r = s.post(u.Path, sent)
				}
				r.status(c.status).has(`<html lang="`+lang+`">`, word, `<b lang="`+lang+`" aria-current="true">`)
				for _, other := range []string{"zh-Hant", "zh-Hans", "uk", "en"} {
					if other != lang && !regexp.MustCompile(`<(a|button)[^>]* lang="`+other+`"`).MatchString(r.Body.String()) {
						t.Errorf("%s: there is no way to %s", lang, other)
					}
				}
				want := map[string]string{"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "Content-Language": lang, "Set-Cookie": ""}
				if name == "survey" || name == "survey, errors" {
					want["Cache-Control"] = "private, no-cache"
				}
				for header, value := range want {
					if got := r.Header().Get(header); got != value {
						t.Errorf("%s: %s is %q, want %q", lang, header, got, value)
					}
				}
			}
		})
	}
}

// TestSaysWhatCameAlong: where a link brought something, the page says that it
// is kept too.
func TestSaysWhatCameAlong(t *testing.T) {
	s := newSite(t)
	s.get("/t/every?lang=en").lacks("came along")
	for _, more := range []string{"order=A-12", "persona=office", "plan=x"} {
		s.get("/t/every?lang=en&" + more).has("what came along with your link")
	}
	form := s.get("/t/every?lang=en&order=A-12").form()
	form.Set("mood", "4")
	to, _ := url.Parse(s.post("/t/every", form).status(303).Header().Get("Location"))
	s.get(to.String()).has("came along")
	s.get("/receipt/"+to.Query().Get("r")+"?lang=en").has("came along", "A-12")
	form = s.get("/t/every?lang=en").form()
	form.Set("mood", "4")
	form.Set("who", "office") // said here, not by the link
	to, _ = url.Parse(s.post("/t/every", form).status(303).Header().Get("Location"))
	s.get(to.String()).lacks("came along")
	s.get("/receipt/" + to.Query().Get("r") + "?lang=en").lacks("came along")
}
