package journey

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/waymood/waymood/internal/survey"
)

// audience is who reads a wording: staff are content with one language,
// visitors need all.
type audience bool

const (
	staff    audience = false
	visitors audience = true
)

// Longest wordings, in characters.
const (
	maxName = 200
	maxText = 2000
)

// wording reads a text in several languages.
func (r *reader) wording(v value, what string, who audience, limit int) survey.Wording {
	if v.absent() {
		return nil
	}
	if v.Kind == yaml.ScalarNode && v.ShortTag() == "!!str" {
		lang := "en"
		if len(r.languages) > 0 {
			lang = r.languages[0]
		}
		r.wrong(v, fmt.Sprintf("say in which language it is, such as {%s: …}", lang), "%s names no language", what)
		return nil
	}
	if v.Kind != yaml.MappingNode {
		r.wrong(v, "write a text for each language, such as {en: …}", "%s is %s", what, kindName(v.Node))
		return nil
	}
	o := r.object(v, what)
	w := survey.Wording{}
	for i := 0; i+1 < len(v.Content); i += 2 {
		tag := v.Content[i].Value
		child := o.at(tag)
		if child.absent() && v.Style&yaml.FlowStyle != 0 && !slices.Contains(survey.Languages[:], tag) {
			r.wrong(value{v.Content[i], v.path}, "put the text in quotation marks", "a comma in %s ends its text before %q", what, shorten(tag))
			continue
		}
		if !r.languageTag(value{v.Content[i], join(v.path, tag)}, tag) || child.absent() {
			continue
		}
		s, ok := r.text(child, what+" in "+tag)
		if !ok {
			w[tag] = "" // told already
			continue
		}
		if limit == maxName { // a name stands in subjects and headings
			s = strings.NewReplacer("\n", " ", "\t", " ").Replace(s)
		}
		if n := len([]rune(s)); n > limit {
			r.wrong(child, fmt.Sprintf("shorten it to %d", limit), "%s in %s has %d characters", what, tag, n)
		}
		if s != "" {
			w[tag] = s
		}
	}
	var missing []string
	if who == visitors {
		for _, tag := range r.languages {
			if _, ok := w[tag]; !ok {
				missing = append(missing, tag)
			}
		}
	}
	switch {
	case len(missing) > 0:
		r.wrong(v, "add "+strings.Join(missing, ": …, ")+": …; visitors read it in each of the journey's languages",
			"%s has no text in %s", what, strings.Join(missing, ", "))
	case len(w) == 0:
		r.wrong(v, "write a text, such as {en: …}", "%s is empty", what)
	}
	if len(w) == 0 {
		return nil
	}
	return w
}

// languageTag checks that a language is one that Waymood speaks.
func (r *reader) languageTag(v value, tag string) bool {
	if slices.Contains(survey.Languages[:], tag) {
		return true
	}
	remedy := "known are " + strings.Join(survey.Languages[:], ", ")
	if near := cmp.Or(languageSlips[strings.ToLower(tag)], nearest(tag, survey.Languages[:])); near != "" && strings.ToLower(tag) != "ru" {
		remedy = fmt.Sprintf("did you mean %q?", near)
	}
	r.wrong(v, remedy, "the language %q is not known", shorten(tag))
	return false
}
