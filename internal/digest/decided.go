package digest

import (
	"slices"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
)

// inHand is what is being done about a touchpoint, or nil.
func (b *builder) inHand(key string) *InHand {
	for i := range b.in.Actions {
		a := &b.in.Actions[i]
		if a.Touchpoint == key && (a.Open() || a.State == action.Live) {
			return &InHand{Action: a.ID, Title: a.Title, Owner: a.Owner, Live: a.State == action.Live}
		}
	}
	says, ok := b.in.Stances[key]
	if !ok || says.Says != action.BeingDone || !says.Holds(int64(b.in.Day)) {
		return nil
	}
	done := &InHand{Action: says.Action}
	for i := range b.in.Actions {
		if a := &b.in.Actions[i]; a.ID == says.Action {
			if !a.Open() && a.State != action.Live {
				return nil // that is over, so nothing is being done any more
			}
			done.Title, done.Owner, done.Live = a.Title, a.Owner, a.State == action.Live
		}
	}
	return done
}

// asked is when the reader was first and last asked about a touchpoint since
// somebody last decided about it; 0 for never.
func (b *builder) asked(key string) (first, last journey.Day) {
	decided := journey.Day(0)
	if says, ok := b.in.Stances[key]; ok {
		decided = journey.Day(says.Made)
	}
	for i := range b.in.Actions {
		if a := &b.in.Actions[i]; a.Touchpoint == key {
			decided = max(decided, journey.DayOf(a.CreatedAt, b.in.Map.Journey.Location()))
		}
	}
	for _, d := range b.in.Told {
		if d.Day <= decided || !slices.ContainsFunc(d.Items, func(i Item) bool { return i.Key == key && i.Ask }) {
			continue
		}
		last = max(last, d.Day)
		if first == 0 || d.Day < first {
			first = d.Day
		}
	}
	return first, last
}
