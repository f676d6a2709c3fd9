package limit

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
)

// sender sends answers to a guarded route and counts what becomes of them.
type sender struct {
	e                         *echo.Echo
	kept, quarantined, denied int
}

func newSender(g *Guard, known bool) *sender {
	s := &sender{e: echo.New()}
	s.e.IPExtractor = echo.ExtractIPDirect()
	s.e.HTTPErrorHandler = func(err error, c echo.Context) {
		if errors.Is(err, fault.TooMany) {
			s.denied++
		}
	}
	s.e.POST("/t/:code", func(c echo.Context) error {
		s.kept++
		if Take(c, c.Param("code")) != 0 {
			s.quarantined++
		}
		return nil
	}, g.Answers(func(echo.Context) bool { return known }))
	return s
}

func (s *sender) send(from, code string) {
	r := httptest.NewRequest(http.MethodPost, "/t/"+code, nil)
	r.RemoteAddr = from
	s.e.ServeHTTP(httptest.NewRecorder(), r)
}

// TestOneAddress is 500 guests behind one address in ten minutes, at one
// placement: none is refused and none set aside.
func TestOneAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSender(New(true), false)
		for range 500 {
			s.send("203.0.113.1:1", "k7q2x")
			time.Sleep(1200 * time.Millisecond)
		}
		if s.kept != 500 || s.quarantined != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// TestCrowd is the same in one minute: still none is refused.
func TestCrowd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSender(New(true), false)
		for range 500 {
			s.send("203.0.113.1:1", "k7q2x")
			time.Sleep(120 * time.Millisecond)
		}
		if s.kept != 500 || s.quarantined < 100 || s.quarantined > 145 {
			t.Errorf("%+v", s)
		}
	})
}

// TestBuckets looks at the edges of each bucket.
func TestBuckets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSender(New(true), false)
		for range 250 {
			s.send("203.0.113.1:1", "a")
		}
		if s.kept != hardBurst || s.denied != 50 {
			t.Errorf("at once: %+v", s)
		}
		time.Sleep(time.Second)
		for range 60 {
			s.send("203.0.113.1:1", "a")
		}
		if s.kept != hardBurst+hardRate {
			t.Errorf("a second later: %+v", s)
		}
		// The other address of one /64 is the same sender, another /64 is not.
		s = newSender(New(true), false)
		for i := range 250 {
			s.send([]string{"[2001:db8::1]:1", "[2001:db8::ffff]:1"}[i%2], "a")
		}
		s.send("[2001:db8:0:1::1]:1", "a")
		if s.kept != hardBurst+1 {
			t.Errorf("IPv6: %+v", s)
		}
	})
}

// TestPlacesAreApart: many placements fill one address's bucket, but each its
// own only.
func TestPlacesAreApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSender(New(true), false)
		for i := range 1000 {
			s.send("203.0.113.1:1", string(rune('a'+i%10)))
			time.Sleep(50 * time.Millisecond) // 50 s in all: 600 and 500 more pass
		}
		if s.quarantined != 0 {
			t.Errorf("%+v", s)
		}
		for range 600 {
			s.send("203.0.113.1:1", "K")
			time.Sleep(20 * time.Millisecond)
		}
		if s.denied != 0 || s.quarantined == 0 {
			t.Errorf("%+v", s)
		}
	})
}

// TestExempt lets a known sender and a guard that is off through.
func TestExempt(t *testing.T) {
	for _, s := range []*sender{newSender(New(true), true), newSender(New(false), false)} {
		for range 500 {
			s.send("203.0.113.1:1", "a")
		}
		if s.kept != 500 {
			t.Errorf("%+v", s)
		}
	}
}

// TestBounded: a flood from very many addresses does not fill the memory.
func TestBounded(t *testing.T) {
	b := buckets{rate: 1, burst: 1}
	now := time.Now()
	for i := range uint64(5 * generationSize) {
		b.of(i, now)
	}
	if n := len(b.young) + len(b.old); n > 2*generationSize {
		t.Errorf("%d buckets", n)
	}
}
