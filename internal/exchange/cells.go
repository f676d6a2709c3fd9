package exchange

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

// rowBuilder fills a row column by column and keeps the first thing wrong.
type rowBuilder struct {
	row     *Row
	foreign string // response_id that is no UUID
	err     error
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
		if id, err := uuid.Parse(s); err == nil && len(s) == 36 && id != uuid.Nil {
			b.row.ResponseID = id
		} else {
			b.foreign = s
		}
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
	if b.foreign != "" {
		r.ResponseID = foreignID(b.foreign, r)
	}
	return r, nil
}

// foreignIDs is the namespace of the ids made of other systems' ids.
var foreignIDs = uuid.MustParse("c3b1a6f2-0f0e-5d5c-8f43-6f1b7a2e9d54")

// foreignID is the id of a row that another system numbers in its own way.
// The same row is the same answer whenever it is read. The place goes in,
// because two lists of answers may both begin with 1.
func foreignID(id string, r *Row) uuid.UUID {
	return uuid.NewSHA1(foreignIDs, fmt.Appendf(nil, "%q %q %q %q", r.Journey, r.Touchpoint, r.Placement, id))
}
