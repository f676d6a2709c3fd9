package staff

import (
	"testing"

	"github.com/waymood/waymood/internal/journey"
)

func day(t *testing.T, s string) journey.Day {
	t.Helper()
	d, err := journey.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestReadPeriod holds every way of asking for a period to what is shown.
func TestReadPeriod(t *testing.T) {
	for name, c := range map[string]struct {
		from, to   string
		first, end string // "" where the usual period is shown
		remark     string
	}{
		"both":                          {"2026-10-01", "2026-11-01", "2026-10-01", "2026-11-01", ""},
		"from alone":                    {"2026-11-01", "", "2026-11-01", "2026-11-21", ""},
		"to alone":                      {"", "2026-11-01", "2026-10-04", "2026-11-01", ""},
		"spaces":                        {" 2026-10-01 ", "2026-11-01\n", "2026-10-01", "2026-11-01", ""},
		"one day":                       {"2026-11-10", "2026-11-11", "2026-11-10", "2026-11-11", ""},
		"the same day":                  {"2026-11-10", "2026-11-10", "2026-11-10", "2026-11-11", "map.period_equal"},
		"today":                         {"2026-11-20", "2026-11-20", "2026-11-20", "2026-11-21", "map.period_equal"},
		"swapped":                       {"2026-11-01", "2026-10-01", "2026-10-01", "2026-11-01", "map.period_swapped"},
		"swapped, one ahead":            {"2027-01-01", "2026-11-01", "2026-11-01", "2026-11-21", "map.period_swapped"},
		"ends ahead":                    {"2026-11-01", "2027-11-01", "2026-11-01", "2026-11-21", ""},
		"ahead":                         {"2026-11-21", "2026-12-01", "", "", "map.period_future"},
		"ten years":                     {"2016-11-13", "2026-11-21", "2016-11-13", "2026-11-21", ""},
		"a century":                     {"2001-01-01", "2026-11-21", "2016-11-13", "2026-11-21", "map.period_long"},
		"a leap day":                    {"2024-02-29", "2024-03-01", "2024-02-29", "2024-03-01", ""},
		"over a leap day":               {"2024-02-01", "2024-03-01", "2024-02-01", "2024-03-01", ""},
		"no leap day":                   {"2026-02-29", "2026-03-01", "", "", "map.period_no_day"},
		"no month":                      {"2026-13-01", "", "", "", "map.period_no_day"},
		"the clocks go back":            {"2026-10-25", "2026-10-26", "2026-10-25", "2026-10-26", ""},
		"a week":                        {"2026-W46", "", "2026-11-09", "2026-11-16", ""},
		"this week":                     {"2026-W47", "", "2026-11-16", "2026-11-21", ""},
		"a week written short":          {"2026w46", "", "2026-11-09", "2026-11-16", ""},
		"weeks":                         {"2026-W40", "2026-W46", "2026-09-28", "2026-11-09", ""},
		"up to the same week":           {"2026-W46", "2026-W46", "2026-11-09", "2026-11-16", ""},
		"week 1 begins the year before": {"2025-W01", "", "2024-12-30", "2025-01-06", ""},
		"week 53":                       {"2020-W53", "", "2020-12-28", "2021-01-04", ""},
		"no week 53":                    {"2025-W53", "", "", "", "map.period_no_week"},
		"no week 0":                     {"2025-W00", "", "", "", "map.period_no_week"},
		"a word":                        {"yesterday", "", "", "", "map.period_unread"},
		"another order":                 {"21.11.2026", "", "", "", "map.period_unread"},
		"before our time":               {"0001-01-01", "", "", "", "map.period_unread"},
		"beyond the calendar":           {"2026-11-01", "99999-01-01", "", "", "map.period_unread"},
	} {
		t.Run(name, func(t *testing.T) {
			today := day(t, "2026-11-20")
			p, remarks, ok := readPeriod(c.from, c.to, today)
			if ok != (c.first != "") {
				t.Fatalf("shown: %v", ok)
			}
			if ok && (p.From.String() != c.first || p.To.String() != c.end) {
				t.Errorf("%s up to %s, want %s up to %s", p.From, p.To, c.first, c.end)
			}
			said := ""
			if len(remarks) > 0 {
				said = remarks[0].ID
			}
			if said != c.remark {
				t.Errorf("says %q, want %q", said, c.remark)
			}
		})
	}
}

// TestLastMonth goes back over the ends of years and leap days.
func TestLastMonth(t *testing.T) {
	for today, want := range map[string][2]string{
		"2026-11-20": {"2026-10-01", "2026-11-01"},
		"2026-01-01": {"2025-12-01", "2026-01-01"},
		"2024-03-31": {"2024-02-01", "2024-03-01"},
	} {
		if p := lastMonth(day(t, today)); p.From.String() != want[0] || p.To.String() != want[1] {
			t.Errorf("the month before %s is %s to %s", today, p.From, p.To)
		}
	}
}
