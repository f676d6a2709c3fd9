package staff_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// TestResponses lists, narrows and pages the newest answers.
func TestResponses(t *testing.T) {
	h := cafe(t, account.Editor)
	for i := range 60 {
		h.answer("k7q2x", survey.Answers{"rating": 3, "comment": fmt.Sprintf("words no. %02d", i)}, noon.Add(time.Duration(i-90)*time.Minute))
	}
	h.answer("kiosk2", survey.Answers{"rating": 5, "why": []string{"staff"}}, noon.Add(-10*time.Minute), func(r *survey.Response) { r.Language, r.Persona = "uk", "student" })
	h.answer("pay22", survey.Answers{"rating": 1}, noon.Add(-5*time.Minute), func(r *survey.Response) { r.State = survey.Test })
	h.answer("pay22", survey.Answers{"rating": 1}, noon.Add(-4*time.Minute), func(r *survey.Response) { r.State = survey.Quarantined })

	p := h.get(dawn + "/responses")
	h.want(p, http.StatusOK, "words no. 59", "1 of 5", "Only a test", "Waits for your decision", "Kiosk · Riverside", "Українська", "Student",
		"The staff", "20 November, 11:50", "The text waits to be read.", "As of 12:00:00", "Older answers", "Refresh every 10 seconds")
	h.lacks(p, "words no. 05", "Newest answers</a>")
	if p.Header.Get("Refresh") != "" {
		t.Error("the list renews itself unasked")
	}
	if strings.Index(p.Body, "words no. 59") > strings.Index(p.Body, "words no. 40") {
		t.Error("the newest is not first")
	}
	older := link(t, p.Body, "Older answers")
	p = h.get(older)
	h.want(p, http.StatusOK, "words no. 05", "Newest answers")
	h.lacks(p, "words no. 59")

	p = h.get(dawn + "/responses?live=1&touchpoint=pay")
	h.want(p, http.StatusOK, "Stop refreshing", `<option value="pay" selected>`)
	h.lacks(p, "words no.")
	if got := p.Header.Get("Refresh"); got != "10" {
		t.Errorf("Refresh %q", got)
	}
	p = h.get(dawn + "/responses?state=quarantined")
	h.want(p, http.StatusOK, "Let it count", "Leave out")
	if n := strings.Count(p.Body, `<li class="card answer`); n != 1 {
		t.Errorf("%d answers wait", n)
	}
	h.want(h.get(dawn+"/responses?state=left_out"), http.StatusOK, "No answers here with these filters.")
	h.want(h.get(dawn+"/responses?cursor=broken"), http.StatusUnprocessableEntity)
}

// link finds the address of a link by its words.
func link(t *testing.T, body, words string) string {
	t.Helper()
	before, _, ok := strings.Cut(body, words+"</a>")
	if !ok {
		t.Fatalf("no link %q", words)
	}
	before = before[strings.LastIndex(before, `href="`)+len(`href="`):]
	address, _, _ := strings.Cut(before, `"`)
	return strings.ReplaceAll(address, "&amp;", "&")
}

// changed is where the list leads to after a change to one of its answers,
// with its filters.
func changed(id uuid.UUID, what string, filters ...string) string {
	query := append([]string{"changed=" + what, "judged=" + id.String()}, filters...)
	return dawn + "/responses?" + strings.Join(query, "&") + "#a-" + id.String()
}

// TestDecide leaves answers out and takes them back; the map follows exactly.
func TestDecide(t *testing.T) {
	h := cafe(t, account.Editor)
	h.worked()
	whole := h.get(dawn).Body
	id := h.answer("k7q2x", survey.Answers{"rating": 5}, noon.AddDate(0, 0, -3))
	waits := h.answer("k7q2x", survey.Answers{"rating": 5}, noon.AddDate(0, 0, -3), func(r *survey.Response) { r.State = survey.Quarantined })
	test := h.answer("k7q2x", survey.Answers{"rating": 5}, noon.AddDate(0, 0, -3), func(r *survey.Response) { r.State = survey.Test })
	h.want(h.get(dawn), http.StatusOK, "227 answers", "1 answer waits for your decision")

	decide := func(id uuid.UUID, state string) page {
		return h.post(dawn+"/responses/"+id.String(), url.Values{"state": {state}, "back": {dawn + "/responses?touchpoint=queue"}})
	}
	h.want(decide(id, "left_out"), http.StatusSeeOther, changed(id, "state", "touchpoint=queue"))
	h.want(decide(id, "left_out"), http.StatusSeeOther, changed(id, "state", "touchpoint=queue")) // pressed twice
	h.want(decide(waits, "left_out"), http.StatusSeeOther, changed(waits, "state", "touchpoint=queue"))
	h.want(h.get(dawn+"/responses?state=quarantined&changed=state&judged="+waits.String()), http.StatusOK,
		"state is now: Left out", `<button name="state" value="counted">Take back in</button>`, `id="a-`+waits.String())
	if got := h.get(dawn).Body; got != whole {
		t.Error("the map is not what it was before the answers came")
	}
	h.want(decide(id, "counted"), http.StatusSeeOther)
	h.want(decide(waits, "counted"), http.StatusSeeOther)
	h.want(h.get(dawn), http.StatusOK, "228 answers")

	h.want(decide(test, "counted"), http.StatusUnprocessableEntity)
	h.want(decide(id, "erased"), http.StatusUnprocessableEntity)
	h.want(decide(uuid.New(), "left_out"), http.StatusNotFound)
	h.want(h.post(dawn+"/responses/nonsense", url.Values{"state": {"left_out"}}), http.StatusNotFound)
	h.want(h.post("/admin/journeys/other/responses/"+id.String(), url.Values{"state": {"left_out"}}), http.StatusNotFound)
	h.want(h.post(dawn+"/responses/"+id.String(), url.Values{"state": {"left_out"}, "back": {"//evil.example"}}), http.StatusSeeOther, changed(id, "state"))
}

// TestScoredTexts are shown with what the scorer said.
func TestScoredTexts(t *testing.T) {
	h := cafe(t, account.Viewer)
	ctx := context.Background()
	h.answer("k7q2x", survey.Answers{"rating": 5, "comment": "A terrible wait, never again, awful"}, noon)
	list, err := h.store.Unscored(ctx, 0, 10)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	u := list[0]
	_, err = h.store.SetScores(ctx, []store.Scored{{
		Seq: u.Seq, Revision: u.Revision, Hash: store.TextHash(u.Text), Language: "en", Model: "test",
		Label: mood.TextNegative, Text: mood.Text{Sentiment: -0.9, Tokens: 6, Quality: 0.8},
	}})
	if err != nil {
		t.Fatal(err)
	}
	h.want(h.get(dawn+"/responses"), http.StatusOK, "The words sound unhappy.", "mark and words disagree")
	h.want(h.get(dawnQueue), http.StatusOK, "1 text read: 0 happy, 0 neither, 1 unhappy.")
}

// TestPosters prints only what others can open.
func TestPosters(t *testing.T) {
	h := cafe(t, account.Viewer)
	p := h.get(dawn + "/posters")
	h.want(p, http.StatusOK, "http://192.168.1.20:8080/t/k7q2x", "192.168.1.20:8080/t/k7q2x", "/t/k7q2x/qr.svg", "Try it", "?test=", "/t/k7q2x/poster?format=tent")
	h.lacks(p, "Printing waits")
	test := link(t, p.Body, "Try it")
	u, err := url.Parse(test)
	if err != nil {
		t.Fatal(err)
	}
	h.want(h.get(u.RequestURI()), http.StatusOK, "_test")
	for _, public := range []string{"http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"} {
		h := newHouse(t, public)
		h.apply("testdata/cafe.yaml")
		h.signIn(account.Viewer)
		p := h.get(dawn + "/posters")
		h.want(p, http.StatusOK, "Printing waits for an address", "WAYMOOD_PUBLIC_URL", public)
		h.lacks(p, "/t/k7q2x/poster?format=tent")
	}
}

// TestCameAlong: hidden fields stand beside the answers; who is no owner sees
// no contacts in them.
func TestCameAlong(t *testing.T) {
	for role, mail := range map[account.Role]bool{account.Owner: true, account.Viewer: false} {
		h := cafe(t, role)
		h.answer("k7q2x", survey.Answers{"rating": 3}, noon.Add(-time.Minute), func(r *survey.Response) {
			r.Fields = map[string]string{"order": "A-12 <b>", "guest": "ann@example.org"}
		})
		p := h.get(dawn + "/responses")
		h.want(p, http.StatusOK, "<dt>order</dt><dd><bdi>A-12 &lt;b&gt;</bdi>")
		if strings.Contains(p.Body, "ann@example.org") != mail {
			t.Errorf("%s: the address is shown: %v", role, !mail)
		}
	}
}
