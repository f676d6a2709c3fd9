package staff_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/web"
)

// BenchmarkMap is the whole page of a map on the server, over a year of answers:
// twenty thousand, or those that were kept by the store's benchmark:
//
//	WAYMOOD_BENCH_DIR=/tmp/years WAYMOOD_BENCH_ANSWERS=10000000 go test -run xxx -bench Map ./internal/web/staff
func BenchmarkMap(b *testing.B) {
	ctx := context.Background()
	path, fill := filepath.Join(b.TempDir(), "year.db"), true
	if dir, answers := os.Getenv("WAYMOOD_BENCH_DIR"), os.Getenv("WAYMOOD_BENCH_ANSWERS"); dir != "" && answers != "" {
		path, fill = filepath.Join(dir, fmt.Sprintf("year-%s.db", strings.Fields(answers)[0])), false
	}
	s, err := store.Open(ctx, path, store.Options{Create: fill})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	if fill {
		storetest.FillYear(b, s, 20_000)
	}
	h := newHouse(b, "http://192.168.1.20:8080", func(c *web.Config) { c.Store = s })
	h.store, h.now = s, storetest.YearEnd.Time().Add(-time.Hour)
	u, err := s.AddUser(ctx, fmt.Sprintf("bench-%d@example.com", time.Now().UnixNano()), account.Viewer, "")
	if err != nil {
		b.Fatal(err)
	}
	token, err := s.NewToken(ctx, store.SignInToken, u.ID, 24*time.Hour)
	if err != nil {
		b.Fatal(err)
	}
	h.want(h.get("/login?token="+token), http.StatusSeeOther, "/admin")
	for name, query := range map[string]string{
		"usual": "", "personas": "?overlay=office&overlay=student", "filtered": "?persona=office",
		"year": "?from=" + (storetest.YearEnd - 365).String(),
	} {
		b.Run("page="+name, func(b *testing.B) {
			for b.Loop() {
				if p := h.get("/admin/journeys/year" + query); p.StatusCode != http.StatusOK {
					b.Fatal(p.Status)
				}
			}
		})
	}
}
