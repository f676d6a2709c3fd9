package text

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// The two files are made by the program in train: each line a weight, then the
// letter triples that have it, "_" for the edge of a word. latin.txt weighs
// English against other languages in Latin letters (Slavic ones in translit
// among them), slavic.txt Ukrainian against Russian. What they were counted in
// is named in the model card of package sentiment.
var (
	//go:embed data/latin.txt
	latinList string
	//go:embed data/slavic.txt
	slavicList string
)

const (
	gramUnit = 8  // weight of one unit of natural logarithm
	alphabet = 40 // codes of letters: 0 the edge of a word, 39 a letter without a code
)

// grams holds a weight for each triple of letters of a script.
type grams [alphabet * alphabet * alphabet]int8

var (
	latinGrams  = sync.OnceValue(func() *grams { return readGrams(latinList) })
	slavicGrams = sync.OnceValue(func() *grams { return readGrams(slavicList) })
)

func readGrams(list string) *grams {
	g := new(grams)
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		weight, _ := strconv.ParseInt(f[0], 10, 8)
		for _, triple := range f[1:] {
			at := 0
			for _, r := range triple {
				at = at*alphabet + code(r)
			}
			g[at] = int8(weight)
		}
	}
	return g
}

// sum adds up the weights of the triples of w, a word in lower case.
func (g *grams) sum(w []byte) (sum int) {
	a, b := 0, 0
	for i := 0; i <= len(w); {
		c := 0
		if i == len(w) {
			i++
		} else if w[i] < utf8.RuneSelf {
			c = code(rune(w[i]))
			i++
		} else {
			r, n := utf8.DecodeRune(w[i:])
			c = code(r)
			i += n
		}
		if b != 0 {
			sum += int(g[(a*alphabet+b)*alphabet+c])
		}
		a, b = b, c
	}
	return sum
}

func code(r rune) int {
	switch {
	case r >= 'a' && r <= 'z':
		return int(r-'a') + 1
	case r >= 'а' && r <= 'я':
		return int(r-'а') + 1
	}
	switch r {
	case '_', '\'':
		return 0
	case 'ё':
		return 33
	case 'і':
		return 34
	case 'ї':
		return 35
	case 'є':
		return 36
	case 'ґ':
		return 37
	}
	return alphabet - 1
}
