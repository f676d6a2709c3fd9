package mood

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/journey"
)

// TestAlerts: of what is on a map, somebody is alerted of what is new.
func TestAlerts(t *testing.T) {
	queue, drink := &journey.Touchpoint{Key: "queue"}, &journey.Touchpoint{Key: "drink"}
	const today = start + 100
	fall := func(tp *journey.Touchpoint, ago journey.Day, from, to float64) Signal {
		return Signal{Touchpoint: tp, Down: to < from, Day: today - ago, Since: today - ago - 3, From: from, To: to}
	}
	fresh := fall(queue, 1, 60, 45)
	asNew := fresh
	asNew.New = true
	for _, c := range []struct {
		name          string
		found, before []Signal
		want          []Signal
	}{
		{"nothing", nil, nil, nil},
		{"a fall", []Signal{fresh}, nil, []Signal{fresh}},
		{"oldest first", []Signal{fresh, fall(drink, 4, 80, 60)}, nil, []Signal{fall(drink, 4, 80, 60), fresh}},
		{"of today, which is not over", []Signal{fall(queue, 0, 60, 45)}, nil, nil},
		{"a week ago", []Signal{fall(queue, 7, 60, 45)}, nil, []Signal{fall(queue, 7, 60, 45)}},
		{"more than a week ago", []Signal{fall(queue, 8, 60, 45)}, nil, nil},
		{"in the first two periods", []Signal{asNew}, nil, nil},
		{"told already", []Signal{fresh}, []Signal{fresh}, nil},
		{"told, and moved back by late answers", []Signal{fall(queue, 2, 60, 30)}, []Signal{fresh}, nil},
		{"told, and moved on by a few days", []Signal{fresh}, []Signal{fall(queue, 6, 60, 45)}, nil},
		{"told within two weeks, and as far once more", []Signal{fall(queue, 1, 45, 37.5)}, []Signal{fall(queue, 6, 60, 45)}, []Signal{fall(queue, 1, 45, 37.5)}},
		{"told two weeks ago", []Signal{fresh}, []Signal{fall(queue, 15, 60, 45)}, []Signal{fresh}},
		{"the other way", []Signal{fresh}, []Signal{fall(queue, 2, 40, 60)}, []Signal{fresh}},
		{"the same way, and the other way before", []Signal{fresh}, []Signal{fall(queue, 5, 40, 60), fall(queue, 3, 60, 44)}, nil},
		{"told of another touchpoint", []Signal{fresh}, []Signal{fall(drink, 1, 60, 45)}, []Signal{fresh}},
		{"twice on one map", []Signal{fresh, fall(queue, 5, 60, 45)}, nil, []Signal{fall(queue, 5, 60, 45)}},
	} {
		if d := cmp.Diff(c.want, Alerts(journey.Defaults(), c.found, c.before, today)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}
