// Own shows what an installation's own answers bring (sentiment.Learn) in kinds
// of places that the model never saw:
//
//	go run ./internal/sentiment/train/own -data DIR [-models DIR]
//
// DIR holds train/*.tsv, tune/*.tsv (columns lang domain label text) and
// lexicons/. For each plan it trains a model without some sources, then plays an
// installation there: lessons learnt from some texts of the source, measured on
// the others. It prints a table in Markdown. Models that are in the models folder
// already are not trained again. Of the own answers, -wrong gives a share the
// opposite label, and -fake adds a share of unhappy texts that claim to be happy.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/waymood/waymood/internal/sentiment"
)

// A plan is a model and the sources that it is measured on.
type plan struct {
	name    string
	without []string // beginnings of the names of the files that it does not learn from
	measure []string // files under DIR
}

// plans are the domains that are played. The last one is the shipped model and
// files that are only measured on.
var plans = []plan{
	{"a", []string{"en.shop_device", "uk.webshop_mt", "zh-Hans.hotel"},
		[]string{"train/en.shop_device", "train/uk.webshop_mt", "train/zh-Hans.hotel"}},
	{"b", []string{"en.movie", "uk.book_mt", "uk.book_title_mt", "zh-Hans.shop_computer"},
		[]string{"train/en.movie", "train/uk.book_mt", "train/zh-Hans.shop_computer"}},
	{"c", []string{"zh-Hant.restaurant"}, []string{"train/zh-Hant.restaurant.2"}},
	{"", nil, []string{"tune/en.support_airline", "tune/uk.restaurant", "tune/zh-Hant.restaurant_sent"}},
}

// sizes are the numbers of own answers.
var sizes = []int{200, 1000, 5000}

func main() {
	data := flag.String("data", "", "folder with train/, tune/ and lexicons/")
	models := flag.String("models", "", "folder that keeps the models; empty for a temporary one")
	var g game
	flag.IntVar(&g.draws, "draws", 5, "lessons of each size")
	flag.Float64Var(&g.wrong, "wrong", 0, "share of own answers whose label is the opposite")
	flag.Float64Var(&g.fake, "fake", 0, "happy answers with unhappy texts that are added, as a share")
	flag.Parse()
	if err := run(context.Background(), *data, *models, g); err != nil {
		fmt.Fprintln(os.Stderr, "own:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, data, models string, g game) error {
	if models == "" {
		dir, err := os.MkdirTemp("", "own")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		models = dir
	}
	if err := os.MkdirAll(models, 0o777); err != nil {
		return err
	}
	fmt.Println("| source | own answers | accuracy | F1 | F1 of three | in use | reliability | seconds |")
	fmt.Println("|---|--:|--:|--:|--:|--:|--:|--:|")
	for _, p := range plans {
		s, err := p.scorer(ctx, data, models)
		if err != nil {
			return err
		}
		for _, name := range p.measure {
			texts, err := read(filepath.Join(data, name+".tsv"))
			if err != nil {
				return err
			}
			for _, n := range sizes {
				if len(texts.pairs) < n+fewestLeft {
					break
				}
				t, err := g.play(ctx, s, texts, n)
				if err != nil {
					return err
				}
				t.print(name, n)
			}
		}
	}
	return nil
}

// scorer trains the plan's model, or reads it if it was trained before.
func (p plan) scorer(ctx context.Context, data, models string) (*sentiment.Scorer, error) {
	if p.name == "" {
		return sentiment.Load()
	}
	name := filepath.Join(models, p.name+".bin")
	if _, err := os.Stat(name); err != nil {
		if err := p.train(ctx, data, name); err != nil {
			return nil, err
		}
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	m, err := sentiment.Decode(b)
	if err != nil {
		return nil, err
	}
	return sentiment.New(m), nil
}
