package visit

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"
)

// BenchmarkPage compares the survey page with Echo's hello and with ready
// bytes of the same size, over real connections and in one run: go test -bench Page -count 5.
func BenchmarkPage(b *testing.B) {
	s := newSite(b)
	s.echo.GET("/hello", func(c echo.Context) error { return c.String(http.StatusOK, "Hello, World!") })
	key := readyKey{"faces", "uk"}
	s.get("/t/faces", "Accept-Language", "uk")
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
	for _, page := range []struct{ name, path string }{{"hello", "/hello"}, {"same size", "/blob"}, {"survey", "/t/faces"}, {"longest", "/t/every"}} {
		b.Run(page.name, func(b *testing.B) {
			b.SetParallelism(32)
			b.RunParallel(func(pb *testing.PB) {
				r, _ := http.NewRequest(http.MethodGet, "http://"+l.Addr().String()+page.path, nil)
				r.Header.Set("Accept-Encoding", "gzip")
				r.Header.Set("Accept-Language", "uk-UA,uk;q=0.9,en-US;q=0.8,en;q=0.7")
				for pb.Next() {
					got, err := client.Do(r)
					if err != nil {
						b.Error(err)
						return
					}
					_, _ = io.Copy(io.Discard, got.Body)
					got.Body.Close()
				}
			})
		})
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
