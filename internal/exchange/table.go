package exchange

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// What one row may have. An answer has at most 5,000 characters; these stop
// files that would fill the memory.
const (
	maxCell    = 100_000 // bytes
	maxRow     = 1 << 20
	maxColumns = 1000
)

// table reads records of a CSV with any one-byte separator. Unlike
// encoding/csv it keeps cells as they are, line ends too, and is bounded: a
// row that is too large, or whose quotation marks are wrong, is skipped to its
// end, and reading goes on.
type table struct {
	r    *bufio.Reader
	sep  byte
	line int // of the next byte
}

// record reads the next row that is not blank, and the line on which it
// begins. The error is io.EOF, a *RowError or what the source returned.
func (t *table) record() (cells []string, line int, err error) {
	for {
		line = t.line
		cells, err = t.row()
		if err != nil || len(cells) > 1 || len(cells) == 1 && cells[0] != "" {
			return cells, line, err
		}
	}
}

// row is a small machine: at the start of a cell, in a bare one, in a quoted
// one, after a quotation mark in a quoted one, and skipping.
func (t *table) row() ([]string, error) {
	const (
		start = iota
		bare
		quoted
		closing
	)
	var (
		cells    []string
		cell     []byte
		size     int
		some     bool
		state    = start
		from     = t.line
		quotedAt = t.line
		bad      string
	)
	fail := func(reason string) {
		if bad == "" {
			bad = reason
		}
		cell, cells = nil, nil
	}
	end := func() {
		if bad == "" {
			if len(cells) == maxColumns {
				fail(fmt.Sprintf("the row has more than %d cells", maxColumns))
				return
			}
			cells = append(cells, string(cell))
			cell = cell[:0]
		}
	}
	finish := func() ([]string, error) {
		end()
		if bad != "" {
			return nil, &RowError{Line: from, Reason: bad}
		}
		for _, c := range cells {
			if !utf8.ValidString(c) {
				return nil, &RowError{Line: from, Reason: "the row is not valid UTF-8; save the file as UTF-8"}
			}
		}
		return cells, nil
	}
	for {
		c, err := t.r.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			if !some {
				return nil, io.EOF
			}
			if state == quoted {
				fail(fmt.Sprintf("the quotation mark of line %d is never closed", quotedAt))
			}
			return finish()
		case err != nil:
			return nil, err
		}
		some = true
		if c == '\n' {
			t.line++
		}
		if state != quoted {
			if c == '\r' {
				if next, err := t.r.Peek(1); err != nil || next[0] != '\n' {
					t.line++
					return finish()
				}
				continue
			}
			if c == '\n' {
				return finish()
			}
			if c == t.sep {
				end()
				state = start
				continue
			}
		}
		switch state {
		case start:
			if c == '"' {
				state, quotedAt = quoted, t.line
				continue
			}
			state = bare
		case quoted:
			if c == '"' {
				state = closing
				continue
			}
		case closing:
			if c != '"' {
				fail("there is something after a closing quotation mark; double the quotation marks that belong to a text")
				state = bare
				continue
			}
			state = quoted
		}
		if bad != "" {
			continue
		}
		switch size++; {
		case size > maxRow:
			fail(fmt.Sprintf("the row is longer than %d bytes", maxRow))
		case len(cell) == maxCell:
			fail(fmt.Sprintf("a cell is longer than %d bytes", maxCell))
		default:
			cell = append(cell, c)
		}
	}
}

// separator guesses what separates the cells of a first line: the one of , ;
// and tab that is there most often outside quotation marks.
func separator(line []byte) byte {
	count := map[byte]int{}
	quoted := false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '\n' || c == '\r'):
			return most(count)
		case !quoted:
			count[c]++
		}
	}
	return most(count)
}

func most(count map[byte]int) byte {
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if count[c] > count[best] {
			best = c
		}
	}
	return best
}
