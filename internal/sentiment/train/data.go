package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/sentiment"
)

// The classes in the order of sentiment.Score.
const (
	negative = iota
	neutral
	positive
)

// A row is one labelled text.
type row struct {
	lang, domain, text string
	label              int
	twoClass           bool // its source knows no neutral
	slice              int  // 0..99, what random hold-outs go by
}

func (r *row) source() string { return r.lang + "." + r.domain }

// readRows reads a TSV or every TSV of a folder, sorted by name.
func readRows(path string, langs []string) ([]row, error) {
	names := []string{path}
	if !strings.HasSuffix(path, ".tsv") {
		var err error
		if names, err = filepath.Glob(filepath.Join(path, "*.tsv*")); err != nil {
			return nil, err
		}
		slices.Sort(names)
	}
	var rows []row
	for _, name := range names {
		part, err := readFile(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, r := range part {
			if slices.Contains(langs, r.lang) {
				rows = append(rows, r)
			}
		}
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("no rows in %s", path)
	}
	return rows, nil
}

func readFile(name string) ([]row, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, err
		}
		in = z
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<20), 1<<24)
	var rows []row
	neutrals := 0
	for first := true; lines.Scan(); first = false {
		f := strings.SplitN(lines.Text(), "\t", 4)
		if first || len(f) < 4 {
			continue
		}
		label := slices.Index([]string{"neg", "neu", "pos"}, f[2])
		if label < 0 {
			continue
		}
		if label == neutral {
			neutrals++
		}
		h := uint32(2166136261)
		for i := 0; i < len(f[3]); i++ {
			h = (h ^ uint32(f[3][i])) * 16777619
		}
		h ^= h >> 15
		rows = append(rows, row{lang: f[0], domain: f[1], text: f[3], label: label, slice: int(h>>3) % 100})
	}
	for i := range rows {
		rows[i].twoClass = neutrals*50 < len(rows)
	}
	return rows, lines.Err()
}

// capped keeps at most limit random rows of a source.
func capped(rows []row, limit int, rng *rand.Rand) []row {
	bySource := map[string][]int{}
	for i := range rows {
		bySource[rows[i].source()] = append(bySource[rows[i].source()], i)
	}
	keep := make([]bool, len(rows))
	for _, s := range sortedKeys(bySource) {
		at := bySource[s]
		rng.Shuffle(len(at), func(i, j int) { at[i], at[j] = at[j], at[i] })
		for _, i := range at[:min(limit, len(at))] {
			keep[i] = true
		}
	}
	var out []row
	for i := range rows {
		if keep[i] {
			out = append(out, rows[i])
		}
	}
	return out
}

// example is a row as features.
type example struct {
	hashes   [sentiment.Groups][]uint32 // buckets
	dense    [sentiment.DenseSize]float32
	script   int
	lang     string
	label    int
	twoClass bool
	source   string
	weight   float32
}

func extract(x *sentiment.Extractor, r *row, s string, bits int) example {
	x.Extract(s, r.lang == "en")
	e := example{dense: x.Dense, script: x.ScriptIndex(), lang: r.lang, label: r.label, twoClass: r.twoClass, source: r.source(), weight: 1}
	for g, hashes := range x.Hashes {
		buckets := make([]uint32, len(hashes))
		for i, h := range hashes {
			buckets[i] = sentiment.Bucket(h, g, bits)
		}
		e.hashes[g] = buckets
	}
	return e
}

// sentences splits a text at its full stops; pieces shorter than four
// characters stay with the one before.
func sentences(s string) []string {
	var out []string
	from := 0
	for i, r := range s {
		if !strings.ContainsRune("。！？!?.；;\n", r) {
			continue
		}
		end := i + len(string(r))
		if len([]rune(strings.TrimSpace(s[from:end]))) >= 5 {
			out = append(out, strings.TrimSpace(s[from:end]))
			from = end
		}
	}
	if rest := strings.TrimSpace(s[from:]); len([]rune(rest)) >= 4 {
		out = append(out, rest)
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
