package staff_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/web"
)

// BenchmarkYear is the whole map page on the server over a year of answers; see
// the benchmark of the same name in internal/store. Of "new" each page is one
// that nobody has asked for before.
func BenchmarkYear(b *testing.B) {
	for _, answers := range storetest.YearSizes(b) {
		b.Run(fmt.Sprintf("answers=%d", answers), func(b *testing.B) {
			s := storetest.OpenYear(b, answers)
			noon := storetest.YearEnd.Time().Add(-20 * time.Hour)
			public := &url.URL{Scheme: "http", Host: "192.168.1.20:8080"}
			server, err := web.New(web.Config{Store: s, PublicURL: public, Clock: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				b.Fatal(err)
			}
			cookies := signedIn(b, s, server)
			page := func(query string) {
				r := httptest.NewRequest(http.MethodGet, "http://192.168.1.20:8080/admin/journeys/year?"+query, nil)
				for _, c := range cookies {
					r.AddCookie(c)
				}
				w := httptest.NewRecorder()
				server.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					body, _ := io.ReadAll(w.Body)
					b.Fatalf("%d %.300s", w.Code, body)
				}
			}
			for name, query := range map[string]string{"filter=none": "", "filter=persona": "persona=office"} {
				b.Run(name+"/again", func(b *testing.B) {
					for b.Loop() {
						page(query)
					}
				})
				b.Run(name+"/new", func(b *testing.B) {
					for n := 0; b.Loop(); n++ {
						to := storetest.YearEnd - 1 - 3*(journey.Day(n)%100)
						page(fmt.Sprintf("from=%s&to=%s&%s", to-30-journey.Day(n)/100, to, query))
					}
				})
			}
		})
	}
}

// signedIn are the cookies of somebody who followed a sign-in link.
func signedIn(b *testing.B, s *store.Store, server http.Handler) []*http.Cookie {
	b.Helper()
	u, err := s.AddUser(b.Context(), fmt.Sprintf("year-%d@example.com", time.Now().UnixNano()), account.Viewer, "")
	if err != nil {
		b.Fatal(err)
	}
	token, err := s.NewToken(b.Context(), store.SignInToken, u.ID, time.Hour)
	if err != nil {
		b.Fatal(err)
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://192.168.1.20:8080/login?token="+url.QueryEscape(token), nil))
	if len(w.Result().Cookies()) == 0 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Result().Cookies()
}
