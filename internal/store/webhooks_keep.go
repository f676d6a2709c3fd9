package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/fault"
)

// mostWebhooks keeps the work of telling within bounds.
const mostWebhooks = 50

const (
	howManySQL    = `select count(*) from webhooks`
	addWebhookSQL = `insert into webhooks (` + webhookColumns + `) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 0, $10, null, null, '') on conflict (id) do nothing`
	setWebhookSQL = `update webhooks set name = $1, url = $2, shape = $3, types = $4, journey = $5, language = $6, settings = $7, failing_since = null where id = $8`
	// What a node has in hand stays there.
	hastenSQL      = `update deliveries set next_at = $1 where webhook = $2 and state = 'waiting' and next_at > $1`
	dropWebhookSQL = `delete from webhooks where id = $1`
)

// Mistakes are what is wrong with a webhook, as far as can be told without
// asking anybody; its URL and its settings are for package webhook to judge.
func (w *Webhook) Mistakes() []fault.Param {
	var params []fault.Param
	refuse := func(name, code, reason string) {
		params = append(params, fault.Param{Name: name, Code: code, Reason: reason})
	}
	if n := len([]rune(strings.TrimSpace(w.Name))); n == 0 || n > 100 {
		refuse("name", "length", "must have 1 to 100 characters")
	}
	if len(w.Types) == 0 {
		refuse("types", "required", "choose at least one type of event")
	}
	for _, kind := range w.Types {
		if !slices.Contains(EventTypes(), kind) {
			refuse("types", "unknown_type", "must be among "+strings.Join(EventTypes(), ", "))
			break
		}
	}
	return params
}

// check is Mistakes, and that its journey is there.
func (w *Webhook) check(c *catalog) error {
	params := w.Mistakes()
	if w.Journey != "" && c.journeys[w.Journey] == nil {
		params = append(params, fault.Param{Name: "journey", Code: "unknown_journey", Reason: "must be the key of a journey, or empty for all"})
	}
	if params == nil {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Detail: "The webhook has mistakes.", Params: params}
}

// stored are the columns of a webhook that its owner sets.
func (w *Webhook) stored() []any {
	types, settings := w.Types, w.Settings
	if settings == nil {
		settings = map[string]string{}
	}
	return []any{strings.TrimSpace(w.Name), w.URL, w.Shape, encode(types), w.Journey, w.Language, encode(settings)}
}

// AddWebhook keeps a webhook with a new secret. It has the id that it comes
// with, or else a new one; where that id is there already nothing is added, and
// the one that is there comes back. fault.Invalid with the fields that are wrong;
// fault.Conflict where there are 50 already.
func (s *Store) AddWebhook(ctx context.Context, w Webhook) (*Webhook, error) {
	if w.ID == "" {
		w.ID = newID()
	}
	w.Secret, w.Created = newSecret(), moment(s.now())
	w.OlderSecret, w.OlderUntil, w.Failing, w.Disabled, w.Why = "", time.Time{}, time.Time{}, time.Time{}, ""
	made := &w
	err := s.writeIn(ctx, func(tx *tx, c *catalog) error {
		if err := w.check(c); err != nil {
			return err
		}
		there, err := scanWebhook(tx.row(webhookSQL, w.ID).Scan)
		if err == nil {
			made = there
			return nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		var have int
		if err := tx.row(howManySQL).Scan(&have); err != nil {
			return err
		}
		if have >= mostWebhooks {
			return fault.New(fault.Conflict, "There are %d webhooks already; delete one that is not needed.", have)
		}
		if err := tx.exec(bumpCatalogSQL); err != nil {
			return err
		}
		n, err := tx.changed(addWebhookSQL, append(append([]any{w.ID}, w.stored()...), w.Secret, milli(w.Created))...)
		if err == nil && n == 0 { // it came in between
			made, err = scanWebhook(tx.row(webhookSQL, w.ID).Scan)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

// SetWebhook changes what the owner of a webhook sets; the rest stays. What
// waits for its next try is due at once, since it may arrive now.
// fault.NotFound, fault.Invalid.
func (s *Store) SetWebhook(ctx context.Context, w Webhook) error {
	return s.writeIn(ctx, func(tx *tx, c *catalog) error {
		if err := w.check(c); err != nil {
			return err
		}
		if err := tx.setWebhook(setWebhookSQL, append(w.stored(), w.ID)...); err != nil {
			return err
		}
		return tx.exec(hastenSQL, s.now(), w.ID)
	})
}

// setWebhook changes a webhook and tells the nodes, in the order in which
// those who raise events take their locks.
func (t *tx) setWebhook(query string, args ...any) error {
	if err := t.exec(bumpCatalogSQL); err != nil {
		return err
	}
	n, err := t.changed(query, args...)
	if err == nil && n == 0 {
		err = errNoWebhook
	}
	return err
}

// DropWebhook deletes a webhook and its log. fault.NotFound.
func (s *Store) DropWebhook(ctx context.Context, id string) error {
	return s.write(ctx, func(tx *tx) error {
		if err := tx.exec(bumpCatalogSQL); err != nil {
			return err
		}
		if err := tx.exec(dropDeliveriesSQL, id); err != nil {
			return err
		}
		n, err := tx.changed(dropWebhookSQL, id)
		if err == nil && n == 0 {
			err = errNoWebhook
		}
		return err
	})
}
