package visit

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"

	"github.com/waymood/waymood/static"
)

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace   = regexp.MustCompile(`\s+`)
	cssAround  = regexp.MustCompile(` ?([{};,>]) ?`)
	cssColon   = regexp.MustCompile(`: `)
)

// inlineStyle is the visitors' style sheet without comments and needless
// white space. It stands in the page itself: a phone on a slow network then
// has everything after one request.
func inlineStyle() string {
	b, err := static.FS.ReadFile("visit.css")
	if err != nil {
		panic(err) // it is embedded
	}
	s := cssComment.ReplaceAllString(string(b), "")
	s = cssSpace.ReplaceAllString(s, " ")
	s = cssAround.ReplaceAllString(s, "$1")
	s = cssColon.ReplaceAllString(s, ":")
	return strings.TrimSpace(strings.ReplaceAll(s, ";}", "}"))
}

// policyFor allows exactly this style and nothing from anywhere else.
func policyFor(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}
