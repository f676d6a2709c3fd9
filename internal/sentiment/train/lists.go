package main

import (
	"bufio"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/sentiment"
)

//go:embed lexicon
var own embed.FS

func ownLines(name string, fields int, each func(f []string) error) error {
	file, err := own.Open("lexicon/" + name)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) < fields {
			return fmt.Errorf("%s: %q has %d fields, want %d", name, f[0], len(f), fields)
		}
		if err := each(f); err != nil {
			return err
		}
	}
	return lines.Err()
}

func ownConcepts(b *sentiment.LexiconBuilder) error {
	number := 0
	return ownLines("concepts.txt", 3, func(f []string) error {
		v, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			return fmt.Errorf("concept %s: %w", f[0], err)
		}
		number++
		for _, list := range f[2:] {
			for _, term := range strings.Split(list, ",") {
				b.Add(term, func(e *sentiment.Entry) { e.Own, e.Concept = points(v), uint8(number) })
			}
		}
		return nil
	})
}

// ownLists are the project's words and phrases without a notion, by valence; of a
// term in several the first counts.
var ownLists = []string{"valence.txt", "phrases.uk.txt", "phrases.en.txt", "phrases.zh.txt"}

// ownValences reads one of ownLists.
func ownValences(b *sentiment.LexiconBuilder, name string) error {
	return ownLines(name, 2, func(f []string) error {
		v, err := strconv.ParseFloat(f[0], 64)
		if err != nil {
			return fmt.Errorf("%s: valence %s: %w", name, f[0], err)
		}
		for _, term := range strings.Split(f[1], ",") {
			if r, ok := picture(term); ok {
				b.Picture(r, func(e *sentiment.Entry) { e.General = points(v) })
				continue
			}
			b.Add(term, func(e *sentiment.Entry) {
				if e.Own == 0 {
					e.Own = points(v)
				}
			})
		}
		return nil
	})
}

var roles = []string{"", "negator", "booster", "damper", "but", "soft"}

func ownRoles(b *sentiment.LexiconBuilder) error {
	return ownLines("roles.txt", 2, func(f []string) error {
		role := slices.Index(roles, f[0])
		if role < 0 {
			return fmt.Errorf("roles.txt: role %q", f[0])
		}
		for _, term := range strings.Split(f[1], ",") {
			b.Add(term, func(e *sentiment.Entry) {
				if role == 5 {
					e.Role = e.Role&0x80 | 1
					e.Own, e.General, e.Concept = points(-1.5), 0, 0
					return
				}
				e.Role = e.Role&0x80 | uint8(role)
				if role == 1 {
					e.Own, e.General, e.Concept = 0, 0, 0
				}
			})
		}
		return nil
	})
}
