package digest

import (
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
)

// Track is what became of the items for which digests of a journey asked for a
// decision in the last four weeks, to whomever they were sent. A touchpoint is
// counted once a week, however many were asked. It got an answer where somebody
// decided about it, by mail or on the pages, within the week after it was asked.
type Track struct {
	Asked     int
	Taken     int // an action was made
	Linked    int // it is being done already
	Dismissed int // it is no problem
	Weeks     int // of the four, in which something was asked
}

// trackWeeks is how many weeks back a track goes.
const trackWeeks = 4

// Tracked are the days of whose asks the track of a day tells.
func Tracked(day journey.Day) journey.Period {
	return journey.Period{From: day - trackWeeks*again, To: day}
}

// enoughAnswers is the share of items that has to get an answer.
const enoughAnswers = 0.4

// TrackOf tells what became of what was asked in the weeks before a day; asks
// are in the order of their days. What is asked on the day itself is not counted.
func TrackOf(asks []action.Ask, day journey.Day) Track {
	type weekly struct {
		touchpoint string
		week       journey.Day
	}
	var t Track
	asked, weeks := map[weekly]bool{}, map[journey.Day]bool{}
	for _, a := range asks {
		week := (day - journey.Day(a.Day) - 1) / again
		w := weekly{a.Touchpoint, week}
		if journey.Day(a.Day) >= day || week >= trackWeeks || asked[w] {
			continue
		}
		asked[w], weeks[week] = true, true
		t.Asked++
		switch a.Says {
		case action.TakenUp:
			t.Taken++
		case action.BeingDone:
			t.Linked++
		case action.NoProblem:
			t.Dismissed++
		}
	}
	t.Weeks = len(weeks)
	return t
}

// Asks are the touchpoints about which a digest asks for a decision.
func (d *Digest) Asks() []action.Ask {
	var list []action.Ask
	for i := range d.Items {
		if d.Items[i].Ask {
			list = append(list, action.Ask{Touchpoint: d.Items[i].Key, Day: int64(d.Day)})
		}
	}
	return list
}

// Answered is the share of items that got an answer, 0..1; 0 where nothing was
// asked.
func (t Track) Answered() float64 {
	if t.Asked == 0 {
		return 0
	}
	return float64(t.Taken+t.Linked+t.Dismissed) / float64(t.Asked)
}

// Low says whether so little got an answer, in four weeks that each asked
// something, that digests tell larger differences only.
func (t Track) Low() bool { return t.Weeks == trackWeeks && t.Answered() < enoughAnswers }
