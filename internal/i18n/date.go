package i18n

import (
	"strconv"
	"strings"
	"time"
)

// Date is the day of t, in t's own zone, as the language writes it in a
// sentence: 1 December 2026, 1 грудня 2026, 2026年12月1日.
func (v Voice) Date(t time.Time) string {
	return v.T("date.full", "Day", t.Day(), "Month", v.month(t), "Year", t.Year())
}

// Day is Date without the year.
func (v Voice) Day(t time.Time) string {
	return v.T("date.short", "Day", t.Day(), "Month", v.month(t))
}

// Moment is Date with the time of day.
func (v Voice) Moment(t time.Time) string {
	return v.T("date.moment", "Date", v.Date(t), "Time", t.Format("15:04"))
}

// Weekday is the name of a day of the week, as it stands before a date and in lists.
func (v Voice) Weekday(d time.Weekday) string { return v.T("desk.weekday_" + strconv.Itoa(int(d))) }

// Span is the days from the first to the last, both included.
func (v Voice) Span(first, last time.Time) string {
	if first.Equal(last) {
		return v.Date(last)
	}
	from, to := v.Day(first), v.Date(last)
	switch {
	case first.Year() != last.Year():
		from = v.Date(first)
	case strings.HasPrefix(v.Lang, "zh"): // the year comes first, and once
		from, to = v.Date(first), v.Day(last)
	}
	return v.T("date.span", "From", from, "To", to)
}

func (v Voice) month(t time.Time) string {
	return v.T("date.month_" + strconv.Itoa(int(t.Month())))
}
