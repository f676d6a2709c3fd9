package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"

	"github.com/waymood/waymood/internal/sentiment"
)

// texts are those of one source.
type texts struct {
	language string
	pairs    []sentiment.Pair
	neutral  bool // one in fifty at least is neutral
}

func read(name string) (texts, error) {
	f, err := os.Open(name)
	if err != nil {
		return texts{}, err
	}
	defer f.Close()
	t := texts{}
	t.language, _, _ = strings.Cut(filepath.Base(name), ".")
	lines := bufio.NewScanner(f)
	lines.Buffer(make([]byte, 1<<20), 1<<24)
	labels := map[string]sentiment.Label{"neg": sentiment.Negative, "neu": sentiment.Neutral, "pos": sentiment.Positive}
	neutrals := 0
	for lines.Scan() {
		c := strings.SplitN(lines.Text(), "\t", 4)
		if len(c) < 4 {
			continue
		}
		if label, ok := labels[c[2]]; ok {
			t.pairs = append(t.pairs, sentiment.Pair{Text: c[3], Label: label})
			if label == sentiment.Neutral {
				neutrals++
			}
		}
	}
	t.neutral = neutrals*50 > len(t.pairs)
	return t, lines.Err()
}

// figures are accuracy, the mean of the two sides' accuracies and macro-F1 of
// positive against negative, and macro-F1 of three classes.
type figures struct{ accuracy, even, f1, three float64 }

func (f *figures) add(g figures) {
	f.accuracy += g.accuracy
	f.even += g.even
	f.f1 += g.f1
	f.three += g.three
}

func measure(s *sentiment.Scorer, language string, pairs []sentiment.Pair) figures {
	var two, three [3][3]float64 // by label, by guess
	class := map[string]int{"negative": 0, "neutral": 1, "positive": 2}
	for _, p := range pairs {
		score := s.Score(p.Text, language)
		label := int(p.Label - sentiment.Negative)
		three[label][class[score.Label()]]++
		if p.Label == sentiment.Neutral {
			continue
		}
		guess := 2
		if score.Negative > score.Positive {
			guess = 0
		}
		two[label][guess]++
	}
	n := [2]float64{two[0][0] + two[0][2], two[2][0] + two[2][2]}
	return figures{
		accuracy: (two[0][0] + two[2][2]) / (n[0] + n[1]),
		even:     (two[0][0]/n[0] + two[2][2]/n[1]) / 2,
		f1:       macro(two, 0, 2),
		three:    macro(three, 0, 1, 2),
	}
}

func macro(m [3][3]float64, classes ...int) float64 {
	sum := 0.0
	for _, c := range classes {
		said, is := 0.0, 0.0
		for k := range 3 {
			said += m[k][c]
			is += m[c][k]
		}
		if said+is > 0 {
			sum += 2 * m[c][c] / (said + is)
		}
	}
	return sum / float64(len(classes))
}
