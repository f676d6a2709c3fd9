package digest_test

import (
	"slices"
	"testing"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
)

// TestTrack counts a touchpoint once a week, by the first ask of it.
func TestTrack(t *testing.T) {
	asked := func(ago journey.Day, says action.Says, keys ...string) []action.Ask {
		var list []action.Ask
		for _, key := range keys {
			list = append(list, action.Ask{Touchpoint: key, Day: int64(today - ago), Says: says})
		}
		return list
	}
	weekly := slices.Concat(asked(29, "", "pay"), asked(28, "", "queue"), asked(21, "", "queue"), asked(14, "", "queue"), asked(7, "", "queue", "menu"), asked(0, "", "queue"))
	with := func(answered ...[]action.Ask) []action.Ask {
		list := slices.Clone(weekly)
		for _, a := range slices.Concat(answered...) {
			for i := range list {
				if list[i].Touchpoint == a.Touchpoint && list[i].Day == a.Day {
					list[i].Says = a.Says
				}
			}
		}
		return list
	}
	for name, c := range map[string]struct {
		asks []action.Ask
		want digest.Track
		low  bool
	}{
		"nothing asked":             {want: digest.Track{}},
		"nobody decides":            {asks: weekly, want: digest.Track{Asked: 5, Weeks: 4}, low: true},
		"one of five":               {asks: with(asked(7, action.NoProblem, "menu")), want: digest.Track{Asked: 5, Dismissed: 1, Weeks: 4}, low: true},
		"two of five":               {asks: with(asked(7, action.NoProblem, "menu"), asked(21, action.BeingDone, "queue")), want: digest.Track{Asked: 5, Linked: 1, Dismissed: 1, Weeks: 4}},
		"not yet and no longer":     {asks: with(asked(29, action.NoProblem, "pay"), asked(0, action.TakenUp, "queue")), want: digest.Track{Asked: 5, Weeks: 4}, low: true},
		"to several, on other days": {asks: slices.Concat(asked(6, action.TakenUp, "queue"), asked(5, action.TakenUp, "queue"), asked(3, "", "queue")), want: digest.Track{Asked: 1, Taken: 1, Weeks: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			got := digest.TrackOf(c.asks, today)
			if got != c.want || got.Low() != c.low {
				t.Errorf("%+v, low %v, want %+v", got, got.Low(), c.want)
			}
		})
	}
}

// TestAsks: what is only told asks for nothing.
func TestAsks(t *testing.T) {
	d := &digest.Digest{Day: today, Items: []digest.Item{{Place: digest.Place{Key: "queue"}, Ask: true}, {Place: digest.Place{Key: "told"}}}}
	if got := d.Asks(); len(got) != 1 || got[0] != (action.Ask{Touchpoint: "queue", Day: int64(today)}) {
		t.Errorf("%+v", got)
	}
}
