package snapshot

import (
	"time"

	"github.com/waymood/waymood/internal/journey"
)

// Cadence is how often a journey is looked over again; its text is stored and
// stands in forms.
type Cadence string

// The cadences; a new journey's is Quarterly.
const (
	Monthly    Cadence = "monthly"
	Quarterly  Cadence = "quarterly"
	HalfYearly Cadence = "half-yearly"
	Yearly     Cadence = "yearly"
	Off        Cadence = "off"
)

// Cadences are all of them, the most frequent first.
var Cadences = [...]Cadence{Monthly, Quarterly, HalfYearly, Yearly, Off}

// months between two reviews; 0 when there are none.
func (c Cadence) months() int {
	switch c {
	case Monthly:
		return 1
	case Quarterly:
		return 3
	case HalfYearly:
		return 6
	case Yearly:
		return 12
	}
	return 0
}

// Review is when a journey was looked over, and when it is to be again.
type Review struct {
	Cadence Cadence
	Since   time.Time // when the journey was made: the first review is due a cadence later
	Done    time.Time // the last review; zero when there was none
}

// Due is the day in a place's zone on which the next review is due; ok is
// false when there are none. A month after the 31st is the last day of a
// shorter month, not a day of the next.
func (r Review) Due(zone *time.Location) (due journey.Day, ok bool) {
	n := r.Cadence.months()
	if n == 0 {
		return 0, false
	}
	last := r.Since
	if !r.Done.IsZero() {
		last = r.Done
	}
	y, m, d := last.In(zone).Date()
	end := time.Date(y, m+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC)
	at := time.Date(y, m+time.Month(n), min(d, end.Day()), 0, 0, 0, 0, time.UTC)
	return journey.DayOf(at, time.UTC), true
}
