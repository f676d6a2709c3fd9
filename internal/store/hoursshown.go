package store

import (
	"context"
	"database/sql"
	"errors"
)

const (
	hoursShownSQL = `select value from settings where name = $1`
	showHoursSQL  = `insert into settings (name, value) values ($1, $2) on conflict (name) do nothing`
	hideHoursSQL  = `delete from settings where name = $1`
)

// hoursName is the setting's name. Keys of journeys have no colon.
func hoursName(journey string) string { return "hours:" + journey }

// HoursShown says whether a journey's touchpoints show how they were felt at
// which hour of the week. They do not until somebody wants it: such a table can
// watch the shift of a single person.
func (s *Store) HoursShown(ctx context.Context, journey string) (bool, error) {
	var value []byte
	err := s.dialect.read.QueryRowContext(ctx, hoursShownSQL, hoursName(journey)).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, s.dialect.explain("read", err)
}

// ShowHours sets what HoursShown says; twice is as once.
func (s *Store) ShowHours(ctx context.Context, journey string, show bool) error {
	return s.write(ctx, func(tx *tx) error {
		if show {
			return tx.exec(showHoursSQL, hoursName(journey), []byte("1"))
		}
		return tx.exec(hideHoursSQL, hoursName(journey))
	})
}
