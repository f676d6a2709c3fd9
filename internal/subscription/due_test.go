package subscription

import (
	"testing"
	"time"
)

func at(t *testing.T, zone, text string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", text, loc)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func TestDue(t *testing.T) {
	const kyiv, taipei, howe, apia, nuuk = "Europe/Kyiv", "Asia/Taipei", "Australia/Lord_Howe", "Pacific/Apia", "America/Nuuk"
	daily := func(zone string, hour, minute int) Subscription {
		return Subscription{Zone: zone, Cadence: Daily, Hour: hour, Minute: minute}
	}
	weekly := func(zone string, day time.Weekday, hour int) Subscription {
		return Subscription{Zone: zone, Cadence: Weekly, Weekday: day, Hour: hour}
	}
	fortnightly := Subscription{Zone: kyiv, Cadence: Fortnightly, Weekday: time.Monday, Hour: 8}
	monthly := func(day int) Subscription {
		return Subscription{Zone: taipei, Cadence: Monthly, MonthDay: day, Hour: 8}
	}
	for name, c := range map[string]struct {
		s    Subscription
		now  string // local
		key  string
		then string // UTC
	}{
		"on the minute":               {daily(taipei, 8, 0), "2026-11-22 08:00", "2026-11-22", "2026-11-22 00:00"},
		"a minute before":             {daily(taipei, 8, 0), "2026-11-22 07:59", "2026-11-21", "2026-11-21 00:00"},
		"skipped by summer time":      {daily(kyiv, 3, 30), "2026-03-29 12:00", "2026-03-29", "2026-03-29 01:00"},
		"doubled by winter time":      {daily(kyiv, 3, 30), "2026-10-25 12:00", "2026-10-25", "2026-10-25 00:30"},
		"half an hour skipped":        {daily(howe, 2, 15), "2026-10-04 12:00", "2026-10-04", "2026-10-03 15:30"},
		"half an hour doubled":        {daily(howe, 1, 45), "2026-04-05 12:00", "2026-04-05", "2026-04-04 14:45"},
		"skipped into the next day":   {daily(nuuk, 23, 30), "2026-03-29 12:00", "2026-03-28", "2026-03-29 01:00"},
		"a day left out":              {daily(apia, 8, 0), "2011-12-31 07:00", "2011-12-29", "2011-12-29 18:00"},
		"a week with a day left out":  {weekly(apia, time.Friday, 8), "2011-12-31 07:00", "2011-W52", "2011-12-30 10:00"},
		"Sunday ends the week":        {weekly(kyiv, time.Sunday, 8), "2026-11-22 09:00", "2026-W47", "2026-11-22 06:00"},
		"Monday begins it":            {weekly(kyiv, time.Monday, 8), "2026-11-22 09:00", "2026-W47", "2026-11-16 06:00"},
		"week 53":                     {weekly(kyiv, time.Friday, 8), "2027-01-02 09:00", "2026-W53", "2027-01-01 06:00"},
		"week 1 in the old year":      {weekly(kyiv, time.Monday, 8), "2025-12-30 09:00", "2026-W01", "2025-12-29 06:00"},
		"a fortnight":                 {fortnightly, "2026-11-22 09:00", "2026-W46/2", "2026-11-09 06:00"},
		"the last day of a month":     {monthly(31), "2026-12-01 00:00", "2026-11", "2026-11-30 00:00"},
		"the last day of February":    {monthly(31), "2027-03-01 00:00", "2027-02", "2027-02-28 00:00"},
		"leap day":                    {monthly(30), "2028-02-29 09:00", "2028-02", "2028-02-29 00:00"},
		"the month before, over year": {monthly(15), "2027-01-15 07:59", "2026-12", "2026-12-15 00:00"},
	} {
		p, ok := c.s.Due(at(t, c.s.Zone, c.now))
		if then := p.At.UTC().Format("2006-01-02 15:04"); !ok || p.Key != c.key || then != c.then {
			t.Errorf("%s: %s at %s (%v), want %s at %s", name, p.Key, then, ok, c.key, c.then)
		}
	}
}

// Nothing is caught up that was due before a subscription was made or moved,
// and nothing is due of one that tells nothing.
func TestNotDue(t *testing.T) {
	now := at(t, "Asia/Taipei", "2026-11-22 09:00")
	base := Subscription{Zone: "Asia/Taipei", Cadence: Daily, Hour: 8, Since: now}
	if _, ok := base.Due(now); ok {
		t.Error("what was due before is caught up")
	}
	made := base
	made.Hour = 9
	if p, ok := made.Due(now); !ok || p.Key != "2026-11-22" {
		t.Error("due the very moment it was made:", p, ok)
	}
	if p, ok := base.Due(now.Add(23 * time.Hour)); !ok || p.Key != "2026-11-23" {
		t.Error(p, ok)
	}
	stopped, never := base, base
	stopped.Since, stopped.Stopped, never.Since, never.Cadence = time.Time{}, now, time.Time{}, Never
	for _, s := range []Subscription{stopped, never} {
		if p, ok := s.Due(now); ok || !s.Next(now).IsZero() {
			t.Error(p, s.Next(now))
		}
	}
}
