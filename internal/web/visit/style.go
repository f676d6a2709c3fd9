package visit

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"regexp"
	"strings"

	"github.com/waymood/waymood/static"
)

// parts are pieces of the visitors' style sheet. Each page carries the ones
// it uses and no others.
type parts uint32

// Each part is the file static/visit/NAME.css; they stand in a page in this
// order.
const (
	cssLanguages parts = 1 << iota
	cssForm
	cssWhen
	cssTiles
	cssDrawings
	cssStars
	cssNumbers
	cssLong
	cssTwo
	cssList
	cssText
	cssAgree
	cssWrong
	cssNote
	cssSay
	cssReceipt
	cssPlain
	cssSteps
	cssSaid
)

// partNames are the parts' names in their order.
var partNames = [...]string{
	"languages", "form", "when", "tiles", "drawings", "stars", "numbers", "long", "two", "list", "text", "agree", "wrong", "note", "say", "receipt", "plain", "steps", "said",
}

// partsOf a question are the parts that its kind needs.
func partsOf(q *question) parts {
	uses := cssForm
	switch q.Kind {
	case "faces":
		uses |= cssTiles | cssDrawings
	case "numbers":
		uses |= cssTiles | cssNumbers
		if len(q.Choices) > 5 {
			uses |= cssLong
		}
	case "stars":
		uses |= cssTiles | cssDrawings | cssStars
	case "two":
		uses |= cssTiles | cssTwo
	case "list":
		uses |= cssList
	case "text":
		uses |= cssText
	case "email":
		uses |= cssText | cssAgree
	}
	if q.If != "" {
		uses |= cssWhen
	}
	if q.Error != "" {
		uses |= cssWrong
	}
	return uses
}

// stylesheets are the parts, read and packed once.
type stylesheets struct {
	base  string
	parts [len(partNames)]string
}

func readStyles() *stylesheets {
	s := &stylesheets{base: readStyle("base")}
	for i, name := range partNames {
		s.parts[i] = readStyle(name)
	}
	return s
}

// with is the sheet of a page that uses some parts.
func (s *stylesheets) with(used parts) style {
	var b strings.Builder
	b.WriteString(s.base)
	for i, css := range s.parts {
		if used&(1<<i) != 0 {
			b.WriteString(css)
		}
	}
	return style(b.String())
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace   = regexp.MustCompile(`\s+`)
	cssAround  = regexp.MustCompile(` ?([{};,>]) ?`)
	cssColon   = regexp.MustCompile(`: `)
)

// readStyle is a style sheet without comments and needless white space.
func readStyle(name string) string {
	b, err := static.FS.ReadFile("visit/" + name + ".css")
	if err != nil {
		panic(err) // it is embedded
	}
	s := cssComment.ReplaceAllString(string(b), "")
	s = cssSpace.ReplaceAllString(s, " ")
	s = cssAround.ReplaceAllString(s, "$1")
	s = cssColon.ReplaceAllString(s, ":")
	return strings.TrimSpace(strings.ReplaceAll(s, ";}", "}"))
}

// style is a style sheet that stands in the page itself: a phone on a slow
// network then has everything after one request.
type style template.CSS

// policy is the Content-Security-Policy that allows exactly this style and
// nothing from anywhere else. framers are who may show the page in a frame,
// as frame-ancestors takes them.
func (s style) policy(framers string) string {
	sum := sha256.Sum256([]byte(s))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors " + framers
}
