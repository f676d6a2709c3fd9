package web

import (
	"fmt"
	"strings"
	"testing"
)

// TestDailyNumbers sends daily numbers, good and bad ones in one batch, and reads
// them again.
func TestDailyNumbers(t *testing.T) {
	h := newHouse(t)
	type results struct {
		Results []struct {
			Status int
			Error  struct {
				Code   string
				Params []struct{ Name string } `json:"invalid_params"`
			}
		}
	}
	send := func(items ...string) results {
		t.Helper()
		w := h.ask("POST", "/api/v1/metrics", `{"journey":"cafe","metrics":[`+strings.Join(items, ",")+`]}`, "key", h.write)
		if w.Code != 200 {
			t.Fatal(w.Code, w.Body)
		}
		return into[results](t, w)
	}
	got := send(`{"date":"2026-11-10","metric":"customers","value":240}`, `{"date":"2026-11-10","touchpoint":"queue","metric":"customers","value":100}`,
		`{"date":"2026-11-10","touchpoint":"queue","metric":"customers","value":182.5}`)
	if fmt.Sprint(got) != "{[{200 { []}} {200 { []}} {200 { []}}]}" {
		t.Errorf("three good ones: %v", got)
	}
	type list struct {
		Data []struct {
			Date, Touchpoint, Metric string
			Value                    float64
		}
		Next string `json:"next_cursor"`
	}
	read := func(query string) list {
		t.Helper()
		w := h.ask("GET", "/api/v1/journeys/cafe/metrics"+query, "", "key", h.read)
		if w.Code != 200 {
			t.Fatal(w.Code, w.Body)
		}
		return into[list](t, w)
	}
	if got := fmt.Sprint(read("")); got != "{[{2026-11-10  customers 240} {2026-11-10 queue customers 182.5}] }" {
		t.Errorf("read again: %v", got)
	}
	if first := read("?limit=1"); len(first.Data) != 1 || first.Next == "" || len(read("?limit=1&cursor="+first.Next).Data) != 1 {
		t.Errorf("pages: %v", first)
	}
	if got := read("?from=2026-10-01&to=2026-11-10"); len(got.Data) != 0 {
		t.Errorf("before them: %v", got)
	}
	for item, name := range map[string]string{
		`{"date":"2026-11-10","touchpoint":"moon","metric":"customers","value":1}`: "touchpoint",
		`{"date":"2026-02-30","metric":"customers","value":1}`:                     "date",
		`{"date":"0001-01-01","metric":"customers","value":1}`:                     "date",
		`{"date":"9999-01-01","metric":"customers","value":1}`:                     "date",
		`{"date":"2026-11-10","metric":"Customers!","value":1}`:                    "metric",
		`{"date":"2026-11-10","metric":"customers","value":-1}`:                    "value",
		`{"date":"2026-11-10","metric":"customers","value":"7"}`:                   "value",
		`{"date":"2026-11-10","metric":"customers","value":1e999}`:                 "value",
		`{"date":"2026-11-10","metric":"customers"}`:                               "value",
		`{"date":"2026-11-10","metric":"customers","value":1,"stage":"x"}`:         "stage",
		`7`: "",
	} {
		got := send(item, `{"date":"2026-11-11","metric":"sales","value":0}`)
		if len(got.Results) != 2 || got.Results[0].Status != 422 || len(got.Results[0].Error.Params) != 1 || got.Results[0].Error.Params[0].Name != name || got.Results[1].Status != 200 {
			t.Errorf("%s: %v", item, got)
		}
	}
	many := `{"journey":"cafe","metrics":[` + strings.TrimSuffix(strings.Repeat(`{"date":"2026-11-10","metric":"sales","value":1},`, 1001), ",") + `]}`
	for what, c := range map[string]struct {
		body, key string
		status    int
	}{
		"no such journey": {`{"journey":"moon","metrics":[]}`, h.write, 404},
		"no journey":      {`{"metrics":[]}`, h.write, 422},
		"no list":         {`{"journey":"cafe"}`, h.write, 422},
		"no object":       {`[]`, h.write, 422},
		"too many":        {many, h.write, 422},
		"broken":          {`{"journey":`, h.write, 400},
		"a reader's key":  {`{"journey":"cafe","metrics":[]}`, h.read, 403},
		"no key":          {`{"journey":"cafe","metrics":[]}`, "", 401},
	} {
		if w := h.ask("POST", "/api/v1/metrics", c.body, "key", c.key); w.Code != c.status {
			t.Errorf("%s: %d %s, want %d", what, w.Code, w.Body, c.status)
		}
	}
}
