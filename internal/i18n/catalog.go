// Package i18n is the message catalogues and the choice of a language.
package i18n

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
)

// messages are files named {area}.{language}.yaml: areas visit, staff, web.
//
//go:embed messages/*.yaml
var messages embed.FS

// Catalog is every message in every language.
type Catalog struct {
	speakers map[string]*i18n.Localizer
}

// Load reads the embedded messages.
func Load() (*Catalog, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	files, err := fs.Glob(messages, "messages/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if _, err := bundle.LoadMessageFileFS(messages, f); err != nil {
			return nil, fmt.Errorf("read messages %s: %w", f, err)
		}
	}
	c := &Catalog{speakers: map[string]*i18n.Localizer{}}
	for _, tag := range []string{"zh-Hant", "zh-Hans", "uk", "en"} {
		c.speakers[tag] = i18n.NewLocalizer(bundle, tag)
	}
	return c, nil
}

// Voice says messages in one language. Page structs embed it, so that
// templates write {{.T "visit.send"}}.
type Voice struct {
	Lang    string
	speaker *i18n.Localizer
}

// In is the catalogue's voice in one of the four languages; any other is
// answered in English.
func (c *Catalog) In(lang string) Voice {
	s, ok := c.speakers[lang]
	if !ok {
		lang, s = "en", c.speakers["en"]
	}
	return Voice{Lang: lang, speaker: s}
}

// T is a message by its id. The arguments are pairs of a name and a value
// for the message's placeholders; an int named Count also chooses the plural
// form. A value with quotation marks of its own gets the language's inner ones
// where the message puts it in marks. A missing message is shown as its id, which
// a test catches.
func (v Voice) T(id string, args ...any) string {
	cfg := &i18n.LocalizeConfig{MessageID: id}
	if len(args) > 0 {
		data := make(map[string]any, len(args)/2)
		for i := 0; i+1 < len(args); i += 2 {
			name, _ := args[i].(string)
			data[name] = args[i+1]
			if name == "Count" {
				cfg.PluralCount = args[i+1]
			}
		}
		cfg.TemplateData = data
	}
	s, err := v.speaker.Localize(cfg)
	if err != nil || s == "" {
		return id
	}
	return nest(v.Lang, s)
}
