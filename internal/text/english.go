package text

import (
	"strings"
	"sync"
	"unicode"

	"github.com/jdkato/prose/v2"
)

// Token is an English word or sign and its Penn Treebank part of speech (NN,
// VBD, JJ, ...).
type Token struct{ Text, Tag string }

// The most bytes of a text that prose is given, and of a run without spaces: its
// tokenizer takes time that grows with the square of one, its tagger up to 10 µs
// a word.
const (
	wordsLimit  = 2000
	taggedLimit = 1000
	englishRun  = 48
)

// english is prose's model, tagger and entity extractor, read once at the first
// English text that is tagged or has a capital no rule explains (about a second,
// 38 MB).
var english = sync.OnceValue(func() (m *prose.Model) {
	defer func() { _ = recover() }()
	doc, err := prose.NewDocument("good", prose.WithSegmentation(false))
	if err != nil {
		return nil
	}
	return doc.Model
})

// English tokenises s and tags parts of speech with prose. It reads at most the
// first 1,000 bytes, safe for concurrent use, about 6,000 short texts a second;
// the first call loads the model. A text that prose cannot take gives nil.
func English(s string) (tokens []Token) {
	defer func() {
		if recover() != nil {
			tokens = nil
		}
	}()
	s = tame(s, taggedLimit)
	if s == "" {
		return nil
	}
	m := english()
	if m == nil {
		return nil
	}
	doc, err := prose.NewDocument(s, prose.UsingModel(m), prose.WithSegmentation(false), prose.WithExtraction(false))
	if err != nil {
		return nil
	}
	for _, t := range doc.Tokens() {
		tokens = append(tokens, Token{Text: t.Text, Tag: t.Tag})
	}
	return tokens
}

// EnglishWords tokenises s with prose without parts of speech, about ten times
// faster than English and without its model. It reads the first 2,000 bytes.
func EnglishWords(s string) (words []string) {
	defer func() {
		if recover() != nil {
			words = nil
		}
	}()
	doc, err := prose.NewDocument(tame(s, wordsLimit), prose.WithSegmentation(false), prose.WithExtraction(false), prose.WithTagging(false))
	if err != nil {
		return nil
	}
	for _, t := range doc.Tokens() {
		words = append(words, t.Text)
	}
	return words
}

// tame cuts s to the limit, makes it valid UTF-8, shortens runs of one sign to
// three and breaks runs without spaces, so that prose's time stays linear.
func tame(s string, limit int) string {
	var b strings.Builder
	var last rune
	same, run := 0, 0
	for _, r := range s {
		if b.Len() > limit {
			break
		}
		if unicode.IsControl(r) {
			r = ' '
		}
		if r == last {
			same++
		} else {
			same = 0
		}
		last = r
		if same >= 3 {
			continue
		}
		if unicode.IsSpace(r) {
			run = 0
		} else if run++; run > englishRun {
			b.WriteByte(' ')
			run = 1
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}
