package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/fault"
)

// Webhook is an address that is told of events over HTTP.
type Webhook struct {
	ID       string
	Name     string
	URL      string
	Shape    string            // whose program is told: "standard" or one of those of package webhook
	Types    []string          // of EventTypes, at least one
	Journey  string            // by key; "": all of them
	Language string            // of what is told to people
	Settings map[string]string // what the shape needs: "chat_id"

	Secret      string // "whsec_" and 32 bytes in base64
	OlderSecret string // "" or good until OlderUntil
	OlderUntil  time.Time

	Created  time.Time
	Failing  time.Time // since when nothing arrived; zero: the last try went well
	Disabled time.Time // zero: it is told
	Why      Disabling
}

// Disabling is why a webhook is disabled.
type Disabling string

// The reasons to disable a webhook.
const (
	ByStaff   Disabling = "staff"
	ByGone    Disabling = "gone"    // it answered 410
	ByFailing Disabling = "failing" // nothing but failures for days
)

// Secrets with which a message is signed now, the newest first.
func (w *Webhook) Secrets(now time.Time) []string {
	if w.OlderSecret != "" && now.Before(w.OlderUntil) {
		return []string{w.Secret, w.OlderSecret}
	}
	return []string{w.Secret}
}

// Contacts says whether it is told what answers say of people: names and
// contacts in texts, and the addresses that they left.
func (w *Webhook) Contacts() bool { return w.Settings["contacts"] == "yes" }

// mostWebhooks keeps the work of telling within bounds.
const mostWebhooks = 50

// olderLife is how long the secret before a rotation is good.
const olderLife = 24 * time.Hour

// newSecret is one in the form of Standard Webhooks.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b)
	return "whsec_" + base64.StdEncoding.EncodeToString(b)
}

const (
	webhookColumns = `id, name, url, shape, types, journey, language, settings, secret, older_secret, older_until, created_at, failing_since, disabled_at, why`
	webhooksSQL    = `select ` + webhookColumns + ` from webhooks order by created_at, id`
	webhookSQL     = `select ` + webhookColumns + ` from webhooks where id = $1`
	howManySQL     = `select count(*) from webhooks`
	addWebhookSQL  = `insert into webhooks (` + webhookColumns + `) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 0, $10, null, null, '')`
	setWebhookSQL  = `update webhooks set name = $1, url = $2, shape = $3, types = $4, journey = $5, language = $6, settings = $7, failing_since = null where id = $8`
	// What a node has claimed is due within its hold, and left to it.
	hastenSQL      = `update deliveries set next_at = $1 where webhook = $2 and state = 'waiting' and next_at > $3`
	rotateSQL      = `update webhooks set older_secret = secret, older_until = $1, secret = $2 where id = $3`
	disableSQL     = `update webhooks set disabled_at = $1, why = $2 where id = $3 and disabled_at is null`
	enableSQL      = `update webhooks set disabled_at = null, why = '', failing_since = null where id = $1`
	dropWebhookSQL = `delete from webhooks where id = $1`
)

func scanWebhook(scan func(...any) error) (*Webhook, error) {
	var w Webhook
	var types, settings string
	var older, created int64
	var failing, disabled sql.NullInt64
	err := scan(&w.ID, &w.Name, &w.URL, &w.Shape, &types, &w.Journey, &w.Language, &settings, &w.Secret, &w.OlderSecret, &older, &created, &failing, &disabled, &w.Why)
	if err != nil {
		return nil, err
	}
	w.Created, w.Failing, w.Disabled = moment(created), optionalMoment(failing), optionalMoment(disabled)
	if older != 0 {
		w.OlderUntil = moment(older)
	}
	return &w, errors.Join(json.Unmarshal([]byte(types), &w.Types), json.Unmarshal([]byte(settings), &w.Settings))
}

// Webhooks are all of them, oldest first, disabled ones too.
func (s *Store) Webhooks(ctx context.Context) ([]Webhook, error) {
	var all []Webhook
	rows, err := s.dialect.read.QueryContext(ctx, webhooksSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		w, err := scanWebhook(rows.Scan)
		if err == nil {
			all = append(all, *w)
		}
		return err
	})
	return all, s.dialect.explain("read", err)
}

var errNoWebhook = fault.New(fault.NotFound, "There is no such webhook.")

// Webhook by its id; fault.NotFound.
func (s *Store) Webhook(ctx context.Context, id string) (*Webhook, error) {
	w, err := scanWebhook(s.dialect.read.QueryRowContext(ctx, webhookSQL, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNoWebhook
	}
	return w, s.dialect.explain("read", err)
}

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

// AddWebhook keeps a webhook with a new id and secret. fault.Invalid with the
// fields that are wrong; fault.Conflict where there are 50 already.
func (s *Store) AddWebhook(ctx context.Context, w Webhook) (*Webhook, error) {
	w.ID, w.Secret, w.Created = randomText(9), newSecret(), moment(s.now())
	w.OlderSecret, w.OlderUntil, w.Failing, w.Disabled, w.Why = "", time.Time{}, time.Time{}, time.Time{}, ""
	err := s.writeIn(ctx, func(tx *tx, c *catalog) error {
		if err := w.check(c); err != nil {
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
		return tx.exec(addWebhookSQL, append(append([]any{w.ID}, w.stored()...), w.Secret, milli(w.Created))...)
	})
	if err != nil {
		return nil, err
	}
	return &w, nil
}

// longestHold is more than anybody may take over what was claimed.
const longestHold = time.Minute

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
		return tx.exec(hastenSQL, s.now(), w.ID, s.now()+longestHold.Milliseconds())
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

// RotateWebhook gives a webhook a new secret; the one before is good for 24
// more hours. fault.NotFound.
func (s *Store) RotateWebhook(ctx context.Context, id string) (*Webhook, error) {
	err := s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(rotateSQL, milli(s.clock().Add(olderLife)), newSecret(), id)
		if err == nil && n == 0 {
			err = errNoWebhook
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Webhook(ctx, id)
}

// DisableWebhook stops telling a webhook; what waits for it is stopped and can
// be replayed. One that is disabled already keeps its reason. fault.NotFound.
func (s *Store) DisableWebhook(ctx context.Context, id string, why Disabling) error {
	return s.write(ctx, func(tx *tx) error {
		_, err := scanWebhook(tx.row(webhookSQL, id).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return errNoWebhook
		}
		if err != nil {
			return err
		}
		return tx.disable(id, why)
	})
}

func (t *tx) disable(id string, why Disabling) error {
	if err := t.exec(bumpCatalogSQL); err != nil {
		return err
	}
	if err := t.exec(disableSQL, t.s.now(), string(why), id); err != nil {
		return err
	}
	return t.exec(stopDeliveriesSQL, id)
}

// EnableWebhook tells a webhook again what happens from now on. fault.NotFound.
func (s *Store) EnableWebhook(ctx context.Context, id string) error {
	return s.write(ctx, func(tx *tx) error { return tx.setWebhook(enableSQL, id) })
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
