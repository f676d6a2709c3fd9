package store

import (
	"context"
	"database/sql"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
)

const (
	addAskSQL   = `insert into asks (journey, day, touchpoint, mail, says) values ($1, $2, $3, $4, '')`
	answerSQL   = `update asks set says = $1 where journey = $2 and touchpoint = $3 and day between $4 and $5`
	unanswerSQL = `update asks set says = '' where journey = $1 and touchpoint = $2 and says = $3 and day between $4 and $5`
	asksSQL     = `select a.touchpoint, a.day, a.says from asks a join outbox o on o.id = a.mail
  where a.journey = $1 and a.day >= $2 and a.day < $3 and o.sent_at is not null order by a.day, a.touchpoint, a.mail`
)

// Asks are what the digests of a journey that were made in a period and sent, to
// anybody, asked for, with what was decided, the oldest first.
func (s *Store) Asks(ctx context.Context, journey string, p journey.Period) ([]action.Ask, error) {
	var all []action.Ask
	rows, err := s.dialect.read.QueryContext(ctx, asksSQL, journey, int64(p.From), int64(p.To))
	err = each(rows, err, func(rows *sql.Rows) error {
		var a action.Ask
		err := rows.Scan(&a.Touchpoint, &a.Day, &a.Says)
		all = append(all, a)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// ask keeps what a mail asks for.
func (t *tx) ask(m *Mail) error {
	for _, a := range m.Asks {
		if err := t.exec(addAskSQL, m.Journey, a.Day, a.Touchpoint, m.ID); err != nil {
			return err
		}
	}
	return nil
}

// answer is that on a day somebody decided about a touchpoint.
func (t *tx) answer(journey, touchpoint string, says action.Says, day int64) error {
	return t.exec(answerSQL, string(says), journey, touchpoint, day-action.AskedDays, day)
}

// unanswer is that what was said of a touchpoint on a day was taken back.
func (t *tx) unanswer(journey, touchpoint string, says action.Says, day int64) error {
	return t.exec(unanswerSQL, journey, touchpoint, string(says), day-action.AskedDays, day)
}
