package exchange

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/store"
)

// bom tells Excel that a file is UTF-8.
const bom = "\ufeff"

// csvWriter writes RFC 4180.
type csvWriter struct {
	out       io.Writer
	csv       *csv.Writer
	questions []string
	bom, head bool // still to be written
	row       []string
}

// NewCSV writes a column for each of the questions, with a byte order mark
// before the first if asked for.
func NewCSV(w io.Writer, questions []string, mark bool) Writer {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	return &csvWriter{out: w, csv: c, questions: questions, bom: mark, head: true}
}

func (w *csvWriter) start() error {
	if !w.head {
		return nil
	}
	w.head = false
	if w.bom {
		if _, err := io.WriteString(w.out, bom); err != nil {
			return err
		}
	}
	head := slices.Clone(before)
	for _, q := range w.questions {
		head = append(head, answerPrefix+q)
	}
	return w.csv.Write(append(head, after...))
}

// Write adds a row. Numbers stay numbers; texts that a spreadsheet would run
// are disarmed.
func (w *csvWriter) Write(r *store.Record) error {
	if err := w.start(); err != nil {
		return err
	}
	row := append(w.row[:0],
		r.ID.String(), timestamp(r.AnsweredAt), timestamp(r.ReceivedAt), r.Journey, r.Stage, r.Touchpoint,
		r.Placement, string(r.Channel), disarm(place(r)), r.Persona, r.Language)
	for _, q := range w.questions {
		row = append(row, cell(r.Answers[q]))
	}
	fields := ""
	if len(r.Fields) > 0 {
		b, err := json.Marshal(r.Fields)
		if err != nil {
			return err
		}
		fields = string(b)
	}
	rating := ""
	if r.Rating != nil {
		rating = strconv.Itoa(*r.Rating)
	}
	row = append(row, fields, rating, disarm(r.Text), decimal(r.Score), label(r.Sentiment), r.Model, decimal(r.Mood), strconv.FormatBool(included(r)))
	w.row = row
	return w.csv.Write(row)
}

func (w *csvWriter) Flush() error {
	if err := w.start(); err != nil {
		return err
	}
	w.csv.Flush()
	return w.csv.Error()
}

// cell is an answer as text. Lists are joined by "|", which no option key has.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return disarm(v)
	case []string:
		return strings.Join(v, "|")
	}
	return fmt.Sprint(v)
}

func decimal(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}

// timestamp is RFC 3339 with milliseconds, as much as is kept.
func timestamp(t time.Time) string { return t.Format("2006-01-02T15:04:05.999Z07:00") }

// csvReader reads rows by the names of their columns.
type csvReader struct {
	csv  *csv.Reader
	head []string
}

// NewCSVReader reads the head line. A semicolon, which Excel writes where the
// comma is the decimal mark, separates too.
func NewCSVReader(r io.Reader) (Reader, error) {
	text, err := peekable(r)
	if err != nil {
		return nil, err
	}
	first, _ := text.Peek(4096)
	line, _, _ := strings.Cut(string(first), "\n")
	c := csv.NewReader(text)
	c.ReuseRecord = true
	c.FieldsPerRecord = -1
	if !strings.Contains(line, ",") && strings.Contains(line, ";") {
		c.Comma = ';'
	}
	head, err := c.Read()
	if err == io.EOF {
		return nil, fmt.Errorf("the file is empty; its first line names the columns, such as touchpoint,answered_at,rating,text")
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the first line, which names the columns: %w", err)
	}
	names := make([]string, len(head))
	for i, h := range head {
		names[i] = strings.TrimSpace(arm(h))
	}
	if !slices.Contains(names, "answered_at") {
		return nil, fmt.Errorf("there is no column answered_at; the first line names the columns, such as touchpoint,answered_at,rating,text")
	}
	return &csvReader{csv: c, head: names}, nil
}

func (r *csvReader) Next() (Row, error) {
	record, err := r.csv.Read()
	if err == io.EOF {
		return Row{}, io.EOF
	}
	var parse *csv.ParseError
	if errorAs(err, &parse) {
		return Row{Line: parse.StartLine, Wrong: fmt.Errorf("this is not CSV: %w; check the quotation marks", parse.Err)}, nil
	}
	if err != nil {
		return Row{}, err
	}
	line, _ := r.csv.FieldPos(0)
	row := Row{Line: line, cells: make(map[string]any, len(record))}
	if len(record) > len(r.head) {
		row.Wrong = fmt.Errorf("has %d cells, the first line names %d columns; check the quotation marks", len(record), len(r.head))
		return row, nil
	}
	for i, v := range record {
		if v != "" {
			row.cells[r.head[i]] = arm(v)
		}
	}
	return row, nil
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
