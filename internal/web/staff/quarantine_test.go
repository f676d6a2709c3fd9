package staff_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/survey"
)

const waitingList = dawn + "/responses?state=quarantined"

// doubted makes an answer one that waits, or has a hint.
func doubted(d survey.Doubt) func(*survey.Response) {
	return func(r *survey.Response) { r.Doubt(d) }
}

// hidden are the hidden fields of a page's main part.
func hidden(body string) url.Values {
	form := url.Values{}
	_, main, _ := strings.Cut(body, `<main id="main">`)
	for _, field := range strings.Split(main, `<input type="hidden" name="`)[1:] {
		name, rest, _ := strings.Cut(field, `" value="`)
		value, _, _ := strings.Cut(rest, `"`)
		form.Set(name, value)
	}
	return form
}

// TestWaiting tells on the map and in the list of journeys what waits, of
// whatever day, and why in the list of answers.
func TestWaiting(t *testing.T) {
	h := cafe(t, account.Editor)
	h.lacks(h.get("/admin"), "for your decision")
	old := noon.AddDate(0, -3, 0)
	h.answer("k7q2x", survey.Answers{"rating": 3}, old, doubted(survey.Quick|survey.Crowd))
	h.answer("k7q2x", survey.Answers{"rating": 2}, noon, doubted(survey.Trap))
	h.answer("pay22", survey.Answers{"rating": 1}, noon, doubted(survey.Repeat))
	for _, page := range []string{"/admin", dawn, dawn + "?persona=office"} {
		p := h.get(page)
		h.want(p, http.StatusOK, "2 answers wait for your decision. They do not count yet.")
		if got := link(t, p.Body, "2 answers wait for your decision. They do not count yet."); got != waitingList {
			t.Errorf("%s leads to %s", page, got)
		}
	}
	p := h.get(waitingList)
	h.want(p, http.StatusOK, "less than two seconds", "Unusually many answers came from one internet connection to this place.", "people do not see", "2 answers wait in this list.")
	h.lacks(p, "Perhaps a second answer")
	h.want(h.get(dawn+"/responses"), http.StatusOK, "Perhaps a second answer from the same device within a day.")

	p = h.get(waitingList + "&doubt=trap")
	h.want(p, http.StatusOK, `<option value="trap" selected>Hidden field filled in`, "1 answer waits in this list.", "people do not see")
	h.lacks(p, "less than two seconds")
	h.want(h.get(dawn+"/responses?doubt=repeat"), http.StatusOK, "Perhaps a second answer from the same device within a day.")
	h.want(h.get(waitingList+"&doubt=spam"), http.StatusOK, "There is no such doubt")
	h.lacks(h.get(waitingList+"&doubt=spam"), "Let all count")
}

// TestOneWaitsAgain: what was decided about one answer is taken back, and an
// answer that nothing speaks against never waits.
func TestOneWaitsAgain(t *testing.T) {
	h := cafe(t, account.Editor)
	id := h.answer("k7q2x", survey.Answers{"rating": 3}, noon, doubted(survey.Flood))
	fine := h.answer("k7q2x", survey.Answers{"rating": 3}, noon, doubted(survey.Repeat))
	at := func(id uuid.UUID, state string) page {
		return h.post(dawn+"/responses/"+id.String(), url.Values{"state": {state}})
	}
	states := map[string]survey.State{"counted": survey.Counted, "quarantined": survey.Quarantined, "left_out": survey.LeftOut}
	for _, state := range []string{"counted", "quarantined", "left_out", "quarantined", "counted"} {
		p := at(id, state)
		h.want(p, http.StatusSeeOther, changed(id, "state"))
		if state != "quarantined" {
			to, _, _ := strings.Cut(p.Header.Get("Location"), "#")
			h.want(h.get(to), http.StatusOK, `<button name="state" value="quarantined">Let it wait again</button>`)
		}
		r, err := h.store.Response(context.Background(), id)
		if err != nil || r.State != states[state] {
			t.Fatalf("%v, %v, want %s", r, err, state)
		}
	}
	h.want(at(fine, "quarantined"), http.StatusUnprocessableEntity)
	h.lacks(h.get(dawn+"/responses?doubt=repeat"), "Let it wait again")
}

// TestAllAtOnce takes in all that a list shows and nothing else, and lets it
// wait again; the map follows exactly.
func TestAllAtOnce(t *testing.T) {
	h := cafe(t, account.Editor)
	h.worked()
	for i := range 30 {
		d := []survey.Doubt{survey.Crowd, survey.Quick, survey.Trap}[i%3]
		h.answer("k7q2x", survey.Answers{"rating": 5}, noon.Add(-time.Hour), doubted(d))
	}
	h.answer("pay22", survey.Answers{"rating": 1}, noon, doubted(survey.Crowd))
	before := h.get(dawn).Body
	ask := link(t, h.get(waitingList+"&doubt=crowd&touchpoint=queue&live=1").Body, "Let all count …")
	p := h.get(ask)
	h.want(p, http.StatusOK, "Let 10 answers count?", "Too many in this place", "You can take this back for 30 days.", `<button class="primary">Let them count</button>`)
	h.lacks(p, "At most")
	form := hidden(p.Body)

	h.answer("k7q2x", survey.Answers{"rating": 1}, noon, doubted(survey.Crowd)) // comes too late
	p = h.post(dawn+"/quarantine", form)
	h.want(p, http.StatusSeeOther)
	done := h.get(p.Header.Get("Location"))
	h.want(done, http.StatusOK, "10 answers now count.", "Let them wait again", "Decided together lately", "1 answer waits in this list.")
	h.lacks(done, "Go on with")
	h.want(h.get(dawn), http.StatusOK, "236 answers", "22 answers wait")
	// Once more: there is nothing left to move.
	h.want(h.post(dawn+"/quarantine", form), http.StatusSeeOther, waitingListWith("doubt=crowd", "touchpoint=queue"))

	back := formTo(t, done.Body, "/quarantine/")
	h.want(h.post(back, nil), http.StatusSeeOther, dawn+"/responses?decision=back&state=quarantined")
	h.want(h.get(dawn+"/responses?decision=back&state=quarantined"), http.StatusOK, "They wait for your decision again.", "32 answers wait in this list.")
	h.want(h.post(back, nil), http.StatusNotFound) // taken back already
	if got := strings.ReplaceAll(h.get(dawn).Body, "32 answers wait", "31 answers wait"); got != before {
		t.Error("the map is not what it was before")
	}
	p = h.get(link(t, h.get(waitingList).Body, "Leave all out …"))
	h.want(p, http.StatusOK, "Leave 32 answers out?")
	h.want(h.post(dawn+"/quarantine", hidden(p.Body)), http.StatusSeeOther)
	h.want(h.get(waitingList), http.StatusOK, "32 answers are left out.")
	h.want(h.get(dawn+"/quarantine?as=counted"), http.StatusOK, "Nothing waits here any more")
	h.want(h.get(waitingList), http.StatusOK, "Nothing waits here any more")
}

// waitingListWith is the list's address with filters, as Go sorts them.
func waitingListWith(filters ...string) string {
	q := url.Values{"state": {"quarantined"}}
	for _, f := range filters {
		name, value, _ := strings.Cut(f, "=")
		q.Set(name, value)
	}
	return dawn + "/responses?" + q.Encode()
}

// formTo finds where a form sends to, by a part of the address.
func formTo(t *testing.T, body, part string) string {
	t.Helper()
	for _, form := range strings.Split(body, `<form method="post" action="`)[1:] {
		if address, _, _ := strings.Cut(form, `"`); strings.Contains(address, part) {
			return address
		}
	}
	t.Fatalf("no form sends to %s", part)
	return ""
}

// TestMoreThanAtOnce goes on where one press does not reach the end.
func TestMoreThanAtOnce(t *testing.T) {
	h := cafe(t, account.Editor)
	var rs []*survey.Response
	for i := range 5100 {
		r := &survey.Response{ID: uuid.New(), Code: "k7q2x", Answers: survey.Answers{"rating": 1 + i%5}, Language: "en", ReceivedAt: noon, Sum: int64(i)}
		r.Doubt(survey.Flood)
		rs = append(rs, r)
	}
	for _, added := range h.store.AddResponses(context.Background(), rs) {
		if added.Err != nil {
			t.Fatal(added.Err)
		}
	}
	p := h.get(link(t, h.get(waitingList).Body, "Let all count …"))
	h.want(p, http.StatusOK, "Let 5,100 answers count?", "At most 5,000 are decided at once")
	p = h.post(dawn+"/quarantine", hidden(p.Body))
	h.want(p, http.StatusSeeOther)
	half := h.get(p.Header.Get("Location"))
	h.want(half, http.StatusOK, "5,000 answers now count.", "Go on with 100 more")
	p = h.post(dawn+"/quarantine", hidden(half.Body[:strings.Index(half.Body, "Go on with")]))
	h.want(p, http.StatusSeeOther)
	whole := h.get(p.Header.Get("Location"))
	h.want(whole, http.StatusOK, "5,100 answers now count.")
	h.lacks(whole, "Go on with")
	back := formTo(t, whole.Body, "/quarantine/")
	p = h.post(back, nil)
	h.want(h.get(p.Header.Get("Location")), http.StatusOK, "Let them wait again")
	p = h.post(back, nil)
	h.want(h.get(p.Header.Get("Location")), http.StatusOK, "They wait for your decision again.", "5,100 answers wait in this list.")
	if _, differed, err := h.store.Rebuild(context.Background()); err != nil || differed != 0 {
		t.Errorf("rebuild: %d rows differed, %v", differed, err)
	}
}

// TestQuarantineRefuses what is not clear, and who may not decide.
func TestQuarantineRefuses(t *testing.T) {
	h := cafe(t, account.Editor)
	h.answer("k7q2x", survey.Answers{"rating": 3}, noon, doubted(survey.Crowd))
	good := hidden(h.get(dawn + "/quarantine?as=counted").Body)
	if !good.Has("upto") || !good.Has("as") {
		t.Fatalf("the page sends %v", good)
	}
	for name, value := range map[string]string{"as": "erased", "upto": "x", "doubt": "spam", "touchpoint": "", "decision": "x"} {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		want := http.StatusUnprocessableEntity
		switch name {
		case "decision":
			want = http.StatusNotFound
		case "touchpoint":
			form.Add("place", "nowhere")
		}
		if value != "" {
			form.Set(name, value)
		}
		if p := h.post(dawn+"/quarantine", form); p.StatusCode != want {
			t.Errorf("%s=%s: %d, want %d", name, value, p.StatusCode, want)
		}
	}
	h.want(h.post(dawn+"/quarantine", url.Values{"as": {"counted"}}), http.StatusUnprocessableEntity)
	p := h.get(dawn + "/quarantine?as=counted&doubt=spam")
	h.want(p, http.StatusOK, "There is no such doubt")
	h.lacks(p, `class="primary"`)
	h.want(h.get(dawn+"/quarantine?as=quarantined"), http.StatusUnprocessableEntity)
	h.want(h.get(dawn+"/quarantine?doubt=crowd&touchpoint=queue"), http.StatusSeeOther, waitingListWith("doubt=crowd", "touchpoint=queue"))
	h.want(h.get("/admin/journeys/none/quarantine?as=counted"), http.StatusNotFound)
	h.want(h.post(dawn+"/quarantine/x", nil), http.StatusNotFound)
	h.want(h.post(dawn+"/quarantine/77", nil), http.StatusNotFound)
	h.want(h.post(dawn+"/quarantine", good, "Origin", "https://evil.example"), http.StatusForbidden)

	viewer := cafe(t, account.Viewer)
	viewer.answer("k7q2x", survey.Answers{"rating": 3}, noon, doubted(survey.Crowd))
	viewer.lacks(viewer.get(waitingList), "Let all count", "Let it count")
	viewer.want(viewer.get(waitingList), http.StatusOK, "Unusually many answers")
	viewer.want(viewer.get(dawn+"/quarantine?as=counted"), http.StatusForbidden)
	viewer.want(viewer.post(dawn+"/quarantine", good), http.StatusForbidden)
	viewer.want(viewer.post(dawn+"/quarantine/1", nil), http.StatusForbidden)
}
