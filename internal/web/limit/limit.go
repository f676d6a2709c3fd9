// Package limit is the abuse guard: it tells a flood from a busy afternoon,
// per address and in memory only.
//
// Two soft buckets never refuse anybody. An answer above them is kept, but
// waits for a decision: 60 a minute after the first 300 for one placement and
// address, 600 a minute after the first 600 for one address. A café's guests
// behind one address stay far below. A hard bucket of 50 a second after the
// first 200 refuses.
//
// The routes that take answers carry Guard.Answers; their handlers ask Take
// for each answer.
package limit

import (
	"hash/maphash"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/survey"
)

// The buckets. Requests a second, and how many at once.
const (
	hardRate, hardBurst     = 50, 200
	placeRate, placeBurst   = 1, 300
	allRate, allBurst       = 10, 600
	deviceRate, deviceBurst = 10, 2000
)

// Guard counts what addresses send. Addresses are neither stored nor logged:
// in memory stands a hash with a seed of this process, for some minutes.
type Guard struct {
	off  bool
	seed maphash.Seed

	mu     sync.Mutex
	hard   buckets
	place  buckets
	all    buckets
	device buckets
	look   buckets

	devices devices
}

// New makes a guard; off, it lets everything through.
func New(on bool) *Guard {
	return &Guard{
		off:    !on,
		seed:   maphash.MakeSeed(),
		hard:   buckets{rate: hardRate, burst: hardBurst},
		place:  buckets{rate: placeRate, burst: placeBurst},
		all:    buckets{rate: allRate, burst: allBurst},
		device: buckets{rate: deviceRate, burst: deviceBurst},
		look:   buckets{rate: placeRate, burst: placeBurst},
	}
}

// Answers guards a route that takes answers. Above the hard bucket exempt, if
// given, is asked whether the sender is known (a key); all others get
// fault.TooMany.
func (g *Guard) Answers(exempt func(echo.Context) bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		if g.off {
			return next
		}
		return func(c echo.Context) error {
			address := Sender(c.RealIP())
			if !g.allow(&g.hard, address, "") && (exempt == nil || !exempt(c)) {
				return fault.New(fault.TooMany, "More than %d requests a second came from this address. Wait a second.", hardRate)
			}
			c.Set(contextKey, g)
			return next(c)
		}
	}
}

const contextKey = "waymood.limit"

// On says whether a guard watches over a request. Where it is off, nothing is
// too fast.
func On(c echo.Context) bool {
	_, ok := c.Get(contextKey).(*Guard)
	return ok
}

// Take counts one answer to a placement and says above which of the soft
// buckets it came: survey.Crowd, survey.Flood. On routes without a guard it is
// neither.
func Take(c echo.Context, code string) (d survey.Doubt) {
	g, ok := c.Get(contextKey).(*Guard)
	if !ok || len(code) > 64 {
		return 0
	}
	address := Sender(c.RealIP())
	if !g.allow(&g.place, address, strings.ToLower(code)) {
		d |= survey.Crowd
	}
	if !g.allow(&g.all, address, "") {
		d |= survey.Flood
	}
	return d
}

// allow takes one from a bucket. The clock is the monotonic one: a server whose
// clock is set back must not lock everybody out.
func (g *Guard) allow(b *buckets, address netip.Addr, code string) bool {
	key := maphash.Comparable(g.seed, struct {
		address netip.Addr
		code    string
	}{address, code})
	now := time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	return b.of(key, now).AllowN(now, 1)
}

// Sender is what counts as one sender: an address, of IPv6 its /64, which is
// what one household or one phone has to choose from.
func Sender(ip string) netip.Addr {
	a, err := netip.ParseAddr(ip)
	if err != nil {
		return netip.Addr{}
	}
	a = a.Unmap().WithZone("")
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return a
}

// buckets are limiters by key, in two generations: a limiter that nobody asks
// for during a whole generation is forgotten. By then its bucket has filled up
// again, unless floods from very many addresses cut the generations short.
type buckets struct {
	rate       rate.Limit
	burst      int
	young, old map[uint64]*rate.Limiter
	born       time.Time // of the young generation
}

// The bounds of a generation: at most about 10 MB for all buckets.
const (
	generationSize = 20_000
	generationAge  = 10 * time.Minute
)

func (b *buckets) of(key uint64, now time.Time) *rate.Limiter {
	if l, ok := b.young[key]; ok {
		return l
	}
	if len(b.young) >= generationSize || now.Sub(b.born) > generationAge {
		b.old, b.young, b.born = b.young, make(map[uint64]*rate.Limiter), now
	}
	l, ok := b.old[key]
	if !ok {
		l = rate.NewLimiter(b.rate, b.burst)
	}
	b.young[key] = l
	return l
}
