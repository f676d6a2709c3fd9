package web

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/waymood/waymood/internal/account"
)

// TestFieldsThroughAPI: hidden fields that programs send are kept as those of
// forms are: declared ones, on one line, without what steers a screen.
func TestFieldsThroughAPI(t *testing.T) {
	h := newHouse(t)
	admin := h.key(account.Admin)
	for sent, kept := range map[string]string{
		`A\r\nBcc: x@y\u2028B`:      "A Bcc: x@y B",
		`A\u0000\u001b[31m\u202eB`:  "A[31mB",
		`=1+1;=cmd|' /c'!A0`:        "=1+1;=cmd|' /c'!A0",
		`<script>alert(1)</script>`: "<script>alert(1)</script>",
		` \t `:                      "",
	} {
		w := h.ask("POST", "/api/v1/responses", `{"code":"k7q2x","answers":{"rating":4},"fields":{"order":"`+sent+`","utm_source":"CANARY"}}`)
		if w.Code != http.StatusCreated {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		var list struct {
			Data []struct {
				Fields map[string]string
			}
		}
		if err := json.Unmarshal(h.ask("GET", "/api/v1/responses?limit=1", "", "key", admin).Body.Bytes(), &list); err != nil {
			t.Fatal(err)
		}
		if got := list.Data[0].Fields; got["order"] != kept || got["utm_source"] != "" {
			t.Errorf("%q: kept %q, want %q", sent, got, kept)
		}
	}
}
