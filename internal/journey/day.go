package journey

import "time"

// Day is a calendar date, counted in days since 1970-01-01.
type Day int32

// DayOf is the date on which t falls in a place's time zone.
func DayOf(t time.Time, zone *time.Location) Day {
	y, m, d := t.In(zone).Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads a date as 2006-01-02.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, err
	}
	return DayOf(t, time.UTC), nil
}

// Time is the day's midnight in UTC, for formatting.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String is the date as 2006-01-02.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// Period is the dates from From up to, but not including, To.
type Period struct{ From, To Day }

// Days is the period's length.
func (p Period) Days() int { return int(p.To - p.From) }

// Before is the period of equal length that ends where p starts.
func (p Period) Before() Period { return Period{p.From - (p.To - p.From), p.From} }
