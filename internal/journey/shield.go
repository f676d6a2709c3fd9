package journey

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The YAML library knows YAML 1.1: it stumbles over a question mark in braces,
// {en: How was it?}, and writes emoji as \U0001F600. So question marks go in,
// and emoji come out, under the cover of characters for private use that the
// text does not have. One character stands for one, so columns stay right.

// private is the first of the 6400 private characters of the basic plane.
const private, privateEnd = '\uE000', '\uF8FF'

// cover is a private character that does not occur in src, 0 if all do.
func cover(src []byte) rune {
	for c := rune(private); c <= privateEnd; c++ {
		if !bytes.ContainsRune(src, c) {
			return c
		}
	}
	return 0
}

// shieldMarks covers the question marks of a file; restore uncovers them in a
// text that came out of it. No question mark in a journey file is YAML's own:
// keys are words.
func shieldMarks(src []byte) (shielded []byte, restore func(string) string) {
	c := cover(src)
	if c == 0 {
		return src, func(s string) string { return s }
	}
	return bytes.ReplaceAll(src, []byte("?"), []byte(string(c))), func(s string) string {
		return strings.ReplaceAll(s, string(c), "?")
	}
}

// emoji covers characters beyond the basic plane, each by its own.
type emoji struct {
	used  map[rune]bool
	cover map[rune]rune
}

func shieldEmoji(n *yaml.Node) *emoji {
	e := &emoji{used: map[rune]bool{}, cover: map[rune]rune{}}
	var found []rune
	walkValues(n, func(s string) string {
		for _, c := range s {
			switch {
			case c >= private && c <= privateEnd:
				e.used[c] = true
			case c > 0xFFFF && e.cover[c] == 0:
				e.cover[c] = -1
				found = append(found, c)
			}
		}
		return s
	})
	next := rune(private)
	for _, c := range found {
		for e.used[next] {
			next++
		}
		if next > privateEnd {
			delete(e.cover, c) // stays escaped, which is right too
			continue
		}
		e.cover[c] = next
		next++
	}
	walkValues(n, func(s string) string {
		return strings.Map(func(c rune) rune {
			if as, ok := e.cover[c]; ok {
				return as
			}
			return c
		}, s)
	})
	return e
}

func (e *emoji) restore(b []byte) []byte {
	if len(e.cover) == 0 {
		return b
	}
	back := make(map[rune]rune, len(e.cover))
	for c, as := range e.cover {
		back[as] = c
	}
	return bytes.Map(func(c rune) rune {
		if was, ok := back[c]; ok {
			return was
		}
		return c
	}, b)
}

func walkValues(n *yaml.Node, f func(string) string) {
	n.Value = f(n.Value)
	for _, child := range n.Content {
		walkValues(child, f)
	}
}
