package visit

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

func spotOfStore(t testing.TB, s *site, code string) *store.Spot {
	t.Helper()
	spot, err := s.store.Spot(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	return spot
}

// TestAnswerEverything answers all types and finds them stored.
func TestAnswerEverything(t *testing.T) {
	s := newSite(t)
	form := s.get("/t/every?lang=uk&order=A-12&plan=pro").status(200).form()
	for key, values := range map[string][]string{
		"mood": {"2"}, "four": {"1"}, "rating": {"4"}, "again": {"10"}, "effort": {"7"}, "stars": {"5"}, "found": {"yes"},
		"why": {"noise", "wait"}, "because": {"taste"}, "expected": {"worse"}, "comment": {"  задовго  "}, "story": {"рядок 1\r\nрядок 2"},
		"mail": {"me@example.org"}, "consent": {"yes"}, "unknown": {"x"},
	} {
		form[key] = values
	}
	r := s.post("/t/every", form).status(303)
	to, _ := url.Parse(r.Header().Get("Location"))
	if to.Path != "/t/every/thanks" || to.Query().Get("lang") != "uk" || to.Query().Get("r") == "" {
		t.Fatalf("leads to %s", to)
	}
	record := s.records()[0]
	want := survey.Answers{
		"mood": 2, "four": 1, "rating": 4, "again": 10, "effort": 7, "stars": 5, "found": true,
		"why": []string{"wait", "noise"}, "because": []string{"taste"}, "expected": "worse", "comment": "задовго", "story": "рядок 1\nрядок 2",
		"mail": "me@example.org",
	}
	if !reflect.DeepEqual(record.Answers, want) {
		t.Errorf("stored %v\nwant   %v", record.Answers, want)
	}
	if record.Language != "uk" || record.State != survey.Counted || record.Persona != "office" || !reflect.DeepEqual(record.Fields, map[string]string{"order": "A-12", "plan": "pro"}) {
		t.Errorf("stored language %s, state %d, persona %s, fields %v", record.Language, record.State, record.Persona, record.Fields)
	}
	if record.ID.String() != form.Get("_id") {
		t.Errorf("stored under %s, the page's id is %s", record.ID, form.Get("_id"))
	}

	s.get(to.String()).status(200).has("Дякуємо", "Нам шкода.", "/receipt/", "Переглянути")
	receipt := "/receipt/" + to.Query().Get("r")
	s.get(receipt).status(200).has(`<html lang="uk">`, "Погано", "10 / 10", "5 зірок", "Так", "Довге очікування", "Шум", "Гірше, ніж очікували", "задовго", "me@example.org", "A-12", "Стійка")
}

// TestHiddenQuestions drops answers whose condition is false.
func TestHiddenQuestions(t *testing.T) {
	s := newSite(t)
	s.post("/t/every", url.Values{"mood": {"4"}, "why": {"wait"}, "expected": {"worse"}, "comment": {"ok"}}).status(303)
	if got, want := s.records()[0].Answers, (survey.Answers{"mood": 4, "comment": "ok"}); !reflect.DeepEqual(got, want) {
		t.Errorf("stored %v, want %v", got, want)
	}
}

// TestPersona: the persona said by a link, chosen in the survey, found by a
// rule, or unknown.
func TestPersona(t *testing.T) {
	s := newSite(t)
	for _, tt := range []struct {
		form url.Values
		want string
	}{
		{url.Values{"persona": {"guest"}}, "guest"},
		{url.Values{"persona": {"nobody"}}, ""},
		{url.Values{"who": {"guest"}, "persona": {"office"}}, "guest"},
		{url.Values{"plan": {"pro"}}, "office"},
		{url.Values{"plan": {"free"}}, ""},
	} {
		tt.form.Set("mood", "3")
		s.post("/t/every", tt.form).status(303)
		if got := s.records()[0].Persona; got != tt.want {
			t.Errorf("%v: persona %q, want %q", tt.form, got, tt.want)
		}
	}
}

// TestRefused shows the form again with everything that was typed.
func TestRefused(t *testing.T) {
	s := newSite(t)
	form := s.get("/t/every?lang=en&order=A-12").form()
	long := strings.Repeat("a < b & \"c\" ", 10)
	form["comment"], form["story"], form["why"], form["mail"], form["stars"] = []string{long}, []string{"one\ntwo <b>"}, []string{"wait"}, []string{"me@"}, []string{"4"}
	r := s.post("/t/every", form).status(422)
	r.has("<title>Error: Queue", `role="alert"`, `href="#a-mood"`, `href="#a-comment"`, `href="#a-mail"`,
		"Please answer “How did waiting feel?”.", "please shorten your text by 79", "not a complete email address",
		`id="e-mood"`, `aria-describedby="e-mood"`, `name="order" value="A-12"`, `name="_switch" value="uk"`)
	if n := strings.Count(r.Body.String(), "Please answer “How did waiting feel?”."); n != 2 {
		t.Errorf("the error stands there %d times, want in the summary and beside the question", n)
	}
	kept := r.form()
	for _, key := range []string{"comment", "mail", "stars", "_id", "order", "why"} {
		if !reflect.DeepEqual(kept[key], form[key]) {
			t.Errorf("%s was %q and is now %q", key, form[key], kept[key])
		}
	}
	if kept.Get("story") != "one\ntwo <b>" {
		t.Errorf("story is now %q", kept.Get("story"))
	}
	if len(s.records()) != 0 {
		t.Error("something was stored")
	}
	// Another language, with nothing lost.
	kept.Set("_switch", "uk")
	again := s.post("/t/every", kept).status(200).has(`<html lang="uk">`, "Надіслати").form()
	if again.Get("comment") != long || again.Get("_id") != form.Get("_id") || again.Get("lang") != "uk" {
		t.Errorf("after the switch: %v", again)
	}
	// Mended and sent.
	again.Set("mood", "2")
	again.Set("comment", "short")
	again.Set("mail", "")
	s.post("/t/every", again).status(303)
	if rs := s.records(); len(rs) != 1 || rs[0].Language != "uk" {
		t.Errorf("stored %v", rs)
	}
}

func TestWrongInput(t *testing.T) {
	s := newSite(t)
	for _, tt := range []struct {
		name string
		form url.Values
		want []string
	}{
		{"nothing", url.Values{}, []string{"Please answer"}},
		{"out of range", url.Values{"mood": {"9"}}, []string{"from 1 to 5"}},
		{"no number", url.Values{"mood": {"great"}}, []string{"whole number from 1 to 5"}},
		{"unknown option", url.Values{"mood": {"2"}, "why": {"weather"}}, []string{"one of the answers offered"}},
		{"two answers", url.Values{"mood": {"2", "3"}}, []string{"one answer only"}},
		{"no consent", url.Values{"mood": {"4"}, "mail": {"me@example.org"}}, []string{"tick “I agree”", `value="me@example.org"`}},
		{"broken UTF-8", url.Values{"mood": {"4"}, "comment": {"a\xff"}}, []string{"could not be read", "#a-comment"}},
		{"markup", url.Values{"mood": {`"><script>alert(1)</script>`}, "comment": {`"><script>alert(1)</script>`}}, []string{"&#34;&gt;&lt;script"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.form.Set("lang", "en")
			s.post("/t/every", tt.form).status(422).has(tt.want...).has("Error: ").lacks("<script>alert")
		})
	}
	if len(s.records()) != 0 {
		t.Error("something was stored")
	}
}

func TestBodies(t *testing.T) {
	s := newSite(t)
	send := func(contentType, body string, header ...string) reply {
		r := httptest.NewRequest(http.MethodPost, "/t/every", strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		return s.do(r)
	}
	const form = "application/x-www-form-urlencoded"
	send("application/json", `{"mood":3}`).status(415)
	send("text/plain", `mood=3`).status(415)
	send("", `mood=3`).status(415)
	send(form, "mood=3", "Content-Encoding", "gzip").status(415)
	send(form, "mood=%zz").status(400)
	send(form, "mood=3&comment="+strings.Repeat("a", 70<<10)).status(413)
	send("multipart/form-data; boundary=x", "no parts").status(422)
	send("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"mood\"\r\n\r\n3").status(400)
	if len(s.records()) != 0 {
		t.Error("something was stored")
	}
	send(form+"; charset=UTF-8", "mood=3").status(303)

	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("mood", "5")
	_ = w.WriteField("comment", "好")
	f, _ := w.CreateFormFile("story", "story.txt")
	_, _ = f.Write([]byte("a file"))
	_ = w.Close()
	send(w.FormDataContentType(), b.String()).status(303)
	if got, want := s.records()[0].Answers, (survey.Answers{"mood": 5, "comment": "好"}); !reflect.DeepEqual(got, want) {
		t.Errorf("stored %v, want %v", got, want)
	}
}

// TestDoubleTap: the same form twice is one answer with one receipt; another
// answer from the same page is offered as a correction.
func TestDoubleTap(t *testing.T) {
	s := newSite(t)
	form := s.get("/t/every?lang=en").form()
	form.Set("mood", "2")
	first := s.post("/t/every", form).status(303).Header().Get("Location")
	if second := s.post("/t/every", form).status(303).Header().Get("Location"); second != first {
		t.Errorf("the second tap leads to %s, the first to %s", second, first)
	}
	form.Set("mood", "4")
	form.Set("comment", "after all")
	r := s.post("/t/every", form).status(409).has("You have already answered", `name="_replace" value="yes"`, "Replace it")
	if rs := s.records(); len(rs) != 1 || rs[0].Answers["mood"] != 2 {
		t.Fatalf("stored %v", rs)
	}
	s.post("/t/every", r.form()).status(303)
	if rs := s.records(); len(rs) != 1 || rs[0].Answers["mood"] != 4 || rs[0].Answers["comment"] != "after all" {
		t.Fatalf("stored %v", rs)
	}
	// Whoever only knows the id replaces nothing.
	forged := r.form()
	forged.Set("mood", "1")
	for _, token := range []string{"", "x", s.pages.formToken("faces", uuid.MustParse(form.Get("_id")), s.clock), s.pages.formToken("every", uuid.New(), s.clock)} {
		forged.Set("_token", token)
		s.post("/t/every", forged).status(409).lacks("_replace")
	}
	s.clock = s.clock.Add(25 * time.Hour)
	forged.Set("_token", form.Get("_token"))
	s.post("/t/every", forged).status(409).lacks("_replace")
	if rs := s.records(); rs[0].Answers["mood"] != 4 {
		t.Error("a forged form replaced the answer")
	}
}

// TestScripts post without the page: an id of their own, or none.
func TestScripts(t *testing.T) {
	s := newSite(t)
	id := uuid.New()
	s.post("/t/every", url.Values{"mood": {"3"}, "id": {id.String()}}).status(303)
	s.post("/t/every", url.Values{"mood": {"3"}, "id": {id.String()}}).status(303)
	s.post("/t/every", url.Values{"mood": {"3"}}).status(303)
	s.post("/t/every", url.Values{"mood": {"3"}, "id": {"not a uuid"}}).status(303)
	// Without a page there is nothing to replace.
	s.post("/t/every", url.Values{"mood": {"3"}, "_replace": {"yes"}}).status(303)
	rs := s.records()
	if len(rs) != 4 || rs[3].ID != id {
		t.Errorf("%d answers", len(rs))
	}
	for _, r := range rs {
		if r.State != survey.Counted {
			t.Errorf("state %d", r.State)
		}
	}
}

func TestTrap(t *testing.T) {
	s := newSite(t)
	form := s.get("/t/every").form()
	form.Set("mood", "5")
	form.Set("_homepage", "https://spam.example")
	s.post("/t/every", form).status(303)
	if got := s.records()[0].State; got != survey.Quarantined {
		t.Errorf("state %d, want quarantined", got)
	}
}

func TestTestMode(t *testing.T) {
	s := newSite(t)
	secret := s.store.Secret("test")
	token := TestToken(secret, "every", s.clock.Add(TestLife))
	r := s.get("/t/every?lang=en&test="+token).status(200).has("not counted", `name="_test" value="`+token+`"`)
	form := r.form()
	form.Set("mood", "3")
	to := s.post("/t/every", form).status(303).Header().Get("Location")
	if got := s.records()[0].State; got != survey.Test {
		t.Errorf("state %d, want test", got)
	}
	s.get(to).has("not counted")

	for _, bad := range []string{"x", token + "x", TestToken(secret, "faces", s.clock.Add(TestLife)), TestToken([]byte("other"), "every", s.clock.Add(TestLife))} {
		s.get("/t/every?lang=en&test="+url.QueryEscape(bad)).status(410).has("expired", `href="/t/every?lang=en"`).lacks("<form")
	}
	s.clock = s.clock.Add(TestLife + time.Second)
	s.get("/t/every?lang=en&test=" + token).status(410).has("This test link has expired")
	form.Del("_id")
	s.post("/t/every", form).status(410).has("This test link has expired")
	if n := len(s.records()); n != 1 {
		t.Errorf("%d answers", n)
	}
	if token := s.pages.formToken("every", uuid.New(), s.clock.Add(time.Hour)); CheckTestToken(secret, "every", token, s.clock) {
		t.Error("a form token opens the test mode")
	}
}

// TestBusy: an answer that cannot be kept just now stays in the page, and is
// kept by pressing send again.
func TestBusy(t *testing.T) {
	s := newSite(t)
	s.echo.POST("/busy/:code", func(c echo.Context) error {
		form, err := readForm(c)
		if err != nil {
			return err
		}
		spot := spotOfStore(t, s, c.Param("code"))
		v := s.pages.brought(spot, "uk", form)
		v.entered = typed(spot.Survey, form)
		id, token := s.pages.identity(form, visit{Spot: spot})
		return s.pages.busy(c, v, id, token, false)
	})
	form := s.get("/t/every?lang=uk&order=A-12").form()
	for key, value := range map[string][]string{"mood": {"2"}, "why": {"wait", "price"}, "comment": {`"<не>" & 'так'`}, "mail": {"me@example.org"}, "consent": {"yes"}} {
		form[key] = value
	}
	r := s.post("/busy/every", form).status(503).has("Нічого не втрачено", "Надіслати ще раз", `<html lang="uk">`)
	if r.Header().Get("Retry-After") == "" {
		t.Error("it does not say when to come back")
	}
	s.post("/t/every", r.form()).status(303)
	record := s.records()[0]
	want := survey.Answers{"mood": 2, "why": []string{"wait", "price"}, "comment": `"<не>" & 'так'`, "mail": "me@example.org"}
	if !reflect.DeepEqual(record.Answers, want) || record.Fields["order"] != "A-12" || record.ID.String() != form.Get("_id") {
		t.Errorf("stored %v, fields %v, id %s", record.Answers, record.Fields, record.ID)
	}
}

// FuzzForm: whatever is posted is answered with one of the known statuses,
// and markup never comes back as markup.
func FuzzForm(f *testing.F) {
	f.Add("mood=3&comment=hi", "application/x-www-form-urlencoded")
	f.Add("mood=9&comment=%ff<script>x&_id=1&_switch=uk", "application/x-www-form-urlencoded")
	f.Add("--x\r\nContent-Disposition: form-data; name=\"mood\"\r\n\r\n3\r\n--x--", "multipart/form-data; boundary=x")
	s := newSite(f)
	f.Fuzz(func(t *testing.T, body, contentType string) {
		r := httptest.NewRequest(http.MethodPost, "/t/every", strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		got := s.do(r)
		switch got.Code {
		case 200, 303, 400, 409, 410, 413, 415, 422:
		default:
			t.Errorf("status %d", got.Code)
		}
		if strings.Contains(got.Body.String(), "<script>") {
			t.Error("markup came back")
		}
	})
}
