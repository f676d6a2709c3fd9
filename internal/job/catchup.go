package job

import (
	"context"
	"log/slog"
	"time"

	"github.com/waymood/waymood/internal/store"
)

const (
	catchUpLease    = "catchup"
	catchUpTime     = 5 * time.Minute
	catchUpSchedule = "@every 1h"
)

// CatchingUp is the job that makes maps complete again after a node of an older
// version took answers beside this one, as happens while nodes are brought up
// to date one after the other.
type CatchingUp struct {
	Store *store.Store
	Log   *slog.Logger
}

// Run says how many rows were set right; fault.Busy when another node is at it.
func (c *CatchingUp) Run(ctx context.Context) (rows int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, catchUpTime)
	defer cancel()
	err = holding(ctx, c.Store, catchUpLease, catchUpTime, func(*store.Lease) error {
		rows, err = c.Store.CatchUp(ctx)
		return err
	})
	return rows, err
}

// Job is catching up on its schedule, every hour.
func (c *CatchingUp) Job() (Job, error) {
	at, err := ParseSchedule(catchUpSchedule)
	return Job{Name: catchUpLease, Schedule: at, Work: func(ctx context.Context) error {
		rows, err := c.Run(ctx)
		if rows > 0 {
			c.Log.Warn("sums lacked what another version of this program did; they are complete again", "rows", rows)
		}
		return err
	}}, err
}
