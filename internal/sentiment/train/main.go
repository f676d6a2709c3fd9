// Train learns the sentiment model from labelled texts and writes it as the file
// that the scorer embeds:
//
//	go run ./internal/sentiment/train -data DIR -out internal/sentiment/model.bin
//
// DIR holds train/*.tsv (columns lang domain label text) and lexicons/. Each
// fold leaves whole domains out and measures on them; temperature, neutral
// offset and reliability of each language come from there, then the model
// learns from everything. The same seed and data give the same file.
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/waymood/waymood/internal/sentiment"
)

var languages = []string{"zh-Hant", "zh-Hans", "uk", "ru", "en"}

// folds are the sources that one training leaves out together. Of zh-Hant
// restaurants, the only large source in that script, a tenth of the texts is
// left out of every fold.
var folds = [][]string{
	{"zh-Hans.hotel", "uk.webshop_mt", "en.shop_phone", "en.shop_clothes", "ru.subtitles_xed"},
	{"zh-Hans.food_delivery", "zh-Hans.shop_clothes", "uk.book_mt", "uk.book_title_mt", "en.restaurant", "en.social", "en.shop_device"},
	{"zh-Hans.shop_phone", "zh-Hans.shop_tablet", "zh-Hans.shop_computer", "uk.general_sent", "en.product_sent", "en.movie"},
	{}, // a tenth of the texts of every source
}

func main() {
	set := settings{gain: [sentiment.Groups]float64{1.4, 1, 0.3, 1}}
	data := flag.String("data", "", "folder with train/ and lexicons/")
	out := flag.String("out", "", "model file to write; empty measures only")
	only := flag.String("folds", "0123", "folds to measure")
	extra := flag.String("measure", "", "TSV files, or folders of them, to measure on, never to learn from; parted by commas")
	flag.IntVar(&set.bits, "bits", 21, "log2 of the number of buckets")
	flag.IntVar(&set.limit, "limit", 300000, "most rows of a source")
	flag.IntVar(&set.share, "share", 12000, "most rows of a source in the first phase")
	flag.Float64Var(&set.local, "local", 0.8, "how far a source learns weights of its own")
	flag.IntVar(&set.epochs, "epochs", 4, "passes over the data")
	flag.Float64Var(&set.rate, "rate", 0.05, "AdaGrad rate")
	flag.Float64Var(&set.bayes, "bayes", 0.03, "share of the naive Bayes ratio at the start")
	flag.Float64Var(&set.drop, "drop", 0.3, "chance of leaving an n-gram out")
	flag.Float64Var(&set.deaf, "deaf", 0.1, "chance of a step on word lists alone")
	flag.Float64Var(&set.sentence, "sentence", 0.1, "weight of single sentences")
	flag.Float64Var(&set.calm, "calm", 1e-3, "what AdaGrad's sum of squares begins with")
	flag.Float64Var(&set.neutral, "neutral", 0.3, "share of the three-class loss on two-class sources")
	flag.Float64Var(&set.balance, "balance", 0.7, "exponent of a language's weight")
	for g, name := range []string{"han", "word", "letters", "concept"} {
		flag.Float64Var(&set.gain[g], "gain-"+name, set.gain[g], "gain of the group")
	}
	flag.Uint64Var(&set.seed, "seed", 1, "seed")
	flag.Parse()
	if err := run(*data, *out, *only, *extra, set); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(data, out, only, extra string, set settings) error {
	start := time.Now()
	lexicon, err := buildLexicon(filepath.Join(data, "lexicons"))
	if err != nil {
		return err
	}
	rows, err := readRows(filepath.Join(data, "train"), languages)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d rows read in %.1f s\n", len(rows), time.Since(start).Seconds())
	rows = capped(rows, set.limit, rand.New(rand.NewPCG(set.seed, 1)))
	tests := make([][]judged, len(folds))
	var m *sentiment.Model
	turns := make(chan struct{}, runtime.NumCPU())
	var group sync.WaitGroup
	begin := func(name string, work func()) {
		turns <- struct{}{}
		group.Go(func() {
			work()
			fmt.Fprintf(os.Stderr, "%s after %.0f s\n", name, time.Since(start).Seconds())
			<-turns
		})
	}
	if out != "" || extra != "" {
		begin("all", func() { m = train(rows, lexicon, set) })
	}
	for k, fold := range folds {
		if !strings.ContainsRune(only, '0'+rune(k)) {
			continue
		}
		learnFrom, heldOut := split(rows, fold, k)
		begin(fmt.Sprintf("fold %d", k), func() {
			tests[k] = judge(sentiment.New(train(learnFrom, lexicon, set)), heldOut)
		})
	}
	group.Wait()
	near, held := tests[len(folds)-1], slices.Concat(tests[:len(folds)-1]...)
	measured := calibrate(held, near)
	fmt.Println("domains that were left out whole")
	report(os.Stdout, held)
	fmt.Println("\ntexts that were left out of domains learnt from")
	report(os.Stdout, near)
	for _, lang := range sortedKeys(measured) {
		fmt.Printf("%s %+v\n", lang, measured[lang])
	}
	fmt.Fprintf(os.Stderr, "%.0f s\n", time.Since(start).Seconds())
	if m == nil {
		return nil
	}
	m.Measured = measured
	sum := sha256.New()
	b, err := m.Encode()
	if err != nil {
		return err
	}
	sum.Write(b)
	m.Version = fmt.Sprintf("%s-%x", release, sum.Sum(nil)[:4])
	if b, err = m.Encode(); err != nil {
		return err
	}
	for path := range strings.SplitSeq(extra, ",") {
		if path == "" {
			continue
		}
		more, err := readRows(path, append([]string{"ja"}, languages...))
		if err != nil {
			return err
		}
		fmt.Printf("\nmeasured with the whole model: %s\n", filepath.Base(path))
		js := judge(sentiment.New(m), more)
		report(os.Stdout, js)
	}
	fmt.Fprintf(os.Stderr, "%s, %d bytes, %.0f s\n", m.Version, len(b), time.Since(start).Seconds())
	if out == "" {
		return nil
	}
	return os.WriteFile(out, b, 0o644)
}

// split parts the rows that fold k learns from from those it leaves out.
func split(rows []row, fold []string, k int) (learnFrom, heldOut []row) {
	for _, r := range rows {
		random := len(fold) == 0 || r.source() == "zh-Hant.restaurant"
		if slices.Contains(fold, r.source()) || random && r.slice/10 == k {
			heldOut = append(heldOut, r)
		} else {
			learnFrom = append(learnFrom, r)
		}
	}
	return learnFrom, heldOut
}

// release is the year and month of the model.
const release = "2026.11"

// train learns in two phases. The first has at most set.share rows of a source
// and teaches everything; the second has all Chinese rows, which are the bulk, and
// teaches Chinese alone, so that their number moves no other language.
func train(rows []row, lexicon *sentiment.Lexicon, set settings) *sentiment.Model {
	rng := rand.New(rand.NewPCG(set.seed, 3))
	x := sentiment.NewExtractor(lexicon)
	l := newLearner(set)
	first := prepare(capped(rows, set.share, rng), x, set, rng)
	l.bayes(first)
	l.passes(first, false)
	var chinese []row
	for _, r := range rows {
		if strings.HasPrefix(r.lang, "zh") {
			chinese = append(chinese, r)
		}
	}
	if set.share < set.limit {
		l.passes(prepare(chinese, x, set, rng), true)
	}
	return l.model(lexicon)
}
