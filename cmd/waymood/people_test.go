package main

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

func TestPeople(t *testing.T) {
	db := "--database=" + filepath.Join(t.TempDir(), "a.db")
	if out := ok(t, "user", "list", db); !strings.Contains(out, "Nobody yet") {
		t.Errorf("it says %q", out)
	}
	out := ok(t, "user", "add", "Owner@Example.org", "--role", "owner", "--public-url", "https://mood.example.org", db)
	if !strings.Contains(out, "https://mood.example.org/reset?token=") {
		t.Errorf("there is no link in %q", out)
	}
	if r := waymood(t, "", "user", "add", "owner@example.org", "--role", "viewer", db); r.code != 1 || !strings.Contains(r.stderr, "already") {
		t.Errorf("exit %d: %s", r.code, r.stderr)
	}
	for _, args := range [][]string{
		{"user", "add", "not an address", "--role", "viewer", db}, {"user", "add", "third@example.org", "--role", "king", db}, {"key", "create", "till", "--scope", "all", db},
	} {
		if r := waymood(t, "", args...); r.code != misuse || len(lines(r.stderr)) != 1 {
			t.Errorf("%v: exit %d: %s", args, r.code, r.stderr)
		}
	}
	for _, args := range [][]string{{"user", "disable", "owner@example.org", db}, {"user", "role", "owner@example.org", "viewer", db}} {
		if r := waymood(t, "", args...); r.code != 1 || !strings.Contains(r.stderr, "only owner") {
			t.Errorf("%v: exit %d: %s", args, r.code, r.stderr)
		}
	}
	ok(t, "user", "add", "second@example.org", "--role", "viewer", db)
	ok(t, "user", "role", "second@example.org", "--role", "owner", db)
	ok(t, "user", "disable", "owner@example.org", db)
	if out := ok(t, "user", "reset", "second@example.org", db); !strings.Contains(out, "/reset?token=") {
		t.Errorf("there is no link in %q", out)
	}
	var users []userLine
	must(t, json.Unmarshal([]byte(ok(t, "user", "list", "--json", db)), &users), "read")
	if len(users) != 2 || !users[0].Disabled || users[1].Role != "owner" {
		t.Errorf("%+v", users)
	}
}

func TestKeys(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	db := "--database=" + database
	var made keyMade
	must(t, json.Unmarshal([]byte(ok(t, "key", "create", "till", "--scope", "read", "--expires", "90d", "--json", db)), &made), "read")
	if !strings.HasPrefix(made.Key, "wm_"+made.ID) || made.Name != "till" || made.Expires == nil {
		t.Fatalf("%+v", made)
	}
	ok(t, "apply", db, dawnFile(t))
	s := serve(t, database)
	status := func(key string) int {
		code, _, err := request(t.Context(), http.MethodGet, s.url+"/api/v1/journeys", key, nil)
		must(t, err, "ask")
		return code
	}
	if got := status(made.Key); got != http.StatusOK {
		t.Errorf("with the key: %d", got)
	}
	if got := status(made.Key + "x"); got != http.StatusUnauthorized {
		t.Errorf("with another: %d", got)
	}
	var keys []keyLine
	must(t, json.Unmarshal([]byte(ok(t, "key", "list", "--json", db)), &keys), "read")
	if len(keys) != 1 || keys[0].Revoked != nil {
		t.Errorf("%+v", keys)
	}
	ok(t, "key", "revoke", made.ID, db)
	until(t, "the revoked key opens nothing", func() bool { return status(made.Key) == http.StatusUnauthorized })
}

// What is applied beside a running service is there within seconds.
func TestBesideARunningService(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	s, line := start(t, "/setup?token=", "serve", "--listen", "127.0.0.1:0", "--database", database)
	if !strings.Contains(line, "http://localhost:") {
		t.Errorf("the set-up link is %q", line)
	}
	base, _, _ := strings.Cut(strings.TrimSpace(line), "/setup")
	ok(t, "apply", "--database", database, dawnFile(t))
	until(t, "the survey is there", func() bool {
		code, _, err := request(t.Context(), http.MethodGet, base+"/t/k7q2x", "", nil)
		return err == nil && code == http.StatusOK
	})
	port := base[strings.LastIndexByte(base, ':'):]
	ok(t, "doctor", "--running", "--listen", "127.0.0.1"+port)
	if code := s.stop(t); code != 0 {
		t.Errorf("exit %d\n%s", code, s.errs)
	}
}
