package staff

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/journey"
)

const (
	usualDays = 28       // of a map that nobody asked otherwise
	mostDays  = 10 * 366 // of any map
	firstYear = 2000     // earlier days are slips of the keyboard
	lastYear  = 9999
)

// usualPeriod is the 28 days that end with today.
func usualPeriod(today journey.Day) journey.Period {
	return journey.Period{From: today + 1 - usualDays, To: today + 1}
}

// readPeriod reads the two ends of a period; one of them may be missing. The
// second is the first day that no longer belongs to it. What cannot be shown
// is replaced by what is nearest to it, and the remark says how; ok is false
// where nothing is near.
func readPeriod(from, to string, today journey.Day) (p journey.Period, remarks []remark, ok bool) {
	first, last := readDate(from), readDate(to)
	for _, d := range []date{first, last} {
		if d.wrong != "" {
			remarks = append(remarks, remark{"map.period_" + d.wrong, []any{"Text", d.text}})
		}
	}
	if len(remarks) > 0 {
		return p, remarks, false
	}
	switch {
	case last.given:
		p.To = last.day
	case first.week:
		p.To = first.day + 7
	default:
		p.To = today + 1
	}
	p.From = p.To - usualDays
	if first.given {
		p.From = first.day
	}
	switch {
	case p.From > today && p.To > today:
		return p, []remark{{ID: "map.period_future"}}, false
	case p.From == p.To && first.week:
		p.To += 7
	case p.From == p.To:
		p.To++
		remarks = append(remarks, remark{ID: "map.period_equal"})
	case p.From > p.To:
		p.From, p.To = p.To, p.From
		remarks = append(remarks, remark{ID: "map.period_swapped"})
	}
	p.To = min(p.To, today+1) // the days to come have no answers yet
	if p.Days() > mostDays {
		p.From = p.To - mostDays
		remarks = append(remarks, remark{ID: "map.period_long"})
	}
	return p, remarks, true
}

// date is one end of a period as it was typed.
type date struct {
	text  string
	given bool
	day   journey.Day
	week  bool   // a week was typed: day is its Monday
	wrong string // why it is no date: "unread", "no_day", "no_week"; "" where it is one
}

var (
	dayForm  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	weekForm = regexp.MustCompile(`^(\d{4})-?[Ww](\d{2})$`)
)

// readDate reads a day as 2026-11-21, or a week of ISO 8601 as 2026-W47.
func readDate(s string) date {
	d := date{text: strings.TrimSpace(s)}
	if d.text == "" {
		return d
	}
	d.given = true
	week := weekForm.FindStringSubmatch(d.text)
	switch {
	case week != nil:
		d.week = true
		year, _ := strconv.Atoi(week[1])
		number, _ := strconv.Atoi(week[2])
		d.day = monday(year, number)
		if y, n := d.day.Time().ISOWeek(); y != year || n != number {
			d.wrong = "no_week"
		}
	case dayForm.MatchString(d.text):
		day, err := journey.ParseDay(d.text)
		if err != nil {
			d.wrong = "no_day"
		}
		d.day = day
	default:
		d.wrong = "unread"
	}
	if y := d.day.Time().Year(); d.wrong == "" && (y < firstYear || y > lastYear) {
		d.wrong = "unread"
	}
	return d
}

// monday is the first day of a week: the fourth of January is always in week 1.
func monday(year, week int) journey.Day {
	fourth := journey.DayOf(time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC), time.UTC)
	return fourth - weekday(fourth) + journey.Day(7*(week-1))
}

// weekday counts from Monday, which is 0.
func weekday(d journey.Day) journey.Day { return journey.Day((d.Time().Weekday() + 6) % 7) }

// lastMonth is the calendar month before the one that a day is in.
func lastMonth(today journey.Day) journey.Period {
	first := today - journey.Day(today.Time().Day()-1)
	return journey.Period{From: first - journey.Day((first - 1).Time().Day()), To: first}
}
