package journey

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Closed says whether a placement takes no answers that were given at a time:
// it has ended, is archived, or the day is outside its from and until, which
// includes its day. The zone is the journey's; the placement's own goes
// before it. Opening hours close nothing.
func (p *Placement) Closed(at time.Time, zone *time.Location) bool {
	if p.Ended || p.Archived {
		return true
	}
	if p.Open == nil {
		return false
	}
	day := DayOf(at, p.Location(zone))
	if from, err := ParseDay(p.Open.From); err == nil && day < from {
		return true
	}
	until, err := ParseDay(p.Open.Until)
	return err == nil && day > until
}

// OpenSince says whether one of the touchpoint's placements takes answers now
// and did since then; see Closed.
func (t *Touchpoint) OpenSince(since, now time.Time, zone *time.Location) bool {
	for pl := range t.Live() {
		if !pl.Closed(now, zone) && !pl.Closed(since, zone) {
			return true
		}
	}
	return false
}

// Dated says whether the placement opens or closes on some day. Where it does
// not, nobody needs to know its zone, which is read from a file.
func (p *Placement) Dated() bool { return p.Open != nil && (p.Open.From != "" || p.Open.Until != "") }

// Location is the placement's own time zone, or the journey's.
func (p *Placement) Location(zone *time.Location) *time.Location {
	if p.Timezone != "" {
		if own, err := time.LoadLocation(p.Timezone); err == nil {
			return own
		}
	}
	return zone
}

// Attended says whether a time is within the placement's opening hours.
// Without hours it always is.
func (p *Placement) Attended(at time.Time, zone *time.Location) bool {
	if p.Open == nil || len(p.Open.Hours) == 0 {
		return true
	}
	at = at.In(p.Location(zone))
	for _, s := range p.Open.Hours {
		if h, err := ParseHours(s); err == nil && h.Contains(at) {
			return true
		}
	}
	return false
}

// Hours is a span of time on some days of the week.
type Hours struct {
	Days        [7]bool // by time.Weekday
	From, Until int     // minutes since midnight; Until before From is on the next day
	text        string
}

var weekdays = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ParseHours reads "mon-fri 08:00-20:00", "sat,sun 10:00-18:00", "daily
// 07:00-24:00". Until may be earlier than from: then it is on the next day.
func ParseHours(s string) (Hours, error) {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	h := Hours{text: s}
	days, times, ok := strings.Cut(s, " ")
	if !ok {
		return h, fmt.Errorf("%q does not name days and times", s)
	}
	for part := range strings.SplitSeq(days, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if part == "daily" {
			first, last, isRange = "mon", "sun", true
		}
		from, ok := weekday(first)
		until := from
		if isRange && ok {
			until, ok = weekday(last)
		}
		if !ok {
			return h, fmt.Errorf("%q is no day or range of days; days are mon tue wed thu fri sat sun", part)
		}
		for d := from; ; d = (d + 1) % 7 {
			h.Days[d] = true
			if d == until {
				break
			}
		}
	}
	first, last, ok := strings.Cut(times, "-")
	if ok {
		h.From, ok = minutes(first)
	}
	if ok {
		h.Until, ok = minutes(last)
	}
	if !ok || h.From == h.Until || h.From == 24*60 {
		return h, fmt.Errorf("%q is no span of time", times)
	}
	return h, nil
}

// String is the hours as in the file.
func (h Hours) String() string { return h.text }

// Contains says whether a local time falls into the hours.
func (h Hours) Contains(t time.Time) bool {
	m, d := t.Hour()*60+t.Minute(), t.Weekday()
	if h.From < h.Until {
		return h.Days[d] && h.From <= m && m < h.Until
	}
	return h.Days[d] && m >= h.From || h.Days[(d+6)%7] && m < h.Until
}

func weekday(s string) (int, bool) {
	for i, d := range weekdays {
		if s == d {
			return i, true
		}
	}
	return 0, false
}

// minutes reads 08:00 up to 24:00.
func minutes(s string) (int, bool) {
	hh, mm, ok := strings.Cut(s, ":")
	h, err1 := strconv.Atoi(hh)
	m, err2 := strconv.Atoi(mm)
	if !ok || err1 != nil || err2 != nil || len(hh) > 2 || len(mm) != 2 || h < 0 || m < 0 || m > 59 || h*60+m > 24*60 {
		return 0, false
	}
	return h*60 + m, true
}
