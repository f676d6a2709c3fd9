package theme

import (
	"strings"
	"unicode"

	"github.com/waymood/waymood/internal/text"
)

func letter(r rune) bool { return unicode.IsLetter(r) }

// words are the content words of s by their stems, and pairs of them.
func (r *Reader) words(s string) []candidate {
	var out []candidate
	var before *candidate
	for _, w := range r.split(s) {
		if w.covered || r.stop[w.key] || len([]rune(w.key)) < 3 || strings.ContainsFunc(w.key, unicode.IsDigit) {
			before = nil
			continue
		}
		c := candidate{stem(w.key), w.surface}
		out = append(out, c)
		if before != nil && w.joined {
			out = append(out, candidate{before.key + " " + c.key, before.surface + " " + c.surface})
		}
		before = &c
	}
	return out
}

// stem takes the ending off a Ukrainian or Russian word, as folded here, and
// leaves at least three letters.
func stem(w string) string {
	s := []rune(w)
	for _, e := range endings {
		if n := len(s) - len(e); n >= 3 && string(s[n:]) == string(e) {
			return string(s[:n])
		}
	}
	return w
}

// endings, longest first.
var endings = func() (all [][]rune) {
	for n := 4; n > 0; n-- {
		for e := range strings.FieldsSeq("ами ями има ого ому ими ими ому ему ею ою ах ях ам ям ов ев ив ий ой ей ом ем им их ую юю ая яя ое ее ие ти ть ла ло ли ла в л а я о е и у ю й ь") {
			if r := []rune(e); len(r) == n {
				all = append(all, r)
			}
		}
	}
	return all
}()

// english are the nouns of s, with the adjective or noun before them.
func (r *Reader) english(s string) []candidate {
	covered := map[string]bool{}
	for _, w := range r.split(s) {
		if w.covered {
			covered[w.key] = true
		}
	}
	var out []candidate
	var before string
	for _, t := range text.English(s) {
		w := folded(t.Text)
		noun, adjective := strings.HasPrefix(t.Tag, "NN") && t.Tag != "NNP" && t.Tag != "NNPS", t.Tag == "JJ"
		if !noun && !adjective || covered[w] || r.stop[w] || len(w) < 3 || strings.ContainsFunc(w, func(c rune) bool { return !letter(c) }) {
			before = ""
			continue
		}
		if noun {
			key := singular(w)
			out = append(out, candidate{key, w})
			if before != "" {
				out = append(out, candidate{singular(before) + " " + key, before + " " + w})
			}
		}
		before = w
	}
	return out
}

func singular(w string) string {
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return w[:len(w)-1]
	}
	return w
}
