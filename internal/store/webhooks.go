package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
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

const (
	webhookColumns = `id, name, url, shape, types, journey, language, settings, secret, older_secret, older_until, created_at, failing_since, disabled_at, why`
	webhooksSQL    = `select ` + webhookColumns + ` from webhooks order by created_at, id`
	webhookSQL     = `select ` + webhookColumns + ` from webhooks where id = $1`
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
