package main

import (
	"bufio"
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/text"
)

//go:embed lexicon
var own embed.FS

// generalLists are the word lists under DIR/lexicons whose licences let their
// words ship: all MIT.
var generalLists = []string{
	"vader_lexicon.en.txt", "multilang-en.json", "multilang-uk.json", "multilang-ru.json",
	"multilang-zh.json", "multilang-zh-tw.json", "nlpjs_afinn_uk.json",
}

// buildLexicon joins the general lists with the project's own.
func buildLexicon(dir string) (*sentiment.Lexicon, error) {
	b := sentiment.NewLexiconBuilder()
	sums := map[string][2]float64{} // term to sum and number of valences
	for _, name := range generalLists {
		words, err := readGeneral(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		for w, v := range words {
			f := text.Fold(w)
			s := sums[f]
			sums[f] = [2]float64{s[0] + v, s[1] + 1}
		}
	}
	for _, w := range sortedKeys(sums) {
		s := sums[w]
		v := s[0] / s[1]
		if v == 0 {
			continue
		}
		set := func(e *sentiment.Entry) { e.General = points(v) }
		if r, ok := picture(w); ok {
			b.Picture(r, set)
			continue
		}
		if r := []rune(w); len(r) == 1 && text.IsHan(r[0]) {
			continue // one character means too much
		}
		b.Add(w, set)
		b.Stem(w, func(e *sentiment.Entry) {
			if e.General == 0 {
				e.General = points(v * 0.8)
			}
		})
	}
	if err := ownConcepts(b); err != nil {
		return nil, err
	}
	for _, name := range ownLists {
		if err := ownValences(b, name); err != nil {
			return nil, err
		}
	}
	if err := ownRoles(b); err != nil {
		return nil, err
	}
	return b.Build(), nil
}

// picture is the emoji that a term begins with.
func picture(term string) (rune, bool) {
	r, n := utf8.DecodeRuneInString(term)
	return r, n > 0 && r > 0x2000 && !text.IsHan(r)
}

// points is a valence as an entry holds it.
func points(v float64) int8 { return int8(min(max(v*25, -120), 120)) }

func readGeneral(path string) (map[string]float64, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	out := map[string]float64{}
	if strings.HasSuffix(path, ".txt") {
		for line := range strings.Lines(string(data)) {
			f := strings.Split(line, "\t")
			if len(f) < 2 {
				continue
			}
			if v, err := strconv.ParseFloat(f[1], 64); err == nil {
				out[f[0]] = v
			}
		}
		return out, nil
	}
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for w, v := range raw {
		switch v := v.(type) {
		case float64:
			out[w] = v
		case map[string]any:
			if c, ok := v["coeff"].(float64); ok {
				out[w] = c
			}
		}
	}
	return out, nil
}

func ownLines(name string, fields int, each func(f []string) error) error {
	file, err := own.Open("lexicon/" + name)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) < fields {
			return fmt.Errorf("%s: %q has %d fields, want %d", name, f[0], len(f), fields)
		}
		if err := each(f); err != nil {
			return err
		}
	}
	return lines.Err()
}

func ownConcepts(b *sentiment.LexiconBuilder) error {
	number := 0
	return ownLines("concepts.txt", 3, func(f []string) error {
		v, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			return fmt.Errorf("concept %s: %w", f[0], err)
		}
		number++
		for _, list := range f[2:] {
			for _, term := range strings.Split(list, ",") {
				b.Add(term, func(e *sentiment.Entry) { e.Own, e.Concept = points(v), uint8(number) })
			}
		}
		return nil
	})
}

// ownLists are the project's words and phrases without a notion, by valence; of a
// term in several the first counts.
var ownLists = []string{"valence.txt", "phrases.uk.txt", "phrases.en.txt", "phrases.zh.txt"}

// ownValences reads one of ownLists.
func ownValences(b *sentiment.LexiconBuilder, name string) error {
	return ownLines(name, 2, func(f []string) error {
		v, err := strconv.ParseFloat(f[0], 64)
		if err != nil {
			return fmt.Errorf("%s: valence %s: %w", name, f[0], err)
		}
		for _, term := range strings.Split(f[1], ",") {
			if r, ok := picture(term); ok {
				b.Picture(r, func(e *sentiment.Entry) { e.General = points(v) })
				continue
			}
			b.Add(term, func(e *sentiment.Entry) {
				if e.Own == 0 {
					e.Own = points(v)
				}
			})
		}
		return nil
	})
}

var roles = []string{"", "negator", "booster", "damper", "but", "soft"}

func ownRoles(b *sentiment.LexiconBuilder) error {
	return ownLines("roles.txt", 2, func(f []string) error {
		role := slices.Index(roles, f[0])
		if role < 0 {
			return fmt.Errorf("roles.txt: role %q", f[0])
		}
		for _, term := range strings.Split(f[1], ",") {
			b.Add(term, func(e *sentiment.Entry) {
				if role == 5 {
					e.Role = e.Role&0x80 | 1
					e.Own, e.General, e.Concept = points(-1.5), 0, 0
					return
				}
				e.Role = e.Role&0x80 | uint8(role)
				if role == 1 {
					e.Own, e.General, e.Concept = 0, 0, 0
				}
			})
		}
		return nil
	})
}
