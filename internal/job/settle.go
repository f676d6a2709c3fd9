package job

import (
	"context"
	"log/slog"
	"time"

	"github.com/waymood/waymood/internal/store"
)

const (
	settleLease    = "actions"
	settleTime     = 5 * time.Minute
	settleSchedule = "@every 1h"
)

// Settling is the job that lets actions go live on their day, and measures them
// once the window after it is over.
type Settling struct {
	Store *store.Store
	Log   *slog.Logger
}

// Run settles what is due and says how many went live and were measured.
// fault.Busy when another node is at it.
func (s *Settling) Run(ctx context.Context) (live, measured int, err error) {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	err = holding(ctx, s.Store, settleLease, settleTime, func(*store.Lease) error {
		live, measured, err = s.Store.SettleActions(ctx)
		return err
	})
	return live, measured, err
}

// Job is settling on its schedule, every hour.
func (s *Settling) Job() (Job, error) {
	at, err := ParseSchedule(settleSchedule)
	return Job{Name: settleLease, Schedule: at, Work: func(ctx context.Context) error {
		live, measured, err := s.Run(ctx)
		if live+measured > 0 {
			s.Log.Info("actions were settled", "live", live, "measured", measured)
		}
		return err
	}}, err
}
