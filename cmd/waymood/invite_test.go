package main

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// party is a journey with a placement for invited guests.
const party = `journey: party
name: {en: Our evening}
timezone: Australia/Lord_Howe
languages: [en, uk]
personas: [{key: friend, name: {en: Friend}}]
stages:
  - {key: all, name: {en: All}, touchpoints: [{key: evening, name: {en: The evening, uk: Вечір}, reach: 1, survey: quick, placements: [{code: party, channel: email, invited: true}, {code: open, channel: link}, {code: over, channel: link, ended: true}]}]}
surveys:
  quick: {fields: [order, seat], questions: [{key: rating, type: csat, ask: {en: How was it?, uk: Як вам?}}, {key: comment, type: text, ask: {en: More?, uk: Ще щось?}}]}
  named: {fields: [i], questions: [{key: rating, type: csat, ask: {en: How was it?, uk: Як вам?}}]}
`

func partyFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "party.yaml")
	text := strings.Replace(party, "name: {en: Our evening}", "name: {en: Our evening, uk: Наш вечір}", 1)
	text = strings.Replace(text, "code: over, channel: link, ended: true}]}]}", "code: over, channel: link, ended: true}]}, {key: other, name: {en: Other, uk: Інше}, reach: 1, survey: named, placements: [{code: named, channel: link}]}]}", 1)
	must(t, os.WriteFile(file, []byte(text), 0o600), "write")
	return file
}

func table(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF"))).ReadAll()
	must(t, err, "read "+text)
	return rows
}

func TestInvite(t *testing.T) {
	folder := t.TempDir()
	database := filepath.Join(folder, "a.db")
	db := "--database=" + database
	ok(t, "apply", db, partyFile(t))
	s := serve(t, database)
	rows := table(t, ok(t, "invite", "PARTY", db, "--count", "3", "--persona", "friend", "--lang", "uk", "--field", "order=A;12", "--public-url", s.url))
	if len(rows) != 4 || strings.Join(rows[0], ",") != "number,url" || rows[3][0] != "3" {
		t.Fatalf("%q", rows)
	}
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		u, err := url.Parse(row[1])
		must(t, err, "parse")
		token := u.Query().Get("i")
		if seen[token] || u.Query().Get("lang") != "uk" || !strings.HasPrefix(row[1], s.url+"/t/party?i=") {
			t.Errorf("%q", row)
		}
		seen[token] = true
		send := func() int {
			r, err := http.PostForm(s.url+"/t/party", url.Values{"i": {token}, "rating": {"5"}, "order": {"mine"}})
			must(t, err, "send")
			must(t, r.Body.Close(), "close")
			return r.StatusCode
		}
		if got := send(); got != http.StatusOK { // the thanks page
			t.Errorf("the first answer gets %d", got)
		}
		if got := send(); got != http.StatusGone {
			t.Errorf("the second answer gets %d", got)
		}
	}
	out := ok(t, "export", "responses", db)
	if n := strings.Count(out, `""order"":""A;12""`); n != 3 || strings.Contains(out, "mine") || strings.Count(out, ",friend,") != 3 {
		t.Errorf("the export is %s", out)
	}
}

// TestInviteList: a guest list comes back with links, its fields signed.
func TestInviteList(t *testing.T) {
	folder := t.TempDir()
	db := "--database=" + filepath.Join(folder, "a.db")
	ok(t, "apply", db, partyFile(t))
	list := filepath.Join(folder, "guests.csv")
	must(t, os.WriteFile(list, []byte("\uFEFFname;seat;url;note\n王小明;12;old;\"=1+1\"\n\"O'Hara; Ann\";;;-\n"), 0o600), "write")
	made := filepath.Join(folder, "links.csv")
	if out := ok(t, "invite", "party", db, "--from", list, "--out", made, "--field", "order=B", "--no-bom", "--public-url", "https://mood.example.org"); !strings.Contains(out, "2 links") {
		t.Errorf("it says %q", out)
	}
	b, err := os.ReadFile(made)
	must(t, err, "read")
	rows := table(t, string(b))
	want := [][]string{{"number", "url", "name", "seat", "note"}, {"1", "", "王小明", "12", "'=1+1"}, {"2", "", "O'Hara; Ann", "", "'-"}}
	for i, row := range rows {
		if len(row) != 5 {
			t.Fatalf("%q", row)
		}
		if i > 0 && !strings.HasPrefix(row[1], "https://mood.example.org/t/party?i=") {
			t.Errorf("a link is %q", row[1])
		}
		for k := range row {
			if row[k] != want[i][k] && (i == 0 || k != 1) {
				t.Errorf("row %d has %q, want %q", i, row[k], want[i][k])
			}
		}
	}
	if b[0] != 'n' {
		t.Error("there is a byte order mark")
	}
	if info, _ := os.Stat(made); info.Mode().Perm() != 0o600 {
		t.Errorf("others can read it: %v", info.Mode())
	}
	// A list that was made can be the list of the next evening, from standard input too.
	r := waymood(t, string(b), "invite", "party", db, "--from", "-", "--public-url", "https://mood.example.org")
	again := table(t, r.stdout)
	if r.code != 0 || len(again) != 3 || len(again[0]) != 5 || again[1][4] != "'=1+1" || again[1][1] == rows[1][1] {
		t.Errorf("%d %s %q", r.code, r.stderr, again)
	}
	// A list with a mistake makes no link.
	for text, word := range map[string]string{
		"name,seat\na,1\nb,2,3\n":                  "line 3",
		"seat\n" + strings.Repeat("9", 201) + "\n": "longer than 200",
		"name,seat\n\"a,1\n":                       "never closed",
		"seat\n":                                   "no rows",
		"":                                         "empty",
		"seat\n1\n" + "\xff\n":                     "UTF-8",
		"PK\x03\x04":                               "workbook",
		"seat\n" + "\"" + strings.Repeat("x", 100) + "\x00\"\n": "cannot be shown",
	} {
		if r := waymood(t, text, "invite", "party", db, "--from", "-"); r.code != 1 || !strings.Contains(r.stderr, word) || strings.Contains(r.stdout, "http") {
			t.Errorf("%.20q: %d %s %s", text, r.code, r.stderr, r.stdout)
		}
	}
}

func TestInviteRemarks(t *testing.T) {
	db := "--database=" + filepath.Join(t.TempDir(), "a.db")
	ok(t, "apply", db, partyFile(t))
	for args, words := range map[string]string{
		"invite party --count 1 --public-url https://a.example": "",
		"invite party --count 1":                                "this machine only",
		"invite open --count 1 --public-url https://a.example":  "invited: true",
		"invite over --count 1 --public-url https://a.example":  "no answers now",
	} {
		r := waymood(t, "", append(strings.Fields(args), db)...)
		if r.code != 0 || words == "" != (r.stderr == "") || !strings.Contains(r.stderr, words) {
			t.Errorf("%s: %d %q", args, r.code, r.stderr)
		}
	}
	for args, c := range map[string]struct {
		code int
		word string
	}{
		"invite party":                                 {2, "--count"},
		"invite party --count 1000001":                 {2, "--count"},
		"invite party --count 1 --from x.csv":          {2, "--from"},
		"invite nowhere --count 1":                     {1, "no placement"},
		"invite named --count 1":                       {1, `"i"`},
		"invite party --count 1 --expires soon":        {2, "never"},
		"invite party --count 1 --persona foe":         {2, "friend"},
		"invite party --count 1 --lang zh-Hant":        {2, "en, uk"},
		"invite party --count 1 --field plan=x":        {2, "order, seat"},
		"invite party --count 1 --field order":         {2, "NAME=VALUE"},
		"invite party --from /nowhere/x.csv":           {1, "check the name"},
		"invite party --count 1 --out /nowhere/x.csv":  {1, "not there yet"},
		"invite party --count 1 --public-url nonsense": {2, "public-url"},
	} {
		if r := waymood(t, "", append(strings.Fields(args), db)...); r.code != c.code || !strings.Contains(r.stderr, c.word) || len(lines(r.stderr)) != 1 {
			t.Errorf("%s: %d %q", args, r.code, r.stderr)
		}
	}
}
