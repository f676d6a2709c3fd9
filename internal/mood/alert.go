package mood

import (
	"cmp"
	"slices"

	"github.com/waymood/waymood/internal/journey"
)

// freshDays is how many days after a signal somebody is still alerted of it:
// whoever starts the service late does not want to hear of last month.
const freshDays = 7

// Alerts are the signals of a map on which somebody is to be alerted on a day,
// oldest first, given those on which somebody was before, in any order. Left
// out are touchpoints in their first two periods and what is a week old; what
// is not later than the touchpoint's last one, since late answers may move a
// signal but never tell it again; and for two weeks what goes the same way,
// unless it went as far once more. Maps keep to the two weeks by themselves,
// but each sees a window of days only.
func Alerts(set journey.Analysis, found, before []Signal, today journey.Day) []Signal {
	a := complete(set)
	last := map[string]Signal{}
	note := func(s Signal) {
		if l, ok := last[s.Touchpoint.Key]; !ok || s.Day > l.Day {
			last[s.Touchpoint.Key] = s
		}
	}
	for _, s := range before {
		note(s)
	}
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(x, y Signal) int { return cmp.Compare(x.Day, y.Day) })
	var news []Signal
	for _, s := range found {
		if s.New || s.Day >= today || s.Day < today-freshDays {
			continue
		}
		if l, ok := last[s.Touchpoint.Key]; ok {
			if s.Day <= l.Day || l.Down == s.Down && !a.tells(s, &run{told: l}) {
				continue
			}
		}
		note(s)
		news = append(news, s)
	}
	return news
}
