package letter

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/templates"
)

// frame is the template of all letters.
type frame struct{ *template.Template }

// readFrame parses it.
func readFrame() (frame, error) {
	t, err := template.New("letter.html").Funcs(template.FuncMap{"style": style, "word": word}).ParseFS(templates.FS, "mail/letter.html")
	if err != nil {
		return frame{}, fmt.Errorf("read the template of letters: %w", err)
	}
	return frame{t}, nil
}

// filler follows the preview text, so that mail programs don't fill their line
// with what stands first in the letter.
var filler = template.HTML(strings.Repeat("&#847;&zwnj;&nbsp;", 60))

// Family, Filler and Source are what the template asks for beside the texts.
// The sheet's own texts are escaped.
func (s *sheet) Family() template.CSS   { return family(s.Language) }
func (s *sheet) Filler() template.HTML  { return filler }
func (p *picture) Source() template.URL { return template.URL("cid:" + p.CID) }

// html is the sheet as a page.
func (f frame) html(s *sheet) (string, error) {
	var b bytes.Buffer
	if err := f.Execute(&b, s); err != nil {
		return "", fmt.Errorf("write the HTML of a letter: %w", err)
	}
	return b.String(), nil
}

// Page is a message's HTML for a page that stands alone: its pictures are in the
// addresses themselves. No text can be taken for one, since quotation marks are
// escaped in texts.
func Page(m *mail.Message) string {
	html := m.HTML
	for _, p := range m.Pictures {
		html = strings.ReplaceAll(html, `src="cid:`+p.CID+`"`, `src="data:image/png;base64,`+base64.StdEncoding.EncodeToString(p.PNG)+`"`)
	}
	return html
}
