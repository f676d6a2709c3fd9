// Package job is scheduled work. The cron library parses schedules and ticks;
// leases in the database decide who works where only one node may, and the rows
// themselves say what there is to do, so that a tick that is missed or comes
// twice does no harm.
package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/waymood/waymood/internal/fault"
)

// Job is one kind of work.
type Job struct {
	Name     string
	Schedule Schedule
	Work     func(ctx context.Context) error // fault.Busy: another node is at it
}

// Runner runs jobs on their schedules.
type Runner struct {
	jobs []Job
	log  *slog.Logger
	wait time.Duration // before another try while another node is at it
}

// NewRunner makes a runner; nothing runs before Run.
func NewRunner(log *slog.Logger, jobs ...Job) *Runner {
	return &Runner{jobs: jobs, log: log, wait: 10 * time.Second}
}

// Run works until ctx is done and then waits for the work under way, which is
// told to stop by the same ctx. Each job also runs once at the start, so that
// what a stopped service left behind does not wait for the first tick.
func (r *Runner) Run(ctx context.Context) {
	logger := cronLog{r.log}
	// Skip first, Recover last: the other way round a panic would leave the
	// job marked as running for good.
	c := cron.New(cron.WithLogger(logger),
		cron.WithChain(cron.SkipIfStillRunning(logger), cron.Recover(logger)))
	var first sync.WaitGroup
	for _, j := range r.jobs {
		id := c.Schedule(j.Schedule.cron, cron.FuncJob(func() { r.work(ctx, j) }))
		wrapped := c.Entry(id).WrappedJob // the same as the ticks run, so that they skip it
		first.Go(wrapped.Run)
	}
	c.Start()
	<-ctx.Done()
	<-c.Stop().Done()
	first.Wait()
}

// work runs one job, and again a few times while another node holds its
// lease: that node may have died and its lease be about to lapse.
func (r *Runner) work(ctx context.Context, j Job) {
	var err error
	for range 6 {
		start := time.Now()
		err = j.Work(ctx)
		switch {
		case err == nil, ctx.Err() != nil:
			return
		case errors.Is(err, fault.Busy):
			select {
			case <-ctx.Done():
				return
			case <-time.After(r.wait):
			}
		default:
			r.log.Error("job failed; it is tried again at its next time", "job", j.Name, "took", time.Since(start), "error", err)
			return
		}
	}
	r.log.Warn("job did not get its turn; it is tried again at its next time", "job", j.Name, "error", err)
}

// cronLog passes what the cron library has to say on to slog.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(msg string, args ...any) { l.log.Debug("cron: "+msg, args...) }

func (l cronLog) Error(err error, msg string, args ...any) {
	l.log.Error("job panicked; it is tried again at its next time", append(args, "error", fmt.Errorf("%s: %w", msg, err))...)
}
