package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/waymood/waymood/internal/survey"
)

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
	for _, name := range slices.Sorted(maps.Keys(object)) {
		msg := object[name]
		switch {
		case string(msg) == "null":
		case name == "answers":
			var nested map[string]json.RawMessage
			if json.Unmarshal(msg, &nested) != nil {
				b.wrong(name, "must be a JSON object")
			}
			for _, key := range slices.Sorted(maps.Keys(nested)) {
				if !survey.Key(key) {
					b.wrong(name, fmt.Sprintf("%q can be no question's key", short(key)))
					continue
				}
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
