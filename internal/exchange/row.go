// Package exchange carries answers as CSV and JSON Lines, in and out, row by
// row: a file of any size takes the same memory.
package exchange

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/survey"
)

// Format is how answers are written.
type Format string

// The formats.
const (
	CSV   Format = "csv"
	JSONL Format = "jsonl"
)

// answerPrefix begins the columns of answers: "answer.rating".
const answerPrefix = "answer."

// The columns before the answers, and after.
var (
	firstColumns = []string{
		"response_id", "answered_at", "received_at", "journey", "stage", "touchpoint", "placement", "channel", "place", "persona", "language",
	}
	lastColumns = []string{"fields", "rating", "text", "sentiment", "sentiment_label", "sentiment_model", "mood", "included"}
)

// columns of an export with these questions, in their order.
func columns(questions []string) []string {
	all := slices.Clone(firstColumns)
	for _, q := range questions {
		all = append(all, answerPrefix+q)
	}
	return append(all, lastColumns...)
}

// Row is one answer with all that an export tells of it. The fields from
// Rating on are computed; on reading they are ignored, but for rating and
// text, which stand in for answers, see Answers.
type Row struct {
	Line           int       // of a row that was read, counted from 1
	ResponseID     uuid.UUID // of a row that was read: its own, or one made of what stands there, see foreignID
	AnsweredAt     time.Time // written with its offset
	ReceivedAt     time.Time
	Journey        string
	Stage          string
	Touchpoint     string
	Placement      string
	Channel        string
	Place          string
	Persona        string
	Language       string
	Given          survey.Answers // to be written; of a row that was read see Answers
	Fields         map[string]string
	Rating         *int
	Text           string
	Sentiment      *float64 // -1..1
	SentimentLabel string
	SentimentModel string
	Mood           *float64 // 0..100
	Included       *bool

	cells       map[string]string // answers as read, by the question's key
	shortRating string
	shortText   string
}

// RowError is what is wrong with one row. Reading goes on after it.
type RowError struct {
	Line   int
	Column string // "" where it is about the whole row
	Reason string
}

func (e *RowError) Error() string {
	if e.Column == "" {
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	}
	return fmt.Sprintf("line %d, %s: %s", e.Line, e.Column, e.Reason)
}

// Answers resolves a row that was read with the survey of its touchpoint. The
// short columns rating and text fill the rating question and the first text
// question, each only where the row answers no question of that sort itself:
// an export has both, and there the short ones are computed. The error is a
// *RowError with all reasons.
func (r *Row) Answers(s *survey.Survey) (survey.Answers, error) {
	cells := make(map[string]string, len(r.cells)+2)
	var rated, written bool
	for key, cell := range r.cells {
		cells[key] = cell
		if q := s.Question(key); q != nil {
			_, scale := q.Type.Scale()
			rated = rated || scale
			written = written || q.Type.IsText()
		}
	}
	wrong := func(column, reason string) error { return &RowError{Line: r.Line, Column: column, Reason: reason} }
	if r.shortRating != "" && !rated {
		q := s.Rating()
		if q == nil {
			return nil, wrong("rating", "survey "+s.Key+" has no rating question")
		}
		cells[q.Key] = r.shortRating
	}
	if r.shortText != "" && !written {
		q := s.FirstText()
		if q == nil {
			return nil, wrong("text", "survey "+s.Key+" has no text question")
		}
		cells[q.Key] = r.shortText
	}
	answers, err := s.ParseCells(cells)
	if err != nil {
		params := fault.Params(err)
		reasons := make([]string, len(params))
		for i, p := range params {
			reasons[i] = p.Name + " " + p.Reason
		}
		if len(params) == 1 {
			return nil, wrong(params[0].Name, params[0].Reason)
		}
		return nil, wrong("", strings.Join(reasons, "; "))
	}
	if len(answers) == 0 {
		return nil, wrong("", "the row has no answer")
	}
	return answers, nil
}
