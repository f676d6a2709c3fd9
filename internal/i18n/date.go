package i18n

import (
	"strconv"
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

func (v Voice) month(t time.Time) string {
	return v.T("date.month_" + strconv.Itoa(int(t.Month())))
}
