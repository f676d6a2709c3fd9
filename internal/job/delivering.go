package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/webhook"
)

const (
	deliverEvery = time.Second // how long an event waits at most before it is sent first
	// deliveryHold is how long a node may take over what it has claimed, all of it
	// at the same time: ten seconds of sending, and the disk. A node that dies
	// gives it up after that.
	deliveryHold  = 40 * time.Second
	deliverAtOnce = 4 // to one endpoint at the same time
)

// Delivering sends events to webhooks. Every node does: what one has claimed the
// others leave alone. Each endpoint is served on its own, so that a slow one
// holds up no other.
type Delivering struct {
	Store     *store.Store
	Client    *webhook.Client
	Catalog   *i18n.Catalog
	PublicURL *url.URL
	Clock     func() time.Time
	Log       *slog.Logger
	// Answer is what is told of an answer, as JSON; without contacts neither
	// addresses nor names.
	Answer func(ctx context.Context, s *store.Store, r *store.Record, contacts bool) ([]byte, error)

	mu      sync.Mutex
	serving map[string]bool // webhooks that have a worker on this node
	workers sync.WaitGroup
}

// Run sends what is due, every second, until ctx is done; what is under way
// then is finished, which takes ten seconds at most.
func (d *Delivering) Run(ctx context.Context) {
	tick := time.NewTicker(deliverEvery)
	defer tick.Stop()
	defer d.workers.Wait()
	for {
		d.begin(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Pass sends what is due now, and returns when that is done.
func (d *Delivering) Pass(ctx context.Context) {
	d.begin(ctx)
	d.workers.Wait()
}

// begin starts a worker for each endpoint for which something is due and that
// has none.
func (d *Delivering) begin(ctx context.Context) {
	due, err := d.Store.DueWebhooks(ctx)
	if err != nil {
		if ctx.Err() == nil {
			d.Log.Error("cannot read which webhooks are due; it is tried again in a second", "error", err)
		}
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.serving == nil {
		d.serving = map[string]bool{}
	}
	for _, id := range due {
		if d.serving[id] {
			continue
		}
		d.serving[id] = true
		d.workers.Go(func() {
			defer func() {
				d.mu.Lock()
				delete(d.serving, id)
				d.mu.Unlock()
			}()
			if err := d.serve(ctx, id); err != nil && ctx.Err() == nil {
				d.Log.Error("cannot tell a webhook; it is tried again in a second", "webhook", id, "error", err)
			}
		})
	}
}

// serve sends what is due to one endpoint.
func (d *Delivering) serve(ctx context.Context, id string) error {
	for ctx.Err() == nil {
		w, err := d.Store.Webhook(ctx, id)
		if errors.Is(err, fault.NotFound) || err == nil && !w.Disabled.IsZero() {
			return nil
		}
		if err != nil {
			return err
		}
		claimed, err := d.Store.ClaimDeliveries(ctx, id, deliverAtOnce, deliveryHold)
		if err != nil || len(claimed) == 0 {
			return err
		}
		failed := make([]error, len(claimed))
		var sending sync.WaitGroup
		for i := range claimed {
			// What has begun is finished when the service stops: cut off it would
			// be sent a second time.
			sending.Go(func() { failed[i] = d.deliver(context.WithoutCancel(ctx), w, &claimed[i]) })
		}
		sending.Wait()
		if err := errors.Join(failed...); err != nil {
			return err
		}
	}
	return nil
}

// deliver makes one attempt and notes what became of it.
func (d *Delivering) deliver(ctx context.Context, w *store.Webhook, c *store.ClaimedDelivery) error {
	attempt := d.attempt(ctx, w, c)
	if c.Event.Type == store.TestEvent && attempt.State == store.ToSend {
		attempt.State = store.Failed // whoever asked for a test asks again
	}
	disabled, err := d.Store.SettleDelivery(ctx, w.ID, c, attempt)
	if err != nil {
		return fmt.Errorf("note what became of event %s: %w", c.Event.ID, err)
	}
	d.Log.Debug("webhook told", "webhook", w.ID, "event", c.Event.ID, "type", c.Event.Type, "attempt", c.Attempts+1, "state", attempt.State, "status", attempt.Status, "trouble", attempt.Trouble, "took", attempt.Took)
	if disabled {
		d.Log.Warn("a webhook was disabled; its page says why", "webhook", w.ID, "status", attempt.Status, "trouble", attempt.Trouble)
	}
	return nil
}

// attempt prepares an event and sends it. What cannot be prepared has failed
// like what does not arrive; one that panics takes nothing else with it.
func (d *Delivering) attempt(ctx context.Context, w *store.Webhook, c *store.ClaimedDelivery) (a store.Attempt) {
	n := c.Attempts + 1
	unprepared := func(why error) store.Attempt {
		d.Log.Error("an event could not be prepared for a webhook; it is tried again like one that did not arrive", "webhook", w.ID, "event", c.Event.ID, "type", c.Event.Type, "attempt", n, "error", why)
		return d.judge(webhook.Result{Trouble: webhook.Unprepared}, n)
	}
	defer func() {
		if r := recover(); r != nil {
			a = unprepared(fmt.Errorf("panicked: %v", r))
		}
	}()
	request, unsent, err := d.request(ctx, w, &c.Event)
	switch {
	case err != nil:
		return unprepared(err)
	case unsent != "":
		return store.Attempt{State: unsent}
	}
	return d.judge(d.Client.Post(ctx, webhook.Shape(w.Shape), request), n)
}
