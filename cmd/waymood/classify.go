package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"sync"

	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/sentiment"
)

type classCommand struct {
	File string `arg:"" optional:"" help:"Texts, one a line. Standard input when absent, or -."`
}

// verdict is one line of the output.
type verdict struct {
	Language string  `json:"language"`
	Label    string  `json:"label"`
	Score    float64 `json:"score"`
	Negative float64 `json:"negative"`
	Neutral  float64 `json:"neutral"`
	Positive float64 `json:"positive"`
}

func (c *classCommand) Run(ctx context.Context, a *app) error {
	in := a.stdin
	if c.File != "" && c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return fmt.Errorf("%w; check the name of the file", err)
		}
		defer f.Close()
		in = f
	}
	scorer, err := sentiment.Load()
	if err != nil {
		return err
	}
	return classify(ctx, scorer, in, a.stdout)
}

// classify answers each line of in with a line of out. Lines are read in
// batches, each scored on all cores, so that any number of them streams
// through.
func classify(ctx context.Context, scorer *sentiment.Scorer, in io.Reader, out io.Writer) error {
	const batch = 1024
	r, w := bufio.NewReaderSize(in, 64<<10), bufio.NewWriterSize(out, 64<<10)
	lines := make([]string, 0, batch)
	for ended := false; !ended; {
		lines = lines[:0]
		for len(lines) < batch {
			line, err := r.ReadString('\n')
			if err != nil && !errors.Is(err, io.EOF) {
				return fmt.Errorf("read texts: %w", err)
			}
			if ended = err != nil; ended && line == "" {
				break
			}
			lines = append(lines, strings.TrimRight(line, "\r\n"))
			if ended || r.Buffered() == 0 && len(lines) >= runtime.GOMAXPROCS(0) {
				break // whoever types, or pipes slowly, is answered soon
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, v := range classifyAll(scorer, lines) {
			if _, err := w.Write(append(v, '\n')); err != nil {
				return err
			}
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func classifyAll(scorer *sentiment.Scorer, lines []string) [][]byte {
	answers := make([][]byte, len(lines))
	workers := min(runtime.GOMAXPROCS(0), len(lines))
	var wg sync.WaitGroup
	for n := range workers {
		wg.Go(func() {
			for i := n; i < len(lines); i += workers {
				v := job.Classify(scorer, strings.ToValidUTF8(lines[i], "�"), "")
				answers[i], _ = json.Marshal(verdict{ // six plain fields cannot fail
					Language: v.Language, Label: v.Label, Score: rounded(v.Score.Value()),
					Negative: rounded(v.Score.Negative), Neutral: rounded(v.Score.Neutral), Positive: rounded(v.Score.Positive),
				})
			}
		})
	}
	wg.Wait()
	return answers
}

// rounded to four decimals, more than any of them is worth.
func rounded(x float64) float64 { return math.Round(x*1e4) / 1e4 }
