package web

import (
	"encoding/json"
	"testing"
)

// FuzzAnswer lets no body through to a fault of our own.
func FuzzAnswer(f *testing.F) {
	for _, s := range []string{`{}`, `{"code":"k7q2x","answers":{"rating":4}}`, `{"responses":[{"code":"k7q2x"}]}`, `[`, "\xff", `{"code":"k7q2x","answers":{"rating":1e999,"comment":"\ud83d\ude00\ud83d"}}`} {
		f.Add(s)
	}
	h := newHouse(f, func(c *Config) { c.Limits = false })
	f.Fuzz(func(t *testing.T, body string) {
		h.t = t
		for _, target := range []string{"/api/v1/responses", "/api/v1/responses/batch"} {
			w := h.ask("POST", target, body+" ")
			if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
				t.Errorf("%s: %d %s", target, w.Code, w.Body)
			}
		}
	})
}
