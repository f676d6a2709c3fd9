package job

import (
	"context"
	"time"
)

const (
	postLogAge      = 90 * 24 * time.Hour
	postLogSchedule = "@every 1h"
)

// Sweeping is the job that removes what was sent to webhooks, or given up, more
// than 90 days ago. Nodes may do it at the same time: what is gone is gone.
func (p *Posting) Sweeping() (Job, error) {
	at, err := ParseSchedule(postLogSchedule)
	return Job{Name: "webhook log", Schedule: at, Work: func(ctx context.Context) error {
		n, err := p.Store.SweepDeliveries(ctx, p.Clock().Add(-postLogAge))
		if n > 0 {
			p.Log.Info("the log of webhooks was shortened", "rows", n)
		}
		return err
	}}, err
}
