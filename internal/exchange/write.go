package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Writer writes answers, a row at a time.
type Writer struct {
	w         *bufio.Writer
	format    Format
	questions []string
	started   bool
	bom       bool
}

// NewWriter writes to w. The questions are the keys of all questions that any
// row answers; they are columns of the CSV. A byte order mark makes Excel read
// the CSV as UTF-8.
func NewWriter(w io.Writer, format Format, questions []string, bom bool) *Writer {
	return &Writer{w: bufio.NewWriter(w), format: format, questions: slices.Clone(questions), bom: bom}
}

// Write adds a row.
func (w *Writer) Write(r *Row) error {
	if w.format == JSONL {
		return w.object(r)
	}
	if err := w.header(); err != nil {
		return err
	}
	for key := range r.Given {
		if !slices.Contains(w.questions, key) {
			return fmt.Errorf("write answers: there is no column for question %q", key)
		}
	}
	cells := []string{
		idText(r.ResponseID), timeText(r.AnsweredAt), timeText(r.ReceivedAt), disarm(r.Journey), disarm(r.Stage), disarm(r.Touchpoint),
		disarm(r.Placement), disarm(r.Channel), disarm(r.Place), disarm(r.Persona), disarm(r.Language),
	}
	for _, q := range w.questions {
		cells = append(cells, answerText(r.Given[q]))
	}
	cells = append(cells, disarm(fieldsText(r.Fields)), intText(r.Rating), disarm(r.Text), floatText(r.Sentiment), disarm(r.SentimentLabel),
		disarm(r.SentimentModel), floatText(r.Mood), boolText(r.Included))
	return line(w.w, cells)
}

// Flush writes what is still buffered; a CSV without rows gets its header.
func (w *Writer) Flush() error {
	if w.format == CSV {
		if err := w.header(); err != nil {
			return err
		}
	}
	return w.w.Flush()
}

func (w *Writer) header() error {
	if w.started {
		return nil
	}
	w.started = true
	if w.bom {
		if _, err := w.w.WriteString("\uFEFF"); err != nil {
			return err
		}
	}
	names := columns(w.questions)
	for i := range names {
		names[i] = disarm(names[i])
	}
	return line(w.w, names)
}

// line writes a record as RFC 4180 says. Cells with a semicolon or a tab are
// quoted too: some programs separate by those.
func line(w *bufio.Writer, cells []string) error {
	for i, c := range cells {
		if i > 0 {
			w.WriteByte(',')
		}
		if strings.ContainsAny(c, ",;\"\r\n\t") || strings.HasPrefix(c, " ") || strings.HasSuffix(c, " ") {
			w.WriteByte('"')
			w.WriteString(strings.ReplaceAll(c, `"`, `""`))
			w.WriteByte('"')
		} else {
			w.WriteString(c)
		}
	}
	_, err := w.WriteString("\r\n") // a bufio.Writer keeps its first error
	return err
}

// object writes a row as a JSON object with the same names, in their order;
// questions without an answer are left out.
func (w *Writer) object(r *Row) error {
	var b bytes.Buffer
	add := func(name string, v any) error {
		value, err := encode(v)
		if err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		sep := byte(',')
		if b.Len() == 0 {
			sep = '{'
		}
		b.WriteByte(sep)
		key, _ := encode(name)
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
		return nil
	}
	orNull := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	type pair struct {
		name  string
		value any
	}
	pairs := []pair{
		{"response_id", orNull(idText(r.ResponseID))}, {"answered_at", orNull(timeText(r.AnsweredAt))}, {"received_at", orNull(timeText(r.ReceivedAt))},
		{"journey", orNull(r.Journey)}, {"stage", orNull(r.Stage)}, {"touchpoint", orNull(r.Touchpoint)}, {"placement", orNull(r.Placement)},
		{"channel", orNull(r.Channel)}, {"place", orNull(r.Place)}, {"persona", orNull(r.Persona)}, {"language", orNull(r.Language)},
	}
	for _, q := range slices.Sorted(maps.Keys(r.Given)) {
		pairs = append(pairs, pair{answerPrefix + q, r.Given[q]})
	}
	fields := any(r.Fields)
	if len(r.Fields) == 0 {
		fields = nil
	}
	pairs = append(pairs, pair{"fields", fields}, pair{"rating", r.Rating}, pair{"text", orNull(r.Text)}, pair{"sentiment", r.Sentiment},
		pair{"sentiment_label", orNull(r.SentimentLabel)}, pair{"sentiment_model", orNull(r.SentimentModel)}, pair{"mood", r.Mood}, pair{"included", r.Included})
	for _, p := range pairs {
		if err := add(p.name, p.value); err != nil {
			return err
		}
	}
	b.WriteString("}\n")
	_, err := w.w.Write(b.Bytes())
	return err
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

func idText(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func intText(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func floatText(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}

func boolText(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func fieldsText(fields map[string]string) string {
	if len(fields) == 0 {
		return ""
	}
	b, _ := encode(fields) // a map of strings always can be
	return string(b)
}

// answerText is an answer as a cell.
func answerText(v any) string {
	switch v := v.(type) {
	case int:
		return strconv.Itoa(v)
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case string:
		return disarm(v)
	case []string:
		return disarm(strings.Join(v, "|"))
	}
	return ""
}
