package journey

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/waymood/waymood/internal/survey"
)

// reader walks a document, YAML or JSON, and gathers all that is wrong with it
// instead of stopping at the first mistake.
type reader struct {
	file      string
	isJSON    bool // strings must be strings, numbers numbers
	languages []string
	mistakes  []Mistake
	warnings  []Warning
}

// value is a node with the path by which people find it.
type value struct {
	*yaml.Node
	path string
}

func (r *reader) mark(v value) Mark {
	m := Mark{File: r.file, Path: v.path}
	if v.Node != nil {
		m.Line, m.Column = v.Line, v.Column
	}
	return m
}

func (r *reader) wrong(v value, remedy, what string, args ...any) {
	if r.enough() {
		return
	}
	r.mistake(Mistake{Mark: r.mark(v), What: fmt.Sprintf(what, args...), Remedy: remedy})
}

func (r *reader) mistake(m Mistake) {
	if !r.enough() {
		r.mistakes = append(r.mistakes, m)
	}
}

// enough is true once no more mistakes are gathered: a megabyte can hold some
// hundred thousand, and all of them would be told.
func (r *reader) enough() bool { return len(r.mistakes) >= mostMistakes }

func (r *reader) warn(v value, text string, args ...any) {
	r.warnings = append(r.warnings, Warning{Mark: r.mark(v), Text: fmt.Sprintf(text, args...)})
}

// absent is a value that is not there, or is there as null.
func (v value) absent() bool {
	return v.Node == nil || v.Kind == yaml.ScalarNode && v.ShortTag() == "!!null"
}

func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a group of keys"
	case yaml.SequenceNode:
		return "a list"
	}
	return "a single value"
}

// object is a mapping whose keys are known.
type object struct {
	r      *reader
	self   value
	fields map[string]value
	meant  map[string]bool // known keys that were most likely misspelt: not missing as well
}

// object reads a mapping; known are the keys that it may have, none for any.
// Anything else is a mistake and gives an object without fields.
func (r *reader) object(v value, what string, known ...string) *object {
	o := &object{r: r, self: v, fields: map[string]value{}, meant: map[string]bool{}}
	if v.Node.Kind != yaml.MappingNode {
		remedy := "write it as keys and values"
		if len(known) > 0 {
			remedy = "write it as keys and values, with keys such as " + strings.Join(known[:min(3, len(known))], ", ")
		}
		r.wrong(v, remedy, "%s is %s", what, kindName(v.Node))
		return o
	}
	for i := 0; i+1 < len(v.Content); i += 2 {
		key := value{v.Content[i], v.path}
		name := key.Value
		child := value{v.Content[i+1], join(v.path, name)}
		if key.Kind != yaml.ScalarNode {
			r.wrong(key, "write a word before the colon", "a key of %s is %s", what, kindName(key.Node))
			continue
		}
		key.path = child.path
		if _, twice := o.fields[name]; twice {
			r.wrong(key, "keep one of them", "%q stands twice in %s", name, what)
			continue
		}
		if len(known) > 0 && !slices.Contains(known, name) {
			remedy := "known here are " + strings.Join(known, ", ")
			if near := nearest(name, known); near != "" {
				remedy = fmt.Sprintf("did you mean %q?", near)
				o.meant[near] = true
			}
			r.wrong(key, remedy, "%q is not known in %s", shorten(name), what)
			o.fields[name] = value{} // so that its second appearance is told as such
			continue
		}
		o.fields[name] = child
	}
	return o
}

// named is how a part is called in messages: by its key where it has one.
func named(kind, key string) string {
	if key == "" {
		return "a " + kind
	}
	return fmt.Sprintf("%s %q", kind, shorten(key))
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func shorten(s string) string {
	if n := []rune(s); len(n) > 60 {
		return string(n[:60]) + "…"
	}
	return s
}

// at is the value of a key; absent() where there is none.
func (o *object) at(name string) value {
	v := o.fields[name]
	if v.Node != nil && v.absent() {
		return value{nil, v.path}
	}
	return v
}

func (o *object) has(name string) bool { return !o.at(name).absent() }

// need is at, and a mistake where the key is missing.
func (o *object) need(name, what, remedy string) value {
	v := o.at(name)
	if v.absent() && o.self.Node.Kind == yaml.MappingNode && !o.meant[name] {
		if _, known := o.fields[name]; known {
			o.r.wrong(value{o.self.Node, join(o.self.path, name)}, remedy, "%q is empty in %s", name, what)
		} else {
			o.r.wrong(value{o.self.Node, join(o.self.path, name)}, remedy, "%s has no %q", what, name)
		}
	}
	return v
}

// text reads a scalar as text. In YAML an unquoted number or date is text
// where text is wanted.
func (r *reader) text(v value, what string) (string, bool) {
	if v.absent() {
		return "", false
	}
	if v.Kind != yaml.ScalarNode {
		r.wrong(v, "write a text", "%s is %s", what, kindName(v.Node))
		return "", false
	}
	if r.isJSON && v.ShortTag() != "!!str" {
		r.wrong(v, "write it in quotation marks", "%s is no string", what)
		return "", false
	}
	s, ok := survey.Clean(v.Value)
	if !ok {
		r.wrong(v, "save the file as UTF-8", "%s is not valid UTF-8", what)
	}
	return s, ok
}

// number reads a number between two bounds, both included.
func (r *reader) number(v value, what string, low, high float64) (float64, bool) {
	if v.absent() {
		return 0, false
	}
	remedy := fmt.Sprintf("write a number from %g to %g", low, high)
	if v.Kind != yaml.ScalarNode || v.ShortTag() != "!!int" && v.ShortTag() != "!!float" {
		r.wrong(v, remedy, "%s is no number", what)
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(v.Value, "_", ""), 64)
	if err != nil || math.IsNaN(f) || f < low || f > high {
		r.wrong(v, remedy, "%s is %s", what, shorten(v.Value))
		return 0, false
	}
	return f + 0, true // no negative zero
}

func (r *reader) boolean(v value, what string) bool {
	if v.absent() {
		return false
	}
	if v.Kind != yaml.ScalarNode || v.ShortTag() != "!!bool" {
		r.wrong(v, "write true or false", "%s is neither true nor false", what)
		return false
	}
	return strings.EqualFold(v.Value, "true")
}

// list reads a sequence's items; a missing one has none.
func (r *reader) list(v value, what string) []value {
	if v.absent() {
		return nil
	}
	if v.Kind != yaml.SequenceNode {
		r.wrong(v, `write a list: "- " before each item, or [a, b]`, "%s is %s", what, kindName(v.Node))
		return nil
	}
	items := make([]value, 0, len(v.Content))
	for i, n := range v.Content {
		item := value{n, fmt.Sprintf("%s[%d]", v.path, i)}
		if item.absent() {
			r.wrong(item, "fill it in or remove it", "an item of %s is empty", what)
			continue
		}
		items = append(items, item)
	}
	return items
}

// key reads the key of something.
func (r *reader) key(v value, what string) string {
	s, ok := r.text(v, "the key of "+what)
	if ok && !survey.Key(s) {
		remedy := fmt.Sprintf("use 1 to %d of a-z, 0-9, \"_\" and \"-\", a letter or digit first", survey.MaxKeyLength)
		if simple := simplify(s); survey.Key(simple) {
			remedy = fmt.Sprintf("write %q", simple)
		}
		r.wrong(v, remedy, "%q cannot be the key of %s", shorten(s), what)
	}
	return s
}

// simplify makes a key of a name, where that is easy.
func simplify(s string) string {
	return strings.Map(func(c rune) rune {
		if c == ' ' || c == '.' || c == '/' {
			return '-'
		}
		return c
	}, strings.ToLower(s))
}
