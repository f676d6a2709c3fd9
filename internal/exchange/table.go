package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
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
// end, and reading goes on. Where a quotation mark is never closed, nobody
// knows that end: reading goes on with the next line, and lost is set.
type table struct {
	r    *bufio.Reader
	sep  byte
	line int    // of the next byte
	last int    // line of the byte before
	raw  []byte // since the last opening quotation mark
	back []byte // to be read once more, before r
	lost bool   // the row before has no end that could be known
}

// maxRaw is the most bytes of a quoted cell that are kept to be read again: a
// cell may be nothing but doubled quotation marks.
const maxRaw = 2*maxCell + 1

func (t *table) next() (c byte, err error) {
	if len(t.back) > 0 {
		c, t.back = t.back[0], t.back[1:]
	} else if c, err = t.r.ReadByte(); err != nil {
		return 0, err
	}
	t.last = t.line
	if c == '\n' {
		t.line++
	}
	return c, nil
}

// follows tells whether c is the next byte.
func (t *table) follows(c byte) bool {
	if len(t.back) > 0 {
		return t.back[0] == c
	}
	next, err := t.r.Peek(1)
	return err == nil && next[0] == c
}

// rewind goes back to the line after the last opening quotation mark, which is
// on the line given; false when that line has not ended yet. Within what is
// read again all quotation marks are in pairs, so that no cell is open at its
// end: it is never read a third time.
func (t *table) rewind(line int) bool {
	i := bytes.IndexAny(t.raw, "\r\n")
	if i < 0 {
		return false
	}
	if bytes.HasPrefix(t.raw[i:], []byte("\r\n")) {
		i++
	}
	t.back = slices.Concat(t.raw[i+1:], t.back)
	t.line, t.last = line+1, line
	return true
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
	t.lost = false
	for {
		c, err := t.next()
		switch {
		case errors.Is(err, io.EOF):
			if !some {
				return nil, io.EOF
			}
			if state == quoted {
				t.lost = true
				fail(fmt.Sprintf("the quotation mark of line %d is never closed", quotedAt))
				t.rewind(quotedAt)
			}
			return finish()
		case err != nil:
			return nil, err
		}
		some = true
		if state == quoted {
			if t.raw = append(t.raw, c); len(t.raw) > maxRaw || c != '"' && (len(cell) == maxCell || size >= maxRow) {
				t.lost = true
				if t.rewind(quotedAt) {
					fail(fmt.Sprintf("the quotation mark of line %d is never closed, or its text is longer than %d bytes", quotedAt, maxCell))
					return finish()
				}
				fail(fmt.Sprintf("a cell is longer than %d bytes", maxCell))
				state = bare // to the end of the line
			}
		} else {
			if c == '\r' {
				if !t.follows('\n') {
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
				state, quotedAt, t.raw = quoted, t.line, t.raw[:0]
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
			t.raw = append(t.raw, c)
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
