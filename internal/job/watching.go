package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

const (
	watchLease    = "watch"
	watchTime     = 5 * time.Minute
	watchSchedule = "@every 5m"
	freshTime     = 7 * 24 * time.Hour // nobody is told what is older
)

// Watching is the job that finds what somebody should hear of, keeps it as
// alerts, and posts the mails that tell them.
type Watching struct {
	Store *store.Store
	Clock func() time.Time
	Log   *slog.Logger

	// What one run need not do again, by journey; runs come one after the other.
	heard map[string]time.Time      // the hour in which silences were looked for
	told  map[string]journey.Period // the closed period of which webhooks were told
}

// Run looks once and says how many alerts were raised and how many mails were
// posted. What goes wrong in one journey or for one reader does not stop the
// others. fault.Busy when another node is at it.
func (w *Watching) Run(ctx context.Context) (raised, posted int, err error) {
	ctx, cancel := context.WithTimeout(ctx, watchTime)
	defer cancel()
	err = holding(ctx, w.Store, watchLease, watchTime, func(*store.Lease) error {
		journeys, err := w.Store.Journeys(ctx)
		if err != nil {
			return fmt.Errorf("read journeys: %w", err)
		}
		var failed []error
		for _, j := range journeys {
			if j.Archived || j.Draft() {
				continue
			}
			n, err := w.journey(ctx, j)
			raised += n
			if err != nil {
				failed = append(failed, fmt.Errorf("watch journey %s: %w", j.Key, err))
			}
		}
		alerts, err := w.troubles(ctx)
		if err == nil {
			alerts, err = w.Store.AddAlerts(ctx, alerts, func(store.Alert) (store.Event, bool) { return store.Event{}, false })
			raised += len(alerts)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("look for trouble: %w", err))
		}
		posted, err = w.tell(ctx, journeys)
		return errors.Join(append(failed, err)...)
	})
	return raised, posted, err
}

// journey raises what there is to raise in one journey. Days that are over are
// looked at, since half a day's answers may say something else than the whole.
func (w *Watching) journey(ctx context.Context, j *journey.Journey) (raised int, err error) {
	today := journey.DayOf(w.Clock(), j.Location())
	alerts, err := w.signals(ctx, j, today)
	if err != nil {
		return 0, err
	}
	silences, err := w.silences(ctx, j, today)
	if err != nil {
		return 0, err
	}
	added, err := w.Store.AddAlerts(ctx, append(alerts, silences...), func(a store.Alert) (store.Event, bool) { return eventOf(j, a) })
	if err != nil {
		return 0, err
	}
	return len(added), w.closedPeriod(ctx, j, today)
}

// Job is watching on its schedule, every five minutes.
func (w *Watching) Job() (Job, error) {
	at, err := ParseSchedule(watchSchedule)
	return Job{Name: watchLease, Schedule: at, Work: func(ctx context.Context) error {
		raised, posted, err := w.Run(ctx)
		if raised+posted > 0 {
			w.Log.Info("alerts", "raised", raised, "mails", posted)
		}
		if errors.Is(err, fault.Conflict) { // two nodes, one after the other: told is told
			return nil
		}
		return err
	}}, err
}
