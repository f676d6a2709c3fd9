package sentiment

import (
	"strings"

	"github.com/waymood/waymood/internal/text"
)

// Limits that keep the time of a text bounded, whatever it is.
const (
	longestText    = 4096 // runes read: the first three quarters and the last one
	longestEnglish = 2000 // bytes of an English text that prose is given
	longestMarks   = 2048 // bytes of a text that may be all accents
	longestWord    = 32   // letters of a word that make features
	longestHanWord = 6
)

// Groups of features. Each is scaled by the square root of its own size, so
// that many letter n-grams do not drown a few words.
const (
	GroupHan = iota
	GroupWord
	GroupLetters
	GroupConcept
	Groups
)

// Extractor turns texts into features. It keeps its buffers from one text to
// the next: no allocation once they have grown. Not safe for concurrent use.
type Extractor struct {
	Hashes [Groups][]uint32 // of the last text, unmixed
	Dense  [DenseSize]float32
	Script byte // han, latin or slavic, the commonest class of letters

	lexicon *Lexicon
	class   *[0x10000]byte
	runes   []rune
	folded  []rune // the letters of the current word
	hits    []hit
	pending [3]uint32 // keys of the words before, newest first; 0 none
	starter [3]bool
	words   [2]uint32 // hashes of the words before for pairs and triples
	state   state
	spaced  []byte // English tokens between spaces
}

// englishTokens is s with a space between the tokens that prose finds.
func (x *Extractor) englishTokens(s string) string {
	b := x.spaced[:0]
	for _, w := range text.EnglishWords(s) {
		b = append(append(b, w...), ' ')
	}
	x.spaced = b
	return string(b)
}

// NewExtractor makes an extractor over a lexicon.
func NewExtractor(x *Lexicon) *Extractor {
	return &Extractor{lexicon: x, class: classTable()}
}

// Extract fills Hashes, Dense and Script from s. An English text is read through
// the tokens of prose, which part don't into do and n't.
func (x *Extractor) Extract(s string, english bool) {
	for g := range x.Hashes {
		x.Hashes[g] = x.Hashes[g][:0]
	}
	x.hits = x.hits[:0]
	x.state = state{}
	x.breakWords()
	if len(s) > 4*longestText { // a rune has at most four bytes
		s = s[:3*longestText] + s[len(s)-longestText:]
	}
	if len(s) > longestMarks {
		s = unmarked(s)
	}
	if english && len(s) <= longestEnglish {
		s = x.englishTokens(s)
	}
	x.runes = text.AppendFold(x.runes[:0], s)
	if n := len(x.runes); n > longestText {
		x.runes = append(x.runes[:longestText*3/4], x.runes[n-longestText/4:]...)
	}
	var letters [16]int
	for i := 0; i < len(x.runes); {
		c := classOf(x.class, x.runes[i])
		j := i + 1
		switch c {
		case han:
			for j < len(x.runes) && classOf(x.class, x.runes[j]) == han {
				j++
			}
			x.hanRun(x.runes[i:j])
			letters[han] += 3 * (j - i)
		case latin, slavic:
			for j < len(x.runes) {
				k := classOf(x.class, x.runes[j])
				if k == latin || k == slavic || k == digit {
					j++
				} else if k == inner && j+1 < len(x.runes) && isLetter(classOf(x.class, x.runes[j+1])) {
					j += 2
				} else {
					break
				}
			}
			x.word(x.runes[i:j], c)
			letters[c] += j - i
		case digit:
			for j < len(x.runes) && classOf(x.class, x.runes[j]) == digit {
				j++
			}
			x.number(x.runes[i:j])
		default:
			j = x.sign(i, c)
		}
		i = j
	}
	x.Script = han
	if letters[latin] > letters[han] {
		x.Script = latin
	}
	if letters[slavic] > max(letters[han], letters[latin]) {
		x.Script = slavic
	}
	x.summarize()
}

// unmarked is s, without its combining accents where they are more than any
// language writes: joining each to the letter before takes its time.
func unmarked(s string) string {
	marks := 0
	for i := 1; i < len(s); i++ {
		if s[i-1] == 0xCC || s[i-1] == 0xCD && s[i] < 0xB0 { // U+0300 to U+036F
			marks++
		}
	}
	if marks < longestMarks/2 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x300 && r < 0x370 {
			return -1
		}
		return r
	}, s)
}

func isLetter(c byte) bool { return c == latin || c == slavic }

func (x *Extractor) emit(group int, h uint32) {
	x.Hashes[group] = append(x.Hashes[group], h)
}

// breakWords forgets the words before: what follows is another clause.
func (x *Extractor) breakWords() {
	x.pending, x.starter, x.words = [3]uint32{}, [3]bool{}, [2]uint32{}
}

// number emits a word for a number by its length only.
func (x *Extractor) number(run []rune) {
	h := step(kindWord, '0'+rune(min(len(run), 5)))
	x.emit(GroupWord, h)
	x.pair(h)
	x.state.numbers++
	x.shift(h|1, false)
}

// pair emits the pairs and triples that end in the word h.
func (x *Extractor) pair(h uint32) {
	if x.words[0] != 0 {
		x.emit(GroupWord, join(x.words[0], h)^kindPair)
		if x.words[1] != 0 {
			x.emit(GroupWord, join(join(x.words[1], x.words[0]), h)^kindTriple)
		}
	}
	x.words[1], x.words[0] = x.words[0], h
}

func (x *Extractor) shift(key uint32, starter bool) {
	x.pending[1], x.pending[0] = x.pending[0], key
	x.starter[1], x.starter[0] = x.starter[0], starter
}
