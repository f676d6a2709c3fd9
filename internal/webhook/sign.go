package webhook

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// Event is what the standard shape tells.
type Event struct {
	ID   string // the same over retries, by which a receiver knows repetitions
	Type string
	Time time.Time // when it happened
	Data []byte    // a JSON object
}

// Signed makes the request that tells an event as Standard Webhooks ask,
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md:
// the body is {"type", "timestamp", "data"}, and there is a signature for each
// secret, so that a receiver can go over from one to the next. Now is signed
// too: receivers refuse what is more than a few minutes old.
func Signed(address string, secrets []string, e Event, now time.Time) (Request, error) {
	body, err := encode(struct {
		Type      string          `json:"type"`
		Timestamp string          `json:"timestamp"`
		Data      json.RawMessage `json:"data"`
	}{e.Type, e.Time.UTC().Format("2006-01-02T15:04:05.000Z07:00"), e.Data})
	if err != nil {
		return Request{}, fmt.Errorf("write %s: %w", e.Type, err)
	}
	signatures := make([]string, len(secrets))
	for i, secret := range secrets {
		key, err := standard.NewWebhook(secret)
		if err != nil {
			return Request{}, fmt.Errorf("read a webhook's secret: %w", err)
		}
		if signatures[i], err = key.Sign(e.ID, now, body); err != nil {
			return Request{}, err
		}
	}
	header := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	header.Set(standard.HeaderWebhookID, e.ID)
	header.Set(standard.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	header.Set(standard.HeaderWebhookSignature, strings.Join(signatures, " "))
	return Request{URL: address, Header: header, Body: body}, nil
}
