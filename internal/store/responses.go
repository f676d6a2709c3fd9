package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// Kept is what became of an answer that is safely on disk.
type Kept struct {
	ID         uuid.UUID
	Receipt    string // opens the answer's receipt page
	ReceivedAt time.Time
	Again      bool // the same id and content were here before
}

// AddResponse keeps an answer and returns once it is on disk. The same id
// with other content is fault.Conflict, an erased id fault.Gone, an unknown
// code fault.NotFound, a closed placement fault.Gone, a full queue or
// trouble with the disk fault.Busy.
func (s *Store) AddResponse(ctx context.Context, r *survey.Response) (Kept, error) {
	panic("not yet")
}

// Added is the outcome of one answer among several.
type Added struct {
	Kept Kept
	Err  error
}

// AddResponses keeps several answers, each on its own: one bad answer does
// not hold back the others. The results are in the order of rs.
func (s *Store) AddResponses(ctx context.Context, rs []*survey.Response) []Added {
	panic("not yet")
}

// Correct replaces the answers of a response that its own visitor gave a
// moment ago; the id stays.
func (s *Store) Correct(ctx context.Context, r *survey.Response) (Kept, error) { panic("not yet") }

// Record is a stored answer with all that is known of it.
type Record struct {
	ID         uuid.UUID
	Journey    string
	Stage      string
	Touchpoint string
	Placement  string // code, or ""
	Channel    journey.Channel
	Place      survey.Wording
	Persona    string
	Language   string // shown
	Answers    survey.Answers
	Fields     map[string]string
	AnsweredAt time.Time
	ReceivedAt time.Time
	State      survey.State
	Superseded bool // a later answer of the same respondent on the same day counts instead
	Rating     *int
	Text       string
	Sentiment  mood.Sentiment
	Score      *float64 // of the text, -1..1; nil when not scored
	Detected   string   // language of the text
	Model      string   // that scored it
	Mood       *float64 // of the answer, -1..1; nil when it has none
	Mixed      bool
}

// Query selects answers. Zero fields do not select.
type Query struct {
	Journey     string
	Touchpoint  string
	Since       time.Time // received at or after
	Until       time.Time // received before
	From, To    journey.Day
	Filter      Filter
	States      []survey.State // none: all but Erased
	Cursor      string         // of the page before
	Limit       int            // 0: 100; at most 1000
	OldestFirst bool
}

// Responses are the selected answers, newest first, and the cursor of the
// next page, "" at the end. A broken cursor is fault.Invalid.
func (s *Store) Responses(ctx context.Context, q Query) ([]Record, string, error) {
	panic("not yet")
}

// Response by its id; fault.NotFound, fault.Gone when erased.
func (s *Store) Response(ctx context.Context, id uuid.UUID) (*Record, error) { panic("not yet") }

// Receipt finds the answer that a receipt opens; fault.NotFound for receipts
// that this installation did not write.
func (s *Store) Receipt(ctx context.Context, receipt string) (*Record, error) { panic("not yet") }

// SetState leaves an answer out (survey.LeftOut) or takes it back
// (survey.Counted); tallies follow in the same transaction.
func (s *Store) SetState(ctx context.Context, id uuid.UUID, state survey.State) error {
	panic("not yet")
}

// Erase removes all of an answer but its id, and what it added to tallies.
func (s *Store) Erase(ctx context.Context, id uuid.UUID) error { panic("not yet") }
