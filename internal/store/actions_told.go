package store

import (
	"context"
	"database/sql"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
)

const toldSQL = actionsSQL + ` where journey = $1 and state in ('live', 'measured') and live_on > $2 and live_on <= $3 order by live_on desc, id desc`

// Told is what customers at a touchpoint are told on a day of what was done, at
// most most texts, that of the newest action first.
func (s *Store) Told(ctx context.Context, journeyKey, touchpoint string, today journey.Day, most int) ([]action.Told, error) {
	var told []action.Told
	rows, err := s.dialect.read.QueryContext(ctx, toldSQL, journeyKey, int64(today)-action.ToldDays, int64(today))
	err = each(rows, err, func(rows *sql.Rows) error {
		a, err := scanAction(rows.Scan)
		if err == nil && len(told) < most && a.Tells(touchpoint, int64(today)) {
			told = append(told, a.Told)
		}
		return err
	})
	return told, s.dialect.explain("read", err)
}
