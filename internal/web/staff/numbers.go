package staff

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/chart"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
)

const (
	lanesShown   = 3   // numbers in the picture; the table has all
	numbersShown = 200 // lines of the table
)

// numberView is a number that somebody counts, at a touchpoint or for the whole
// journey.
type numberView struct {
	Where  string // the touchpoint, or the whole journey
	Link   string // to the touchpoint, "" for the journey
	Metric string
	Mean   string // a day
	Sum    string // "" where the values are no counts, which do not add up
	Days   string // that have a value
	Range  string // the lowest and the highest day
	Trend  string // points of a line from the first day of the period to its last, 0..100 wide and 0..20 high
}

// series is one number's days at one place.
type series struct {
	touchpoint, metric string
	days               []store.Metric // ascending, at least one
}

// gather splits metrics, which are ordered by touchpoint, metric and day.
func gather(metrics []store.Metric) []series {
	var list []series
	for _, m := range metrics {
		if n := len(list); n == 0 || list[n-1].touchpoint != m.Touchpoint || list[n-1].metric != m.Metric {
			list = append(list, series{touchpoint: m.Touchpoint, metric: m.Metric})
		}
		of := &list[len(list)-1]
		of.days = append(of.days, m)
	}
	return list
}

// mean of the days that have a value.
func (s series) mean() float64 {
	sum := 0.0
	for _, m := range s.days {
		sum += m.Value
	}
	return sum / float64(len(s.days))
}

// counts says whether all values are whole, so that they can be added up: a
// share or a price cannot.
func (s series) counts() bool {
	return !slices.ContainsFunc(s.days, func(m store.Metric) bool { return m.Value != math.Trunc(m.Value) })
}

// numbers are the lines of the table, and those that the picture has room for
// as its lanes.
func (v *viewer) numbers(metrics []store.Metric) (lines []numberView, lanes []chart.Lane) {
	all := gather(metrics)
	for _, s := range all[:min(len(all), numbersShown)] {
		lines = append(lines, v.numberLine(s))
	}
	on := map[string]bool{}
	for p := range v.m.All() {
		on[p.Touchpoint.Key] = true
	}
	often := map[string]int{} // touchpoints by metric
	for _, s := range all {
		if on[s.touchpoint] {
			often[s.metric]++
		}
	}
	metricsOf := make([]string, 0, len(often))
	for name := range often {
		metricsOf = append(metricsOf, name)
	}
	slices.SortFunc(metricsOf, func(a, b string) int { return cmp.Or(often[b]-often[a], strings.Compare(a, b)) })
	for _, name := range metricsOf[:min(len(metricsOf), lanesShown)] {
		lane := chart.Lane{Name: v.metric(name), Unit: v.T("map.a_day"), Lines: map[string][]chart.Line{}}
		for _, s := range all {
			if s.metric == name && on[s.touchpoint] {
				lane.Lines[s.touchpoint] = []chart.Line{{Text: v.value(s.mean())}}
			}
		}
		lanes = append(lanes, lane)
	}
	return lines, lanes
}

func (v *viewer) numberLine(s series) numberView {
	nv := numberView{
		Where: v.T("staff.map.whole"), Metric: v.metric(s.metric), Mean: v.value(s.mean()),
		Days: v.T("map.days", "Count", len(s.days), "N", v.whole(int64(len(s.days)))), Trend: trend(s.days, v.m.Period),
	}
	if _, tp := v.m.Journey.Touchpoint(s.touchpoint); tp != nil {
		nv.Where, nv.Link = v.name(tp.Name, tp.Key), v.link(tp)
	}
	low, high, sum := s.days[0].Value, s.days[0].Value, 0.0
	for _, m := range s.days {
		low, high, sum = min(low, m.Value), max(high, m.Value), sum+m.Value
	}
	nv.Range = v.value(low) + "–" + v.value(high)
	if s.counts() {
		nv.Sum = v.value(sum)
	}
	return nv
}

// metric is a number's name: of those that are common in the page's language,
// of others their key.
func (pg *page) metric(key string) string {
	switch key {
	case store.Customers, "visitors", "orders", "sales", "abandonment":
		return pg.T("map.metric_" + key)
	}
	return key
}

// value writes a number as precisely as its size asks for.
func (pg *page) value(x float64) string {
	switch {
	case x == math.Trunc(x), x >= 100:
		return pg.number(x, 0)
	case x >= 10:
		return pg.number(x, 1)
	}
	return pg.number(x, 2)
}

// trend draws days as the points of a line, from zero up to their highest.
func trend(days []store.Metric, p journey.Period) string {
	most := 0.0
	for _, m := range days {
		most = max(most, m.Value)
	}
	if most == 0 {
		most = 1
	}
	width := max(1, float64(p.Days()-1))
	points := make([]string, len(days))
	for i, m := range days {
		points[i] = fmt.Sprintf("%.1f,%.1f", 100*float64(m.Day-p.From)/width, 19-18*m.Value/most)
	}
	return strings.Join(points, " ")
}

// asking is how a touchpoint's answers come in.
type asking struct {
	Ways string // the channels with their answers
	One  bool   // there is one only
	Rate string // of those who opened a survey's page, how many answered; "" where it has none
}

// asking tells of a touchpoint by which channels its answers came, and how many
// of those who were asked gave one.
func (v *viewer) asking(p *mood.Point, channels map[journey.Channel]int64, viewed store.Viewed) asking {
	var a asking
	list := make([]journey.Channel, 0, len(channels))
	for ch := range channels {
		list = append(list, ch)
	}
	slices.SortFunc(list, func(a, b journey.Channel) int {
		return cmp.Or(cmp.Compare(channels[b], channels[a]), cmp.Compare(a, b))
	})
	var words []string
	for _, ch := range list {
		words = append(words, v.channel(ch)+" "+v.whole(channels[ch]))
	}
	a.Ways, a.One = strings.Join(words, v.T("staff.list_separator")), len(list) == 1 && p.Answers > 0
	if rate, ok := viewed.Rate(); ok {
		a.Rate = v.T("map.rate", "Share", v.percent(rate), "Count", int(viewed.Views), "N", v.whole(viewed.Views))
	}
	return a
}
