package theme

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"strings"
)

// rules is part of the version: raise it when the code that reads the lists
// finds other themes in the same text.
const rules = "1"

//go:embed data
var data embed.FS

// Keys of a list beside the themes'.
const (
	none   = "-" // what only looks like a theme
	breaks = "/" // words that begin a clause
)

// Load reads the lists that are built in. They cannot be wrong in a program
// whose tests have passed; the error is for those who change them.
func Load() (*Reader, error) {
	r := &Reader{stop: map[string]bool{}}
	sum := sha256.New()
	sum.Write([]byte(rules))
	read := func(name string) (string, error) {
		b, err := data.ReadFile("data/" + name)
		sum.Write(b)
		return string(b), err
	}
	list, err := read("themes.tsv")
	if err != nil {
		return nil, err
	}
	if err := r.label(list); err != nil {
		return nil, fmt.Errorf("themes.tsv: %w", err)
	}
	var patterns []pattern
	for _, name := range []string{"zh.txt", "uk.txt", "en.txt"} {
		list, err := read(name)
		if err != nil {
			return nil, err
		}
		if patterns, err = r.parse(patterns, list); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	r.aliases = grow(patterns)
	if list, err = read("stop.txt"); err != nil {
		return nil, err
	}
	for w := range strings.FieldsSeq(list) {
		r.stop[folded(w)] = true
	}
	r.version = fmt.Sprintf("%x", sum.Sum(nil)[:4])
	return r, nil
}

// label reads the themes: a header of language names, then key and labels.
func (r *Reader) label(list string) error {
	var languages []string
	for line := range strings.Lines(list) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if languages == nil {
			languages = c
			continue
		}
		if len(c) != len(languages) {
			return fmt.Errorf("%q: %d columns", c[0], len(c))
		}
		t := Theme{Key: c[0], Label: map[string]string{}}
		for i := 1; i < len(c); i++ {
			t.Label[languages[i]] = c[i]
		}
		r.themes = append(r.themes, t)
	}
	if len(r.themes) > 62 {
		return fmt.Errorf("%d themes, at most 62", len(r.themes))
	}
	return nil
}

// parse reads lines "key: alias, alias"; # begins a comment line, each ? at the end
// of an alias makes it weaker.
func (r *Reader) parse(patterns []pattern, list string) ([]pattern, error) {
	bit := map[string]uint64{none: nothing, breaks: clause}
	for i, t := range r.themes {
		bit[t.Key] = 1 << i
	}
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		key, aliases, ok := strings.Cut(line, ":")
		if !ok || bit[key] == 0 {
			return nil, fmt.Errorf("no theme in line %q", line)
		}
		for alias := range strings.SplitSeq(aliases, ",") {
			alias = strings.TrimSpace(alias)
			bare := strings.TrimRight(alias, "?")
			runes, err := compile(bare)
			if err != nil {
				return nil, err
			}
			p := pattern{runes: runes}
			p.said[min(len(alias)-len(bare), weakest)] = bit[key]
			patterns = append(patterns, p)
		}
	}
	return patterns, nil
}

// compile turns an alias into plain runes and signs.
func compile(alias string) ([]rune, error) {
	var out []rune
	for len(alias) > 0 {
		i := strings.IndexAny(alias, "*_#")
		if i < 0 {
			i = len(alias)
		}
		piece := alias[:i]
		if strings.HasPrefix(piece, " ") {
			out = append(out, space)
		}
		out = append(out, []rune(folded(piece))...)
		if strings.HasSuffix(piece, " ") && strings.TrimSpace(piece) != "" {
			out = append(out, space)
		}
		if i < len(alias) {
			out = append(out, sign(alias[i]))
			i++
		}
		alias = alias[i:]
	}
	if len(out) == 0 || out[0] == restOfWord || out[0] == anyWord {
		return nil, fmt.Errorf("alias %q has no beginning", alias)
	}
	return out, nil
}

func sign(b byte) rune {
	switch b {
	case '*':
		return restOfWord
	case '_':
		return anyWord
	}
	return number
}

// folded is one piece of a pattern or a stop word as plain runes, without the
// spaces around it.
func folded(s string) string {
	var p plain
	p.read(s)
	return strings.TrimRight(string(p.runes), " ")
}
