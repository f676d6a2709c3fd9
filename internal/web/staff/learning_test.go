package staff_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/web"
)

// lessons keeps two lessons of Chinese and a trial of English.
func (h *house) lessons() (ids []int64) {
	h.t.Helper()
	for i, l := range []store.Lesson{
		{Language: "zh-Hant", Model: "2026.11", Pairs: 536, Tested: 400, RightBefore: 340, RightAfter: 372, Reliability: 0.86, Better: true, InUse: true},
		{Language: "en", Model: "2026.11", Pairs: 150, Tested: 110, RightBefore: 100, RightAfter: 99, Reliability: 0.8},
		{Language: "zh-Hant", Model: "2026.11", Pairs: 700, Tested: 500, RightBefore: 430, RightAfter: 470, Reliability: 0.88, Better: true, InUse: true},
	} {
		l.MadeAt, l.Body = noon.AddDate(0, 0, i-10), []byte("body")
		id, err := h.store.AddLesson(context.Background(), l, l.InUse)
		if err != nil {
			h.t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// TestLearning shows the lessons to owners and lets them choose.
func TestLearning(t *testing.T) {
	h := cafe(t, account.Owner)
	h.want(h.get("/admin"), http.StatusOK, `href="/admin/learning"`)
	p := h.get("/admin/learning")
	h.want(p, http.StatusOK, "A language needs 100 texts with a mark, among them at least 15 happy and 15 unhappy ones.", "Nothing leaves this installation.", "Nothing learnt yet")
	if n := strings.Count(p.Body, "Nothing learnt yet"); n != 4 {
		t.Errorf("%d languages, want 4", n)
	}
	ids := h.lessons()
	chinese := func() page { return part(t, h.get("/admin/learning"), `<h2 lang="zh-Hant">`, `<h2 lang="zh-Hans">`) }
	p = chinese()
	h.want(p, http.StatusOK, "In use since 12 November 2026", "430 of 500 (86%)", "470 of 500 (94%)", "700 answers", "500 answers", "88%", "2026.11",
		"Earlier lessons", "10 November 2026", "536 answers", "372 of 400 (93%)", fmt.Sprintf(`name="lesson" value="%d"`, ids[0]), `name="on" value="0">Stop learning in 繁體中文`)
	h.want(part(t, h.get("/admin/learning"), `<h2 lang="en">`, "</ul>"), http.StatusOK, "Tried on 11 November 2026, not in use", "100 of 110 (91%)")

	learn := func(form url.Values, status int) { t.Helper(); h.want(h.post("/admin/learning", form), status) }
	learn(url.Values{"lesson": {fmt.Sprint(ids[0])}}, http.StatusSeeOther)
	h.want(chinese(), http.StatusOK, "In use since 10 November 2026", fmt.Sprintf(`value="%d"`, ids[2]))
	off := url.Values{"language": {"zh-Hant"}, "on": {"0"}}
	h.want(h.post("/admin/learning", off), http.StatusSeeOther, "/admin/learning?switched=1")
	learn(off, http.StatusSeeOther) // pressed twice
	h.want(h.get("/admin/learning?switched=1"), http.StatusOK, "All texts are now read again in the background")
	p = chinese()
	h.want(p, http.StatusOK, "Learning stopped", `value="1">Learn again in 繁體中文`)
	h.lacks(p, "In use since", `name="lesson"`)
	if in, err := h.store.LessonsInUse(context.Background()); err != nil || len(in) != 0 {
		t.Errorf("in use are %v, %v", in, err)
	}
	learn(url.Values{"language": {"zh-Hant"}, "on": {"1"}}, http.StatusSeeOther)
	h.want(chinese(), http.StatusOK, "In use since 10 November 2026")
	learn(url.Values{"language": {"tlh"}, "on": {"1"}}, http.StatusUnprocessableEntity)
	learn(url.Values{"lesson": {"4711"}}, http.StatusNotFound)
	learn(url.Values{"lesson": {"x"}}, http.StatusNotFound)
	learn(url.Values{"lesson": {fmt.Sprint(ids[1])}}, http.StatusConflict)
	h.want(h.post("/admin/learning", off, "Origin", "https://evil.example"), http.StatusForbidden)

	e := cafe(t, account.Editor)
	e.lacks(e.get("/admin"), "/admin/learning")
	e.want(e.get("/admin/learning"), http.StatusForbidden)
	e.want(e.post("/admin/learning", off), http.StatusForbidden)
}

// TestOutdatedLessons says of lessons for another model that they are not
// used, and does not take them into use.
func TestOutdatedLessons(t *testing.T) {
	scorer, err := sentiment.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, "http://192.168.1.20:8080", func(c *web.Config) { c.Scorer = scorer })
	h.signIn(account.Owner)
	ids := h.lessons() // of the model 2026.11, which was never shipped
	chinese := func() page { return part(t, h.get("/admin/learning"), `<h2 lang="zh-Hant">`, `<h2 lang="zh-Hans">`) }
	p := chinese()
	h.want(p, http.StatusOK, "Not in use", "made for an earlier version of the model")
	h.lacks(p, "In use since", `name="lesson"`)
	h.want(h.post("/admin/learning", url.Values{"lesson": {fmt.Sprint(ids[0])}}), http.StatusConflict)

	l := store.Lesson{Language: "zh-Hant", Model: scorer.Version(), MadeAt: noon, Pairs: 200, Tested: 150, RightBefore: 120, RightAfter: 140, Better: true, Body: []byte("body")}
	id, err := h.store.AddLesson(context.Background(), l, true)
	if err != nil {
		t.Fatal(err)
	}
	p = chinese()
	h.want(p, http.StatusOK, "In use since 20 November 2026", "Earlier lessons")
	h.lacks(p, "earlier version", `name="lesson"`)
	h.want(h.post("/admin/learning", url.Values{"lesson": {fmt.Sprint(id)}}), http.StatusSeeOther)
}
