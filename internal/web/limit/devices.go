package limit

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// devices remembers for at most a day which devices seem to have answered a
// survey. Many phones of one model behind one address look alike, so it is good
// for a hint and for nothing more. What is kept is a keyed hash with a random
// salt that is never written anywhere: it tells nothing once the salt is gone,
// which is after a day or with the process. Each node remembers its own.
type devices struct {
	mu         sync.Mutex
	young, old answeredBy
}

// answeredBy is half a day with a salt of its own.
type answeredBy struct {
	salt [32]byte
	seen map[[16]byte]struct{}
	born time.Time
}

// The bounds: a device is remembered for half a day to a day, less when very
// many answer, in at most about 10 MB.
const (
	devicesAge  = 12 * time.Hour
	devicesSize = 50_000
)

// turn begins a new half-day when it is time. Time is the monotonic one.
func (d *devices) turn(now time.Time) {
	for d.young.seen == nil || now.Sub(d.young.born) >= devicesAge || len(d.young.seen) >= devicesSize {
		late := now.Sub(d.young.born) >= 2*devicesAge
		d.old = d.young
		if late {
			d.old = answeredBy{}
		}
		d.young = answeredBy{seen: map[[16]byte]struct{}{}, born: now}
		_, _ = rand.Read(d.young.salt[:]) // never fails: the program ends first
	}
	if now.Sub(d.old.born) >= 2*devicesAge {
		d.old = answeredBy{}
	}
}

func (a *answeredBy) hash(parts ...string) (key [16]byte) {
	h := hmac.New(sha256.New, a.salt[:])
	for _, p := range parts {
		_ = binary.Write(h, binary.BigEndian, uint64(len(p)))
		h.Write([]byte(p))
	}
	copy(key[:], h.Sum(nil))
	return key
}

func (d *devices) known(now time.Time, parts ...string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.turn(now)
	for _, half := range []*answeredBy{&d.young, &d.old} {
		if _, ok := half.seen[half.hash(parts...)]; ok {
			return true
		}
	}
	return false
}

func (d *devices) note(now time.Time, parts ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.turn(now)
	d.young.seen[d.young.hash(parts...)] = struct{}{}
}

// Answered says whether the device that sends a request seems to have answered
// a survey within the last day: same address, of IPv6 its /64, and same
// User-Agent. On routes without a guard it is false.
func Answered(c echo.Context, survey string) bool {
	g, ok := c.Get(contextKey).(*Guard)
	return ok && g.devices.known(time.Now(), survey, Sender(c.RealIP()).String(), c.Request().UserAgent())
}

// Remember notes that a device has answered a survey, once the answer is kept.
func Remember(c echo.Context, survey string) {
	if g, ok := c.Get(contextKey).(*Guard); ok {
		g.devices.note(time.Now(), survey, Sender(c.RealIP()).String(), c.Request().UserAgent())
	}
}
