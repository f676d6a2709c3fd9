package exchange

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
)

// List reads a CSV with columns of its owner's own, such as the guests of an
// evening. It is separated by commas, semicolons or tabs.
type List struct {
	Columns []string // the header's names, without white space around them
	table   *table
}

// NewList reads the header. What is no CSV in UTF-8 is a *RowError.
func NewList(src io.Reader) (*List, error) {
	buf := bufio.NewReaderSize(src, 64<<10)
	head, err := beginning(buf)
	if err != nil {
		return nil, err
	}
	l := &List{table: &table{r: buf, sep: separator(bytes.TrimLeft(head, "\r\n")), line: 1}}
	names, _, err := l.table.record()
	for _, name := range names {
		l.Columns = append(l.Columns, strings.TrimSpace(arm(name)))
	}
	return l, err
}

// Read is the next row with a cell for each column, and the line on which it
// begins; io.EOF at the end. After any other error reading may not go on.
func (l *List) Read() ([]string, int, error) {
	cells, line, err := l.table.record()
	if err != nil {
		return nil, line, err
	}
	if len(cells) > len(l.Columns) {
		return nil, line, &RowError{Line: line, Reason: fmt.Sprintf("the row has %d cells and the header %d; put texts that hold a separator in quotation marks", len(cells), len(l.Columns))}
	}
	row := make([]string, len(l.Columns))
	for i, c := range cells {
		row[i] = arm(c)
	}
	return row, line, nil
}

// ListWriter writes a CSV with any columns.
type ListWriter struct{ w *bufio.Writer }

// NewListWriter writes to w. A byte order mark makes Excel read it as UTF-8.
func NewListWriter(w io.Writer, bom bool) *ListWriter {
	l := &ListWriter{bufio.NewWriter(w)}
	if bom {
		l.w.WriteString("\uFEFF") // a bufio.Writer keeps its first error
	}
	return l
}

// Write adds a row. Cells that a spreadsheet would run are disarmed, as NewList
// takes back.
func (l *ListWriter) Write(cells ...string) error {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = disarm(c)
	}
	return line(l.w, safe)
}

// Flush writes what is still buffered.
func (l *ListWriter) Flush() error { return l.w.Flush() }
