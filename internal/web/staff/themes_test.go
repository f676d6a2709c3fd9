package staff_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

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
	storetest.Read(h.t, h.store)
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
	queue := h.get(dawnQueue)
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
	h.want(part(t, p, "<h3>Purchase</h3>", "</section>"), http.StatusOK, "stage=purchase", "theme=queue")
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
