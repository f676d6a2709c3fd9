package staff_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// cafeWith is the café's file with texts replaced, in pairs.
func (h *house) cafeWith(pairs ...string) {
	h.t.Helper()
	src, err := os.ReadFile("testdata/cafe.yaml")
	if err != nil {
		h.t.Fatal(err)
	}
	text := string(src)
	for i := 0; i+1 < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			h.t.Fatalf("the file has no %q", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	file := filepath.Join(h.t.TempDir(), "changed.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	h.apply(file)
}

// TestMapBeforeAnswers tells who has no answers yet what to do, and who looks
// where there are none where they are.
func TestMapBeforeAnswers(t *testing.T) {
	h := cafe(t, account.Viewer)
	p := h.get(dawn)
	h.want(p, http.StatusOK, "Nobody has answered yet", "Print a poster", "/admin/journeys/dawn/posters", "waymood import answers.csv",
		"No answers in this period from:", "/posters#at-k7q2x")
	h.lacks(p, "0 points lost", `class="hero"`)

	h.worked()
	p = h.get(dawn + "?from=2026-01-01&to=2026-02-01&channel=qr")
	h.want(p, http.StatusOK, "No answers in this period", "the first of 11 October 2026",
		"Look at all answers of the same period", "Look at all days so far", "?from=2026-10-11&amp;to=2026-11-21")
	h.want(h.get(dawn+"?from=2026-10-01&to=2026-11-21"), http.StatusOK, "of the days before there are none")
	h.lacks(h.get(dawn), "of the days before there are none")
}

// TestMapOfOneMind shows what cannot be told from one answer, and what can from
// many equal ones: never a number without an interval.
func TestMapOfOneMind(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.answer("k7q2x", survey.Answers{"rating": 2, "comment": "等太久了，真的等太久"}, noon)
	p := h.get(dawn)
	h.want(p, http.StatusOK, "1 answer", "No figure for the whole journey yet", "4 more for a first, rough point")
	h.lacks(p, `class="figure big"`)

	equal := map[string][5]int{}
	for code := range current {
		equal[code] = [5]int{0, 0, 30, 0, 0}
	}
	h = cafe(t, account.Viewer)
	h.ratings(equal, noon)
	p = h.get(dawn)
	h.want(p, http.StatusOK, `<strong class="figure big">50</strong>`, "95% sure: 4", "210 answers")
	h.lacks(p, "NaN", "%!", "Touchpoints differ")
}

// TestMapOfChangedFile keeps answers with their touchpoint when the file moves,
// renames or drops it.
func TestMapOfChangedFile(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.worked()
	row := regexp.MustCompile(`(?s)<tr id="tp-queue">.*?</tr>`)
	figures := func() string {
		t.Helper()
		tr := row.FindString(h.get(dawn).Body)
		if !strings.Contains(tr, `<td class="n">38</td><td class="n">27–48</td>`) {
			t.Errorf("the queue's line is %s", tr)
		}
		return tr
	}
	if tr := figures(); !strings.Contains(tr, ">Queue<") {
		t.Error(tr)
	}
	h.cafeWith("{en: Queue,", "{en: Waiting line,")
	if tr := figures(); !strings.Contains(tr, ">Waiting line<") {
		t.Error(tr)
	}

	src, err := os.ReadFile("testdata/cafe.yaml")
	if err != nil {
		t.Fatal(err)
	}
	moved := regexp.MustCompile(`(?s)      - key: queue\n.*?(      - {key: pay,)`).FindStringSubmatch(string(src))
	if moved == nil {
		t.Fatal("there is no queue before pay")
	}
	queue := strings.TrimSuffix(moved[0], moved[1])
	h.cafeWith(moved[0], moved[1], "      - {key: drink,", queue+"      - {key: drink,")
	figures()
	body := h.get(dawn).Body
	if strings.Index(body, `id="tp-queue"`) < strings.Index(body, `id="tp-pay"`) {
		t.Error("the queue did not move behind paying")
	}

	h.cafeWith(moved[0], moved[1])
	p := h.get(dawn)
	h.want(p, http.StatusOK, "No longer on the map", "78 answers, the last of 10 November 2026", "186 answers")
	h.lacks(p, `id="tp-queue"`)
	h.cafeWith()
	figures()
}

// TestMapOfEmptyStage draws a stage whose touchpoints are all gone.
func TestMapOfEmptyStage(t *testing.T) {
	h := cafe(t, account.Viewer)
	j, err := h.store.Journey(context.Background(), "dawn")
	if err != nil {
		t.Fatal(err)
	}
	again := *j
	again.Stages = append([]journey.Stage{}, j.Stages...)
	again.Stages[1].Touchpoints = nil
	if _, err := h.store.Apply(context.Background(), []*journey.Journey{&again}, false); err != nil {
		t.Fatal(err)
	}
	h.workedBut("men22")
	h.want(h.get(dawn), http.StatusOK, "This stage has no touchpoints.", "not enough answers for this stage")
}

// workedBut is the worked example without one placement.
func (h *house) workedBut(without string) {
	h.t.Helper()
	counts := map[string][5]int{}
	for code, n := range current {
		if code != without {
			counts[code] = n
		}
	}
	h.ratings(counts, noon.AddDate(0, 0, -10))
}

// TestMapOfPersonas draws curves over each other, each with its own number of
// answers, and tells each persona's feeling on a card.
func TestMapOfPersonas(t *testing.T) {
	h := cafe(t, account.Viewer)
	for i := range 30 {
		for persona, rating := range map[string]int{"office": 2, "student": 5} {
			h.answer("k7q2x", survey.Answers{"rating": rating, "comment": "words of " + persona + " customers"}, noon.Add(-time.Duration(i)*time.Hour),
				func(r *survey.Response) { r.Persona = persona })
		}
	}
	p := h.get(dawn)
	h.want(p, http.StatusOK, "What they feel, measured", "words of office customers", "words of student customers", `name="overlay" value="student"`)
	h.lacks(p, "Personas side by side")
	p = h.get(dawn + "?overlay=office&overlay=student&overlay=office")
	h.want(p, http.StatusOK, "Personas side by side", `value="student" checked`, "30 answers", "are not tested", "60 answers")
	beside := part(t, p, `id="beside"`, "</table>")
	if n := strings.Count(beside.Body, "<th scope=\"col\">"); n != 3 {
		t.Errorf("%d columns side by side", n)
	}
	h.want(beside, http.StatusOK, `<strong class="figure">25</strong>`, `<strong class="figure">100</strong>`)
	file := h.get(dawn + "/curve.svg?overlay=office&overlay=student")
	h.want(file, http.StatusOK, "Student")
	h.want(h.get(dawn+"?persona=office"), http.StatusOK, "30 answers", "With filters no changes are told")
}

// huge is a journey with very many touchpoints, some of them answered.
func (h *house) huge(stages, each int) {
	h.t.Helper()
	names := func(s string) survey.Wording { return survey.Wording{"en": s} }
	j := &journey.Journey{
		Key: "huge", Name: names("Huge"), Timezone: "UTC", Languages: []string{"en"}, Target: 75, Analysis: journey.Defaults(),
		Surveys: []survey.Survey{{Key: "quick", Questions: []survey.Question{{Key: "rating", Type: survey.CSAT, Ask: names("How was it?"), Required: true}}}},
	}
	for s := range stages {
		st := journey.Stage{Key: fmt.Sprintf("s%d", s), Name: names(fmt.Sprintf("Stage %d", s))}
		for k := range each {
			key := fmt.Sprintf("t%d-%d", s, k)
			st.Touchpoints = append(st.Touchpoints, journey.Touchpoint{Key: key, Name: names("Touchpoint " + key), Survey: "quick"})
		}
		j.Stages = append(j.Stages, st)
	}
	if _, err := h.store.Apply(context.Background(), []*journey.Journey{j}, false); err != nil {
		h.t.Fatal(err)
	}
	var rs []*survey.Response
	for s := range stages {
		for n := range 25 {
			rs = append(rs, &survey.Response{
				ID: uuid.New(), Journey: "huge", Touchpoint: fmt.Sprintf("t%d-0", s), Answers: survey.Answers{"rating": 1 + n%2}, Language: "en",
				AnsweredAt: noon, ReceivedAt: h.now, Trusted: true,
			})
		}
	}
	for _, added := range h.store.AddResponses(context.Background(), rs) {
		if added.Err != nil {
			h.t.Fatal(added.Err)
		}
	}
}

// TestMapOfVeryMany bounds the page of ten thousand touchpoints and leads to
// the file with all.
func TestMapOfVeryMany(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	h.huge(100, 100)
	h.signIn(account.Viewer)
	p := h.get("/admin/journeys/huge")
	h.want(p, http.StatusOK, "2,500 answers", "Here are the 200 touchpoints that lose most points. 9,800 more are in the file",
		"/admin/journeys/huge/map.csv", "90 more pains are in the table below.", "And 9,888 more touchpoints.")
	if n := strings.Count(p.Body, `<tr id="tp-`); n != 200 {
		t.Errorf("%d lines of the table", n)
	}
	if n := packed(t, []byte(p.Body)); n > 120<<10 {
		t.Errorf("%d bytes packed", n)
	}
	h.lacks(p, "NaN", "%!")
}

// packed is how many bytes a body has on its way.
func packed(t *testing.T, body []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// TestMapWeight holds the page with all styles and scripts to its budget.
func TestMapWeight(t *testing.T) {
	h := cafe(t, account.Owner)
	h.worked()
	for i := range 40 {
		h.answer("k7q2x", survey.Answers{"rating": 2, "comment": fmt.Sprintf("We waited %d minutes in line and nobody said a word about it", i+5)}, noon)
	}
	for _, query := range []string{"", "?overlay=office&overlay=student", "?lang=uk", "?lang=zh-Hant"} {
		p := h.get(dawn + query)
		h.want(p, http.StatusOK)
		total := packed(t, []byte(p.Body))
		for _, m := range regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`).FindAllStringSubmatch(p.Body, -1) {
			f := h.get(m[1], "Accept-Encoding", "gzip")
			h.want(f, http.StatusOK)
			total += len(f.Body)
		}
		if total > 120<<10 {
			t.Errorf("%s weighs %d bytes", query, total)
		}
		t.Logf("%q weighs %d bytes", query, total)
	}
}
