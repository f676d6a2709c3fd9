package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/waymood/waymood/internal/action"
)

const (
	stancesSQL   = `select touchpoint, says, note, action, role, made, until, mail from stances where journey = $1`
	setStanceSQL = `insert into stances (journey, touchpoint, says, note, action, role, made, until, mail) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (journey, touchpoint) do update set says = excluded.says, note = excluded.note, action = excluded.action, role = excluded.role, made = excluded.made, until = excluded.until, mail = excluded.mail`
	dropStanceSQL = `delete from stances where journey = $1 and touchpoint = $2 returning says, made`
)

// Stances are what staff say of a journey's pains, by touchpoint key, those that
// no longer hold included.
func (s *Store) Stances(ctx context.Context, journey string) (map[string]action.Stance, error) {
	all := map[string]action.Stance{}
	rows, err := s.dialect.read.QueryContext(ctx, stancesSQL, journey)
	err = each(rows, err, func(rows *sql.Rows) error {
		st := action.Stance{Journey: journey}
		err := rows.Scan(&st.Touchpoint, &st.Says, &st.Note, &st.Action, &st.Role, &st.Made, &st.Until, &st.Mail)
		all[st.Touchpoint] = st
		return err
	})
	return all, s.dialect.explain("read", err)
}

// SetStance keeps what staff say of a pain in place of what they said before.
func (s *Store) SetStance(ctx context.Context, st action.Stance) error {
	return s.write(ctx, func(tx *tx) error { return tx.setStance(st) })
}

// setStance writes a stance, which answers what was asked.
func (t *tx) setStance(st action.Stance) error {
	err := t.exec(setStanceSQL, st.Journey, st.Touchpoint, string(st.Says), st.Note, st.Action, st.Role, st.Made, st.Until, st.Mail)
	if err != nil {
		return err
	}
	return t.answer(st.Journey, st.Touchpoint, st.Says, st.Made)
}

// DropStance takes back what staff said of a pain; where nothing was said
// nothing happens.
func (s *Store) DropStance(ctx context.Context, journey, touchpoint string) error {
	return s.write(ctx, func(tx *tx) error {
		var says action.Says
		var made int64
		err := tx.row(dropStanceSQL, journey, touchpoint).Scan(&says, &made)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return tx.unanswer(journey, touchpoint, says, made)
	})
}
