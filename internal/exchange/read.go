package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/survey"
)

// Reader reads answers, a row at a time.
type Reader struct {
	buf     *bufio.Reader
	format  Format
	table   *table
	columns []string // of the CSV; "" for those that are not known
	line    int      // of the next line of JSON
	unknown []string
	ahead   *record // of the CSV, already read
}

type record struct {
	cells []string
	line  int
	err   error
}

// NewReader looks at the beginning of a file and says whether it is CSV or
// JSON Lines. A CSV may be separated by commas, semicolons or tabs.
func NewReader(src io.Reader) (*Reader, error) {
	r := &Reader{buf: bufio.NewReaderSize(src, 64<<10), line: 1}
	head, err := beginning(r.buf)
	if err != nil {
		return nil, err
	}
	switch start := bytes.TrimLeft(head, " \t\r\n"); {
	case start[0] == '{':
		r.format = JSONL
		return r, nil
	case start[0] == '[':
		return nil, &RowError{Line: 1, Reason: "the file is a JSON list; write one object a line instead"}
	}
	r.format = CSV
	return r, r.header(separator(bytes.TrimLeft(head, "\r\n")))
}

// beginning is the first bytes of a file of text, after its byte order mark,
// unread. It is not empty. Files of other kinds are a *RowError.
func beginning(buf *bufio.Reader) ([]byte, error) {
	head, err := buf.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return nil, &RowError{Line: 1, Reason: "the file is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)"}
	}
	if bytes.HasPrefix(head, []byte("PK\x03")) {
		return nil, &RowError{Line: 1, Reason: "the file is a workbook or an archive; save it as CSV UTF-8"}
	}
	if string(head) == "\uFEFF" {
		buf.Discard(len(head))
	}
	head, err = buf.Peek(32 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(bytes.TrimLeft(head, " \t\r\n")) == 0 {
		return nil, &RowError{Line: 1, Reason: "the file is empty"}
	}
	return head, nil
}

// Unknown are columns that mean nothing here and are ignored; of JSON Lines,
// those met so far. They are as the file has them: quote them to show them.
func (r *Reader) Unknown() []string { return r.unknown }

func (r *Reader) header(sep byte) error {
	r.table = &table{r: r.buf, sep: sep, line: 1}
	names, line, err := r.table.record()
	if err != nil {
		return err
	}
	known := 0
	for _, name := range names {
		name = strings.TrimSpace(arm(name))
		if !r.known(name) {
			if lower := strings.ToLower(name); r.known(lower) {
				name = lower
			} else {
				if name != "" {
					r.stranger(name)
				}
				r.columns = append(r.columns, "")
				continue
			}
		}
		if slices.Contains(r.columns, name) {
			return &RowError{Line: line, Column: name, Reason: "the column stands twice in the header"}
		}
		known++
		r.columns = append(r.columns, name)
	}
	if known == 0 {
		return &RowError{Line: line, Reason: "the header names no known column; the first line must name columns such as touchpoint, answered_at, rating, text"}
	}
	return nil
}

func (r *Reader) known(name string) bool {
	if key, ok := strings.CutPrefix(name, answerPrefix); ok {
		return survey.Key(key)
	}
	return slices.Contains(firstColumns, name) || slices.Contains(lastColumns, name)
}

func (r *Reader) stranger(name string) {
	name = short(name)
	if len(r.unknown) < 50 && !slices.Contains(r.unknown, name) {
		r.unknown = append(r.unknown, name)
	}
}

// short is enough of a name to find it by.
func short(name string) string {
	if n := []rune(name); len(n) > 60 {
		return string(n[:60]) + "…"
	}
	return name
}

// Read is the next row. At the end it returns io.EOF. After a *RowError
// reading may go on; after any other error it may not.
func (r *Reader) Read() (*Row, error) {
	if r.format == JSONL {
		return r.readJSON()
	}
	cells, line, err := r.record()
	if err != nil {
		return nil, err
	}
	b := rowBuilder{row: &Row{Line: line, cells: map[string]string{}}}
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		if i >= len(r.columns) {
			return nil, &RowError{Line: line, Reason: fmt.Sprintf("the row has %d cells and the header %d; put texts that hold a separator in quotation marks", len(cells), len(r.columns))}
		}
		if r.columns[i] != "" {
			b.set(r.columns[i], arm(cell))
		}
	}
	return b.done()
}

// record is the next one of the CSV. After a quotation mark that is never
// closed the file is taken up again at the first line that has as many cells
// as the header; the error says what was left out.
func (r *Reader) record() ([]string, int, error) {
	if a := r.ahead; a != nil {
		r.ahead = nil
		return a.cells, a.line, a.err
	}
	cells, line, err := r.table.record()
	var wrong *RowError
	if !errors.As(err, &wrong) {
		return cells, line, err
	}
	last := r.table.last
	if r.table.lost {
		a := &record{}
		for r.ahead == nil {
			a.cells, a.line, a.err = r.table.record()
			if skip := (*RowError)(nil); errors.As(a.err, &skip) || a.err == nil && len(a.cells) != len(r.columns) {
				last = r.table.last
				continue
			}
			r.ahead = a
		}
	}
	if last > wrong.Line {
		wrong.Reason += fmt.Sprintf("; lines %d to %d were left out", wrong.Line, last)
	}
	return nil, line, wrong
}
