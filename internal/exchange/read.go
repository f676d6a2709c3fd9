package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

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
}

// NewReader looks at the beginning of a file and says whether it is CSV or
// JSON Lines. A CSV may be separated by commas, semicolons or tabs.
func NewReader(src io.Reader) (*Reader, error) {
	r := &Reader{buf: bufio.NewReaderSize(src, 64<<10), line: 1}
	head, err := r.buf.Peek(3)
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
		r.buf.Discard(len(head))
	}
	head, err = r.buf.Peek(32 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch start := bytes.TrimLeft(head, " \t\r\n"); {
	case len(start) == 0:
		return nil, &RowError{Line: 1, Reason: "the file is empty"}
	case start[0] == '{':
		r.format = JSONL
		return r, nil
	case start[0] == '[':
		return nil, &RowError{Line: 1, Reason: "the file is a JSON list; write one object a line instead"}
	}
	r.format = CSV
	return r, r.header(separator(bytes.TrimLeft(head, "\r\n")))
}

// Format is what the file turned out to be.
func (r *Reader) Format() Format { return r.format }

// Unknown are columns that mean nothing here and are ignored; of JSON Lines,
// those met so far.
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
	if n := []rune(name); len(n) > 60 {
		name = string(n[:60]) + "…"
	}
	if len(r.unknown) < 50 && !slices.Contains(r.unknown, name) {
		r.unknown = append(r.unknown, name)
	}
}

// Read is the next row. At the end it returns io.EOF. After a *RowError
// reading may go on; after any other error it may not.
func (r *Reader) Read() (*Row, error) {
	if r.format == JSONL {
		return r.readJSON()
	}
	cells, line, err := r.table.record()
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

// rowBuilder fills a row column by column and keeps the first thing wrong.
type rowBuilder struct {
	row *Row
	err error
}

func (b *rowBuilder) wrong(column, reason string) {
	if b.err == nil {
		b.err = &RowError{Line: b.row.Line, Column: column, Reason: reason}
	}
}

func (b *rowBuilder) set(column, s string) {
	if key, ok := strings.CutPrefix(column, answerPrefix); ok {
		b.row.cells[key] = s
		return
	}
	switch column {
	case "rating":
		b.row.shortRating = s
		return
	case "text":
		b.row.shortText = s
		return
	case "fields":
		if err := json.Unmarshal([]byte(s), &b.row.Fields); err != nil {
			b.wrong(column, `must be a JSON object of texts, such as {"order":"A-12"}`)
		}
		return
	}
	s = strings.TrimSpace(s)
	switch column {
	case "response_id":
		id, err := uuid.Parse(s)
		if err != nil || len(s) != 36 {
			b.wrong(column, "must be a UUID; leave it out to have one made")
		}
		b.row.ResponseID = id
	case "answered_at":
		b.row.AnsweredAt = b.time(column, s)
	case "received_at":
		b.row.ReceivedAt = b.time(column, s)
	case "journey":
		b.row.Journey = s
	case "stage":
		b.row.Stage = s
	case "touchpoint":
		b.row.Touchpoint = s
	case "placement":
		b.row.Placement = strings.ToLower(s)
	case "channel":
		b.row.Channel = s
	case "place":
		b.row.Place = s
	case "persona":
		b.row.Persona = s
	case "language":
		b.row.Language = s
	}
}

// time reads RFC 3339; a space may stand for the T, as databases write it.
func (b *rowBuilder) time(column, s string) time.Time {
	text := s
	if len(text) > 10 && text[10] == ' ' {
		text = text[:10] + "T" + text[11:]
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		b.wrong(column, "must be a time with its offset, such as 2026-11-21T10:00:00+08:00")
		return time.Time{}
	}
	if t.Year() < 1990 || t.Year() > 2200 {
		b.wrong(column, fmt.Sprintf("the year %d cannot be right", t.Year()))
	}
	return t
}

func (b *rowBuilder) done() (*Row, error) {
	r := b.row
	switch {
	case b.err != nil:
	case r.Touchpoint == "" && r.Placement == "":
		b.wrong("", "the row names neither touchpoint nor placement")
	case r.AnsweredAt.IsZero():
		b.wrong("answered_at", "is missing; write a time with its offset, such as 2026-11-21T10:00:00+08:00")
	case len(r.cells) == 0 && r.shortRating == "" && r.shortText == "":
		b.wrong("", "the row has no answer")
	}
	if b.err != nil {
		return nil, b.err
	}
	return r, nil
}

// readJSON reads the next line that is not blank.
func (r *Reader) readJSON() (*Row, error) {
	for {
		line, err := r.lineOf()
		if err != nil {
			return nil, err
		}
		at := r.line - 1
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if !utf8.Valid(line) {
			return nil, &RowError{Line: at, Reason: "the line is not valid UTF-8; save the file as UTF-8"}
		}
		var object map[string]json.RawMessage
		if err := json.Unmarshal(line, &object); err != nil || object == nil {
			return nil, &RowError{Line: at, Reason: "the line is no JSON object"}
		}
		return r.fromJSON(object, at)
	}
}

// lineOf reads a line and counts it. What is too long is skipped, a part at a
// time.
func (r *Reader) lineOf() ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := r.buf.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if long = long || len(line)+len(part) > maxRow; !long {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) && len(part) == 0 && len(line) == 0 && !long {
			return nil, io.EOF
		}
		r.line++
		if long {
			return nil, &RowError{Line: r.line - 1, Reason: fmt.Sprintf("the line is longer than %d bytes", maxRow)}
		}
		return line, nil
	}
}

func (r *Reader) fromJSON(object map[string]json.RawMessage, line int) (*Row, error) {
	b := rowBuilder{row: &Row{Line: line, cells: map[string]string{}}}
	for _, name := range sortedKeys(object) {
		msg := object[name]
		switch {
		case string(msg) == "null":
		case name == "answers":
			var nested map[string]json.RawMessage
			if json.Unmarshal(msg, &nested) != nil {
				b.wrong(name, "must be a JSON object")
			}
			for _, key := range sortedKeys(nested) {
				b.json(answerPrefix+key, nested[key])
			}
		case name == "fields" && msg[0] == '{':
			b.set(name, string(msg))
		case !r.known(name):
			r.stranger(name)
		default:
			b.json(name, msg)
		}
	}
	return b.done()
}

// json sets a column from a value: a list as its parts, numbers and truths as
// they are written.
func (b *rowBuilder) json(column string, msg json.RawMessage) {
	var v any
	d := json.NewDecoder(bytes.NewReader(msg))
	d.UseNumber()
	if d.Decode(&v) != nil {
		b.wrong(column, "cannot be read")
		return
	}
	var s string
	switch v := v.(type) {
	case nil:
		return
	case string:
		s = v
	case json.Number:
		s = strings.TrimSuffix(v.String(), ".0")
	case bool:
		s = fmt.Sprint(v)
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			text, ok := v[i].(string)
			if !ok {
				b.wrong(column, "must be a list of texts")
			}
			parts[i] = text
		}
		s = strings.Join(parts, "|")
	default:
		b.wrong(column, "must be a text, a number, true or false, or a list of texts")
		return
	}
	if len(s) > maxCell {
		b.wrong(column, fmt.Sprintf("is longer than %d bytes", maxCell))
		return
	}
	if s != "" {
		b.set(column, s)
	}
}

func sortedKeys(m map[string]json.RawMessage) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
