package sentiment

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// The least share of testdata/texts.tsv that must be right: of the texts with a
// feeling, positive against negative; of all, three classes.
const (
	leastBinary = 0.93
	leastThree  = 0.80
)

func TestHandMadeTexts(t *testing.T) {
	s := load(t)
	f, err := os.Open("testdata/texts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var n, right, felt, rightFelt int
	for lines := bufio.NewScanner(f); lines.Scan(); {
		c := strings.Split(lines.Text(), "\t")
		if len(c) != 3 {
			continue
		}
		score := s.Score(c[2], c[0])
		n++
		if strings.HasPrefix(score.Label(), c[1]) {
			right++
		} else {
			t.Logf("%s %q: %s, want %s (%.2f %.2f %.2f)", c[0], c[2], score.Label(), c[1], score.Negative, score.Neutral, score.Positive)
		}
		if c[1] != "neu" {
			felt++
			if (score.Value() > 0) == (c[1] == "pos") {
				rightFelt++
			} else {
				t.Logf("  the wrong way round")
			}
		}
	}
	t.Logf("%d of %d right, %d of %d positive or negative", right, n, rightFelt, felt)
	if n < 100 || float64(right) < leastThree*float64(n) || float64(rightFelt) < leastBinary*float64(felt) {
		t.Errorf("want %.2f of all and %.2f of the felt", leastThree, leastBinary)
	}
}
