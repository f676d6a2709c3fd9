package store

import (
	"context"
	"database/sql"

	"github.com/waymood/waymood/internal/action"
)

const (
	stancesSQL   = `select touchpoint, says, note, action, role, made, until from stances where journey = $1`
	setStanceSQL = `insert into stances (journey, touchpoint, says, note, action, role, made, until) values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (journey, touchpoint) do update set says = excluded.says, note = excluded.note, action = excluded.action, role = excluded.role, made = excluded.made, until = excluded.until`
	dropStanceSQL = `delete from stances where journey = $1 and touchpoint = $2`
)

// Stances are what staff say of a journey's pains, by touchpoint key, those that
// no longer hold included.
func (s *Store) Stances(ctx context.Context, journey string) (map[string]action.Stance, error) {
	all := map[string]action.Stance{}
	rows, err := s.dialect.read.QueryContext(ctx, stancesSQL, journey)
	err = each(rows, err, func(rows *sql.Rows) error {
		st := action.Stance{Journey: journey}
		err := rows.Scan(&st.Touchpoint, &st.Says, &st.Note, &st.Action, &st.Role, &st.Made, &st.Until)
		all[st.Touchpoint] = st
		return err
	})
	return all, s.dialect.explain("read", err)
}

// SetStance keeps what staff say of a pain in place of what they said before.
func (s *Store) SetStance(ctx context.Context, st action.Stance) error {
	return s.write(ctx, func(tx *tx) error {
		return tx.exec(setStanceSQL, st.Journey, st.Touchpoint, string(st.Says), st.Note, st.Action, st.Role, st.Made, st.Until)
	})
}

// DropStance takes back what staff said of a pain; where nothing was said
// nothing happens.
func (s *Store) DropStance(ctx context.Context, journey, touchpoint string) error {
	return s.write(ctx, func(tx *tx) error { return tx.exec(dropStanceSQL, journey, touchpoint) })
}
