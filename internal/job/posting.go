package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/webhook"
)

const (
	postEvery = time.Second // how long an event waits at most before it is sent first
	// postHold is how long a node may take over what it has claimed, all of it
	// at the same time: ten seconds of sending, and the disk. A node that dies
	// gives it up after that.
	postHold  = 40 * time.Second
	postBatch = 4 // to one endpoint at the same time
)

// Posting sends events to webhooks. Every node does: what one has claimed the
// others leave alone. Each endpoint is served on its own, so that a slow one
// holds up no other.
type Posting struct {
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
func (p *Posting) Run(ctx context.Context) {
	tick := time.NewTicker(postEvery)
	defer tick.Stop()
	defer p.workers.Wait()
	for {
		p.begin(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Pass sends what is due now, and returns when that is done.
func (p *Posting) Pass(ctx context.Context) {
	p.begin(ctx)
	p.workers.Wait()
}

// begin starts a worker for each endpoint for which something is due and that
// has none.
func (p *Posting) begin(ctx context.Context) {
	due, err := p.Store.DueWebhooks(ctx)
	if err != nil {
		if ctx.Err() == nil {
			p.Log.Error("cannot read which webhooks are due; it is tried again in a second", "error", err)
		}
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.serving == nil {
		p.serving = map[string]bool{}
	}
	for _, id := range due {
		if p.serving[id] {
			continue
		}
		p.serving[id] = true
		p.workers.Go(func() {
			defer func() {
				p.mu.Lock()
				delete(p.serving, id)
				p.mu.Unlock()
			}()
			if err := p.serve(ctx, id); err != nil && ctx.Err() == nil {
				p.Log.Error("cannot tell a webhook; it is tried again in a second", "webhook", id, "error", err)
			}
		})
	}
}

// serve sends what is due to one endpoint.
func (p *Posting) serve(ctx context.Context, id string) error {
	for ctx.Err() == nil {
		w, err := p.Store.Webhook(ctx, id)
		if errors.Is(err, fault.NotFound) || err == nil && !w.Disabled.IsZero() {
			return nil
		}
		if err != nil {
			return err
		}
		claimed, err := p.Store.ClaimDeliveries(ctx, id, postBatch, postHold)
		if err != nil || len(claimed) == 0 {
			return err
		}
		failed := make([]error, len(claimed))
		var sending sync.WaitGroup
		for i := range claimed {
			// What has begun is finished when the service stops: cut off it would
			// be sent a second time.
			sending.Go(func() { failed[i] = p.deliver(context.WithoutCancel(ctx), w, &claimed[i]) })
		}
		sending.Wait()
		if err := errors.Join(failed...); err != nil {
			return err
		}
	}
	return nil
}

// deliver makes one attempt and notes what became of it. One that panics takes
// nothing else with it.
func (p *Posting) deliver(ctx context.Context, w *store.Webhook, c *store.Claimed) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("event %s: panicked: %v", c.Event.ID, r)
		}
	}()
	request, unsent, err := p.request(ctx, w, &c.Event)
	if err != nil {
		return fmt.Errorf("prepare event %s: %w", c.Event.ID, err)
	}
	attempt := store.Attempt{State: unsent}
	if unsent == "" {
		res := p.Client.Post(ctx, webhook.Shape(w.Shape), request)
		attempt = p.judge(res, c.Attempts+1)
		if c.Event.Type == store.TestEvent && attempt.State == store.ToSend {
			attempt.State = store.Failed // whoever asked for a test asks again
		}
	}
	disabled, err := p.Store.Settle(ctx, w.ID, c, attempt)
	if err != nil {
		return fmt.Errorf("note what became of event %s: %w", c.Event.ID, err)
	}
	p.Log.Debug("webhook told", "webhook", w.ID, "event", c.Event.ID, "type", c.Event.Type, "attempt", c.Attempts+1, "state", attempt.State, "status", attempt.Status, "trouble", attempt.Trouble, "took", attempt.Took)
	if disabled {
		p.Log.Warn("a webhook was disabled; its page says why", "webhook", w.ID, "status", attempt.Status, "trouble", attempt.Trouble)
	}
	return nil
}

// request is what is sent, or how the delivery ends without anything being
// sent.
func (p *Posting) request(ctx context.Context, w *store.Webhook, e *store.Event) (webhook.Request, store.Sending, error) {
	data := e.Document
	if e.Type == store.ResponseCreated || e.Type == store.ResponseScored {
		var err error
		data, err = p.answer(ctx, w, e)
		if errors.Is(err, fault.Gone) || errors.Is(err, fault.NotFound) {
			return webhook.Request{}, store.Withheld, nil
		}
		if err != nil {
			return webhook.Request{}, "", err
		}
	}
	now := p.Clock()
	if shape := webhook.Shape(w.Shape); shape.Chat() {
		return p.chat(ctx, w, e, data)
	}
	r, err := webhook.Signed(w.URL, w.Secrets(now), webhook.Event{ID: e.ID, Type: e.Type, Time: e.Created, Data: data}, now)
	return r, "", err
}

// chat is what a chat program is told.
func (p *Posting) chat(ctx context.Context, w *store.Webhook, e *store.Event, data []byte) (webhook.Request, store.Sending, error) {
	id, err := uuid.Parse(e.ID)
	if err != nil {
		return webhook.Request{}, "", err
	}
	// LINE remembers ids, and two webhooks may lead to the same account.
	h := webhook.Happened{ID: uuid.NewSHA1(id, []byte(w.ID)).String(), Type: e.Type, Data: data}
	if e.Journey != "" {
		if h.Journey, err = p.Store.Journey(ctx, e.Journey); err != nil {
			return webhook.Request{}, "", err
		}
	}
	m, ok, err := h.Say(p.Catalog.In(w.Language), p.PublicURL)
	if err != nil {
		return webhook.Request{}, "", err
	}
	if !ok {
		return webhook.Request{}, store.Unneeded, nil
	}
	r, err := webhook.Shape(w.Shape).Tell(w.URL, w.Settings, m, p.Clock())
	return r, "", err
}

// answer reads what an event of an answer tells, as it is now.
func (p *Posting) answer(ctx context.Context, w *store.Webhook, e *store.Event) ([]byte, error) {
	var of struct {
		ID uuid.UUID `json:"response_id"`
	}
	if err := json.Unmarshal(e.Document, &of); err != nil {
		return nil, err
	}
	r, err := p.Store.Response(ctx, of.ID)
	if err != nil {
		return nil, err
	}
	return p.Answer(ctx, p.Store, r, w.Contacts())
}
