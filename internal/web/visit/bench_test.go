package visit

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// BenchmarkPage compares the survey page with Echo's hello and with ready
// bytes of the same size, over 64 real connections. The rounds take turns, so
// that a busy machine slows all of them alike; "of-hello" is a page's requests
// per second as a share of hello's: go test -run - -bench Page -benchtime 10x.
func BenchmarkPage(b *testing.B) {
	s := newSite(b)
	s.echo.GET("/hello", func(c echo.Context) error { return c.String(http.StatusOK, "Hello, World!") })
	s.get("/t/faces", "Accept-Language", "uk")
	key := readyKey{code: "faces", lang: "uk"}
	blob := s.pages.ready.get(key, spotOfStore(b, s, "faces").Journey).packed(nil, someID, "")
	s.echo.GET("/blob", func(c echo.Context) error { return c.Blob(http.StatusOK, "text/html", blob) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: s.echo}
	go func() { _ = server.Serve(l) }()
	b.Cleanup(func() { _ = server.Close() })
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}
	paths := []string{"/hello", "/blob", "/t/faces", "/t/every"}
	took := make([]time.Duration, len(paths))
	for b.Loop() {
		for i, path := range paths {
			start := time.Now()
			var all sync.WaitGroup
			for range 64 {
				all.Go(func() {
					r, _ := http.NewRequest(http.MethodGet, "http://"+l.Addr().String()+path, nil)
					r.Header.Set("Accept-Encoding", "gzip")
					r.Header.Set("Accept-Language", "uk-UA,uk;q=0.9,en-US;q=0.8,en;q=0.7")
					for range 50 {
						got, err := client.Do(r)
						if err != nil {
							b.Error(err)
							return
						}
						_, _ = io.Copy(io.Discard, got.Body)
						_ = got.Body.Close()
					}
				})
			}
			all.Wait()
			took[i] += time.Since(start)
		}
	}
	for i, name := range []string{"hello", "same-size", "survey", "longest"} {
		b.ReportMetric(float64(b.N)*64*50/took[i].Seconds(), name+"/s")
		b.ReportMetric(float64(took[0])/float64(took[i]), name+"-of-hello")
	}
}

// BenchmarkHandler is the server's part alone.
func BenchmarkHandler(b *testing.B) {
	s := newSite(b)
	s.echo.GET("/hello", func(c echo.Context) error { return c.String(http.StatusOK, "Hello, World!") })
	for _, page := range []struct{ name, path string }{{"hello", "/hello"}, {"survey", "/t/every"}, {"prefilled", "/t/every?mood=4"}} {
		b.Run(page.name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, page.path, nil)
			r.Header.Set("Accept-Encoding", "gzip")
			r.Header.Set("Accept-Language", "uk-UA,uk;q=0.9,en-US;q=0.8,en;q=0.7")
			b.ReportAllocs()
			for b.Loop() {
				s.echo.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
