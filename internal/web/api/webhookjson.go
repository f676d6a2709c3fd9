package api

import (
	"net/url"
	"slices"
	"time"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/webhook"
)

// webhookJSON is a webhook as it is told: without secrets, and of an address
// that is one its host alone.
type webhookJSON struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Shape    string            `json:"shape"`
	URL      string            `json:"url"`
	Types    []string          `json:"types"`
	Journey  *string           `json:"journey"`
	Language *string           `json:"language"` // of chats
	Settings map[string]string `json:"settings"`
	Contacts bool              `json:"contacts"`
	Enabled  bool              `json:"enabled"`
	Disabled *disabledJSON     `json:"disabled"`
	Failing  *string           `json:"failing_since"`
	Older    *string           `json:"older_secret_until"`
	Created  string            `json:"created_at"`
	Secret   string            `json:"secret,omitempty"` // when it is made, and never again
}

type disabledJSON struct {
	At  string          `json:"at"`
	Why store.Disabling `json:"why"`
}

func webhookOf(w *store.Webhook) webhookJSON {
	s := webhook.Shape(w.Shape)
	out := webhookJSON{
		ID: w.ID, Name: w.Name, Shape: w.Shape, URL: w.URL, Types: w.Types, Journey: orNull(w.Journey), Settings: map[string]string{},
		Contacts: w.Contacts(), Enabled: w.Disabled.IsZero(), Failing: stampOrNull(w.Failing), Older: stampOrNull(w.OlderUntil), Created: stamp(w.Created),
	}
	if u, err := url.Parse(w.URL); err == nil && s.SecretAddress() {
		out.URL = u.Scheme + "://" + u.Host + "/…"
	}
	if s.Chat() {
		out.Language = orNull(w.Language)
	}
	for _, f := range s.Fields() {
		if v := w.Settings[f.Name]; v != "" && !f.Secret {
			out.Settings[f.Name] = v
		}
	}
	if !out.Enabled {
		out.Disabled = &disabledJSON{stamp(w.Disabled), w.Why}
	}
	return out
}

// secretOnce tells a webhook with its secret, where it has one that receivers
// need.
func secretOnce(w *store.Webhook) webhookJSON {
	out := webhookOf(w)
	if w.Shape == string(webhook.Standard) {
		out.Secret = w.Secret
	}
	return out
}

// deliveryJSON is an event on its way to a webhook.
type deliveryJSON struct {
	ID       int64         `json:"id"`
	Event    eventJSON     `json:"event"`
	State    store.Sending `json:"state"`
	Attempts int           `json:"attempts"`
	Next     *string       `json:"next_attempt_at"`
	Tried    *string       `json:"tried_at"`
	Status   *int          `json:"status"`
	Trouble  *string       `json:"trouble"`
	Took     *int64        `json:"took_ms"`
}

type eventJSON struct {
	ID      string  `json:"id"`
	Type    string  `json:"type"`
	Journey *string `json:"journey"`
	Created string  `json:"created_at"`
}

func deliveryOf(d *store.Delivery) deliveryJSON {
	out := deliveryJSON{
		ID: d.ID, Event: eventJSON{d.Event.ID, d.Event.Type, orNull(d.Event.Journey), stamp(d.Event.Created)},
		State: d.State, Attempts: d.Attempts, Tried: stampOrNull(d.Tried), Trouble: orNull(d.Trouble),
	}
	if d.State == store.ToSend {
		out.Next = stampOrNull(d.Next)
	}
	if d.Status != 0 {
		out.Status = &d.Status
	}
	if d.Attempts > 0 {
		ms := d.Took.Milliseconds()
		out.Took = &ms
	}
	return out
}

func knownSending(s store.Sending) bool {
	return slices.Contains([]store.Sending{store.ToSend, store.Sent, store.Failed, store.Withheld, store.Unneeded, store.Stopped}, s)
}

func stampOrNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return orNull(stamp(t))
}
