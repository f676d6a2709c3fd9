package subscription

import (
	"fmt"
	"time"
)

// Period is one local day, week, fortnight or month of a subscription.
type Period struct {
	// Key names it for ever: "2026-11-22", "2026-W47", "2026-W47/2" (the
	// fortnight that begins with that ISO week) or "2026-11", all local.
	Key string
	At  time.Time // when its digest is due, in the subscription's zone
}

// Due is the latest period whose time has come, and whether there is one that
// was not due before Since. A local time that the clocks skip has come with the
// first moment after the gap, one that they repeat comes once, the first time.
func (s *Subscription) Due(now time.Time) (Period, bool) { return s.due(now, s.Location()) }

func (s *Subscription) due(now time.Time, loc *time.Location) (Period, bool) {
	if !s.Active() {
		return Period{}, false
	}
	// A round ahead there may be a period that has come already, since clocks
	// that are put back over midnight show yesterday's date again. Two rounds
	// back there is one, except at a day that a zone left out.
	for n := 1; n >= -2; n-- {
		p, ok := s.period(now.In(loc), n, loc)
		if ok && !p.At.After(now) {
			return p, !p.At.Before(s.Since)
		}
	}
	return Period{}, false
}

// Next is when the first digest after now is due; zero where none ever is.
func (s *Subscription) Next(now time.Time) time.Time {
	if !s.Active() {
		return time.Time{}
	}
	loc := s.Location()
	if now.Before(s.Since) {
		now = s.Since
	}
	for n := -1; n <= 3; n++ {
		if p, ok := s.period(now.In(loc), n, loc); ok && p.At.After(now) {
			return p.At
		}
	}
	return time.Time{}
}

// period is the n-th after the one in which a local time lies, counted as the
// calendar does; false for days that the zone left out, and where no digest is
// wanted.
func (s *Subscription) period(local time.Time, n int, loc *time.Location) (Period, bool) {
	d := dateOf(local)
	var key string
	switch s.Cadence {
	case Daily:
		d += date(n)
		if !d.exists(loc) {
			return Period{}, false
		}
		key = d.format("2006-01-02")
	case Weekly:
		d = d.monday() + date(7*n)
		key = d.week()
		d += s.sinceMonday()
	case Fortnightly:
		d = d.monday()
		d += date(14*n) - (d-firstMonday)%14
		key = d.week() + "/2"
		d += s.sinceMonday()
	case Monthly:
		year, month, _ := d.utc().Date()
		first := dateOf(time.Date(year, month+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
		last := dateOf(time.Date(year, month+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC))
		key = first.format("2006-01")
		d = min(first+date(s.MonthDay-1), last)
	default:
		return Period{}, false
	}
	return Period{Key: key, At: d.at(s.Hour, s.Minute, loc)}, true
}

// sinceMonday is how many days of the week come before the one that is wanted.
func (s *Subscription) sinceMonday() date { return date(s.Weekday+6) % 7 }

// date is a day of the calendar, counted from 1970-01-01.
type date int

// firstMonday begins the first fortnight: 1970-01-05.
const firstMonday date = 4

func dateOf(local time.Time) date {
	year, month, day := local.Date()
	return date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func (d date) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (d date) format(layout string) string { return d.utc().Format(layout) }

func (d date) monday() date { return d - date(d.utc().Weekday()+6)%7 }

// week is the ISO week of a day.
func (d date) week() string {
	year, week := d.utc().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// exists is false for a day that a zone left out, as Samoa did when it went
// over the date line.
func (d date) exists(loc *time.Location) bool { return dateOf(d.at(0, 0, loc)) == d }

// at is the first moment at which clocks show this time of the day, or, where
// they skip it, the first after that.
func (d date) at(hour, minute int, loc *time.Location) time.Time {
	// The wall clock as if it were UTC, so that it can be compared.
	wall := int64(d)*86400 + int64(hour)*3600 + int64(minute)*60
	for t := time.Unix(wall, 0).Add(-farthest).In(loc); ; {
		start, end := t.ZoneBounds()
		_, offset := t.Zone()
		shown := wall - int64(offset)
		if !start.IsZero() && shown < start.Unix() {
			shown = start.Unix()
		}
		if end.IsZero() || shown < end.Unix() {
			return time.Unix(shown, 0).In(loc)
		}
		t = end
	}
}

// farthest from UTC that any zone ever was, and more.
const farthest = 26 * time.Hour
