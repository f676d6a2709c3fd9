package store

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/subscription"
)

// By their numbers, from where was looked last: the table's own order.
const unhappySQL = `select r.seq, r.id from responses r left join scores c on c.seq = r.seq`

// unhappy reads the answers beyond a number that a subscription is to hear of
// and has not: those with an unhappy rating, and those without a rating whose
// words are; none that was imported, or is older than any tablet keeps them.
func (s *Store) unhappy(ctx context.Context, sub *subscription.Subscription, seq int64, n *Notice) error {
	c, err := s.current(ctx)
	if err != nil {
		return err
	}
	var touchpoints, imported []int64
	for k, sp := range c.byKey {
		if k.journey == sub.Journey && !sp.Touchpoint.Archived && !sp.Stage.Archived && (sub.Team == "" || sp.Touchpoint.Owner == sub.Team) {
			touchpoints = append(touchpoints, sp.touchpoint)
		}
	}
	imported = append(imported, 0) // without a placement
	for id, sp := range c.placements {
		if sp.Journey.Key == sub.Journey && sp.Placement.Channel == journey.Import {
			imported = append(imported, id)
		}
	}
	var where clause
	where.and("r.seq > ?", seq)
	where.and("(r.rating is not null and r.rating_class = ? or r.rating is null and c.text_class = ? and c.sentiment = ?)", int64(mood.Unhappy), int64(mood.Unhappy), int64(mood.TextNegative))
	where.and("r.state = 0 and r.superseded = 0 and r.delay <= ?", noticeAge.Milliseconds())
	where.in("r.touchpoint", touchpoints)
	for _, id := range imported {
		where.and("r.placement <> ?", id)
	}
	if sub.Persona != "" {
		persona, err := s.lookup(ctx, sub.Persona)
		if err != nil {
			return err
		}
		where.and("r.persona = ?", persona)
	}
	where.and("not exists (select 1 from noticed n where n.subscription = ? and n.seq = r.seq)", sub.ID)
	where.add(" order by r.seq limit ?", noticeMost)
	rows, err := s.dialect.read.QueryContext(ctx, unhappySQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var seq int64
		var id []byte
		if err := rows.Scan(&seq, &id); err != nil {
			return err
		}
		answer, err := uuid.FromBytes(id)
		n.seqs, n.Answers = append(n.seqs, seq), append(n.Answers, answer)
		return err
	})
	return s.dialect.explain("read", err)
}
