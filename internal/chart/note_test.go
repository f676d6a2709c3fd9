package chart

import (
	"slices"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// told are a map's notes as "key: text", "key>" for one about what follows it.
func told(m *mood.Map, o Options) []string {
	w := whole(m, o)
	var list []string
	for _, n := range notes(w, m, o) {
		key := w.points[n.at].Touchpoint.Key
		if n.seam {
			key += ">"
		}
		for _, l := range n.lines {
			list = append(list, key+": "+l.text)
		}
	}
	return list
}

func TestNotes(t *testing.T) {
	good, better, flat, poor := []int64{1, 1, 2, 10, 16}, []int64{0, 0, 2, 8, 40}, []int64{5, 10, 20, 10, 5}, []int64{30, 10, 4, 2, 1}
	place := func(key string, now, before []int64) stop {
		return stop{stage: [3]string{key}, key: key, name: [3]string{key}, reach: 1, now: now, before: before}
	}
	day, _ := journey.ParseDay("2026-11-03")
	monday, _ := journey.ParseDay("2026-10-26")
	for _, c := range []struct {
		name   string
		stops  []stop
		change func(*mood.Map)
		plain  bool // without the period before
		want   []string
	}{
		{name: "nothing is scored", stops: []stop{place("a", nil, nil)}},
		{name: "one point is neither lowest nor highest", stops: []stop{place("a", []int64{0, 0, 0, 40, 6}, nil)}},
		{
			name: "no pain, no delight: lowest and highest", stops: []stop{place("a", []int64{0, 0, 0, 40, 8}, nil), place("b", []int64{0, 0, 0, 25, 10}, nil)},
			want: []string{"a: lowest", "b: highest"},
		},
		{
			name: "pain, delight, change and seam", stops: []stop{place("a", better, better), place("b", poor, good)},
			want: []string{"b: ▼ pain no.\u00a01 (100\u00a0% sure)", "b: −68 points since the period before", "a: ▲ delight: 80\u00a0% gave the best mark", "a>: −79 points from one to the next"},
		},
		{
			name: "no change is told of what is not drawn", stops: []stop{place("a", flat, flat), place("b", poor, good)}, plain: true,
			want: []string{"b: ▼ pain no.\u00a01 (100\u00a0% sure)", "a: highest", "a: ▼ pain no.\u00a02", "a>: −35 points from one to the next"},
		},
		{
			name: "a change with its week", stops: []stop{place("a", flat, flat), place("b", poor, good)},
			change: func(m *mood.Map) { m.Stages[1].Points[0].Change.Since = monday },
			want:   []string{"b: ▼ pain no.\u00a01 (100\u00a0% sure)", "b: −68 points since the period before, 2026-10-26", "a: highest", "a>: −35 points from one to the next"},
		},
		{
			name: "a signal where no change is confirmed", stops: []stop{place("a", flat, flat), place("b", poor, poor)},
			change: func(m *mood.Map) {
				m.Stages[0].Points[0].Signal = &mood.Signal{Down: true, Since: day, From: 60, To: 50}
			},
			want: []string{"b: ▼ pain no.\u00a01 (100\u00a0% sure)", "a: highest", "a: falling since 2026-11-03", "a>: −35 points from one to the next"},
		},
		{
			name: "no seam over a gap", stops: []stop{place("a", better, better), place("b", []int64{1, 1}, nil), place("c", poor, poor)},
			want: []string{"c: ▼ pain no.\u00a01 (100\u00a0% sure)", "a: ▲ delight: 80\u00a0% gave the best mark"},
		},
		{
			name: "a seam between teams names both", stops: []stop{place("a", better, better), place("b", poor, poor)},
			change: func(m *mood.Map) {
				m.Stages[0].Points[0].Touchpoint.Owner, m.Stages[1].Points[0].Touchpoint.Owner = "floor", "bar"
			},
			want: []string{"b: ▼ pain no.\u00a01 (100\u00a0% sure)", "a: ▲ delight: 80\u00a0% gave the best mark", "a>: −79 points from one to the next (floor → bar)"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, o := sample(c.stops), options("en")
			o.Compare = !c.plain
			if c.change != nil {
				c.change(m)
			}
			got, want := told(m, o), c.want
			slices.Sort(got)
			slices.Sort(want)
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("told\n%s\nwanted\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func TestNotesAreFour(t *testing.T) {
	if list := told(sample(long(14)), options("en")); len(list) != mostNotes {
		t.Errorf("%d notes: %q", len(list), list)
	}
}
