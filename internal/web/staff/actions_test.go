package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

const actionsAt = "/admin/journeys/dawn/actions"

// form of an action that is taken.
func actionForm(change ...string) url.Values {
	f := url.Values{"title": {"Second till"}, "owner": {"floor"}, "due": {"2026-12-05"}, "kind": {"fix"}, "touchpoint": {"queue"}}
	for i := 0; i+1 < len(change); i += 2 {
		f.Set(change[i], change[i+1])
	}
	return f
}

// day of a date.
func day(t testing.TB, date string) int64 {
	t.Helper()
	d, err := journey.ParseDay(date)
	if err != nil {
		t.Fatal(err)
	}
	return int64(d)
}

// TestActionFromAPain copies the evidence of the map, and lets erasure reach it.
func TestActionFromAPain(t *testing.T) {
	h := cafe(t, account.Editor)
	h.worked()
	id := h.answer("k7q2x", survey.Answers{"rating": 1, "comment": "Twenty minutes in line, write to li@example.com"}, noon.AddDate(0, 0, -9))
	p := h.get(actionsAt + "/new?pain=queue")
	h.want(p, http.StatusOK, "Why: what customers said", "Queue · Purchase", "41 answers", "Twenty minutes in line", `value="2026-12-04"`, `name="pain" value="queue"`, "points lost")
	h.lacks(p, "li@example.com", `name="touchpoint"`)
	h.want(h.post(actionsAt, actionForm("pain", "queue", "touchpoint", "drink", "expected", "8,5", "item.0", "ask Mei", "done.0", "on", "item.7", "order it")), http.StatusSeeOther, actionsAt+"/1")
	a, err := h.store.Action(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	e := a.Evidence
	if a.Touchpoint != "queue" || *a.Expected != 8.5 || a.Due != day(t, "2026-12-05") || len(a.Checklist) != 2 || !a.Checklist[0].Done || a.Checklist[1].Done {
		t.Errorf("%+v", a)
	}
	if e == nil || e.Answers != 41 || !e.Scored || e.PointsLost < 5 || e.Worst == nil || len(e.Quotes) != 1 || e.Quotes[0] != id.String() || e.To != day(t, "2026-11-21") {
		t.Fatalf("%+v", e)
	}
	h.want(h.get(actionsAt+"/1"), http.StatusOK, "Twenty minutes in line", "1 of 2 done", "due 5 December 2026")
	if err := h.store.Erase(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	p = h.get(actionsAt + "/1")
	h.want(p, http.StatusOK, "1 quote was erased since", "41 answers")
	h.lacks(p, "Twenty minutes")
	h.want(h.get(actionsAt+"/new?pain=nowhere"), http.StatusNotFound)
	h.want(h.get(actionsAt+"/new?delight=drink"), http.StatusOK, `value="protect" checked`)
}

// TestActionRefused shows the form again, with every reason and nothing typed
// lost.
func TestActionRefused(t *testing.T) {
	h := cafe(t, account.Editor)
	const marker = `<b>"it"</b>`
	p := h.post(actionsAt, actionForm("title", " ", "owner", "", "due", "soon", "expected", "lots", "hypothesis", marker, "item.0", marker))
	h.want(p, http.StatusUnprocessableEntity, "<title>Error: New action", `href="#title"`, `href="#owner"`, `href="#due"`, `href="#expected"`,
		`value="soon"`, `value="lots"`, "&lt;b&gt;&#34;it&#34;&lt;/b&gt;</textarea>", `value="&lt;b&gt;&#34;it&#34;&lt;/b&gt;"`, `aria-describedby="title-wrong"`)
	h.lacks(p, marker)
	h.want(h.post(actionsAt, actionForm("touchpoint", "nowhere")), http.StatusUnprocessableEntity, "Choose a touchpoint")
	h.want(h.get(actionsAt), http.StatusOK, "Nothing is planned")
}

// TestActionSteps walks an action from plan to verdict.
func TestActionSteps(t *testing.T) {
	h := cafe(t, account.Editor)
	h.worked()
	h.want(h.post(actionsAt, actionForm()), http.StatusSeeOther, actionsAt+"/1")
	step := func(revision, step string, more ...string) page {
		f := url.Values{"revision": {revision}, "step": {step}}
		for i := 0; i+1 < len(more); i += 2 {
			f.Set(more[i], more[i+1])
		}
		return h.post(actionsAt+"/1/step", f)
	}
	h.want(step("1", "begin"), http.StatusSeeOther, actionsAt+"/1#steps")
	h.want(step("2", "live", "day", "2030-01-01"), http.StatusUnprocessableEntity, `value="2030-01-01"`, `href="#live_on"`, "within the last two years")
	h.want(step("2", "live", "day", "nonsense"), http.StatusUnprocessableEntity, `href="#live_on"`)
	h.want(step("2", "drop", "reason", " "), http.StatusUnprocessableEntity, `href="#reason"`)
	h.want(step("2", "fly"), http.StatusBadRequest)
	h.want(step("", "begin"), http.StatusBadRequest)
	h.want(step("2", "live", "day", "2026-12-24"), http.StatusSeeOther, actionsAt+"/1#steps")
	h.want(h.get(actionsAt+"/1"), http.StatusOK, "It goes into effect by itself on 24 December 2026")
	h.want(step("3", "live", "day", "2026-10-24"), http.StatusSeeOther, actionsAt+"/1#steps")
	h.want(h.get(actionsAt+"/1"), http.StatusOK, "What it looks like so far", "No verdict yet", "Answers: 38 in the 28 days before, 40 since.")
	h.want(h.get(actionsAt), http.StatusOK, "In effect, being measured", "verdict on 21 November")
	h.now = noon.AddDate(0, 0, 1)
	h.signIn(account.Owner) // the other session is over
	h.want(h.get(actionsAt+"/1"), http.StatusOK, "It got worse", "within the hour this becomes final", "does not prove")
	if a, err := h.store.Action(t.Context(), 1); err != nil || a.State != action.Live {
		t.Errorf("looking at it changed it: %v %+v", err, a)
	}
	if live, measured, err := h.store.SettleActions(t.Context()); live != 0 || measured != 1 || err != nil {
		t.Fatal(live, measured, err)
	}
	h.want(h.get(actionsAt+"/1"), http.StatusOK, "It got worse", "This verdict is frozen", "What happened elsewhere meanwhile", "Luck", "90% sure")
	h.want(h.get(actionsAt), http.StatusOK, "worked: 0 · no visible change: 0 · worse: 1 · not enough answers: 0")
	h.want(step("5", "live", "day", "2026-11-01"), http.StatusConflict)
}

// TestActionTwoEditors: the second one sees what the first made of it and loses
// nothing.
func TestActionTwoEditors(t *testing.T) {
	h := cafe(t, account.Editor)
	h.want(h.post(actionsAt, actionForm()), http.StatusSeeOther, actionsAt+"/1")
	h.want(h.post(actionsAt+"/1", actionForm("revision", "1", "owner", "Mei", "item.0", "call them")), http.StatusSeeOther, actionsAt+"/1")
	p := h.post(actionsAt+"/1", actionForm("revision", "1", "owner", "Li", "hypothesis", "The line is the thing."))
	h.want(p, http.StatusConflict, "Somebody else changed this action", "<bdi>Mei</bdi>", "<bdi>call them</bdi>", `value="Li"`, "The line is the thing.", `name="revision" value="2"`)
	h.want(h.post(actionsAt+"/1", actionForm("revision", "2", "owner", "Li")), http.StatusSeeOther, actionsAt+"/1")
	h.want(h.get(actionsAt+"/1"), http.StatusOK, "<bdi>Li</bdi>")
}

// TestTold keeps texts for customers, each within its length.
func TestTold(t *testing.T) {
	h := cafe(t, account.Editor)
	h.want(h.post(actionsAt, actionForm()), http.StatusSeeOther, actionsAt+"/1")
	long := strings.Repeat("字", 281)
	p := h.post(actionsAt+"/1/told", url.Values{"revision": {"1"}, "told.zh-Hant": {long}, "told.en": {"A second till is open."}, "whole": {"yes"}})
	h.want(p, http.StatusUnprocessableEntity, long, "A second till is open.", `href="#told-zh-Hant"`, `id="told-zh-Hant-wrong"`, `name="whole" value="yes" checked`)
	h.want(h.post(actionsAt+"/1/told", url.Values{"revision": {"1"}, "told.en": {"A second till is open."}, "told.xx": {"?"}}), http.StatusSeeOther, actionsAt+"/1#told")
	a, err := h.store.Action(t.Context(), 1)
	if err != nil || len(a.Told.Text) != 1 || a.Told.Text["en"] != "A second till is open." || a.Told.Whole {
		t.Errorf("%v %+v", err, a.Told)
	}
}

// TestStance keeps a pain quiet, says so, and takes it back.
func TestStance(t *testing.T) {
	h := cafe(t, account.Editor)
	const at = "/admin/journeys/dawn/touchpoints/queue/stance"
	p := h.post(at, url.Values{"says": {"no_problem"}, "note": {" "}, "back": {"/admin/journeys/dawn?from=2026-11-01"}})
	h.want(p, http.StatusUnprocessableEntity, "Not a problem: Queue", `href="#stance-note"`, `value="/admin/journeys/dawn?from=2026-11-01"`)
	h.want(h.post(at, url.Values{"says": {"no_problem"}, "note": {"closed"}, "back": {"/admin/journeys/dawn?from=2026-11-01#stance-queue"}}), http.StatusSeeOther, "/admin/journeys/dawn?from=2026-11-01#stance-queue")
	all, err := h.store.Stances(t.Context(), "dawn")
	today := day(t, "2026-11-20")
	if s := all["queue"]; err != nil || s.Role != "editor" || s.Made != today || s.Until != today+28 || s.Note != "closed" {
		t.Errorf("%v %+v", err, s)
	}
	h.want(h.post(at, url.Values{"says": {"being_done"}, "back": {"//evil.example"}}), http.StatusUnprocessableEntity, "None of these")
	h.want(h.post(at, url.Values{"says": {"being_done"}, "action": {"99"}}), http.StatusNotFound)
	h.want(h.post(actionsAt, actionForm()), http.StatusSeeOther, actionsAt+"/1")
	h.want(h.post(at, url.Values{"says": {"being_done"}, "action": {"1"}, "back": {"//evil.example"}}), http.StatusSeeOther, "/admin/journeys/dawn")
	h.want(h.post(at, url.Values{"says": {"back"}, "back": {"/admin/journeys/dawnish"}}), http.StatusSeeOther, "/admin/journeys/dawn")
	if all, err = h.store.Stances(t.Context(), "dawn"); err != nil || len(all) != 0 {
		t.Errorf("%v %v", err, all)
	}
	h.want(h.post("/admin/journeys/dawn/touchpoints/nowhere/stance", url.Values{"says": {"back"}}), http.StatusNotFound)
	h.want(h.post(at, url.Values{"says": {"maybe"}}), http.StatusUnprocessableEntity)
}

// TestActionsAreForEditors: viewers look, and nothing is changed without the
// page's own origin.
func TestActionsAreForEditors(t *testing.T) {
	h := cafe(t, account.Viewer)
	a := action.Action{Touchpoint: "queue", Kind: action.Fix, Title: "Second till", Owner: "floor", Due: day(t, "2026-12-05"), Checklist: []action.Item{{Text: "ask Mei"}}}
	j, err := h.store.Journey(t.Context(), "dawn")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.AddAction(t.Context(), j, a); err != nil {
		t.Fatal(err)
	}
	p := h.get(actionsAt + "/1")
	h.want(p, http.StatusOK, "Second till", "Not done yet: <bdi>ask Mei</bdi>")
	h.lacks(p, `method="post" action="/admin/journeys`)
	h.lacks(h.get(actionsAt), "/actions/new")
	h.want(h.get(actionsAt+"/new"), http.StatusForbidden)
	posts := []string{actionsAt, actionsAt + "/1", actionsAt + "/1/step", actionsAt + "/1/told", "/admin/journeys/dawn/touchpoints/queue/stance"}
	for _, at := range posts {
		h.want(h.post(at, actionForm("revision", "1", "step", "begin", "says", "back")), http.StatusForbidden)
	}
	h.cookies = map[string]*http.Cookie{}
	h.signIn(account.Editor)
	for _, at := range posts {
		h.want(h.post(at, actionForm("revision", "1", "step", "begin", "says", "back"), "Origin", "https://evil.example"), http.StatusForbidden)
	}
	if now, err := h.store.Action(t.Context(), 1); err != nil || now.Revision != 1 {
		t.Errorf("it was changed: %v %+v", err, now)
	}
	h.want(h.get("/admin/journeys/dawn/actions/nope"), http.StatusNotFound)
	h.want(h.get("/admin/journeys/dawn/actions/2"), http.StatusNotFound)
}
