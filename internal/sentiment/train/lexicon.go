package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/text"
)

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
