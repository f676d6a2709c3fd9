package theme

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"
)

// words.zh.txt holds lines "word class count" of Simplified Chinese; its licence
// lies beside it.
//
//go:embed data/words.zh.txt
var wordsZh string

// longestZh is the most characters of a word in words.zh.txt.
const longestZh = 4

// segmenter cuts Chinese into words.
type segmenter struct {
	words   map[string]entryZh
	unknown float64 // log of the probability of a character that is no word
}

// entryZh is a word's part of speech as jieba writes it (n, v, a, d, …; the
// first letter) and the log of its probability.
type entryZh struct {
	class byte
	log   float64
}

// chineseWords is read once, at the first Chinese text whose terms are wanted.
var chineseWords = sync.OnceValue(func() *segmenter {
	s := &segmenter{words: make(map[string]entryZh, 1<<16)}
	total := 0.0
	for line := range strings.Lines(wordsZh) {
		word, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		class, number, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(number)
		if err != nil || class == "" {
			continue
		}
		s.words[word] = entryZh{class[0], float64(n)}
		total += float64(n)
	}
	for word, e := range s.words {
		s.words[word] = entryZh{e.class, math.Log(e.log / total)}
	}
	s.unknown = math.Log(0.5 / total)
	return s
})

// piece is a word in a run of characters: from..to. class is 0 for a character
// that is in no word.
type piece struct {
	from, to int
	class    byte
}

// cut finds the likeliest words of a run of Simplified characters: of all ways
// to cut it, the one whose words are likeliest together, each by itself.
func (s *segmenter) cut(run []rune) []piece {
	best := make([]float64, len(run)+1)
	step := make([]piece, len(run)+1)
	for to := 1; to <= len(run); to++ {
		best[to] = math.Inf(-1)
		for from := max(0, to-longestZh); from < to; from++ {
			e, known := s.words[string(run[from:to])]
			if !known {
				if to-from > 1 {
					continue
				}
				e.log = s.unknown
			}
			if p := best[from] + e.log; p > best[to] {
				best[to], step[to] = p, piece{from, to, e.class}
			}
		}
	}
	var pieces []piece
	for to := len(run); to > 0; to = step[to].from {
		pieces = append(pieces, step[to])
	}
	for i, j := 0, len(pieces)-1; i < j; i, j = i+1, j-1 {
		pieces[i], pieces[j] = pieces[j], pieces[i]
	}
	return pieces
}
