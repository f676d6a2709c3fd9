package journey

import (
	"testing"
	"time"
)

// TestClosedAtMidnight: from and until are days at the place, on days of 23, 23½,
// 24, 24½ and 25 hours too, and where midnight itself is left out.
func TestClosedAtMidnight(t *testing.T) {
	for _, c := range []struct {
		zone, day   string
		first, last string // the first moment of the day, and the first after it, UTC
	}{
		{"Asia/Taipei", "2026-12-31", "2026-12-30T16:00:00Z", "2026-12-31T16:00:00Z"},
		{"Europe/Kyiv", "2026-03-29", "2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z"}, // forward: 23 hours
		{"Europe/Kyiv", "2026-10-25", "2026-10-24T21:00:00Z", "2026-10-25T22:00:00Z"}, // back: 25 hours
		{"America/Chicago", "2026-03-08", "2026-03-08T06:00:00Z", "2026-03-09T05:00:00Z"},
		{"America/Chicago", "2026-11-01", "2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z"},
		{"Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z"}, // back by half an hour
		{"Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z"},
		{"America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"}, // begins at one o'clock
		{"Pacific/Kiritimati", "2026-12-31", "2026-12-30T10:00:00Z", "2026-12-31T10:00:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		p := Placement{Open: &Open{From: c.day, Until: c.day}}
		own := Placement{Open: p.Open, Timezone: c.zone}
		for when, want := range map[time.Time]bool{
			at(c.first).Add(-time.Millisecond): true, at(c.first): false, at(c.last).Add(-time.Millisecond): false, at(c.last): true,
		} {
			if got := p.Closed(when, zone); got != want {
				t.Errorf("%s on %s at %s: closed %v", c.zone, c.day, when, got)
			}
			if got := own.Closed(when, time.UTC); got != want {
				t.Errorf("%s of its own on %s at %s: closed %v", c.zone, c.day, when, got)
			}
		}
	}
}

// TestAttendedAtDST: hours are what the clock on the wall shows, also in the
// night in which it is turned.
func TestAttendedAtDST(t *testing.T) {
	for _, c := range []struct {
		zone, hours, at string
		want            bool
	}{
		{"Europe/Kyiv", "daily 03:00-04:00", "2026-10-25T00:30:00Z", true}, // 03:30, the first time
		{"Europe/Kyiv", "daily 03:00-04:00", "2026-10-25T01:30:00Z", true}, // 03:30, once more
		{"Europe/Kyiv", "daily 03:00-04:00", "2026-10-25T02:00:00Z", false},
		{"Europe/Kyiv", "daily 03:00-04:00", "2026-03-29T01:00:00Z", false}, // 04:00: the hour is left out
		{"America/Chicago", "sun 01:30-02:30", "2026-03-08T07:45:00Z", true},
		{"America/Chicago", "sun 01:30-02:30", "2026-03-08T08:00:00Z", false}, // 03:00
		{"America/Chicago", "sat 22:00-03:00", "2026-11-01T07:30:00Z", true},  // 01:30 on Sunday, once more
		{"Australia/Lord_Howe", "daily 01:30-02:00", "2026-04-04T14:45:00Z", true},
		{"Australia/Lord_Howe", "daily 01:30-02:00", "2026-04-04T15:15:00Z", true},  // half an hour back
		{"Australia/Lord_Howe", "daily 02:00-02:30", "2026-10-03T15:30:00Z", false}, // 02:30 follows 01:59
		{"Asia/Taipei", "mon-fri 08:00-20:00", "2026-11-23T00:00:00Z", true},
		{"Asia/Taipei", "mon-fri 08:00-20:00", "2026-11-22T23:59:59Z", false},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		p := Placement{Open: &Open{Hours: []string{c.hours}}}
		if got := p.Attended(at(c.at), zone); got != c.want {
			t.Errorf("%s, %s at %s: %v", c.zone, c.hours, c.at, got)
		}
		if p.Closed(at(c.at), zone) {
			t.Errorf("%s refuses somebody at %s", c.hours, c.at)
		}
	}
}
