package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/survey"
)

// Decision is what staff decided of many waiting answers at once.
type Decision struct {
	ID      int64
	State   survey.State // that it moved them to: Counted or LeftOut
	MadeAt  time.Time
	Answers int64 // that it moved so far, and that were not taken back
}

// decisionLife is how long a decision can be taken back.
const decisionLife = 30 * 24 * time.Hour

const (
	decisionSQL     = `select d.id, d.state, d.made_at, (select count(*) from decided x where x.decision = d.id) from decisions d`
	oneDecisionSQL  = decisionSQL + ` where d.id = $1 and d.journey = $2`
	lateDecisionSQL = decisionSQL + ` where d.journey = $1 and d.made_at >= $2 order by d.made_at desc, d.id limit $3`
)

// Decisions of a journey that can be taken back, the newest first, at most
// limit.
func (s *Store) Decisions(ctx context.Context, journey string, limit int) ([]Decision, error) {
	var all []Decision
	rows, err := s.dialect.read.QueryContext(ctx, lateDecisionSQL, journey, milli(s.clock().Add(-decisionLife)), limit)
	err = each(rows, err, func(rows *sql.Rows) error {
		d, err := scanDecision(rows)
		all = append(all, d)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// Decision of a journey; fault.NotFound when there is none, or no longer one.
func (s *Store) Decision(ctx context.Context, journey string, id int64) (Decision, error) {
	d, err := scanDecision(s.dialect.read.QueryRowContext(ctx, oneDecisionSQL, id, journey))
	if errors.Is(err, sql.ErrNoRows) {
		return d, fault.New(fault.NotFound, "there is no such decision to take back")
	}
	return d, s.dialect.explain("read", err)
}

func scanDecision(row interface{ Scan(...any) error }) (Decision, error) {
	var d Decision
	var made int64
	err := row.Scan(&d.ID, &d.State, &made, &d.Answers)
	d.MadeAt = moment(made)
	return d, err
}
