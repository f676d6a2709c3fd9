package staff_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// kept takes a snapshot and is its address.
func (h *house) kept(note string) string {
	h.t.Helper()
	p := h.post(dawn+"/snapshots", url.Values{"note": {note}})
	if p.StatusCode != http.StatusSeeOther {
		h.t.Fatalf("taking a snapshot: %d\n%s", p.StatusCode, p.Body)
	}
	_, id, _ := strings.Cut(p.Header.Get("Location"), "taken=")
	return dawn + "/snapshots/" + id
}

// jump moves the clock and signs in again, since sessions end meanwhile.
func (h *house) jump(to time.Time) {
	h.t.Helper()
	h.now, h.cookies = to, map[string]*http.Cookie{}
	token, err := h.store.NewToken(context.Background(), store.SignInToken, firstUser(h).ID, time.Hour)
	if err != nil {
		h.t.Fatal(err)
	}
	h.want(h.get("/login?token="+token), http.StatusSeeOther, "/admin")
}

// teams is the café with teams: what is replaced in its file, by what.
var teams = []string{
	"target: 75\n", "target: 75\nteams: {floor: {mail: floor@dawn.example}, bar: {mail: bar@dawn.example}}\n",
	"        reach: 1.0\n", "        reach: 1.0\n        owner: floor\n",
	"reach: 0.6,", "reach: 0.6, owner: heralds,", "reach: 0.9,", "reach: 0.9, owner: bar,", "reach: 0.85,", "reach: 0.85, owner: bar,",
}

// calledTeams is the same with a team that has a name.
var calledTeams = []string{
	"target: 75\n", "target: 75\nteams: {floor: {name: {zh-Hant: 外場, en: Floor}, mail: floor@dawn.example}, bar: {mail: bar@dawn.example}}\n",
}

// change applies the café's file with some of its text replaced.
func (h *house) change(old ...string) {
	h.t.Helper()
	src, err := os.ReadFile("testdata/cafe.yaml")
	if err != nil {
		h.t.Fatal(err)
	}
	for i := 0; i+1 < len(old); i += 2 {
		if !strings.Contains(string(src), old[i]) {
			h.t.Fatalf("the file lacks %q", old[i])
		}
	}
	file := filepath.Join(h.t.TempDir(), "cafe.yaml")
	if err := os.WriteFile(file, []byte(strings.NewReplacer(old...).Replace(string(src))), 0o600); err != nil {
		h.t.Fatal(err)
	}
	h.apply(file)
}

// TestTogetherPages shows the pages of the tab in every language.
func TestTogetherPages(t *testing.T) {
	h := cafe(t, account.Owner)
	h.change(teams...)
	h.worked()
	h.answer("k7q2x", survey.Answers{"rating": 1, "comment": "Fifteen minutes in the queue"}, noon)
	first := h.kept("before")
	h.want(h.post(dawn+"/review", url.Values{"note": {"spring"}}), http.StatusSeeOther, dawn+"/review?done=1")
	h.jump(noon.AddDate(0, 0, 40))
	_, token, err := h.store.AddShare(t.Context(), store.Share{Journey: "dawn", Label: "Boss", Compare: true, Expires: h.now.AddDate(0, 0, 7)})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range survey.Languages {
		for path, status := range map[string]int{
			dawn + "/review": 200, dawn + "/review?done=1": 200, dawn + "/review?saved=1": 200, dawn + "/meeting": 200, dawn + "/meeting?team=floor": 200, dawn + "/meeting?team=none": 200,
			dawn + "/snapshots": 200, dawn + "/snapshots?erased=1": 200, first: 200, first + "/diff": 200, first + "/diff?with=now": 200, dawn + "/share": 200, dawn + "/share?revoked=1": 200,
			"/share/" + token: 200, "/share/nothing": 404,
		} {
			to := path + "?lang=" + lang
			if strings.Contains(path, "?") {
				to = path + "&lang=" + lang
			}
			p := h.get(to)
			h.want(p, status, `<html lang="`+lang+`">`)
			clean(t, path, lang, p)
		}
	}
}

// TestReview: what a review does to the day of the next, and to the badges.
func TestReview(t *testing.T) {
	h := cafe(t, account.Editor)
	h.worked()
	h.want(h.get(dawn+"/review"), http.StatusOK, "There was no review yet.", "The next is due on 20 February 2027.", "This is the first review.", `<option value="quarterly" selected>`)
	h.lacks(h.get("/admin"), "Review due since")

	h.jump(noon.AddDate(0, 3, 2))
	for _, path := range []string{"/admin", dawn + "/review", dawn} {
		h.want(h.get(path), http.StatusOK, "Review due since 20 February 2027", "7 touchpoints without answers for 30 days, among them Social post")
	}
	h.want(h.post(dawn+"/review", url.Values{"note": {strings.Repeat("長", 501)}}), http.StatusUnprocessableEntity, "at most 500 characters", strings.Repeat("長", 501), "<title>Error:")
	h.want(h.post(dawn+"/review", url.Values{"note": {strings.Repeat("長", 500)}}), http.StatusSeeOther, dawn+"/review?done=1")
	p := h.get(dawn + "/review?done=1")
	h.want(p, http.StatusOK, "The review is noted", "Last review: 22 February 2027.", "The next is due on 22 May 2027.", "It was looked over today.")
	h.lacks(p, "Review due since", "All changes")
	h.jump(h.now.AddDate(0, 0, 2))
	h.want(h.get(dawn+"/review"), http.StatusOK, "All changes", "26 days are in both periods")

	h.want(h.post(dawn+"/review/cadence", url.Values{"cadence": {"weekly"}}), http.StatusUnprocessableEntity)
	h.want(h.post(dawn+"/review/cadence", url.Values{"cadence": {"off"}}), http.StatusSeeOther, dawn+"/review?saved=1")
	h.jump(noon.AddDate(3, 0, 0))
	h.want(h.get(dawn+"/review"), http.StatusOK, "No reviews are planned.")
	h.lacks(h.get("/admin"), "Review due since")
}

// TestSnapshotPages: numbers stay, words go with their answers.
func TestSnapshotPages(t *testing.T) {
	h := cafe(t, account.Owner)
	h.worked()
	id := h.answer("k7q2x", survey.Answers{"rating": 1, "comment": "Nobody greets, everybody waits, says Maria Lopez 0912-345-678"}, noon.AddDate(0, 0, -1))
	first := h.kept(" before <b>the till</b> ")
	p := h.get(first)
	h.want(p, http.StatusOK, "as it was on 20 November 2026", "before &lt;b&gt;the till&lt;/b&gt;", "Nobody greets", "0912-345-678", "pain no. 1")
	h.lacks(p, "<b>the till", `href="/admin/journeys/dawn/touchpoints`)
	h.want(h.get(dawn+"/snapshots"), http.StatusOK, `href="`+first+`"`, "24 October – 20 November 2026")

	// Everything goes well from now on.
	h.jump(noon.AddDate(0, 0, 30))
	h.ratings(map[string][5]int{"k7q2x": {0, 0, 2, 10, 40}, "men22": {6, 9, 8, 5, 2}}, h.now.AddDate(0, 0, -2))
	p = h.get(first + "/diff?with=now")
	h.want(p, http.StatusOK, "Queue has risen: 37 →", "confirmed", "Queue: no longer a pain", "too few answers to tell")
	h.want(h.get(first), http.StatusOK, "pain no. 1", "as it was on 20 November 2026")
	second := h.kept("")
	back := h.get(second + "/diff?with=" + strings.TrimPrefix(first, dawn+"/snapshots/"))
	h.want(back, http.StatusOK, "Queue has risen: 37 →", "From 24 October – 20 November 2026 to")

	if err := h.store.Erase(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	p = h.get(first)
	h.want(p, http.StatusOK, "pain no. 1")
	h.lacks(p, "Nobody greets", "0912")

	for _, path := range []string{first + "x", first + "x/diff", first + "/diff?with=x", dawn + "x/snapshots", "/admin/journeys/nowhere/review", "/admin/journeys/nowhere/meeting", "/admin/journeys/nowhere/share"} {
		h.want(h.get(path), http.StatusNotFound)
	}
	h.want(h.post(first+"/erase", nil), http.StatusSeeOther, dawn+"/snapshots?erased=1")
	h.want(h.get(first), http.StatusNotFound)
	h.want(h.post(first+"/erase", nil), http.StatusNotFound)
}

// TestOldNames: a snapshot tells the names of its day, also of what is gone.
func TestOldNames(t *testing.T) {
	h := cafe(t, account.Owner)
	h.worked()
	first := h.kept("")
	h.change("en: Queue,", "en: The line,", "      - {key: email,", "      - {key: letter,")
	p := h.get(first)
	h.want(p, http.StatusOK, "Queue", "Loyalty e-mail", "I wait in line")
	p = h.get(first + "/diff?with=now")
	h.want(p, http.StatusOK, "was called Queue", "no longer there", "The line", `<span class="remark">new</span>`)
}

// TestTogetherRights: who may only look changes nothing, and from another site
// nobody does.
func TestTogetherRights(t *testing.T) {
	h := cafe(t, account.Owner)
	h.worked()
	h.answer("k7q2x", survey.Answers{"rating": 1, "comment": "Maria Lopez 0912-345-678 waits and waits"}, noon)
	first := h.kept("")
	sh, _, err := h.store.AddShare(t.Context(), store.Share{Journey: "dawn", Label: "Boss", Expires: h.now.AddDate(0, 0, 7)})
	if err != nil {
		t.Fatal(err)
	}
	posts := map[string]account.Role{
		dawn + "/review": account.Editor, dawn + "/review/cadence": account.Editor, dawn + "/snapshots": account.Editor,
		first + "/erase": account.Owner, dawn + "/share": account.Editor, dawn + "/share/" + sh.ID + "/revoke": account.Editor,
	}
	form := url.Values{"cadence": {"off"}, "label": {"Me"}}
	for path := range posts {
		h.want(h.post(path, form, "Origin", "http://evil.example"), http.StatusForbidden)
		h.want(h.post(path, form, "Sec-Fetch-Site", "cross-site", "Origin", ""), http.StatusForbidden)
	}
	for _, role := range []account.Role{account.Viewer, account.Editor} {
		h.cookies = map[string]*http.Cookie{}
		h.signIn(role)
		for path, least := range posts {
			if !role.Allows(least) {
				h.want(h.post(path, form), http.StatusForbidden)
			}
		}
		for _, path := range []string{dawn + "/review", dawn + "/snapshots", dawn + "/meeting", first} {
			p := h.get(path)
			h.want(p, http.StatusOK)
			h.lacks(p, "0912-345-678")
			if role == account.Viewer {
				h.lacks(p, `action="/admin/journeys/`, dawn+"/share")
			}
		}
		h.lacks(h.get(first), first+"/erase")
	}
	h.cookies = map[string]*http.Cookie{}
	for path := range posts {
		h.want(h.post(path, form), http.StatusSeeOther, "/login?next=%2Fadmin")
	}
	// Nothing was changed.
	r, err := h.store.Review(t.Context(), "dawn")
	if err != nil || !r.Done.IsZero() || r.Cadence != "quarterly" {
		t.Errorf("the review is %+v, %v", r, err)
	}
	shares, err := h.store.Shares(t.Context(), "dawn")
	if err != nil || len(shares) != 1 || !shares[0].Revoked.IsZero() {
		t.Errorf("links %+v, %v", shares, err)
	}
	kept, err := h.store.Snapshots(t.Context(), "dawn")
	if err != nil || len(kept) != 1 {
		t.Errorf("snapshots %+v, %v", kept, err)
	}
}

// TestMeeting: the sheet of a team, and of all.
func TestMeeting(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.change(teams...)
	h.worked()
	all := h.get(dawn + "/meeting")
	h.want(all, http.StatusOK, "Queue", "team floor", "team bar", "For both teams, heralds and bar.", "We decide", "more answers for a figure to rely on")
	floor, none := h.get(dawn+"/meeting?team=floor"), h.get(dawn+"/meeting?team=nobody")
	h.want(floor, http.StatusOK, `<option value="floor" selected>`, "Queue", "2 pains belong to other teams.")
	h.lacks(floor, "team bar")
	h.want(none, http.StatusOK, "This journey knows no such team", "Queue")
	h.change(slices.Concat(calledTeams, teams[2:])...)
	h.want(h.get(dawn+"/meeting?team=floor&lang=zh-Hant"), http.StatusOK, `<option value="floor" selected>外場</option>`, `<span class="remark">外場</span>`, "團隊：外場")
	h.want(h.get(dawn+"/meeting"), http.StatusOK, "team Floor", "team bar", "For both teams, heralds and bar.")
	if n := len(regexp.MustCompile(`class="what"`).FindAllString(all.Body, -1)); n != 3 {
		t.Errorf("%d lines to write on", n)
	}
}

// TestTogetherWithoutAnswers: before the first answer, and with nothing drawn
// yet, every page has something kind to say.
func TestTogetherWithoutAnswers(t *testing.T) {
	h := cafe(t, account.Owner)
	h.apply("testdata/bare.yaml")
	for _, at := range []string{dawn, "/admin/journeys/bare"} {
		h.want(h.post(at+"/review", nil), http.StatusSeeOther, at+"/review?done=1")
		p := h.post(at+"/snapshots", nil)
		_, id, _ := strings.Cut(p.Header.Get("Location"), "taken=")
		made := h.post(at+"/share", url.Values{"label": {"Boss"}, "compare": {"1"}})
		m := sharedLink.FindStringSubmatch(made.Body)
		if m == nil {
			t.Fatalf("no link in %s", made.Body)
		}
		for _, path := range []string{at + "/review", at + "/meeting", at + "/snapshots", at + "/snapshots/" + id, at + "/snapshots/" + id + "/diff", m[1]} {
			p := h.get(path)
			h.want(p, http.StatusOK)
			clean(t, path, "en", p)
		}
	}
}

// TestTogetherLarge: a journey of very many touchpoints has pages that a browser
// can show.
func TestTogetherLarge(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	h.signIn(account.Owner)
	j := &journey.Journey{
		Key: "dawn", Name: survey.Wording{"en": "Large"}, Timezone: "Asia/Taipei", Languages: []string{"en"}, Target: 75, Analysis: journey.Defaults(),
		Stages:  []journey.Stage{{Key: "s", Name: survey.Wording{"en": "Stage"}}},
		Surveys: []survey.Survey{{Key: "v", Questions: []survey.Question{{Key: "rating", Type: survey.CSAT, Ask: survey.Wording{"en": "How?"}}}}},
	}
	for i := range 1000 {
		j.Stages[0].Touchpoints = append(j.Stages[0].Touchpoints, journey.Touchpoint{
			Key: fmt.Sprintf("t%d", i), Name: survey.Wording{"en": fmt.Sprintf("Point %d", i)}, Survey: "v",
			Placements: []journey.Placement{{Code: fmt.Sprintf("code%d", i), Channel: journey.QR}},
		})
	}
	if _, err := h.store.Apply(t.Context(), []*journey.Journey{j}, false); err != nil {
		t.Fatal(err)
	}
	h.ratings(map[string][5]int{"code1": {12, 10, 7, 8, 3}, "code999": {12, 10, 7, 8, 3}}, noon)
	first := h.kept("")
	h.want(h.post(dawn+"/review", nil), http.StatusSeeOther, dawn+"/review?done=1")
	for path, says := range map[string]string{
		dawn + "/review": "800 more touchpoints are not shown here.", first: "800 more touchpoints are not shown here.", first + "/diff": "800 more touchpoints are not shown here.",
		dawn + "/meeting": "and 994 more touchpoints",
	} {
		p := h.get(path)
		h.want(p, http.StatusOK, says)
		t.Logf("%s: %d kB", path, len(p.Body)>>10)
	}
}
