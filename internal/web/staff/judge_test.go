package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/survey"
)

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
	h.want(h.get(dawnQueue), http.StatusOK, "10 answers · 14% of all")

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
