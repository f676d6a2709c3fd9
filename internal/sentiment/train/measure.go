package main

import (
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/waymood/waymood/internal/sentiment"
)

// A judged text has its label, its scores and where it came from.
type judged struct {
	row   *row
	score sentiment.Score
}

func judge(s *sentiment.Scorer, rows []row) []judged {
	out := make([]judged, len(rows))
	for i := range rows {
		out[i] = judged{&rows[i], s.Score(rows[i].text, rows[i].lang)}
	}
	return out
}

// figures of a set: accuracy, macro-F1 and area under the curve of positive
// against negative, macro-F1 of three classes (0 without neutral texts), and
// the expected calibration error of the likeliest class over ten bins.
type figures struct {
	n                             int
	accuracy, f1, auc, three, ece float64
}

func measure(js []judged) figures {
	var f figures
	var two, three [3][3]float64
	neutrals := 0
	var ranks []judged
	var bins [10][3]float64
	for _, j := range js {
		f.n++
		guess := positive
		if j.score.Negative > j.score.Positive {
			guess = negative
		}
		label := j.row.label
		if label == neutral {
			neutrals++
		} else {
			two[label][guess]++
			ranks = append(ranks, j)
		}
		p := [3]float64{j.score.Negative, j.score.Neutral, j.score.Positive}
		best := 0
		for k := range p {
			if p[k] > p[best] {
				best = k
			}
		}
		three[label][best]++
		conf, right := p[best], best == label
		if j.row.twoClass { // neutral cannot be right there: judge the two
			conf, right = p[guess]/(p[negative]+p[positive]), guess == label
		}
		b := &bins[min(int(conf*10), 9)]
		b[0]++
		b[1] += conf
		if right {
			b[2]++
		}
	}
	f.accuracy = (two[0][0] + two[2][2]) / max(1, float64(len(ranks)))
	f.f1 = macro(two, []int{negative, positive})
	f.auc = area(ranks)
	if neutrals*50 > len(js) {
		f.three = macro(three, []int{negative, neutral, positive})
	}
	for _, b := range bins {
		if b[0] > 0 {
			f.ece += math.Abs(b[1]-b[2]) / float64(len(js))
		}
	}
	return f
}

func macro(m [3][3]float64, classes []int) float64 {
	sum := 0.0
	for _, c := range classes {
		hit, said, is := m[c][c], 0.0, 0.0
		for k := range 3 {
			said += m[k][c]
			is += m[c][k]
		}
		if said+is > 0 {
			sum += 2 * hit / (said + is)
		}
	}
	return sum / float64(len(classes))
}

func area(js []judged) float64 {
	slices.SortFunc(js, func(a, b judged) int {
		switch d := value(a) - value(b); {
		case d < 0:
			return -1
		case d > 0:
			return 1
		}
		return 0
	})
	var negatives, pairs, positives float64
	for i := 0; i < len(js); {
		j := i
		var n, p float64
		for ; j < len(js) && value(js[j]) == value(js[i]); j++ {
			if js[j].row.label == negative {
				n++
			} else {
				p++
			}
		}
		pairs += p * (negatives + n/2)
		negatives += n
		positives += p
		i = j
	}
	return pairs / max(1, negatives*positives)
}

func value(j judged) float64 {
	return math.Log(max(j.score.Positive, 1e-30)) - math.Log(max(j.score.Negative, 1e-30))
}

// report prints the figures by source, with the mean over each language's sources,
// as the model card shows them.
func report(w io.Writer, js []judged) {
	bySource, byLang := map[string][]judged{}, map[string][]string{}
	for _, j := range js {
		s := j.row.source()
		if bySource[s] == nil {
			byLang[j.row.lang] = append(byLang[j.row.lang], s)
		}
		bySource[s] = append(bySource[s], j)
	}
	fmt.Fprintln(w, "| source | texts | accuracy | F1 | AUC | F1 of three | ECE |")
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|--:|--:|")
	for _, lang := range sortedKeys(byLang) {
		var mean figures
		n, n3 := 0.0, 0.0
		for _, s := range byLang[lang] {
			f := measure(bySource[s])
			f.print(w, s)
			n++
			mean.n += f.n
			mean.accuracy += f.accuracy
			mean.f1 += f.f1
			mean.auc += f.auc
			mean.ece += f.ece
			if f.three > 0 {
				mean.three += f.three
				n3++
			}
		}
		mean.accuracy /= n
		mean.f1 /= n
		mean.auc /= n
		mean.ece /= n
		mean.three /= max(1, n3)
		mean.print(w, "**mean "+lang+"**")
	}
}

func (f figures) print(w io.Writer, name string) {
	three := "–"
	if f.three > 0 {
		three = fmt.Sprintf("%.3f", f.three)
	}
	fmt.Fprintf(w, "| %s | %d | %.3f | %.3f | %.3f | %s | %.3f |\n", name, f.n, f.accuracy, f.f1, f.auc, three, f.ece)
}
