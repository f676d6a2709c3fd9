package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
)

// TestLanguages: an answer keeps the language that its survey was shown in and
// the one that its words are in, also where a hidden field would be a formula.
func TestLanguages(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	db := "--database=" + database
	ok(t, "apply", db, partyFile(t))
	key := strings.TrimSpace(ok(t, "key", "create", "reports", "--scope", "admin", db))
	s := serve(t, database)
	for lang, words := range map[string]string{"en": "Дуже довго чекали на каву, це жахливо", "uk": "排隊等太久了，店員態度也不好", "": "We waited far too long for our coffee"} {
		r, err := http.PostForm(s.url+"/t/open", url.Values{"lang": {lang}, "rating": {"1"}, "comment": {words}, "order": {"=1+1;=2+2"}})
		must(t, err, "send")
		must(t, r.Body.Close(), "close")
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", lang, r.StatusCode)
		}
	}
	var list struct {
		Data []struct{ Text, Language, Detected *string }
	}
	read := func() {
		code, body, err := request(t.Context(), http.MethodGet, s.url+"/api/v1/responses", key, nil)
		must(t, err, "ask")
		if code != http.StatusOK {
			t.Fatalf("%d %s", code, body)
		}
		must(t, json.Unmarshal([]byte(body), &list), "read")
	}
	read()
	for _, r := range list.Data {
		if r.Detected != nil {
			t.Errorf("detected before it was read: %+v", *r.Detected)
		}
	}
	ok(t, "score", db)
	read()
	got := map[string]string{}
	for _, r := range list.Data {
		got[*r.Language+" "+*r.Detected] = *r.Text
	}
	if len(got) != 3 || got["en uk"] == "" || got["uk zh-Hant"] == "" || got["en en"] == "" {
		t.Errorf("%v", got)
	}
	rows := table(t, ok(t, "export", "responses", db))
	for i, name := range rows[0] {
		for _, row := range rows[1:] {
			switch {
			case name == "language" && row[i] != "en" && row[i] != "uk":
				t.Errorf("exported as %q", row[i])
			case name == "fields" && row[i] != `{"order":"=1+1;'=2+2"}`:
				t.Errorf("the fields are %q", row[i])
			}
		}
	}
}
