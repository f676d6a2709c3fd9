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
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/web"
)

// readTexts scores all texts that wait: each names the themes whose keys stand
// in it, and is unhappy where it says "bad", else happy.
func (h *house) readTexts() {
	h.t.Helper()
	ctx := context.Background()
	list, err := h.store.Unscored(ctx, 0, 1000)
	if err != nil {
		h.t.Fatal(err)
	}
	var scored []store.Scored
	for _, u := range list {
		one := store.Scored{
			Seq: u.Seq, Revision: u.Revision, Hash: store.TextHash(u.Text), Language: "en", Model: "test", Lists: "test",
			Label: mood.TextPositive, Text: mood.Text{Sentiment: 0.9, Tokens: 6, Quality: 0.8},
		}
		if strings.Contains(u.Text, "bad") {
			one.Label, one.Text.Sentiment = mood.TextNegative, -0.6
		}
		for _, key := range []string{"queue", "price", "staff", "wifi"} {
			if strings.Contains(u.Text, key) {
				one.Themes = append(one.Themes, key)
			}
		}
		scored = append(scored, one)
	}
	if n, err := h.store.SetScores(ctx, scored); err != nil || n != len(scored) {
		h.t.Fatal(n, err)
	}
}

// talk keeps answers that name themes at the queue, and words that stand out.
// It returns the ids of those whose rating and words disagree.
func (h *house) talk() (mixed []uuid.UUID) {
	h.t.Helper()
	say := func(rating int, text string, times int) (ids []uuid.UUID) {
		for range times {
			ids = append(ids, h.answer("k7q2x", survey.Answers{"rating": rating, "comment": text}, noon.Add(-time.Hour)))
		}
		return ids
	}
	mixed = say(5, "bad queue and I said so", 2)
	say(1, "bad queue in here", 9)
	say(1, "bad price on the board", 9)
	say(5, "what kind staff you have", 10)
	say(5, "wifi", 2)
	h.readTexts()
	j, err := h.store.Journey(context.Background(), "dawn")
	if err != nil {
		h.t.Fatal(err)
	}
	terms := map[string][]store.Term{"queue": {{Text: "等太久", Language: "zh-Hant", Z: 4}, {Text: "one cashier", Language: "en", Z: 3}}}
	if err := h.store.SetTerms(context.Background(), j, terms, store.Reading{}); err != nil {
		h.t.Fatal(err)
	}
	return mixed
}

// part is what stands between two texts of a page.
func part(t *testing.T, p page, from, to string) page {
	t.Helper()
	_, rest, ok := strings.Cut(p.Body, from)
	if !ok {
		t.Fatalf("the page lacks %q", from)
	}
	rest, _, _ = strings.Cut(rest, to)
	return page{p.Response, rest}
}

// TestThemes tells what answers talk about, and no more than they bear.
func TestThemes(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.worked()
	h.lacks(h.get(dawn), "What they talk about", "What they name")
	h.talk()
	p := h.get(dawn)
	queue := part(t, p, `id="tp-queue"`, "</article>")
	h.want(queue, http.StatusOK,
		`href="/admin/journeys/dawn/responses?from=2026-10-24&amp;theme=queue&amp;to=2026-11-21&amp;touchpoint=queue">queue</a>`,
		"11 answers · 15% of all (9% to 25%), 34% of those who wrote",
		"pulls down by", "lifts by",
		`<bdi class="term" lang="zh-Hant">等太久</bdi>, <bdi class="term" lang="en">one cashier</bdi>`,
	)
	if n := strings.Count(queue.Body, `class="theme"`); n != 3 {
		t.Errorf("%d themes, want 3: two answers are none", n)
	}
	price := part(t, queue, ">prices</a>", "</li>")
	h.want(price, http.StatusOK, "9 answers")
	h.lacks(price, "pulls down", "lifts")
	h.want(part(t, p, `<li class="card pain">`, "</li></ul>"), http.StatusOK, "Costing most there:", ">queue <")
	h.lacks(part(t, p, `<li class="card pain">`, "</li></ul>"), ">prices <")
	h.want(part(t, p, "<tbody>", "</table>"), http.StatusOK, "<span>queue 15%</span>", "<span>prices 12%</span>")
	h.want(part(t, p, `id="themes-title"`, "</section>"), http.StatusOK, "responses?from=2026-10-24&amp;theme=queue&amp;to=2026-11-21\"")
	h.want(part(t, p, `<div class="talk-line"><h3`, "</div>"), http.StatusOK, "stage=purchase", "theme=queue")
	h.want(p, http.StatusOK, "queue\u00a015%")
	h.want(h.get(dawn+"?channel=qr"), http.StatusOK, "responses?channel=qr&amp;from=")
}

// TestListed narrows the list and says in its heading to what.
func TestListed(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.talk()
	h.answer("k7q2x", survey.Answers{"rating": 3}, noon.AddDate(0, 0, -3), func(r *survey.Response) { r.Persona = "student" })
	for query, want := range map[string]struct {
		heading string
		answers int
	}{
		"": {"Dawn Café · in-store visit: newest answers", 33},
		"theme=queue&touchpoint=queue&from=2026-10-24&to=2026-11-21": {"Dawn Café · in-store visit: Queue · about “queue” · 24 October – 20 November 2026", 11},
		"theme=queue&stage=purchase":                                 {"Dawn Café · in-store visit: Purchase · about “queue”", 11},
		"theme=queue&stage=use":                                      {"Dawn Café · in-store visit: Use · about “queue”", 0},
		"stage=use&touchpoint=queue":                                 {"Dawn Café · in-store visit: Queue", 33},
		"mixed=1":                                                    {"Dawn Café · in-store visit: mark and words disagree", 2},
		"feeling=negative&theme=price":                               {"Dawn Café · in-store visit: about “prices” · negative words", 9},
		"feeling=positive&state=counted":                             {"Dawn Café · in-store visit: positive words · Counts", 12},
		"persona=student":                                            {"Dawn Café · in-store visit: Student", 1},
		"from=2026-11-20":                                            {"Dawn Café · in-store visit: since 20 November 2026", 32},
		"to=2026-11-18":                                              {"Dawn Café · in-store visit: until 17 November 2026", 1},
		"theme=owls&feeling=angry&stage=x&mixed=7":                   {"Dawn Café · in-store visit: newest answers", 33},
	} {
		p := h.get(dawn + "/responses?" + query)
		h.want(p, http.StatusOK, "<h1>"+want.heading+"</h1>", "<title>"+want.heading)
		if n := strings.Count(p.Body, `<li class="card answer`); n != want.answers {
			t.Errorf("%q lists %d answers, want %d", query, n, want.answers)
		}
	}
	for _, query := range []string{"from=yesterday", "from=2026-11-20&to=2026-11-20"} {
		h.want(h.get(dawn+"/responses?"+query), http.StatusOK, "newest answers", "The dates could not be used", " open>")
	}
	h.want(h.get(dawn+"/responses?persona=nobody"), http.StatusOK, "no such persona")
	h.want(h.get(dawn+"/responses?theme=owls&feeling=angry"), http.StatusOK, "There is no such theme", "There is no such feeling")
	h.want(h.get(dawn+"/responses?theme=queue&theme=price"), http.StatusOK, "only one value", "11 answers ·")
	p := h.get(dawn + "/responses?stage=purchase&channel=qr&mixed=1&lang=uk")
	h.want(p, http.StatusOK, `name="stage" value="purchase"`, `name="channel" value="qr"`, `name="lang" value="uk"`, `value="1" checked`)
	h.want(p, http.StatusOK, "Програма доволі певна.")
}

// TestJudge corrects an answer, and takes it back.
func TestJudge(t *testing.T) {
	h := cafe(t, account.Editor)
	h.worked()
	whole := h.talk()
	id := whole[0]
	before := h.get(dawn).Body
	line := func() page { return part(t, h.get(dawn+"/responses"), `id="a-`+id.String(), "</li>\n<li class=\"card") }
	judge := func(form url.Values, want int, headers ...string) {
		t.Helper()
		form.Set("back", dawn+"/responses?theme=queue&touchpoint=queue")
		what := "feeling"
		switch {
		case form.Get("not")+form.Get("about") != "":
			what = "theme." + form.Get("not") + form.Get("about")
		case form.Get("back_to") == "found":
			what = "all"
		}
		p := h.post(dawn+"/responses/"+id.String()+"/judgement", form, headers...)
		if h.want(p, want); want == http.StatusSeeOther {
			h.want(p, want, changed(id, what, "theme=queue", "touchpoint=queue"))
		}
	}
	p := line()
	h.want(p, http.StatusOK, "The words sound unhappy. The program is fairly sure.", "mark and words disagree",
		`name="feeling" value="positive">positive<`, `value="neutral"`, `name="not" value="queue" aria-label="queue: not about this"`)
	h.lacks(p, `name="feeling" value="negative"`, "Take the correction back", "Corrected by hand")

	judge(url.Values{"feeling": {"positive"}}, http.StatusSeeOther)
	p = line()
	h.want(p, http.StatusOK, "The words sound happy.", "Corrected by hand: 20 November, 12:00, editor@example.com.", "The program said: negative.",
		"Take the correction back", `name="feeling" value="negative"`)
	h.lacks(p, "disagree", "sure", `value="positive"`)

	judge(url.Values{"not": {"queue"}}, http.StatusSeeOther)
	judge(url.Values{"not": {"queue"}}, http.StatusSeeOther) // pressed twice
	p = line()
	h.want(p, http.StatusOK, "The words sound happy.", "Not about: <s>queue</s>")
	h.lacks(p, `name="not" value="queue"`)
	h.want(h.get(dawn), http.StatusOK, "10 answers · 14% of all")

	judge(url.Values{"feeling": {"neutral"}}, http.StatusSeeOther)
	h.want(line(), http.StatusOK, "neither happy nor unhappy", "<s>queue</s>")
	judge(url.Values{"back_to": {"found"}}, http.StatusSeeOther)
	judge(url.Values{"back_to": {"found"}}, http.StatusSeeOther)
	h.lacks(line(), "Corrected by hand")
	if h.get(dawn).Body != before {
		t.Error("the map is not what it was before the correction")
	}

	judge(url.Values{"feeling": {"angry"}}, http.StatusUnprocessableEntity)
	judge(url.Values{"not": {"owls"}}, http.StatusUnprocessableEntity)
	judge(url.Values{}, http.StatusUnprocessableEntity)
	judge(url.Values{"feeling": {"positive"}}, http.StatusForbidden, "Origin", "https://evil.example")
	positive := url.Values{"feeling": {"positive"}, "back": {"//evil.example"}}
	h.want(h.post(dawn+"/responses/"+id.String()+"/judgement", positive), http.StatusSeeOther, changed(id, "feeling"))
	for _, target := range []string{dawn + "/responses/" + uuid.NewString(), dawn + "/responses/x", "/admin/journeys/other/responses/" + id.String()} {
		h.want(h.post(target+"/judgement", positive), http.StatusNotFound)
	}

	// A text that waits to be read can be judged too; without a text there is
	// nothing to judge.
	id = h.answer("k7q2x", survey.Answers{"rating": 2, "comment": "Fifteen minutes"}, noon)
	h.want(line(), http.StatusOK, "The text waits to be read.", `value="positive"`, `value="neutral"`, `value="negative"`)
	judge(url.Values{"feeling": {"negative"}}, http.StatusSeeOther)
	h.want(line(), http.StatusOK, "The words sound unhappy.", "Corrected by hand")
	id = h.answer("k7q2x", survey.Answers{"rating": 2}, noon)
	h.lacks(line(), "/judgement")
	judge(url.Values{"feeling": {"negative"}}, http.StatusConflict)

	v := cafe(t, account.Viewer)
	id = v.talk()[0]
	p = v.get(dawn + "/responses")
	v.want(p, http.StatusOK, "<li>queue</li>", "The words sound unhappy.")
	v.lacks(p, "/judgement", "not about this")
	v.want(v.post(dawn+"/responses/"+id.String()+"/judgement", url.Values{"feeling": {"positive"}}), http.StatusForbidden)
}

// TestDone says on top of the list what was changed, keeps the answer in sight
// and takes the change back.
func TestDone(t *testing.T) {
	h := cafe(t, account.Editor)
	id := h.talk()[0]
	judgement := dawn + "/responses/" + id.String() + "/judgement"
	list := dawn + "/responses?theme=queue"
	follow := func(form url.Values) page {
		t.Helper()
		form.Set("back", list)
		p := h.post(judgement, form)
		h.want(p, http.StatusSeeOther)
		target, _, _ := strings.Cut(p.Header.Get("Location"), "#")
		return h.get(target)
	}
	notice := func(p page) page { return part(t, p, `role="status">`, "</div>") }
	here := `id="a-` + id.String() + `"`

	p := follow(url.Values{"not": {"queue"}})
	h.want(notice(p), http.StatusOK, "“queue” no longer counts for this answer.", `name="about" value="queue">Take the correction back`, `action="`+judgement)
	h.want(p, http.StatusOK, here, "10 answers ·", "Not about: <s>queue</s>")
	h.lacks(notice(p), "#a-")
	h.want(part(t, p, `<a class="button noprint"`, "</a>"), http.StatusOK, `href="`+dawn+`/responses"`)
	h.lacks(part(t, p, `<a class="button noprint"`, "</span>"), "judged", "changed")

	p = follow(url.Values{"about": {"queue"}})
	h.want(notice(p), http.StatusOK, "“queue” counts for this answer again.", `href="#a-`+id.String())
	h.lacks(notice(p), "<button")
	if n := strings.Count(p.Body, here); n != 1 {
		t.Errorf("the answer is shown %d times", n)
	}

	follow(url.Values{"not": {"queue"}})
	p = follow(url.Values{"feeling": {"positive"}})
	h.want(notice(p), http.StatusOK, "The words of this answer now count as positive.", `name="back_to" value="feeling"`)
	p = follow(url.Values{"back_to": {"feeling"}})
	h.want(notice(p), http.StatusOK, "The correction is taken back")
	h.want(p, http.StatusOK, "<s>queue</s>") // the other correction stays
	p = follow(url.Values{"back_to": {"found"}})
	h.want(notice(p), http.StatusOK, "The correction is taken back")
	h.lacks(p, "Corrected by hand")

	for _, query := range []string{"judged=x&changed=all", "judged=" + uuid.NewString() + "&changed=all", "judged=" + id.String() + "&changed=theme.owls", "judged=" + id.String()} {
		h.lacks(h.get(dawn+"/responses?"+query), `role="status"`)
	}
	v := cafe(t, account.Viewer)
	id = v.talk()[0]
	v.lacks(v.get(dawn+"/responses?changed=all&judged="+id.String()), `role="status"`)
}

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
