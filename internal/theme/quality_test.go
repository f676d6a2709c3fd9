package theme

import (
	"cmp"
	"hash/fnv"
	"os"
	"slices"
	"strings"
	"testing"
)

// Floors of the micro averages on the half of testdata/texts.tsv that the lists
// were never compared with.
const (
	leastPrecision = 0.79
	leastRecall    = 0.80
)

// tally counts right, wrongly found and missed themes.
type tally struct{ right, wrong, missed int }

func (t tally) precision() float64 { return share(t.right, t.wrong) }
func (t tally) recall() float64    { return share(t.right, t.missed) }

func share(part, rest int) float64 {
	if part+rest == 0 {
		return 1
	}
	return float64(part) / float64(part+rest)
}

// heldOut is the half that nobody looked at while the lists were written. The
// other half may be read to improve them.
func heldOut(text string) bool {
	h := fnv.New32a()
	h.Write([]byte(text))
	return h.Sum32()>>7&1 == 1
}

type labelled struct{ language, themes, text string }

func texts(t testing.TB) (all []labelled) {
	t.Helper()
	b, err := os.ReadFile("testdata/texts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) == 3 && c[0] != "lang" {
			all = append(all, labelled{c[0], c[1], c[2]})
		}
	}
	return all
}

// TestQuality compares the lists with themes that people gave. With -v it
// prints precision and recall by language, half and theme.
func TestQuality(t *testing.T) {
	r := load(t)
	byHalf := map[string]*tally{}
	byTheme := map[string]*tally{}
	at := func(m map[string]*tally, key string) *tally {
		if m[key] == nil {
			m[key] = new(tally)
		}
		return m[key]
	}
	for _, row := range texts(t) {
		half := "read"
		if heldOut(row.text) {
			half = "held out"
		}
		want, got := themeKeys(row.themes), r.Find(row.text, row.language)
		count := func(key string, add func(*tally)) {
			for _, k := range []string{"all", half, half + " " + row.language} {
				add(at(byHalf, k))
			}
			add(at(byTheme, key))
			if half == "held out" {
				add(at(byTheme, key+" held out"))
			}
		}
		for _, k := range got {
			if slices.Contains(want, k) {
				count(k, func(t *tally) { t.right++ })
			} else {
				count(k, func(t *tally) { t.wrong++ })
			}
		}
		for _, k := range want {
			if !slices.Contains(got, k) {
				count(k, func(t *tally) { t.missed++ })
			}
		}
	}
	print := func(name string, c tally) {
		t.Logf("%-22s precision %.3f  recall %.3f  (%d right, %d wrong, %d missed)", name, c.precision(), c.recall(), c.right, c.wrong, c.missed)
	}
	for _, k := range slices.SortedFunc(keysOf(byHalf), cmp.Compare[string]) {
		print(k, *byHalf[k])
	}
	for _, half := range []string{"", " held out"} {
		var p, rec float64
		n := 0
		for _, th := range r.Themes() {
			c := byTheme[th.Key+half]
			if c == nil || c.right+c.missed == 0 {
				continue
			}
			p, rec, n = p+c.precision(), rec+c.recall(), n+1
			print(th.Key+half, *c)
		}
		t.Logf("macro%s: precision %.3f, recall %.3f over %d themes", half, p/float64(n), rec/float64(n), n)
	}
	held := *at(byHalf, "held out")
	if held.precision() < leastPrecision || held.recall() < leastRecall {
		t.Errorf("held out: precision %.3f, recall %.3f", held.precision(), held.recall())
	}
}

func themeKeys(list string) []string {
	return strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ' ' || c == '-' })
}

func keysOf(m map[string]*tally) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
