package limit

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/labstack/echo/v4"
)

// TestDevices: who seems to be the same device, and for how long.
func TestDevices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		send := process()
		const phone, other = "Mozilla/5.0 (phone)", "Mozilla/5.0 (other)"
		for _, step := range []struct {
			wait                time.Duration
			from, agent, target string
			want                bool
		}{
			{0, "203.0.113.1:1", phone, "/queue?kept=no", false}, // not kept: the disk was busy
			{0, "203.0.113.1:1", phone, "/queue", false},
			{0, "203.0.113.1:2", phone, "/queue", true},
			{0, "203.0.113.1:2", other, "/queue", false},
			{0, "203.0.113.2:1", phone, "/queue", false},
			{0, "203.0.113.1:1", phone, "/drink", false},
			{0, "203.0.113.1:1", "", "/drink", false},
			{0, "[2001:db8::1]:1", phone, "/queue", false},
			{0, "[2001:db8::2]:1", phone, "/queue", true}, // of the same /64
			{0, "[2001:db8:0:1::1]:1", phone, "/queue", false},
			{11 * time.Hour, "203.0.113.1:1", phone, "/queue?kept=no", true},
			{12 * time.Hour, "203.0.113.1:1", phone, "/queue?kept=no", true},
			{2 * time.Hour, "203.0.113.1:1", phone, "/queue?kept=no", false},
		} {
			time.Sleep(step.wait)
			if got := send(step.from, step.agent, step.target); got != step.want {
				t.Errorf("%+v: %v", step, got)
			}
		}
		// A new process knows nothing: the salt was nowhere but in memory.
		send("203.0.113.1:1", phone, "/queue")
		if send = process(); send("203.0.113.1:1", phone, "/queue") {
			t.Error("a device is known after a restart")
		}
	})
}

// process starts the service anew; what it gives sends an answer to a survey
// and tells whether the device was known.
func process() func(from, agent, target string) bool {
	e := echo.New()
	e.IPExtractor = echo.ExtractIPDirect()
	var again bool
	e.POST("/:survey", func(c echo.Context) error {
		again = Answered(c, c.Param("survey"))
		if c.QueryParam("kept") != "no" {
			Remember(c, c.Param("survey"))
		}
		return nil
	}, New(true).Answers(nil))
	return func(from, agent, target string) bool {
		r := httptest.NewRequest(http.MethodPost, target, nil)
		r.RemoteAddr = from
		r.Header.Set("User-Agent", agent)
		e.ServeHTTP(httptest.NewRecorder(), r)
		return again
	}
}

// TestDevicesBounded: however many answer, memory is bounded, and the parts of
// what is hashed cannot be shifted into one another.
func TestDevicesBounded(t *testing.T) {
	var d devices
	now := time.Now()
	for i := range 3 * devicesSize {
		d.note(now, fmt.Sprint(i))
	}
	if n := len(d.young.seen) + len(d.old.seen); n > 2*devicesSize {
		t.Errorf("%d devices", n)
	}
	if d.young.salt == d.old.salt {
		t.Error("one salt for good")
	}
	d.note(now, "queue", "a", "b")
	if d.known(now, "queue", "ab", "") || d.known(now, "queuea", "b") || !d.known(now, "queue", "a", "b") {
		t.Error("parts run into one another")
	}
}

func BenchmarkDevices(b *testing.B) {
	var d devices
	now := time.Now()
	for i := 0; b.Loop(); i++ {
		d.known(now, "cafe/queue", "203.0.113.1", "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36")
	}
}
