package main

import (
	"bufio"
	"bytes"
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
	"syscall"

	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/sentiment"
)

// Bounds that keep memory constant whatever the input is.
const (
	longestLine = 64 << 10  // bytes of a line that are kept, the rest is dropped
	batchLines  = 512       // that one core takes at a time
	batchBytes  = 256 << 10 // or that many bytes, whichever comes first
)

type classCommand struct {
	File string `arg:"" optional:"" help:"Texts, one a line. Standard input when absent, or -."`
}

// Help is what --help says beside the arguments.
func (*classCommand) Help() string {
	return "Lines are answered in their order, as soon as no more of them wait. Of a line longer than 64 KB only the first 64 KB are read."
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
	err = classify(ctx, scorer, in, a.stdout)
	if errors.Is(err, syscall.EPIPE) {
		return nil // whoever reads has seen enough
	}
	return err
}

// batch is a run of lines on its way through the program.
type batch struct {
	lines   []string
	answers chan []byte // one write, when the lines are scored
}

// classify answers each line of in with a line of out. One goroutine reads
// batches, one for each core scores them, and this one writes them in the order
// they were read in.
func classify(ctx context.Context, scorer *sentiment.Scorer, in io.Reader, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	workers := runtime.GOMAXPROCS(0)
	todo := make(chan *batch, workers)      // for whoever has time
	inOrder := make(chan *batch, 2*workers) // for the writer
	failed := make(chan error, 1)
	go func() { // nobody can wait for it: a read from a terminal cannot be broken off
		defer close(todo)
		defer close(inOrder)
		failed <- readBatches(in, func(lines []string) bool {
			b := &batch{lines, make(chan []byte, 1)}
			for _, queue := range []chan *batch{inOrder, todo} {
				select {
				case queue <- b:
				case <-ctx.Done():
					return false
				}
			}
			return true
		})
	}()
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				select {
				case b, more := <-todo:
					if !more {
						return
					}
					b.answers <- answerAll(scorer, b.lines)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	defer wg.Wait()
	defer stop()
	return writeBatches(ctx, inOrder, failed, out)
}

// readBatches hands on the lines of in until it ends or take wants no more.
// Lines that were read are handed on before it waits for more input.
func readBatches(in io.Reader, take func(lines []string) bool) error {
	r := bufio.NewReaderSize(in, 64<<10)
	var lines []string
	var line []byte
	size, begun := 0, false
	for {
		waiting, _ := r.Peek(r.Buffered())
		if len(lines) > 0 && (len(lines) >= batchLines || size >= batchBytes || bytes.IndexByte(waiting, '\n') < 0) {
			if !take(lines) {
				return nil
			}
			lines, size = nil, 0
		}
		part, err := r.ReadSlice('\n')
		line = append(line, part[:min(len(part), longestLine+1-len(line))]...)
		begun = begun || len(part) > 0
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if begun {
			text := string(bytes.TrimRight(line[:min(len(line), longestLine)], "\r\n"))
			lines, size = append(lines, text), size+len(text)
		}
		line, begun = line[:0], false
		if err == nil {
			continue
		}
		if len(lines) > 0 && !take(lines) || errors.Is(err, io.EOF) {
			return nil
		}
		return fmt.Errorf("read texts: %w", err)
	}
}

// writeBatches writes the answers in order, and out of the buffer whenever none
// is ready behind them.
func writeBatches(ctx context.Context, inOrder <-chan *batch, failed <-chan error, out io.Writer) error {
	w := bufio.NewWriterSize(out, 64<<10)
	for {
		var b *batch
		select {
		case b = <-inOrder:
		case <-ctx.Done():
			return ctx.Err()
		}
		if b == nil {
			if err := w.Flush(); err != nil {
				return err
			}
			return <-failed
		}
		select {
		case answers := <-b.answers:
			if _, err := w.Write(answers); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
		if len(inOrder) == 0 {
			if err := w.Flush(); err != nil {
				return err
			}
		}
	}
}

// answerAll scores the lines of a batch, each a line of JSON.
func answerAll(scorer *sentiment.Scorer, lines []string) []byte {
	var answers []byte
	for _, line := range lines {
		v := job.Classify(scorer, strings.ToValidUTF8(line, "�"), "")
		object, _ := json.Marshal(verdict{ // six plain fields cannot fail
			Language: v.Language, Label: v.Label, Score: rounded(v.Score.Value()),
			Negative: rounded(v.Score.Negative), Neutral: rounded(v.Score.Neutral), Positive: rounded(v.Score.Positive),
		})
		answers = append(append(answers, object...), '\n')
	}
	return answers
}

// rounded to four decimals, more than any of them is worth, and never -0.
func rounded(x float64) float64 { return math.Round(x*1e4)/1e4 + 0 }
