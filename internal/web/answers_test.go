package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

const (
	id1 = "0193a0de-7c1e-7d3a-8b53-5f2c9a1e4f10"
	id2 = "f47ac10b-58cc-4372-a567-0e02b2c3d479"
)

// TestAddResponse holds every status of POST /api/v1/responses.
func TestAddResponse(t *testing.T) {
	h := newHouse(t)
	good := `{"code":"k7q2x","answers":{"rating":4}}`
	long := strings.Repeat("x", 201)
	for name, c := range map[string]struct {
		body    string
		headers []string
		status  int
		says    string // in the body
	}{
		"good":                    {body: good, status: 201, says: `"receipt":"`},
		"capital code":            {body: `{"code":"K7Q2X","answers":{"rating":4}}`, status: 201},
		"all properties":          {body: `{"id":"` + id1 + `","code":"k7q2x","answers":{"rating":4,"comment":"好"},"language":"en","persona":"office","respondent":"r","fields":{"order":"A","other":7},"answered_at":"2026-11-20T10:00:00+08:00"}`, status: 201, says: id1},
		"nulls are nothing":       {body: `{"id":null,"code":"k7q2x","answers":{"rating":4,"comment":null},"language":null,"persona":null,"respondent":null,"fields":null,"answered_at":null}`, status: 201},
		"charset":                 {body: good, headers: []string{"Content-Type", "", "Content-Type", "application/json; charset=utf-8"}, status: 201},
		"emoji cut in half":       {body: `{"code":"k7q2x","answers":{"rating":4,"comment":"ok \ud83d"}}`, status: 201},
		"nothing":                 {body: ` `, status: 400, says: "ends too early"},
		"cut short":               {body: good[:20], status: 400},
		"two values":              {body: good + good, status: 400},
		"a name twice":            {body: `{"code":"k7q2x","code":"k7q2x","answers":{"rating":4}}`, status: 400, says: "twice"},
		"an answer twice":         {body: `{"code":"k7q2x","answers":{"rating":4,"rating":5}}`, status: 400},
		"an answer hidden":        {body: `{"code":"k7q2x","answers":{"rating":4,"r\u0061ting":5}}`, status: 400},
		"not UTF-8":               {body: "{\"code\":\"k7q2x\",\"answers\":{\"rating\":4,\"comment\":\"\xff\"}}", status: 400, says: "UTF-8"},
		"NaN":                     {body: `{"code":"k7q2x","answers":{"rating":NaN}}`, status: 400},
		"deep":                    {body: strings.Repeat("[", 10_000), status: 400, says: "32 levels"},
		"deep answer":             {body: `{"code":"k7q2x","answers":{"rating":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}}`, status: 400},
		"a list":                  {body: `[]`, status: 422},
		"a number":                {body: `7`, status: 422},
		"empty object":            {body: `{}`, status: 422, says: `"name":"code"`},
		"no answers":              {body: `{"code":"k7q2x"}`, status: 422, says: `"name":"answers"`},
		"nothing answered":        {body: `{"code":"k7q2x","answers":{}}`, status: 422, says: `"code":"required"`},
		"unknown property":        {body: `{"code":"k7q2x","answers":{"rating":4},"score":9,"state":0}`, status: 422, says: `"name":"score"`},
		"unknown question":        {body: `{"code":"k7q2x","answers":{"rating":4,"nope":1}}`, status: 422, says: `"name":"answers.nope"`},
		"out of range":            {body: `{"code":"k7q2x","answers":{"rating":6}}`, status: 422, says: `"code":"out_of_range"`},
		"huge number":             {body: `{"code":"k7q2x","answers":{"rating":1e400}}`, status: 422},
		"long number":             {body: `{"code":"k7q2x","answers":{"rating":` + strings.Repeat("9", 5000) + `}}`, status: 422},
		"number as text":          {body: `{"code":"k7q2x","answers":{"rating":"4"}}`, status: 422, says: `"code":"wrong_type"`},
		"text as number":          {body: `{"code":"k7q2x","answers":{"rating":4,"comment":7}}`, status: 422},
		"code as number":          {body: `{"code":7,"answers":{"rating":4}}`, status: 422, says: `"name":"code"`},
		"answers as list":         {body: `{"code":"k7q2x","answers":[4]}`, status: 422},
		"fields as list":          {body: `{"code":"k7q2x","answers":{"rating":4},"fields":[]}`, status: 422},
		"declared field number":   {body: `{"code":"k7q2x","answers":{"rating":4},"fields":{"order":7}}`, status: 422, says: `"name":"fields.order"`},
		"declared field long":     {body: `{"code":"k7q2x","answers":{"rating":4},"fields":{"order":"` + long + `"}}`, status: 422},
		"other field long":        {body: `{"code":"k7q2x","answers":{"rating":4},"fields":{"other":"` + long + `"}}`, status: 201},
		"bad id":                  {body: `{"id":"7","code":"k7q2x","answers":{"rating":4}}`, status: 422, says: `"name":"id"`},
		"zero id":                 {body: `{"id":"00000000-0000-0000-0000-000000000000","code":"k7q2x","answers":{"rating":4}}`, status: 422},
		"braced id":               {body: `{"id":"{` + id1 + `}","code":"k7q2x","answers":{"rating":4}}`, status: 422},
		"unknown language":        {body: `{"code":"k7q2x","answers":{"rating":4},"language":"uk"}`, status: 422, says: "zh-Hant, en"},
		"unknown persona":         {body: `{"code":"k7q2x","answers":{"rating":4},"persona":"pirate"}`, status: 422, says: "office"},
		"long respondent":         {body: `{"code":"k7q2x","answers":{"rating":4},"respondent":"` + long + `"}`, status: 422},
		"time without offset":     {body: `{"code":"k7q2x","answers":{"rating":4},"answered_at":"2026-11-20T10:00:00"}`, status: 422, says: "offset"},
		"several mistakes":        {body: `{"code":"k7q2x","answers":{"rating":9},"language":"xx","persona":"yy"}`, status: 422, says: "3 things"},
		"too many answers":        {body: `{"code":"k7q2x","answers":{` + manyAnswers(201) + `}}`, status: 422, says: "200"},
		"unknown code":            {body: `{"code":"nope","answers":{"rating":4}}`, status: 404, says: "this code"},
		"ended":                   {body: `{"code":"old22","answers":{"rating":4}}`, status: 410, says: "closed"},
		"after its last day":      {body: `{"code":"wee22","answers":{"rating":4}}`, status: 410},
		"invited only":            {body: `{"code":"gue22","answers":{"rating":4}}`, status: 403, says: "invited"},
		"invited, a key to read":  {body: `{"code":"gue22","answers":{"rating":4}}`, headers: []string{"key", h.read}, status: 403},
		"invited, a key to write": {body: `{"code":"gue22","answers":{"rating":4}}`, headers: []string{"key", h.write}, status: 201},
		"given before the end":    {body: `{"code":"wee22","answers":{"rating":4},"answered_at":"2026-11-09T10:00:00+08:00"}`, status: 201},
		"too large":               {body: `{"code":"k7q2x","answers":{"rating":4,"comment":"` + strings.Repeat("x", 70_000) + `"}}`, status: 413, says: "64 kB"},
		"ten megabytes":           {body: strings.Repeat(" ", 10<<20), status: 413},
		"form":                    {body: "rating=4", headers: []string{"Content-Type", "", "Content-Type", "application/x-www-form-urlencoded"}, status: 415},
		"beacon":                  {body: good, headers: []string{"Content-Type", "", "Content-Type", "text/plain"}, status: 415},
		"no type":                 {body: good, headers: []string{"Content-Type", ""}, status: 415},
		"other charset":           {body: good, headers: []string{"Content-Type", "", "Content-Type", "application/json; charset=big5"}, status: 415},
		"packed":                  {body: good, headers: []string{"Content-Encoding", "gzip"}, status: 415},
		"wrong key":               {body: good, headers: []string{"key", "wm_nope"}, status: 401},
		"NUL":                     {body: `{"code":"k7q2x","answers":{"rating":4,"comment":"a\u0000b"}}`, status: 201},
	} {
		t.Run(name, func(t *testing.T) {
			h.t = t
			w := h.ask("POST", "/api/v1/responses", c.body, c.headers...)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("%d %s, want %d with %q", w.Code, w.Body, c.status, c.says)
			}
			h.isProblem(w.Code, w.Header(), w.Body.Bytes())
		})
	}
}

func manyAnswers(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`"q%d":1`, i)
	}
	return strings.Join(all, ",")
}

// isProblem holds a failure to its form.
func (h *house) isProblem(status int, header http.Header, body []byte) {
	h.t.Helper()
	if status < 400 {
		return
	}
	var p problem
	if err := json.Unmarshal(body, &p); err != nil {
		h.t.Fatalf("%v in %s", err, body)
	}
	if header.Get("Content-Type") != "application/problem+json" || p.Status != status || p.Code == "" || p.Title == "" ||
		p.Detail == "" || p.RequestID != header.Get("X-Request-Id") || p.RequestID == "" {
		h.t.Errorf("no good problem: %v %s", header, body)
	}
	if status == 422 && len(p.Params) == 0 {
		h.t.Errorf("422 without reasons: %s", body)
	}
	if (status == 429 || status == 503) && header.Get("Retry-After") == "" {
		h.t.Errorf("%d without Retry-After", status)
	}
	if status == 401 && header.Get("WWW-Authenticate") == "" {
		h.t.Error("401 without WWW-Authenticate")
	}
}

// TestRepeat sends the same answer again, another one under its id, and both
// after it was erased.
func TestRepeat(t *testing.T) {
	h := newHouse(t)
	first := `{"id":"` + id1 + `","code":"k7q2x","answers":{"rating":4,"comment":"a"},"fields":{"order":"1"},"answered_at":"2026-11-20T10:00:00+08:00"}`
	w := h.ask("POST", "/api/v1/responses", first)
	if w.Code != 201 {
		t.Fatal(w.Body)
	}
	for what, same := range map[string]string{
		"byte for byte": first,
		"another order": `{"answered_at":"2026-11-20T02:00:00Z","fields":{"order":"1","junk":"x"},"answers":{"comment":" a ","rating":4.0},"code":"K7Q2X","id":"` + strings.ToUpper(id1) + `"}`,
	} {
		again := h.ask("POST", "/api/v1/responses", same)
		if again.Code != 200 || again.Body.String() != w.Body.String() {
			t.Errorf("%s: %d %s, not %s", what, again.Code, again.Body, w.Body)
		}
	}
	for what, other := range map[string]string{
		"answers":     strings.Replace(first, `4,`, `5,`, 1),
		"code":        strings.Replace(first, `k7q2x`, `pay22`, 1),
		"language":    strings.Replace(first, `"code"`, `"language":"en","code"`, 1),
		"persona":     strings.Replace(first, `"code"`, `"persona":"office","code"`, 1),
		"respondent":  strings.Replace(first, `"code"`, `"respondent":"r","code"`, 1),
		"fields":      strings.Replace(first, `"1"`, `"2"`, 1),
		"answered_at": strings.Replace(first, `T10`, `T11`, 1),
	} {
		if w := h.ask("POST", "/api/v1/responses", other); w.Code != 409 {
			t.Errorf("other %s: %d %s", what, w.Code, w.Body)
		}
	}
	if w := h.ask("DELETE", "/api/v1/responses/"+id1, "", "key", h.write); w.Code != 204 {
		t.Errorf("erase: %d %s", w.Code, w.Body)
	}
	for what, code := range map[string]int{
		h.ask("DELETE", "/api/v1/responses/"+id1, "", "key", h.write).Body.String(): 410,
	} {
		if !strings.Contains(what, "410") {
			t.Errorf("erase again: %s, want %d", what, code)
		}
	}
	if w := h.ask("POST", "/api/v1/responses", first); w.Code != 410 {
		t.Errorf("an erased answer came back: %d %s", w.Code, w.Body)
	}
	if w := h.ask("DELETE", "/api/v1/responses/"+id2, "", "key", h.write); w.Code != 404 {
		t.Errorf("erase nothing: %d", w.Code)
	}
	if w := h.ask("DELETE", "/api/v1/responses/nonsense", "", "key", h.write); w.Code != 404 {
		t.Errorf("erase nonsense: %d", w.Code)
	}
}

// TestBatch judges each item on its own, in order.
func TestBatch(t *testing.T) {
	h := newHouse(t)
	items := []string{
		`{"id":"` + id1 + `","code":"k7q2x","answers":{"rating":4}}`,
		`{"id":"` + id1 + `","code":"k7q2x","answers":{"rating":4}}`,
		`{"id":"` + id1 + `","code":"k7q2x","answers":{"rating":5}}`,
		`{"id":"` + id2 + `","code":"nope","answers":{"rating":4}}`,
		`{"id":"` + id2 + `","code":"k7q2x","answers":{"rating":9}}`,
		`{"code":"k7q2x","answers":{"rating":4},"code":"k7q2x"}`,
		`7`,
		`null`,
		`{"code":"old22","answers":{"rating":4}}`,
		`{"code":"k7q2x","answers":{"rating":2}}`,
	}
	want := []int{201, 200, 409, 404, 422, 400, 422, 422, 410, 201}
	w := h.ask("POST", "/api/v1/responses/batch", `{"responses":[`+strings.Join(items, ",")+`]}`)
	got := into[struct {
		Results []struct {
			ID     *string
			Status int
			Error  *problem
		}
	}](t, w)
	if w.Code != 200 || len(got.Results) != len(want) {
		t.Fatal(w.Code, w.Body)
	}
	for i, r := range got.Results {
		if r.Status != want[i] || (r.Error == nil) != (want[i] < 300) || r.Error != nil && r.Error.Status != r.Status {
			t.Errorf("item %d: %d %+v, want %d", i, r.Status, r.Error, want[i])
		}
	}
	if r := got.Results[3]; r.ID == nil || *r.ID != id2 {
		t.Errorf("a refused item lost its id: %v", r.ID)
	}

	for body, status := range map[string]int{
		`{"responses":[` + strings.TrimSuffix(strings.Repeat(items[9]+",", 201), ",") + `]}`: 422,
		`{"responses":[]}`:                      200,
		`{"responses":{}}`:                      422,
		`{}`:                                    422,
		`[]`:                                    422,
		`{"responses":[],"x":1}`:                422,
		`{"responses":[],"responses":[]}`:       400,
		`{"responses":[`:                        400,
		strings.Repeat(" ", 1<<20) + `{}`:       413,
		`{"responses":[{"code":"k7q2x"},{]}`:    400,
		"{\"responses\":[{\"code\":\"\xff\"}]}": 400,
	} {
		if w := h.ask("POST", "/api/v1/responses/batch", body); w.Code != status {
			t.Errorf("%.60s: %d %s, want %d", body, w.Code, w.Body, status)
		}
	}
}

// TestQuarantine floods one placement from one address. Nothing is refused,
// what is above the bucket waits for a decision.
func TestQuarantine(t *testing.T) {
	h := newHouse(t)
	one := `{"code":"k7q2x","answers":{"rating":1}}`
	hundred := `{"responses":[` + strings.TrimSuffix(strings.Repeat(one+",", 100), ",") + `]}`
	begun := time.Now()
	for range 4 {
		w := h.ask("POST", "/api/v1/responses/batch", hundred)
		if strings.Count(w.Body.String(), `"status":201`) != 100 {
			t.Fatal(w.Body)
		}
	}
	refilled := refills(begun)
	figures := func() (counted, waiting float64) {
		m := into[map[string]any](t, h.ask("GET", "/api/v1/journeys/cafe/map", "", "key", h.read))
		return at(m, "answers").(float64), at(m, "quarantined").(float64)
	}
	counted, waiting := figures()
	if counted+waiting != 400 || counted < 300 || counted > float64(300+refilled) {
		t.Errorf("%v counted, %v quarantined", counted, waiting)
	}
	// Another address, and a key, are not concerned.
	h.ask("POST", "/api/v1/responses", one, "from", "198.51.100.1")
	h.ask("POST", "/api/v1/responses", one, "key", h.write)
	if got, _ := figures(); got != counted+2 {
		t.Errorf("%v counted, not %v", got, counted+2)
	}
}

// TestHardLimit refuses a flood, but nobody with a key.
func TestHardLimit(t *testing.T) {
	h := newHouse(t)
	begun, let := time.Now(), 0
	w := h.ask("POST", "/api/v1/responses", `{}`)
	for ; w.Code != 429 && let < 10_000; let++ {
		w = h.ask("POST", "/api/v1/responses", `{}`)
	}
	// 200 at once and 50 a second, however slow this machine is.
	if most := 201 + 50*time.Since(begun).Seconds(); w.Code != 429 || let < 200 || float64(let) > most {
		t.Errorf("%d were let through, at most %.0f should be", let, most)
	}
	h.isProblem(w.Code, w.Header(), w.Body.Bytes())
	if w := h.ask("POST", "/api/v1/responses", `{}`, "key", h.write); w.Code != 422 {
		t.Errorf("with a key: %d", w.Code)
	}
	off := newHouse(t, func(c *Config) { c.Limits = false })
	for range 400 {
		if w := off.ask("POST", "/api/v1/responses", `{}`); w.Code != 422 {
			t.Fatalf("limits off: %d", w.Code)
		}
	}
}
