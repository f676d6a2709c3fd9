package api

import (
	"context"
	"encoding/json"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// Told is an answer as webhooks are told of it: as GET /api/v1/responses gives
// it. Without contacts it has neither the addresses that the customer left nor
// the names and contacts in what they wrote.
func Told(ctx context.Context, s *store.Store, r *store.Record, contacts bool) ([]byte, error) {
	data := []response{responseOf(r, "")}
	if !contacts {
		if err := mask(ctx, s, []store.Record{*r}, data); err != nil {
			return nil, err
		}
		for key, v := range r.Answers {
			if word, ok := v.(string); ok && survey.Mail(word) {
				delete(data[0].Answers, key)
			}
		}
	}
	return json.Marshal(data[0])
}
