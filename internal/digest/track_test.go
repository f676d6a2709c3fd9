package digest_test

import (
	"testing"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
)

// TestTrack counts a touchpoint once a week, and the answers of the week after
// it was asked.
func TestTrack(t *testing.T) {
	asked := func(ago journey.Day, keys ...string) *digest.Digest {
		d := &digest.Digest{Day: today - ago}
		for _, key := range keys {
			d.Items = append(d.Items, digest.Item{Place: digest.Place{Key: key}, Ask: key != "told"})
		}
		return d
	}
	decided := func(ago journey.Day, key string, says action.Says) digest.Decision {
		return digest.Decision{Touchpoint: key, Day: today - ago, Says: says}
	}
	weekly := []*digest.Digest{asked(0, "queue"), asked(7, "queue", "menu"), asked(14, "queue"), asked(21, "queue"), asked(28, "queue"), asked(29, "pay")}
	for name, c := range map[string]struct {
		told      []*digest.Digest
		decisions []digest.Decision
		want      digest.Track
		low       bool
	}{
		"nothing asked":             {want: digest.Track{}},
		"only told":                 {told: []*digest.Digest{asked(7, "told")}, want: digest.Track{}},
		"nobody decides":            {told: weekly, want: digest.Track{Asked: 5, Weeks: 4}, low: true},
		"one of five":               {told: weekly, decisions: []digest.Decision{decided(5, "menu", action.NoProblem)}, want: digest.Track{Asked: 5, Dismissed: 1, Weeks: 4}, low: true},
		"two of five":               {told: weekly, decisions: []digest.Decision{decided(5, "menu", action.NoProblem), decided(20, "queue", action.BeingDone)}, want: digest.Track{Asked: 5, Linked: 1, Dismissed: 1, Weeks: 4}},
		"before it was asked":       {told: weekly[:2], decisions: []digest.Decision{decided(8, "menu", action.NoProblem)}, want: digest.Track{Asked: 2, Weeks: 1}},
		"the last decision":         {told: weekly[1:2], decisions: []digest.Decision{decided(6, "menu", action.NoProblem), decided(4, "menu", action.TakenUp)}, want: digest.Track{Asked: 2, Taken: 1, Weeks: 1}},
		"to several, on other days": {told: []*digest.Digest{asked(6, "queue"), asked(5, "queue"), asked(3, "queue")}, decisions: []digest.Decision{decided(1, "queue", action.TakenUp)}, want: digest.Track{Asked: 1, Taken: 1, Weeks: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			got := digest.TrackOf(c.told, c.decisions, today)
			if got != c.want || got.Low() != c.low {
				t.Errorf("%+v, low %v, want %+v", got, got.Low(), c.want)
			}
		})
	}
}
