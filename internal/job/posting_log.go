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
// than 90 days ago, and mends what a clock that was wrong put off. Nodes may do it at the same time: what is gone is gone.
func (p *Posting) Sweeping() (Job, error) {
	at, err := ParseSchedule(postLogSchedule)
	return Job{Name: "webhook log", Schedule: at, Work: func(ctx context.Context) error {
		pulled, err := p.Store.PullDeliveries(ctx, p.Clock().Add(longestWait))
		if err != nil {
			return err
		}
		if pulled > 0 {
			p.Log.Warn("the clock was wrong; what would have waited for long is sent to webhooks now", "events", pulled)
		}
		n, err := p.Store.SweepDeliveries(ctx, p.Clock().Add(-postLogAge))
		if n > 0 {
			p.Log.Info("the log of webhooks was shortened", "rows", n)
		}
		return err
	}}, err
}
