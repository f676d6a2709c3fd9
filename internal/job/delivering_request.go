package job

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/webhook"
)

// request is what is sent, or how the delivery ends without anything being
// sent.
func (d *Delivering) request(ctx context.Context, w *store.Webhook, e *store.Event) (webhook.Request, store.Sending, error) {
	data := e.Document
	if e.Type == store.ResponseCreated || e.Type == store.ResponseScored {
		var err error
		data, err = d.answer(ctx, w, e)
		if errors.Is(err, fault.Gone) || errors.Is(err, fault.NotFound) {
			return webhook.Request{}, store.Withheld, nil
		}
		if err != nil {
			return webhook.Request{}, "", err
		}
	}
	now := d.Clock()
	if shape := webhook.Shape(w.Shape); shape.Chat() {
		return d.chat(ctx, w, e, data)
	}
	r, err := webhook.Signed(w.URL, w.Secrets(now), webhook.Event{ID: e.ID, Type: e.Type, Time: e.Created, Data: data}, now)
	return r, "", err
}

// chat is what a chat program is told.
func (d *Delivering) chat(ctx context.Context, w *store.Webhook, e *store.Event, data []byte) (webhook.Request, store.Sending, error) {
	id, err := uuid.Parse(e.ID)
	if err != nil {
		return webhook.Request{}, "", err
	}
	// LINE remembers ids, and two webhooks may lead to the same account.
	h := webhook.Happened{ID: uuid.NewSHA1(id, []byte(w.ID)).String(), Type: e.Type, Data: data}
	if e.Journey != "" {
		if h.Journey, err = d.Store.Journey(ctx, e.Journey); err != nil {
			return webhook.Request{}, "", err
		}
	}
	m, ok, err := h.Say(d.Catalog.In(w.Language), d.PublicURL)
	if err != nil {
		return webhook.Request{}, "", err
	}
	if !ok {
		return webhook.Request{}, store.Unneeded, nil
	}
	r, err := webhook.Shape(w.Shape).Tell(w.URL, w.Settings, m, d.Clock())
	return r, "", err
}

// answer reads what an event of an answer tells, as it is now.
func (d *Delivering) answer(ctx context.Context, w *store.Webhook, e *store.Event) ([]byte, error) {
	var of struct {
		ID uuid.UUID `json:"response_id"`
	}
	if err := json.Unmarshal(e.Document, &of); err != nil {
		return nil, err
	}
	r, err := d.Store.Response(ctx, of.ID)
	if err != nil {
		return nil, err
	}
	return d.Answer(ctx, d.Store, r, w.Contacts())
}
