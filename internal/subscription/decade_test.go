package subscription

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// planned are the periods of some years by a reckoning of its own: every date
// at noon UTC, and for each the key of the period whose digest is wanted then.
func planned(s *Subscription, from, to time.Time) (keys []string, dates []time.Time) {
	for d := from; d.Before(to); d = d.AddDate(0, 0, 1) {
		year, week := d.ISOWeek()
		key, wanted := "", false
		switch s.Cadence {
		case Daily:
			key, wanted = d.Format(time.DateOnly), true
		case Weekly:
			key, wanted = fmt.Sprintf("%d-W%02d", year, week), d.Weekday() == s.Weekday
		case Fortnightly:
			days := int(d.Sub(time.Date(1970, 1, 5, 12, 0, 0, 0, time.UTC)) / (24 * time.Hour))
			key, wanted = fmt.Sprintf("%d-W%02d/2", year, week), d.Weekday() == s.Weekday && days/7%2 == 0
		case Monthly:
			tomorrow := d.AddDate(0, 0, 1)
			last := tomorrow.Month() != d.Month()
			key, wanted = d.Format("2006-01"), d.Day() == s.MonthDay || last && d.Day() < s.MonthDay
		}
		if wanted {
			keys, dates = append(keys, key), append(dates, d)
		}
	}
	return keys, dates
}

// shows is what a clock on the wall shows, as a number that can be compared.
func shows(t time.Time) int64 {
	_, offset := t.Zone()
	return t.Unix() + int64(offset)
}

// Ten years, looked at every half hour, in zones of all kinds: each period is
// due once, in its order, when a clock on the wall first shows its time or,
// where that is skipped, a later one.
func TestDecade(t *testing.T) {
	type span struct {
		zone string
		from int
	}
	for _, in := range []span{
		{"Europe/Kyiv", 2026}, {"Asia/Taipei", 2026}, {"Australia/Lord_Howe", 2026}, {"America/Nuuk", 2026}, {"Antarctica/Troll", 2026},
		{"Pacific/Apia", 2008}, {"America/Sao_Paulo", 2008}, {"Asia/Beirut", 2026}, {"America/St_Johns", 2002},
	} {
		t.Run(in.zone, func(t *testing.T) {
			t.Parallel()
			loc, err := time.LoadLocation(in.zone)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range []Subscription{
				{Cadence: Daily, Hour: 2, Minute: 15}, {Cadence: Daily, Hour: 23, Minute: 45}, {Cadence: Daily},
				{Cadence: Weekly, Weekday: time.Sunday, Hour: 2, Minute: 30}, {Cadence: Fortnightly, Weekday: time.Sunday, Hour: 3, Minute: 30},
				{Cadence: Monthly, MonthDay: 31, Hour: 2, Minute: 10},
			} {
				decade(t, &s, loc, in.from)
			}
		})
	}
}

func decade(t *testing.T, s *Subscription, loc *time.Location, year int) {
	t.Helper()
	from := time.Date(year, 1, 1, 12, 0, 0, 0, time.UTC)
	to := time.Date(year+10, 1, 1, 12, 0, 0, 0, time.UTC)
	keys, dates := planned(s, from, to)
	now := time.Date(year, 1, 1, 0, 0, 0, 0, loc).Add(-time.Second)
	end := time.Date(year+10, 1, 1, 0, 0, 0, 0, loc)
	before, ok := s.due(now, loc)
	if !ok {
		t.Fatalf("%v: nothing was due before %v", s, now)
	}
	n := 0
	for last := now; now.Before(end); last, now = now, now.Add(30*time.Minute) {
		p, ok := s.due(now, loc)
		if !ok {
			t.Fatalf("%v: nothing is due at %v", s, now)
		}
		if p.Key == before.Key {
			if !p.At.Equal(before.At) {
				t.Fatalf("%s was due at %v and at %v", p.Key, before.At, p.At)
			}
			continue
		}
		before = p
		for n < len(dates) && s.Cadence == Daily && leftOut(dates[n], loc) {
			n++
		}
		if n == len(keys) || p.Key != keys[n] {
			t.Fatalf("%v at %v: %s is due, want number %d of %d", s, now, p.Key, n, len(keys))
		}
		if !p.At.After(last) || p.At.After(now) {
			t.Fatalf("%s is due at %v, seen between %v and %v", p.Key, p.At, last, now)
		}
		first(t, s, p, dates[n])
		n++
	}
	if n < len(keys)-1 || n < 100 {
		t.Errorf("%v: %d of %d periods were due", s, n, len(keys))
	}
}

// leftOut says that no clock of a zone ever showed a date.
func leftOut(date time.Time, loc *time.Location) bool {
	for now := date.Add(-30 * time.Hour); now.Before(date.Add(30 * time.Hour)); now = now.Add(15 * time.Minute) {
		if now.In(loc).Format(time.DateOnly) == date.Format(time.DateOnly) {
			return false
		}
	}
	return true
}

// first checks that a period is due the first time that clocks show its time or
// a later one: not so a second before, nor in any minute of the day before that.
func first(t interface {
	Helper()
	Fatalf(string, ...any)
}, s *Subscription, p Period, date time.Time) {
	t.Helper()
	wanted := time.Date(date.Year(), date.Month(), date.Day(), s.Hour, s.Minute, 0, 0, time.UTC).Unix()
	late := shows(p.At) - wanted
	start, _ := p.At.ZoneBounds()
	switch {
	case late < 0:
		t.Fatalf("%s is due at %v, too early", p.Key, p.At)
	case late > 0 && (!start.Equal(p.At) || shows(p.At.Add(-time.Second)) >= wanted):
		t.Fatalf("%s is due at %v, %d s late without a gap", p.Key, p.At, late)
	}
	// Only where clocks are put back can the time have been shown before.
	if start.IsZero() || p.At.Sub(start) > 48*time.Hour && late == 0 {
		return
	}
	for m := time.Second; m < 48*time.Hour; m += time.Minute {
		if shows(p.At.Add(-m)) >= wanted {
			t.Fatalf("%s is due at %v, but its time was shown %v before", p.Key, p.At, m)
		}
	}
}

// Whatever the schedule, the zone and the moment: what is due stays the same
// until the next one, which begins the very second that Next says.
func TestDueAndNext(t *testing.T) {
	zones := []string{
		"Europe/Kyiv", "Asia/Taipei", "Australia/Lord_Howe", "Pacific/Apia", "America/Nuuk", "Antarctica/Troll", "America/Sao_Paulo", "Africa/Casablanca",
		"America/St_Johns", "Asia/Beirut", "Asia/Kathmandu", "Pacific/Kwajalein", "Pacific/Kiritimati", "America/New_York", "Asia/Pyongyang", "Africa/Cairo", "UTC",
	}
	rapid.Check(t, func(t *rapid.T) {
		s := Subscription{
			Zone:    rapid.SampledFrom(zones).Draw(t, "zone"),
			Cadence: rapid.SampledFrom(Cadences()[1:]).Draw(t, "cadence"),
			Weekday: time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday")), MonthDay: rapid.IntRange(1, 31).Draw(t, "day"),
			Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute"),
		}
		now := time.Unix(rapid.Int64Range(600_000_000, 2_400_000_000).Draw(t, "now"), 0)
		if rapid.Bool().Draw(t, "near a change of clocks") {
			if _, end := now.In(s.Location()).ZoneBounds(); !end.IsZero() {
				now = end.Add(time.Duration(rapid.IntRange(-90_000, 90_000).Draw(t, "seconds")) * time.Second)
			}
		}
		p, ok := s.Due(now)
		next := s.Next(now)
		if !ok || p.At.After(now) || !next.After(now) {
			t.Fatalf("at %v %s is due at %v (%v), next %v", now, p.Key, p.At, ok, next)
		}
		if q, _ := s.Due(next.Add(-time.Second)); q.Key != p.Key || !q.At.Equal(p.At) {
			t.Fatalf("before the next %s is due, not %s", q.Key, p.Key)
		}
		q, _ := s.Due(next)
		if q.Key == p.Key || !q.At.Equal(next) {
			t.Fatalf("next at %v, but then %s is due at %v after %s", next, q.Key, q.At, p.Key)
		}
		if again := s.Next(p.At.Add(-time.Second)); !again.Equal(p.At) {
			t.Fatalf("what is due at %v was next at %v", p.At, again)
		}
		since := now.Add(time.Duration(rapid.IntRange(-40*86400, 86400).Draw(t, "since")) * time.Second)
		s.Since = since
		if _, ok := s.Due(now); ok != !p.At.Before(since) {
			t.Fatalf("since %v, due at %v: %v", since, p.At, ok)
		}
	})
}
