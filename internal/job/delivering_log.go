package job

import (
	"context"
	"time"
)

const (
	deliveryLogAge      = 90 * 24 * time.Hour
	deliveryLogSchedule = "@every 1h"
)

// Sweeping is the job that removes what was sent to webhooks, or given up, more
// than 90 days ago, and mends what a clock that was wrong put off. Nodes may do it at the same time: what is gone is gone.
func (d *Delivering) Sweeping() (Job, error) {
	at, err := ParseSchedule(deliveryLogSchedule)
	return Job{Name: "webhook log", Schedule: at, Work: func(ctx context.Context) error {
		pulled, err := d.Store.PullDeliveries(ctx, d.Clock().Add(longestWait))
		if err != nil {
			return err
		}
		if pulled > 0 {
			d.Log.Warn("the clock was wrong; what would have waited for long is sent to webhooks now", "events", pulled)
		}
		n, err := d.Store.SweepDeliveries(ctx, d.Clock().Add(-deliveryLogAge))
		if n > 0 {
			d.Log.Info("the log of webhooks was shortened", "rows", n)
		}
		return err
	}}, err
}
