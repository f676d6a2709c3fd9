package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"
)

// The types of events.
const (
	ResponseCreated  = "response.created" // an answer counts
	ResponseScored   = "response.scored"  // the words of an answer that counts were read
	PainRaised       = "pain.raised"
	ChangeConfirmed  = "change.confirmed"
	AlertRaised      = "alert.raised"
	ActionVerdict    = "action.verdict"
	TouchpointSilent = "touchpoint.silent"
	TestEvent        = "test" // sent to one endpoint because somebody asked for it
)

// EventTypes are the types that a webhook can want, in the order in which they
// are offered.
func EventTypes() []string {
	return []string{ResponseCreated, ResponseScored, PainRaised, ChangeConfirmed, AlertRaised, ActionVerdict, TouchpointSilent}
}

// Event is something that happened, once.
type Event struct {
	ID       string // a UUID, made when it is raised; the same in every delivery
	Key      string // what happened: the same key is raised once only, "verdict:12"
	Type     string
	Journey  string // by key
	Document []byte // a JSON object without anything that a customer wrote
	Created  time.Time
}

const (
	addEventsSQL   = `insert into events (id, key, type, journey, document, created_at) values `
	addedEventsSQL = ` on conflict (key) do nothing returning id`
	addDeliverySQL = `insert into deliveries (event, webhook, state, attempts, token, next_at, status, trouble, took) values `
)

// Raise keeps events and their deliveries to the endpoints that want them. An
// event whose key was raised before is left as it was, and so are its
// deliveries: an endpoint that is added later is not told.
func (s *Store) Raise(ctx context.Context, events ...Event) error {
	if len(events) == 0 {
		return nil
	}
	return s.writeIn(ctx, func(tx *tx, c *catalog) error { return tx.raise(c, events...) })
}

// raise is Raise within a transaction that makes the events true. c holds for
// the transaction.
func (t *tx) raise(c *catalog, events ...Event) error {
	events = slices.Clone(events)
	// Writers that meet take the keys in the same order.
	slices.SortFunc(events, func(a, b Event) int { return cmp.Compare(a.Key, b.Key) })
	events = slices.CompactFunc(events, func(a, b Event) bool { return a.Key == b.Key })
	now := t.s.now()
	for len(events) > 0 {
		n := chunk(len(events), 64)
		if err := t.raiseSome(c, events[:n], now); err != nil {
			return err
		}
		events = events[n:]
	}
	return nil
}

func (t *tx) raiseSome(c *catalog, events []Event, now int64) error {
	args := make([]any, 0, 6*len(events))
	for i := range events {
		e := &events[i]
		e.ID = uuid.NewString()
		args = append(args, e.ID, e.Key, e.Type, e.Journey, string(e.Document), now)
	}
	added := map[string]bool{}
	rows, err := t.rows(addEventsSQL+tuples(len(events), 6)+addedEventsSQL, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		added[id] = true
		return err
	})
	if err != nil {
		return err
	}
	var deliveries []any
	for _, e := range events {
		for _, h := range c.hooks {
			if added[e.ID] && h.wants(e.Type, e.Journey) {
				deliveries = append(deliveries, e.ID, h.id, "waiting", 0, 0, now, 0, "", 0)
			}
		}
	}
	return t.addDeliveries(deliveries)
}

func (t *tx) addDeliveries(args []any) error {
	const width = 9
	for len(args) > 0 {
		n := chunk(len(args)/width, 64)
		if err := t.exec(addDeliverySQL+tuples(n, width), args[:n*width]...); err != nil {
			return err
		}
		args = args[n*width:]
	}
	return nil
}

// hook is what the catalog knows of a webhook: who wants what.
type hook struct {
	id      string
	types   []string
	journey string
}

func (h *hook) wants(kind, journey string) bool {
	return slices.Contains(h.types, kind) && (h.journey == "" || h.journey == journey)
}

// wanted is whether any endpoint wants events of a type, of any journey. What
// nobody wants is not even made.
func (c *catalog) wanted(kind string) bool {
	return slices.ContainsFunc(c.hooks, func(h hook) bool { return slices.Contains(h.types, kind) })
}

const hooksSQL = `select id, types, journey from webhooks where disabled_at is null order by id`

// loadHooks reads the webhooks into the catalog, so that answers need not ask
// for them: whoever changes one counts the catalog up.
func (c *catalog) loadHooks(ctx context.Context, db *sql.Tx) error {
	rows, err := db.QueryContext(ctx, hooksSQL)
	return each(rows, err, func(rows *sql.Rows) error {
		var h hook
		var types string
		if err := rows.Scan(&h.id, &types, &h.journey); err != nil {
			return err
		}
		c.hooks = append(c.hooks, h)
		return json.Unmarshal([]byte(types), &c.hooks[len(c.hooks)-1].types)
	})
}
