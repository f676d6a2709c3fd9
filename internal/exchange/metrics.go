package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/journey"
)

// Metric is a row of daily numbers.
type Metric struct {
	Line       int // 1 is the first of the file
	Journey    string
	Touchpoint string // "" is the journey as a whole
	Date       journey.Day
	Metric     string
	Value      float64
}

// metricColumns are those of a metric; the journey may be left out where it is
// clear which one is meant.
var metricColumns = []string{"journey", "date", "touchpoint", "metric", "value"}

// MetricReader reads daily numbers, a row at a time.
type MetricReader struct {
	list  *List
	at    map[string]int // columns of the CSV
	lines *bufio.Reader  // of JSON
	line  int
}

// NewMetricReader looks at the beginning of a file and says whether it is CSV
// (with commas, semicolons or tabs) or JSON Lines. A file that is neither, or
// whose header lacks a column, is a *RowError.
func NewMetricReader(src io.Reader) (*MetricReader, error) {
	buf := bufio.NewReaderSize(src, 64<<10)
	head, err := beginning(buf)
	if err != nil {
		return nil, err
	}
	if start := bytes.TrimLeft(head, " \t\r\n"); start[0] == '{' {
		return &MetricReader{lines: buf}, nil
	}
	r := &MetricReader{at: map[string]int{}}
	if r.list, err = NewList(buf); err != nil {
		return nil, err
	}
	for i, name := range r.list.Columns {
		name = strings.ToLower(name)
		if _, twice := r.at[name]; twice && slices.Contains(metricColumns, name) {
			return nil, &RowError{Line: 1, Column: name, Reason: "the column stands twice in the header"}
		}
		r.at[name] = i
	}
	for _, name := range metricColumns[1:] {
		if _, ok := r.at[name]; !ok {
			return nil, &RowError{Line: 1, Column: name, Reason: "the header has no such column; the first line must name date,touchpoint,metric,value"}
		}
	}
	return r, nil
}

// Read is the next row; io.EOF at the end. After a *RowError reading may go
// on; after any other error it may not.
func (r *MetricReader) Read() (*Metric, error) {
	if r.list == nil {
		return r.readJSON()
	}
	cells, line, err := r.list.Read()
	if err != nil {
		return nil, err
	}
	cell := func(name string) string {
		if i, ok := r.at[name]; ok {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	return metricOf(line, cell)
}

// metricOf makes a row from what its columns say.
func metricOf(line int, cell func(name string) string) (*Metric, error) {
	m := &Metric{Line: line, Journey: cell("journey"), Touchpoint: cell("touchpoint"), Metric: cell("metric")}
	var err error
	if m.Date, err = journey.ParseDay(cell("date")); err != nil {
		return nil, &RowError{Line: line, Column: "date", Reason: fmt.Sprintf("%q is no date; write one such as 2026-11-21", short(cell("date")))}
	}
	if m.Value, err = strconv.ParseFloat(cell("value"), 64); err != nil {
		return nil, &RowError{Line: line, Column: "value", Reason: fmt.Sprintf("%q is no number; write one such as 120 or 0.35", short(cell("value")))}
	}
	return m, nil
}

func (r *MetricReader) readJSON() (*Metric, error) {
	for {
		text, err := r.lines.ReadBytes('\n')
		if err != nil && err != io.EOF || err == io.EOF && len(text) == 0 {
			return nil, err
		}
		r.line++
		if text = bytes.TrimSpace(text); len(text) == 0 {
			continue
		}
		var object map[string]any
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		if d.Decode(&object) != nil || object == nil {
			return nil, &RowError{Line: r.line, Reason: "the line is no JSON object"}
		}
		return metricOf(r.line, func(name string) string {
			switch v := object[name].(type) {
			case string:
				return v
			case json.Number:
				return v.String()
			}
			return ""
		})
	}
}

// MetricWriter writes daily numbers as NewMetricReader reads them.
type MetricWriter struct {
	list *ListWriter
	json *json.Encoder
}

// NewMetricWriter writes to w. A byte order mark makes Excel read CSV as UTF-8.
func NewMetricWriter(w io.Writer, format Format, bom bool) (*MetricWriter, error) {
	if format == JSONL {
		return &MetricWriter{json: json.NewEncoder(w)}, nil
	}
	list := NewListWriter(w, bom)
	return &MetricWriter{list: list}, list.Write(metricColumns...)
}

// Write adds a row.
func (w *MetricWriter) Write(m *Metric) error {
	if w.json != nil {
		return w.json.Encode(struct {
			Journey    string  `json:"journey"`
			Date       string  `json:"date"`
			Touchpoint string  `json:"touchpoint"`
			Metric     string  `json:"metric"`
			Value      float64 `json:"value"`
		}{m.Journey, m.Date.String(), m.Touchpoint, m.Metric, m.Value})
	}
	return w.list.Write(m.Journey, m.Date.String(), m.Touchpoint, m.Metric, strconv.FormatFloat(m.Value, 'f', -1, 64))
}

// Flush writes what is still buffered.
func (w *MetricWriter) Flush() error {
	if w.json != nil {
		return nil
	}
	return w.list.Flush()
}
