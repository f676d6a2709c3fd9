package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/waymood/waymood/internal/store"
)

// jsonLines writes one JSON object a line, with the columns of the CSV as
// names and proper types; what is absent is left out.
type jsonLines struct{ json *json.Encoder }

// NewJSONLines writes JSON Lines.
func NewJSONLines(w io.Writer) Writer {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return &jsonLines{e}
}

func (w *jsonLines) Write(r *store.Record) error {
	o := object{}
	o.put("response_id", r.ID)
	o.put("answered_at", timestamp(r.AnsweredAt))
	o.put("received_at", timestamp(r.ReceivedAt))
	for _, f := range []struct{ name, value string }{
		{"journey", r.Journey}, {"stage", r.Stage}, {"touchpoint", r.Touchpoint}, {"placement", r.Placement},
		{"channel", string(r.Channel)}, {"place", place(r)}, {"persona", r.Persona}, {"language", r.Language},
	} {
		if f.value != "" {
			o.put(f.name, f.value)
		}
	}
	for _, q := range sorted(r.Answers) {
		o.put(answerPrefix+q, r.Answers[q])
	}
	if len(r.Fields) > 0 {
		o.put("fields", r.Fields)
	}
	if r.Rating != nil {
		o.put("rating", *r.Rating)
	}
	if r.Text != "" {
		o.put("text", r.Text)
	}
	if r.Score != nil {
		o.put("sentiment", *r.Score)
	}
	if l := label(r.Sentiment); l != "" {
		o.put("sentiment_label", l)
	}
	if r.Model != "" {
		o.put("sentiment_model", r.Model)
	}
	if r.Mood != nil {
		o.put("mood", *r.Mood)
	}
	o.put("included", included(r))
	return w.json.Encode(o)
}

func (w *jsonLines) Flush() error { return nil }

// object keeps its members in the order in which they were put.
type object []member

type member struct {
	name  string
	value any
}

func (o *object) put(name string, value any) { *o = append(*o, member{name, value}) }

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := e.Encode(m.name); err != nil {
			return nil, err
		}
		b.Truncate(b.Len() - 1) // Encode ends with a new line
		b.WriteByte(':')
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
		b.Truncate(b.Len() - 1)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// maxLine is how long one line of JSON Lines may be.
const maxLine = 1 << 20

// jsonReader reads one object a line; empty lines are skipped.
type jsonReader struct {
	lines *bufio.Scanner
	line  int
}

// NewJSONReader reads JSON Lines.
func NewJSONReader(r io.Reader) (Reader, error) {
	text, err := peekable(r)
	if err != nil {
		return nil, err
	}
	s := bufio.NewScanner(text)
	s.Buffer(make([]byte, 64<<10), maxLine)
	return &jsonReader{lines: s}, nil
}

func (r *jsonReader) Next() (Row, error) {
	for r.lines.Scan() {
		r.line++
		b := bytes.TrimSpace(r.lines.Bytes())
		if len(b) == 0 {
			continue
		}
		row := Row{Line: r.line}
		cells := map[string]json.RawMessage{}
		if err := json.Unmarshal(b, &cells); err != nil {
			row.Wrong = fmt.Errorf("this is not a JSON object: %w", err)
			return row, nil
		}
		row.cells = make(map[string]any, len(cells))
		for name, value := range cells {
			if string(value) != "null" {
				row.cells[name] = value
			}
		}
		row.spread()
		return row, nil
	}
	if err := r.lines.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			return Row{}, fmt.Errorf("line %d has more than %d bytes; one answer a line", r.line+1, maxLine)
		}
		return Row{}, err
	}
	return Row{}, io.EOF
}

// spread lets answers stand in an object of their own, as the API has them.
func (r *Row) spread() {
	nested, ok := r.cells["answers"].(json.RawMessage)
	if !ok {
		return
	}
	answers := map[string]json.RawMessage{}
	if err := json.Unmarshal(nested, &answers); err != nil {
		r.Wrong = fmt.Errorf("answers must be an object of answers by the questions' keys")
		return
	}
	delete(r.cells, "answers")
	for key, v := range answers {
		if string(v) != "null" {
			r.cells[answerPrefix+key] = v
		}
	}
}

// peekable skips a byte order mark.
func peekable(r io.Reader) (*bufio.Reader, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	first, err := b.Peek(len(bom))
	if err != nil && err != io.EOF {
		return nil, err
	}
	if string(first) == bom {
		_, err = b.Discard(len(bom))
		return b, err
	}
	return b, nil
}

func errorAs[T error](err error, target *T) bool { return err != nil && errors.As(err, target) }
