package store

import (
	"context"
	"database/sql"
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Quotes are the newest texts of each touchpoint in a period, at most limit
// each, by touchpoint key.
func (s *Store) Quotes(ctx context.Context, j *journey.Journey, p journey.Period, f Filter, limit int) (map[string][]mood.Quote, error) {
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	newest, err := s.newest(ctx, sc, p, limit)
	if err != nil {
		return nil, err
	}
	quotes, err := s.quotes(ctx, newest)
	return byKey(sc, quotes), err
}

const (
	newestTextsSQL = `select seq from responses`
	quotable       = `state = 0 and superseded = 0 and text is not null`
)

// newest are the numbers of the newest answers with a text, newest first, by
// touchpoint.
func (s *Store) newest(ctx context.Context, sc *scope, p journey.Period, limit int) (map[int64][]int64, error) {
	newest := map[int64][]int64{}
	for _, id := range sc.touchpoints {
		var where clause
		where.and("touchpoint = ?", id)
		where.and("day >= ?", int64(p.From))
		where.and("day < ?", int64(p.To))
		where.and(quotable)
		sc.narrow(&where)
		where.add(" order by day desc, seq desc limit ?", limit)
		seqs, err := s.seqs(ctx, newestTextsSQL+where.String(), where.args...)
		if err != nil {
			return nil, s.dialect.explain("read", err)
		}
		if len(seqs) > 0 {
			newest[id] = seqs
		}
	}
	return newest, nil
}

const quoteSQL = `select r.seq, r.touchpoint, r.id, r.language, r.persona, r.rating_class, r.rating, r.text, r.received_at, r.delay, c.detected, c.text_class
  from responses r left join scores c on c.seq = r.seq`

// quotes are the texts of answers, in the order of their numbers; those that
// can no longer be quoted are left out.
func (s *Store) quotes(ctx context.Context, newest map[int64][]int64) (map[int64][]mood.Quote, error) {
	type quote struct {
		mood.Quote
		touchpoint, language, persona int64
	}
	found := map[int64]quote{}
	for seqs := range slices.Chunk(slices.Sorted(eachOf(newest)), 500) {
		var where clause
		where.in("r.seq", seqs)
		where.and(quotable)
		rows, err := s.dialect.read.QueryContext(ctx, quoteSQL+where.String(), where.args...)
		err = each(rows, err, func(rows *sql.Rows) error {
			var id []byte
			var seq, class, received, delay int64
			var rating, detected, textClass sql.NullInt64
			var q quote
			if err := rows.Scan(&seq, &q.touchpoint, &id, &q.language, &q.persona, &class, &rating, &q.Text, &received, &delay, &detected, &textClass); err != nil {
				return err
			}
			if !rating.Valid {
				class = textClass.Int64
			}
			if detected.Valid {
				q.language = detected.Int64
			}
			q.ID, q.Class, q.AnsweredAt = uuidText(id), mood.Class(class), moment(received-delay)
			found[seq] = q
			return nil
		})
		if err != nil {
			return nil, s.dialect.explain("read", err)
		}
	}
	quotes := map[int64][]mood.Quote{}
	for id, seqs := range newest {
		for _, seq := range seqs {
			if q, ok := found[seq]; ok && q.touchpoint == id {
				q.Language, q.Persona = s.word(ctx, q.language), s.word(ctx, q.persona)
				quotes[id] = append(quotes[id], q.Quote)
			}
		}
	}
	return quotes, nil
}

// eachOf goes through all lists of a map.
func eachOf(lists map[int64][]int64) func(yield func(int64) bool) {
	return func(yield func(int64) bool) {
		for _, list := range lists {
			for _, n := range list {
				if !yield(n) {
					return
				}
			}
		}
	}
}
