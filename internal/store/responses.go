package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
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
// trouble with the disk fault.Busy. When ctx ends first the answer may still
// be kept: sending it again with the same id tells.
func (s *Store) AddResponse(ctx context.Context, r *survey.Response) (Kept, error) {
	s.writer.coming.Add(1)
	defer s.writer.coming.Add(-1)
	p, err := s.prepare(ctx, r)
	if err != nil {
		return s.keptBefore(ctx, r, err)
	}
	if !s.writer.direct(p) {
		if err := s.writer.enqueue(p); err != nil {
			return Kept{}, err
		}
		if err := p.wait(ctx); err != nil {
			return Kept{}, err
		}
	}
	return p.kept, p.err
}

// Added is the outcome of one answer among several.
type Added struct {
	Kept Kept
	Err  error
}

// AddResponses keeps several answers, each on its own: one bad answer does
// not hold back the others. The results are in the order of rs.
func (s *Store) AddResponses(ctx context.Context, rs []*survey.Response) []Added {
	added := make([]Added, len(rs))
	waiting := make([]*pending, len(rs))
	for i, r := range rs {
		p, err := s.prepare(ctx, r)
		if err != nil {
			added[i].Kept, added[i].Err = s.keptBefore(ctx, r, err)
			continue
		}
		if added[i].Err = s.writer.enqueueWaiting(ctx, p); added[i].Err == nil {
			waiting[i] = p
		}
	}
	for i, p := range waiting {
		if p == nil {
			continue
		}
		if err := p.wait(ctx); err != nil {
			added[i].Err = err
			continue
		}
		added[i] = Added{p.kept, p.err}
	}
	return added
}

// keptBefore answers a repetition of what was kept while its placement was
// still open; whatever else has no place any more is refused as it was.
func (s *Store) keptBefore(ctx context.Context, r *survey.Response, refusal error) (Kept, error) {
	if !errors.Is(refusal, fault.Gone) && !errors.Is(refusal, fault.NotFound) {
		return Kept{}, refusal
	}
	found, err := s.read(ctx, responseSQL, r.ID[:])
	if err != nil || len(found) == 0 || found[0].state == survey.Erased || found[0].sum != r.Sum {
		return Kept{}, refusal
	}
	return Kept{ID: r.ID, Receipt: s.receipt(r.ID), ReceivedAt: moment(found[0].received), Again: true}, nil
}
