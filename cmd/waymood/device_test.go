package main

import (
	"bytes"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// A hint that a device answered twice is all that is kept of the device: its
// address and what it calls itself are in no file and no log, and after a
// restart it is a stranger. An address that it only claims is not believed.
func TestDeviceIsForgotten(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has all of 127.0.0.0/8 without asking")
	}
	const address, agent, claimed = "127.9.9.9", "CanaryPhone/4711", "198.51.100.77"
	phone := http.Client{
		Transport: &http.Transport{
			DisableKeepAlives: true,
			DialContext:       (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}).DialContext,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	folder := t.TempDir()
	database := filepath.Join(folder, "a.db")
	ok(t, "apply", "--database", database, dawnFile(t))
	answer := func(s *server) {
		t.Helper()
		page := fetch(t, s.url+"/t/k7q2x")
		form := url.Values{"rating": {"4"}}
		for _, m := range regexp.MustCompile(`<input[^>]*type="?hidden"?[^>]*>`).FindAllString(page, -1) {
			form.Set(attribute(m, "name"), attribute(m, "value"))
		}
		time.Sleep(looking)
		r, err := http.NewRequestWithContext(t.Context(), "POST", s.url+"/t/k7q2x", strings.NewReader(form.Encode()))
		must(t, err, "ask")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("User-Agent", agent)
		r.Header.Set("X-Forwarded-For", claimed)
		res, err := phone.Do(r)
		must(t, err, "answer")
		must(t, res.Body.Close(), "close")
		if res.StatusCode != http.StatusSeeOther {
			t.Fatalf("answered with %s", res.Status)
		}
	}
	nowhere := func(what string, b []byte) {
		t.Helper()
		for _, canary := range []string{address, agent, claimed, "\x7f\x09\x09\x09"} {
			if bytes.Contains(b, []byte(canary)) {
				t.Errorf("%q is in %s", canary, what)
			}
		}
	}
	for range 2 {
		s, line := start(t, "answers at ", "serve", "--listen", "127.0.0.1:0", "--database", database, "--log-level", "debug")
		_, s.url, _ = strings.Cut(line, "answers at ")
		s.url = strings.Replace(s.url, "localhost", "127.0.0.1", 1)
		answer(s)
		answer(s)
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		must(t, err, "list the files")
		for _, file := range files {
			b, err := os.ReadFile(file)
			must(t, err, "read a file")
			nowhere(filepath.Base(file), b)
		}
		if code := s.stop(t); code != 0 {
			t.Fatalf("exit %d", code)
		}
		if !bytes.Contains(s.errs.Bytes(), []byte(`"msg":"request"`)) {
			t.Error("nothing is logged; the test is blind")
		}
		nowhere("the log", s.errs.Bytes())
	}
	s := serve(t, database)
	key := strings.TrimSpace(ok(t, "key", "create", "reader", "--scope", "read", "--database", database, "--json"))
	key = regexp.MustCompile(`wm_[^"]+`).FindString(key)
	list := get[struct {
		Data []struct{ Doubts []string }
	}](t, s.url+"/api/v1/responses", key)
	var hints []bool // newest first
	for _, r := range list.Data {
		hints = append(hints, slices.Contains(r.Doubts, "repeat"))
	}
	if want := []bool{true, false, true, false}; !slices.Equal(hints, want) {
		t.Errorf("taken for a repetition: %v, want %v", hints, want)
	}
}
