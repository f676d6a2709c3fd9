package visit

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/invitation"
)

// invite makes a link's address.
func (s *site) invite(code string, i invitation.Invitation) string {
	s.t.Helper()
	token, err := s.pages.invite.Token(code, i)
	if err != nil {
		s.t.Fatal(err)
	}
	return "/t/" + code + "?lang=en&i=" + token
}

// TestInvitationOnce: one link, one answer, which its own form may correct.
func TestInvitationOnce(t *testing.T) {
	s := newSite(t)
	link := s.invite("guests", invitation.Invitation{Persona: "guest", Fields: map[string]string{"order": "A-12", "undeclared": "x"}})
	form := s.get(link).status(200).has(`name="order" value="A-12"`, `name="persona" value="guest"`).lacks("undeclared").form()
	form.Set("mood", "2")
	form.Set("order", "forged")
	form.Set("persona", "office")
	to := s.post("/t/guests", form).status(303).Header().Get("Location")
	s.get(to).status(200).has("Thank you", "/receipt/")
	if again := s.post("/t/guests", form).status(303).Header().Get("Location"); again != to {
		t.Errorf("a double tap leads to %s, not to %s", again, to)
	}
	record := s.records()[0]
	if len(s.records()) != 1 || record.Fields["order"] != "A-12" || record.Persona != "guest" || record.ID.Version() != 8 {
		t.Fatalf("%d answers, the first %+v", len(s.records()), record)
	}

	// "Back" and another answer: the same form asks which of them counts.
	form.Set("mood", "4")
	page := s.post("/t/guests", form).status(409).has("You have already answered", "Replace it")
	s.post("/t/guests", page.form()).status(303)
	if r := s.records(); len(r) != 1 || *r[0].Rating != 4 {
		t.Fatalf("%d answers, the first %+v", len(r), r[0])
	}

	// The link opens nothing more, for anybody, and does not give the receipt away.
	for range 2 {
		s.get(link).status(410).has("You have already answered", "Thank you").lacks("/receipt/", "<form", "A-12")
	}
	stranger := url.Values{"mood": {"4"}, "order": {"A-12"}, "lang": {"en"}, "_invitation": {form.Get("_invitation")}}
	for _, token := range []string{"", "invented"} {
		stranger.Set("_token", token)
		s.post("/t/guests", stranger).status(410).has("You have already answered").lacks("/receipt/", "<form")
	}
	if n := len(s.records()); n != 1 {
		t.Errorf("%d answers", n)
	}

	// Erased, it stays used.
	receipt, _ := url.Parse(to)
	s.post("/receipt/"+receipt.Query().Get("r"), url.Values{"erase": {"yes"}}).status(200)
	s.get(link).status(410).has("was erased").lacks("We keep", "/t/guests?lang=en\"")
	s.post("/t/guests", form).status(410).has("was erased")
}

// TestInvitationWithoutForm: a program may answer with the token alone.
func TestInvitationWithoutForm(t *testing.T) {
	s := newSite(t)
	link, _ := url.Parse(s.invite("guests", invitation.Invitation{}))
	form := url.Values{"mood": {"3"}, "i": {link.Query().Get("i")}, "_id": {someID.String()}}
	s.post("/t/guests", form).status(303)
	if r := s.records(); len(r) != 1 || r[0].ID == someID {
		t.Errorf("%d answers; the id is the sender's: %v", len(r), r[0].ID == someID)
	}
	form.Set("mood", "1")
	s.post("/t/guests", form).status(410)
}

// TestInvitationOnly: without an invitation nothing is taken, but staff can
// try the survey and do not use an invitation up.
func TestInvitationOnly(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/t/guests?lang=en", "/t/guests?lang=en&mood=3", "/t/guests?lang=en&i="} {
		s.get(path).status(403).has("by invitation").lacks("<form")
	}
	s.get("/t/guests", "Accept-Language", "zh-TW").status(403).has("僅限受邀填答", `<html lang="zh-Hant">`)
	s.post("/t/guests", url.Values{"mood": {"3"}, "lang": {"en"}}).status(403).has("by invitation")
	s.echo.GET("/t/:code/kiosk", s.pages.Kiosk)
	if to := s.get("/t/guests/kiosk").status(302).Header().Get("Location"); to != "/t/guests" {
		t.Errorf("the kiosk leads to %q", to)
	}
	test := TestToken(s.pages.testSecret, "guests", s.clock.Add(time.Hour))
	link := s.invite("guests", invitation.Invitation{})
	form := s.get(link + "&test=" + test).status(200).lacks("_invitation").form()
	form.Set("mood", "3")
	s.post("/t/guests", form).status(303)
	s.get(link).status(200)
}

func TestInvitationStray(t *testing.T) {
	s := newSite(t)
	link := s.invite("guests", invitation.Invitation{})
	token := link[strings.Index(link, "i=")+2:]
	other := "_" // than the last letter
	if token[35:] == other {
		other = "-"
	}
	var first string
	for _, bad := range []string{token[:20], "xyzxyz", "%3Cscript%3Ealert(1)%3C/script%3E", strings.Repeat("A", 10<<10), token[:35] + other, "%00", "=1%2B1"} {
		page := s.get("/t/guests?lang=en&i="+bad).status(404).has("not complete").lacks("script>", "<form", bad)
		if first == "" {
			first = page.Body.String()
		} else if page.Body.String() != first {
			t.Errorf("%.20q is told from another one", bad)
		}
		s.post("/t/guests", url.Values{"mood": {"3"}, "i": {bad}, "lang": {"en"}}).status(404)
	}
	// Where everybody may answer, one may go on without.
	s.get("/t/every?lang=en&i=" + token).status(404).has(`href="/t/every?lang=en"`)
	s.get("/t/ended?lang=en&i=" + token).status(404).lacks("Answer without")
	if n := len(s.records()); n != 0 {
		t.Errorf("%d answers", n)
	}
}

func TestInvitationOver(t *testing.T) {
	s := newSite(t)
	taipei, _ := time.LoadLocation("Asia/Taipei")
	end := time.Date(2027, 3, 1, 0, 0, 0, 0, taipei)
	s.clock = end.Add(-time.Minute)
	link := s.invite("guests", invitation.Invitation{Until: end})
	form := s.get(link).status(200).form()
	s.clock = end
	s.get(link).status(410).has("has expired", "until 28 February 2027").lacks("<form")
	s.get(strings.Replace(link, "lang=en", "lang=uk", 1)).status(410).has("до 28 лютого 2027 року включно")
	s.get(strings.Replace(link, "lang=en", "lang=zh-Hant", 1)).status(410).has("到 2027 年 2 月 28 日為止")
	s.get(strings.Replace(link, "lang=en", "lang=zh-Hans", 1)).status(410).has("到2027年2月28日为止")
	form.Set("mood", "3")
	late := url.Values{"mood": {"3"}, "i": {form.Get("_invitation")}, "lang": {"en"}}
	s.post("/t/guests", late).status(410).has("has expired")
	s.clock = end.Add(time.Hour)
	s.post("/t/guests", form).status(303) // opened in time
	s.get(link).status(410).has("already answered")
}

// TestInvitationKept: a form that comes back with errors, or in another
// language, still has its invitation.
func TestInvitationKept(t *testing.T) {
	s := newSite(t)
	link := s.invite("guests", invitation.Invitation{Fields: map[string]string{"order": "A-12"}})
	form := s.get(link).status(200).form()
	form.Set("comment", "hello")
	wrong := s.post("/t/guests", form).status(422).form()
	wrong.Set("_switch", "uk")
	switched := s.post("/t/guests", wrong).status(200).has(`<html lang="uk">`, "hello").form()
	for name, f := range map[string]url.Values{"wrong": wrong, "switched": switched} {
		for _, input := range []string{"_invitation", "_id", "_token"} {
			if f.Get(input) != form.Get(input) {
				t.Errorf("%s: %s is %q, was %q", name, input, f.Get(input), form.Get(input))
			}
		}
	}
	switched.Set("mood", "3")
	switched.Del("_switch")
	s.post("/t/guests", switched).status(303)
	s.get(link).status(410)
}
