package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/survey"
)

// embedFile is the script of other sites' pages. It is served at /embed.js.
const embedFile = "embed.js"

// wordsHere is where the script has room for its words.
var wordsHere = []byte("{/*words*/}")

// newEmbed is the script as it is served: with its words in all languages, and
// without what only its readers need.
func newEmbed(source []byte, catalog *i18n.Catalog) (*file, error) {
	words := map[string]map[string]string{}
	for _, lang := range survey.Languages {
		v := catalog.In(lang)
		words[lang] = map[string]string{"feedback": v.T("embed.feedback"), "close": v.T("embed.close")}
	}
	said, err := json.Marshal(words)
	if err != nil {
		return nil, fmt.Errorf("write the words of %s: %w", embedFile, err)
	}
	if !bytes.Contains(source, wordsHere) {
		return nil, fmt.Errorf("%s has no place for its words", embedFile)
	}
	return newFile(embedFile, bytes.Replace(tight(source), wordsHere, said, 1))
}

var (
	jsDoc    = regexp.MustCompile(`(?s)/\*\*.*?\*/`)
	jsRemark = regexp.MustCompile(`(?m)^[ \t]*//.*$`)
	jsIndent = regexp.MustCompile(`\s*\n\s*`)
	jsSpace  = regexp.MustCompile(` ?([=>?:,;(){}]|&&|\|\|) ?`)
)

// tight is a script without types, remarks, indentation and the spaces beside
// its marks. It reads no strings: a script that is served so has none with
// what looks like a comment, none of more than one line whose indentation
// counts, and none in which a space beside a mark does.
func tight(script []byte) []byte {
	script = jsDoc.ReplaceAll(script, nil)
	script = jsRemark.ReplaceAll(script, nil)
	script = jsIndent.ReplaceAll(script, []byte("\n"))
	return append(bytes.TrimSpace(jsSpace.ReplaceAll(script, []byte("$1"))), '\n')
}

// embed is GET /embed.js. Its address stands in other sites' pages and never
// changes, so browsers ask again after five minutes.
func (all files) embed(c echo.Context) error {
	return all.send(c, embedFile)
}
