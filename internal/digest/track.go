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

// Decision is what somebody decided about a touchpoint.
type Decision struct {
	Touchpoint string
	Day        journey.Day // in the journey's zone
	Says       action.Says // BeingDone, NoProblem or TakenUp
}

// trackWeeks is how many weeks back a track goes.
const trackWeeks = 4

// enoughAnswers is the share of items that has to get an answer.
const enoughAnswers = 0.4

// TrackOf tells what became of what was asked in the weeks before a day. What is
// asked on the day itself is not counted.
func TrackOf(told []*Digest, decisions []Decision, day journey.Day) Track {
	type ask struct {
		touchpoint string
		week       journey.Day
	}
	asked := map[ask]journey.Day{}
	for _, d := range told {
		week := (day - d.Day - 1) / again
		if d.Day >= day || week >= trackWeeks {
			continue
		}
		for _, i := range d.Items {
			key := ask{i.Key, week}
			if first, ok := asked[key]; i.Ask && (!ok || d.Day < first) {
				asked[key] = d.Day
			}
		}
	}
	var t Track
	weeks := map[journey.Day]bool{}
	for key, first := range asked {
		t.Asked++
		weeks[key.week] = true
		switch answer(decisions, key.touchpoint, first) {
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

// answer is the latest decision about a touchpoint in the week after a day, "".
func answer(decisions []Decision, touchpoint string, first journey.Day) action.Says {
	var says action.Says
	last := journey.Day(-1 << 30)
	for _, d := range decisions {
		if d.Touchpoint == touchpoint && d.Day >= first && d.Day <= first+again && d.Day > last {
			says, last = d.Says, d.Day
		}
	}
	return says
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
