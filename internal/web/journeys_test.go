package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// TestPutJourney writes a journey out and in again, changes it, and makes
// mistakes.
func TestPutJourney(t *testing.T) {
	h := newHouse(t)
	get := h.ask("GET", "/api/v1/journeys/cafe", "", "key", h.read)
	if get.Code != 200 || !strings.Contains(get.Body.String(), `"journey":"cafe"`) && !strings.Contains(get.Body.String(), `"journey": "cafe"`) {
		t.Fatal(get.Code, get.Body)
	}
	file := get.Body.String()
	type applied struct {
		Journey  map[string]any
		Changes  []struct{ Kind, Path string }
		Warnings []string
	}
	w := h.ask("PUT", "/api/v1/journeys/cafe", file, "key", h.write)
	if got := into[applied](t, w); w.Code != 200 || len(got.Changes) != 0 {
		t.Errorf("as it is: %d %s", w.Code, w.Body)
	}
	other := strings.NewReplacer(`"cafe"`, `"cafe2"`, `2x"`, `2y"`, `22"`, `33"`).Replace(file)
	w = h.ask("PUT", "/api/v1/journeys/cafe2", other, "key", h.write)
	if got := into[applied](t, w); w.Code != 201 || len(got.Changes) == 0 {
		t.Errorf("new: %d %s", w.Code, w.Body)
	}
	w = h.ask("PUT", "/api/v1/journeys/cafe?dry_run=true", strings.Replace(file, "Paying", "At the till", 1), "key", h.write)
	if got := into[applied](t, w); w.Code != 200 || len(got.Changes) != 1 {
		t.Errorf("dry run: %d %s", w.Code, w.Body)
	}
	if again := h.ask("GET", "/api/v1/journeys/cafe", "", "key", h.read); again.Body.String() != file {
		t.Error("a dry run changed the journey")
	}
	for what, c := range map[string]struct {
		key, body string
		status    int
		says      string
	}{
		"other key":       {"tea", file, 422, `"name":"journey"`},
		"code in use":     {"cafe3", strings.Replace(file, `"cafe"`, `"cafe3"`, 1), 422, "belongs to a placement of journey cafe"},
		"unknown key":     {"cafe", strings.Replace(file, `"target"`, `"tarket"`, 1), 422, "tarket"},
		"changed type":    {"cafe", strings.Replace(file, `"csat"`, `"cssat"`, 1), 422, `"name":"surveys`},
		"twice":           {"cafe", strings.Replace(file, `"target"`, `"journey":"cafe","target"`, 1), 422, "twice"},
		"broken":          {"cafe", file[:100], 400, ""},
		"empty":           {"cafe", "{}", 422, ""},
		"null":            {"cafe", "null", 422, ""},
		"nonsense":        {"cafe", "[[[]]]", 422, ""},
		"deep":            {"cafe", strings.Repeat("[", 100_000), 400, ""},
		"large":           {"cafe", strings.Repeat(" ", 1<<20) + "{}", 413, ""},
		"hostile numbers": {"cafe", strings.Replace(file, `75`, `1e999`, 1), 422, ""},
	} {
		w := h.ask("PUT", "/api/v1/journeys/"+c.key, c.body, "key", h.write)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %s, want %d with %q", what, w.Code, w.Body, c.status, c.says)
		}
		h.isProblem(w.Code, w.Header(), w.Body.Bytes())
	}
	if again := h.ask("GET", "/api/v1/journeys/cafe", "", "key", h.read); again.Body.String() != file {
		t.Error("a mistake changed the journey")
	}
	if w := h.ask("GET", "/api/v1/journeys/nope", "", "key", h.read); w.Code != 404 {
		t.Errorf("unknown: %d", w.Code)
	}

	// Page by page.
	var keys []string
	cursor := ""
	for range 5 {
		page := into[struct {
			Data []struct{ Key, Name string }
			Next *string `json:"next_cursor"`
		}](t, h.ask("GET", "/api/v1/journeys?limit=1&cursor="+cursor, "", "key", h.read, "Accept-Language", "en-GB"))
		for _, d := range page.Data {
			keys = append(keys, d.Key+" "+d.Name)
		}
		if page.Next == nil {
			break
		}
		cursor = *page.Next
	}
	if got := strings.Join(keys, ", "); got != "cafe Dawn Café, cafe2 Dawn Café" {
		t.Errorf("journeys: %s", got)
	}
}

// TestMapQueries refuses what a map cannot be asked.
func TestMapQueries(t *testing.T) {
	h := newHouse(t)
	for query, want := range map[string]struct {
		status int
		says   string
	}{
		"":                               {200, ""},
		"lang=xx":                        {200, "晨曦咖啡"},
		"lang=en":                        {200, "Dawn Café"},
		"persona=office":                 {200, `"persona":"office"`},
		"place=Counter":                  {200, ""},
		"place=" + url.QueryEscape("櫃台"): {200, ""},
		"language=en&channel=kiosk":      {200, ""},
		"from=2026-11-20":                {200, ""},
		"from=2026-11-21":                {422, "bad_period"},
		"from=2026-11-10&to=2026-11-10":  {422, "bad_period"},
		"from=2026-11-10&to=2026-11-09":  {422, "bad_period"},
		"from=0001-01-01":                {422, "bad_period"},
		"to=9999-12-31&from=2026-01-01":  {422, "bad_period"},
		"from=yesterday":                 {422, `"name":"from"`},
		"to=2026-02-30":                  {422, `"name":"to"`},
		"from=2026-11-01T00:00:00Z":      {422, `"name":"from"`},
		"persona=pirate":                 {422, "office"},
		"place=Moon":                     {422, "櫃台"},
		"channel=smoke":                  {422, "kiosk"},
		"language=uk":                    {422, "zh-Hant"},
		"persono=office":                 {422, "unknown_parameter"},
		"persona=%ff":                    {422, ""},
		"persona=';drop table--":         {422, ""},
	} {
		for _, what := range []string{"map", "pain-points", "curve.svg", "map.csv"} {
			target := "/api/v1/journeys/cafe/" + what + "?" + strings.ReplaceAll(query, " ", "%20")
			w := h.ask("GET", target, "", "key", h.read)
			if w.Code != want.status || what == "map" && !strings.Contains(w.Body.String(), want.says) {
				t.Errorf("%s: %d %s, want %d with %q", target, w.Code, w.Body, want.status, want.says)
			}
			h.isProblem(w.Code, w.Header(), w.Body.Bytes())
		}
	}
	if w := h.ask("GET", "/api/v1/journeys/nope/map", "", "key", h.read); w.Code != 404 {
		t.Errorf("unknown journey: %d", w.Code)
	}
	svg := h.ask("GET", "/api/v1/journeys/cafe/curve.svg?lang=uk", "", "key", h.read)
	if svg.Header().Get("Content-Type") != "image/svg+xml" || !strings.HasPrefix(svg.Body.String(), "<svg") {
		t.Errorf("%v %.80s", svg.Header(), svg.Body)
	}
	picture := h.ask("GET", "/api/v1/journeys/cafe/curve.png?lang=uk&scale=1", "", "key", h.read)
	if picture.Header().Get("Content-Type") != "image/png" || !strings.HasPrefix(picture.Body.String(), "\x89PNG") {
		t.Errorf("%v %.80s", picture.Header(), picture.Body)
	}
	if w := h.ask("GET", "/api/v1/journeys/cafe/curve.png?scale=9", "", "key", h.read); w.Code != 422 {
		t.Errorf("scale 9: %d", w.Code)
	}
}

// TestListResponses pages through answers.
func TestListResponses(t *testing.T) {
	h := newHouse(t)
	for i := range 25 {
		body := fmt.Sprintf(`{"code":"%s","answers":{"rating":%d,"comment":"c%d"},"language":"en","persona":"office","fields":{"order":"o"}}`,
			[]string{"k7q2x", "pay22"}[i%2], i%5+1, i)
		if w := h.ask("POST", "/api/v1/responses", body); w.Code != 201 {
			t.Fatal(w.Body)
		}
	}
	type page struct {
		Data []map[string]any
		Next *string `json:"next_cursor"`
	}
	var seen []string
	query := "journey=cafe&touchpoint=queue&limit=5"
	for cursor := ""; ; {
		p := into[page](t, h.ask("GET", "/api/v1/responses?"+query+"&lang=en&cursor="+url.QueryEscape(cursor), "", "key", h.read))
		for _, r := range p.Data {
			seen = append(seen, r["text"].(string))
			if r["touchpoint"] != "queue" || r["stage"] != "purchase" || r["place"] != "Counter" || r["included"] != true || r["persona"] != "office" {
				t.Errorf("%v", r)
			}
			if r["mood"] != 25*(r["rating"].(float64)-1) {
				t.Errorf("rating %v is mood %v, which is on 0..100 here as everywhere", r["rating"], r["mood"])
			}
		}
		if p.Next == nil {
			break
		}
		cursor = *p.Next
	}
	if len(seen) != 13 || seen[0] != "c24" || seen[12] != "c0" {
		t.Errorf("%v", seen)
	}
	for query, status := range map[string]int{
		"limit=0":                           422,
		"limit=1001":                        422,
		"limit=x":                           422,
		"cursor=rubbish":                    422,
		"since=yesterday":                   422,
		"since=2026-11-20T00:00:00Z":        200,
		"since=2026-11-20T00:00:00%2B08:00": 200,
		"since=2026-11-21T00:00:00Z&until=2026-11-20T00:00:00Z": 422,
		"touchpoint=queue":             422,
		"journey=cafe&touchpoint=nope": 422,
		"journey=nope":                 404,
		"sort=received_at":             422,
	} {
		w := h.ask("GET", "/api/v1/responses?"+query, "", "key", h.read)
		if w.Code != status {
			t.Errorf("%s: %d %s, want %d", query, w.Code, w.Body, status)
		}
	}
	if p := into[page](t, h.ask("GET", "/api/v1/responses?until=2026-11-20T03:00:00Z", "", "key", h.read)); len(p.Data) != 0 || p.Data == nil {
		t.Errorf("before everything: %v", p)
	}
}

// TestOrigins lets only pages of a placement's origins read the answer.
func TestOrigins(t *testing.T) {
	h := newHouse(t)
	body := `{"code":"k7q2x","answers":{"rating":4}}`
	for _, c := range []struct {
		origin  string
		allowed bool
	}{
		{"https://shop.example", true},
		{"https://shop.example.evil.example", false},
		{"https://evil-shop.example", false},
		{"http://shop.example", false},
		{"https://shop.example:444", false},
		{"null", false},
		{"", false},
	} {
		want := ""
		if c.allowed {
			want = c.origin
		}
		pre := h.ask("OPTIONS", "/api/v1/responses", "", "Origin", c.origin, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type")
		if pre.Code != 204 || pre.Header().Get("Access-Control-Allow-Origin") != want || pre.Header().Get("Vary") != "Origin" {
			t.Errorf("preflight from %q: %d %v", c.origin, pre.Code, pre.Header())
		}
		post := h.ask("POST", "/api/v1/responses", body, "Origin", c.origin)
		if post.Code != 201 || post.Header().Get("Access-Control-Allow-Origin") != want || !strings.Contains(strings.Join(post.Header().Values("Vary"), ","), "Origin") {
			t.Errorf("post from %q: %d %v", c.origin, post.Code, post.Header())
		}
		bad := h.ask("POST", "/api/v1/responses", `{"code":"k7q2x","answers":{"rating":9}}`, "Origin", c.origin)
		if bad.Code != 422 || bad.Header().Get("Access-Control-Allow-Origin") != want {
			t.Errorf("refused post from %q: %d %v", c.origin, bad.Code, bad.Header())
		}
		other := h.ask("POST", "/api/v1/responses/batch", `{"responses":[`+body+`,{"code":"pay22","answers":{"rating":4}}]}`, "Origin", c.origin)
		if other.Code != 200 || other.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("batch with another placement from %q: %v", c.origin, other.Header())
		}
		staff := h.ask("GET", "/api/v1/journeys", "", "key", h.read, "Origin", c.origin)
		for _, w := range []map[string][]string{pre.Header(), post.Header(), staff.Header()} {
			if len(w["Access-Control-Allow-Credentials"]) > 0 {
				t.Error("credentials are allowed")
			}
		}
		if len(staff.Header()["Access-Control-Allow-Origin"]) > 0 {
			t.Error("the keyed API answers other origins")
		}
	}
}
