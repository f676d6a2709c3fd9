package snapshot_test

import (
	"testing"
	"time"

	"github.com/waymood/waymood/internal/snapshot"
)

func TestDue(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Taipei")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		m, err := time.Parse("2006-01-02 15:04", text) // of UTC; Taipei is eight hours ahead
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, c := range []struct {
		name        string
		cadence     snapshot.Cadence
		since, done string
		want        string // "" for none
	}{
		{"never done", snapshot.Quarterly, "2026-01-15 03:00", "", "2026-04-15"},
		{"done", snapshot.Quarterly, "2026-01-15 03:00", "2026-11-20 03:00", "2027-02-20"},
		{"the day is the journey's", snapshot.Monthly, "2026-01-15 03:00", "2026-03-04 17:00", "2026-04-05"},
		{"no 31st", snapshot.Monthly, "2026-01-31 03:00", "", "2026-02-28"},
		{"no 31st in a leap year", snapshot.Monthly, "2028-01-31 03:00", "", "2028-02-29"},
		{"over the year", snapshot.HalfYearly, "2026-08-31 03:00", "", "2027-02-28"},
		{"a year from the 29th of February", snapshot.Yearly, "2028-02-29 03:00", "", "2029-02-28"},
		{"off", snapshot.Off, "2026-01-15 03:00", "2026-11-20 03:00", ""},
		{"of a later program", snapshot.Cadence("weekly"), "2026-01-15 03:00", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := snapshot.Review{Cadence: c.cadence, Since: at(c.since)}
			if c.done != "" {
				r.Done = at(c.done)
			}
			got := ""
			if due, ok := r.Due(zone); ok {
				got = due.String()
			}
			if got != c.want {
				t.Errorf("due %q, want %q", got, c.want)
			}
		})
	}
}
