package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// answerer is a ResponseWriter that keeps nothing.
type answerer struct{ header http.Header }

func (a *answerer) Header() http.Header         { return a.header }
func (a *answerer) Write(b []byte) (int, error) { return len(b), nil }
func (a *answerer) WriteHeader(int)             {}

func benchmark(b *testing.B, method, target, body string) {
	h := newHouse(b, func(c *Config) { c.Limits = false })
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequest(method, target, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
			r.Header.Set("Accept-Language", "zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7")
			h.ServeHTTP(&answerer{http.Header{}}, r)
		}
	})
}

func BenchmarkAnswer(b *testing.B) {
	benchmark(b, "POST", "/api/v1/responses", `{"code":"k7q2x","answers":{"rating":4,"comment":"The line went out of the door this morning."},"language":"en","persona":"office"}`)
}

// BenchmarkRefused is all of an answer's way but the store.
func BenchmarkRefused(b *testing.B) {
	benchmark(b, "POST", "/api/v1/responses", `{"code":"k7q2x","answers":{"rating":4,"comment":"The line went out of the door this morning."},"language":"en","persona":"nobody"}`)
}

func BenchmarkPage(b *testing.B) { benchmark(b, "GET", "/t/k7q2x", "") }

func BenchmarkAlive(b *testing.B) { benchmark(b, "GET", "/healthz", "") }
