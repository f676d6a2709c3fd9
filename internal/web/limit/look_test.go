package limit

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/labstack/echo/v4"
)

// TestLooks: a busy café's guests behind one address are all counted, a flood is
// not, and neither is ever refused or costs an answer.
func TestLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := New(true)
		e := echo.New()
		e.IPExtractor = echo.ExtractIPDirect()
		looks, pages, waits := 0, 0, 0
		e.GET("/t/:code", func(c echo.Context) error {
			pages++
			if Look(c, c.Param("code")) {
				looks++
			}
			return nil
		}, g.Looks)
		e.POST("/t/:code", func(c echo.Context) error {
			if Take(c, c.Param("code")) != 0 {
				waits++
			}
			return nil
		}, g.Answers(nil))
		ask := func(method, from, code string) {
			r := httptest.NewRequest(method, "/t/"+code, http.NoBody)
			r.RemoteAddr = from
			e.ServeHTTP(httptest.NewRecorder(), r)
		}
		for range 500 {
			ask("GET", "203.0.113.1:1", "k7q2x")
			time.Sleep(1200 * time.Millisecond)
		}
		if looks != 500 || pages != 500 {
			t.Errorf("guests: %d looks at %d pages", looks, pages)
		}
		looks, pages = 0, 0
		for range 5000 {
			ask("GET", "203.0.113.1:1", "K7Q2X")
		}
		if looks != placeBurst || pages != 5000 {
			t.Errorf("a flood: %d looks at %d pages", looks, pages)
		}
		ask("GET", "203.0.113.2:1", "k7q2x")
		ask("GET", "203.0.113.1:1", "other")
		if looks != placeBurst+2 {
			t.Errorf("others: %d", looks-placeBurst)
		}
		if ask("POST", "203.0.113.1:1", "k7q2x"); waits != 0 {
			t.Error("an answer waits because of the looks")
		}
	})
}
