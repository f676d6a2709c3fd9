package store

import (
	"context"
	"strings"

	"github.com/waymood/waymood/internal/mood"
)

// selectWords selects by what the texts say.
func (s *Store) selectWords(ctx context.Context, c *catalog, where *clause, q Query) error {
	if q.Mixed {
		// They are few, and have an index of their own.
		where.and("r.seq in (select m.seq from scores m where m.mixed = 1)")
	}
	if q.Sentiment != mood.NoText {
		where.and("c.sentiment = ?", int64(q.Sentiment))
	}
	if q.Theme == "" {
		return nil
	}
	theme, err := s.lookup(ctx, q.Theme)
	if err != nil {
		return err
	}
	// The answers of a theme are few beside all answers. Place and days are
	// asked of the theme alone, so that the list is read by its key.
	ids := c.touchpointsOf(q)
	if len(ids) == 0 {
		where.and("1 = 0")
		return nil
	}
	args := []any{theme}
	for _, id := range ids {
		args = append(args, id)
	}
	text := "r.seq in (select m.seq from mentions m where m.theme = ? and m.touchpoint in (?" + strings.Repeat(", ?", len(ids)-1) + ")"
	if q.From != 0 {
		text, args = text+" and m.day >= ?", append(args, int64(q.From))
	}
	if q.To != 0 {
		text, args = text+" and m.day < ?", append(args, int64(q.To))
	}
	where.and(text+")", args...)
	return nil
}
