package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// journeyMap is what the tests read of the map.
type journeyMap struct {
	Answers int64 `json:"answers"`
	Stages  []struct {
		Touchpoints []struct {
			Key     string `json:"key"`
			Answers int64  `json:"answers"`
			Text    struct{ Scored, Waiting int64 }
		} `json:"touchpoints"`
	} `json:"stages"`
	Pains []struct {
		Touchpoint string `json:"touchpoint"`
		Level      string `json:"level"`
	} `json:"pain_points"`
	Delights []struct {
		Touchpoint string `json:"touchpoint"`
	} `json:"delights"`
}

func (m journeyMap) touchpoint(key string) (answers, scored, waiting int64) {
	for _, s := range m.Stages {
		for _, p := range s.Touchpoints {
			if p.Key == key {
				return p.Answers, p.Text.Scored, p.Text.Waiting
			}
		}
	}
	return 0, 0, 0
}

// openDemo starts a demo on a database of its own.
func openDemo(t testing.TB, database string, more ...string) (*server, demoLinks) {
	t.Helper()
	args := append([]string{"demo", "--json", "--listen", "127.0.0.1:0", "--database", database}, more...)
	s, line := start(t, `"surveys"`, args...)
	var links demoLinks
	must(t, json.Unmarshal([]byte(line), &links), "read the demo's links")
	base, err := url.Parse(links.Map)
	must(t, err, "read the map's address")
	s.url = base.Scheme + "://" + base.Host
	return s, links
}

// From a tap at a touchpoint to the map: the demo, a form without script, the
// scoring pass, one answer more.
func TestDemoEndToEnd(t *testing.T) {
	database := filepath.Join(t.TempDir(), "dawn.db")
	began := time.Now()
	s, links := openDemo(t, database, "--score-schedule", "@every 24h")
	t.Logf("the demo answers after %v", time.Since(began).Round(time.Millisecond))
	if len(links.Surveys) < 8 || links.APIKey == "" || links.SignIn == "" {
		t.Fatalf("links: %+v", links)
	}
	showsSurvey(t, s, links)
	before := get[journeyMap](t, s.url+"/api/v1/journeys/dawn/map", links.APIKey)
	if before.Answers < 500 {
		t.Errorf("the map shows %d answers", before.Answers)
	}
	if len(before.Pains) < 2 || before.Pains[0].Touchpoint != "queue" || before.Pains[1].Touchpoint != "menu" {
		t.Errorf("pains %+v, want queue and menu first", before.Pains)
	}
	if len(before.Delights) == 0 || before.Delights[0].Touchpoint != "drink" {
		t.Errorf("delights %+v, want the drink", before.Delights)
	}
	tap(t, links, "queue", "uk", url.Values{"rating": {"2"}, "why": {"wait"}, "comment": {"Дуже довго чекала, двадцять хвилин."}})

	answers, scored, waiting := before.touchpoint("queue")
	after := get[journeyMap](t, s.url+"/api/v1/journeys/dawn/map", links.APIKey)
	if a, sc, w := after.touchpoint("queue"); a != answers+1 || w != waiting+1 || sc != scored {
		t.Errorf("before the pass: %d answers, %d scored, %d waiting; there were %d, %d, %d", a, sc, w, answers, scored, waiting)
	}
	if out := ok(t, "score", "--database", database); !strings.HasPrefix(out, "1 text scored") {
		t.Errorf("score says %q", out)
	}
	after = get[journeyMap](t, s.url+"/api/v1/journeys/dawn/map", links.APIKey)
	if a, sc, w := after.touchpoint("queue"); a != answers+1 || w != waiting || sc != scored+1 {
		t.Errorf("after the pass: %d answers, %d scored, %d waiting; there were %d, %d, %d", a, sc, w, answers, scored, waiting)
	}
	if out := ok(t, "rebuild", "--database", database); !strings.Contains(out, "0 tallies differed") {
		t.Errorf("rebuild says %q", out)
	}
	if code := s.stop(t); code != 0 {
		t.Errorf("exit %d\n%s", code, s.errs)
	}

	// Started again, the demo finds its answers there.
	s, links = openDemo(t, database)
	if m := get[journeyMap](t, s.url+"/api/v1/journeys/dawn/map", links.APIKey); m.Answers != before.Answers+1 {
		t.Errorf("after a restart %d answers, want %d", m.Answers, before.Answers+1)
	}
}

// looking is how long a customer looks at a survey at least before it is sent:
// an answer that is quicker waits for a decision.
const looking = 2 * time.Second

// tap answers a survey as a browser without script does: the form's hidden
// fields go back as they came.
func tap(t testing.TB, links demoLinks, touchpoint, language string, answers url.Values) {
	t.Helper()
	address := ""
	for _, s := range links.Surveys {
		if s.Touchpoint == touchpoint {
			address = s.URL
			break
		}
	}
	address = strings.Replace(address, "localhost", "127.0.0.1", 1)
	page := fetch(t, address+"?lang="+language)
	if !strings.Contains(page, `lang="`+language+`"`) {
		t.Errorf("%s is not in %s", address, language)
	}
	form := url.Values{}
	for _, m := range regexp.MustCompile(`<input[^>]*type="?hidden"?[^>]*>`).FindAllString(page, -1) {
		form.Set(attribute(m, "name"), attribute(m, "value"))
	}
	for key, v := range answers {
		form[key] = v
	}
	time.Sleep(looking)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.PostForm(address, form)
	must(t, err, "answer")
	_ = res.Body.Close()
	if res.StatusCode != http.StatusSeeOther || !strings.Contains(res.Header.Get("Location"), "/thanks?") {
		t.Fatalf("POST %s: %s to %q", address, res.Status, res.Header.Get("Location"))
	}
	thanks, err := res.Location()
	must(t, err, "read where thanks are said")
	fetch(t, thanks.String())
}

func attribute(tag, name string) string {
	m := regexp.MustCompile(name + `="?([^">\s]*)`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return m[1]
}

func fetch(t testing.TB, address string) string {
	t.Helper()
	status, body, err := request(t.Context(), http.MethodGet, address, "", nil)
	if err != nil || status != http.StatusOK {
		t.Fatalf("GET %s: %d, %v\n%s", address, status, err, body)
	}
	return string(body)
}

// The throw-away database goes with the demo, and the link signs in once.
func TestDemoLeavesNothing(t *testing.T) {
	cmd := program(t, "demo", "--json", "--listen", "127.0.0.1:0", "--answers", "60")
	temp := t.TempDir()
	cmd.Env = append(cmd.Env, "TMPDIR="+temp, "WAYMOOD_DATABASE=real.db")
	s, line := startProgram(t, `"surveys"`, cmd)
	var links demoLinks
	must(t, json.Unmarshal([]byte(line), &links), "read the demo's links")
	if found, _ := os.ReadDir(temp); len(found) != 1 {
		t.Errorf("the demo keeps %v", found)
	}
	if _, err := os.Stat(filepath.Join(cmd.Dir, "real.db")); err == nil {
		t.Error("the demo took the database of the environment")
	}
	if code := s.stop(t); code != 0 {
		t.Errorf("exit %d\n%s", code, s.errs)
	}
	if found, _ := os.ReadDir(temp); len(found) != 0 {
		t.Errorf("the demo left %v", found)
	}
}

func TestDemoRefuses(t *testing.T) {
	used := filepath.Join(t.TempDir(), "shop.db")
	ok(t, "user", "add", "--database", used, "owner@example.org", "--role", "owner")
	if r := waymood(t, "", "demo", "--listen", "127.0.0.1:0", "--database", used); r.code != 1 || !strings.Contains(r.stderr, "in use") {
		t.Errorf("exit %d: %s", r.code, r.stderr)
	}
	s := serve(t, filepath.Join(t.TempDir(), "a.db"))
	taken := strings.TrimPrefix(s.url, "http://")
	if r := waymood(t, "", "demo", "--listen", taken); r.code != 1 || !strings.Contains(r.stderr, "in use by another program") {
		t.Errorf("exit %d: %s", r.code, r.stderr)
	}
}
