package main

import (
	"net/http"
	"strings"
	"testing"
)

// showsSurvey holds the café's own page against the service: it loads its
// script, and is the one that may show its survey.
func showsSurvey(t testing.TB, s *server, links demoLinks) {
	t.Helper()
	page := fetch(t, links.Page+"?lang=uk")
	for _, part := range []string{`<html lang="uk">`, `src="` + s.url + `/embed.js"`, `data-waymood="menu-web" data-mode="popup"`} {
		if !strings.Contains(page, part) {
			t.Errorf("%s lacks %s", links.Page, part)
		}
	}
	res, err := http.Get(s.url + "/t/menu-web/frame")
	must(t, err, "open the frame")
	_ = res.Body.Close()
	policy, origin := res.Header.Get("Content-Security-Policy"), strings.TrimSuffix(links.Page, "/")
	if res.StatusCode != http.StatusOK || !strings.HasSuffix(policy, " "+origin) {
		t.Errorf("%s may not show the survey: %d %s", origin, res.StatusCode, policy)
	}
}
