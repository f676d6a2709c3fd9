package staff

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

const trendWeeks = 12

// The trend's drawing, in the units of its viewBox.
const (
	trendLeft, trendTop   = 36.0, 14.0
	trendStep, trendTall  = 37.0, 150.0 // of a week, of the axis from 0 to 100
	pinWide               = 17.0
	trendWide, trendLower = trendLeft + trendWeeks*trendStep + 6, trendTop + trendTall
)

// trendView is a touchpoint's weeks, drawn and in a table.
type trendView struct {
	Wide, Tall string // of the viewBox
	Left       string // where the axis begins
	Right      string
	Lines      []tickView // of the axis
	Weeks      []tickView
	Target     string   // y of the target
	Bands      []string // points of polygons, one for each run of weeks
	Runs       []string // points of lines
	Dots       []dotView
	Pins       []pinView // what happened, numbered in the picture
	Bottom     string    // y of the axis's end
	Rows       []weekView
	Describe   string // the picture in a sentence; "" where no week is scored, and there is none
}

type tickView struct {
	At    string // x or y
	Label string
}

type dotView struct {
	X, Y, Label, LabelY string
	Rough               bool
}

// pinView is something on the time axis. Y is where its number stands.
type pinView struct {
	X, Y, Number, Text string
}

// weekView is a line of the table.
type weekView struct {
	Week string // "16 November"
	halfView
	What string // what happened in it
}

// pin is something that happened on a day.
type pin struct {
	day  journey.Day
	text string
}

// trendPeriod is the twelve weeks, from Monday to Sunday, of which the last is
// that of the period's last day.
func trendPeriod(p journey.Period) journey.Period {
	last := p.To - 1 - weekday(p.To-1)
	return journey.Period{From: last - 7*(trendWeeks-1), To: last + 7}
}

// trend draws a touchpoint's weeks; nil where nobody answered in any.
func (v *viewer) trend(p *mood.Point, days []mood.Day, pins []pin) *trendView {
	period := trendPeriod(v.m.Period)
	var weeks [trendWeeks]mood.Part
	any := false
	for _, d := range days {
		if d.Day >= period.From && d.Day < min(period.To, v.m.Period.To) {
			week := mood.Tally{All: weeks[(d.Day-period.From)/7]}
			week.Merge(d.Tally)
			weeks[(d.Day-period.From)/7] = week.All
			any = true
		}
	}
	if !any {
		return nil
	}
	t := &trendView{
		Wide: length(trendWide), Tall: length(trendLower + 44), Left: length(trendLeft), Right: length(trendWide - 6),
		Bottom: length(trendLower), Target: length(height(v.m.Target)),
	}
	for _, y := range []float64{0, 25, 50, 75, 100} {
		t.Lines = append(t.Lines, tickView{length(height(y)), strconv.Itoa(int(y))})
	}
	var scores []mood.Half
	for i, part := range weeks {
		monday := period.From + journey.Day(7*i)
		score := mood.Of(v.m.Journey.Analysis, part, v.m.Pooled)
		scores = append(scores, score)
		if i%3 == trendWeeks%3 {
			t.Weeks = append(t.Weeks, tickView{length(middle(i)), v.Day(monday.Time())})
		}
		t.Rows = append(t.Rows, weekView{Week: v.Day(monday.Time()), halfView: v.half("", v.answers(score.Answers), score)})
	}
	t.draw(v, scores)
	slices.SortStableFunc(pins, func(a, b pin) int { return cmp.Compare(a.day, b.day) })
	left, y := 0.0, trendLower // of the pin before
	for _, pin := range pins {
		if pin.day < period.From || pin.day >= period.To {
			continue
		}
		n := strconv.Itoa(len(t.Pins) + 1)
		row := &t.Rows[(pin.day-period.From)/7]
		x := trendLeft + trendStep*(float64(pin.day-period.From)+0.5)/7
		if x-left < pinWide && len(t.Pins) > 0 {
			y = max(trendTop, y-pinWide) // close ones stand above one another
		} else {
			left, y = x, trendLower
		}
		t.Pins = append(t.Pins, pinView{length(x), length(y), n, pin.text})
		row.What = strings.TrimPrefix(row.What+" · "+pin.text, " · ")
	}
	if len(t.Dots) > 0 {
		t.Describe = v.T("panel.trend_picture", "Name", v.name(p.Touchpoint.Name, p.Touchpoint.Key))
	}
	return t
}

// draw puts the scored weeks into runs without a gap.
func (t *trendView) draw(v *viewer, scores []mood.Half) {
	for i := 0; i < len(scores); i++ {
		if scores[i].Mood == nil {
			continue
		}
		var line, upper []string
		var lower []string
		for ; i < len(scores) && scores[i].Mood != nil; i++ {
			m, x := scores[i].Mood, middle(i)
			line = append(line, place(x, height(m.Value)))
			upper = append(upper, place(x, height(m.High)))
			lower = append(lower, place(x, height(m.Low)))
			above := height(m.Value) - 9
			if m.Value > 90 {
				above = height(m.Value) + 19
			}
			t.Dots = append(t.Dots, dotView{
				X: length(x), Y: length(height(m.Value)), Label: v.number(m.Value, 0), LabelY: length(above),
				Rough: float64(scores[i].Answers) < v.m.Journey.Analysis.MinSolid,
			})
		}
		slices.Reverse(lower)
		if len(line) > 1 {
			t.Runs = append(t.Runs, strings.Join(line, " "))
			t.Bands = append(t.Bands, strings.Join(append(upper, lower...), " "))
			continue
		}
		// A week between two gaps has no line, but is as sure as others.
		x := middle(i - 1)
		t.Bands = append(t.Bands, strings.Join([]string{
			shifted(x-5, upper[0]), shifted(x+5, upper[0]), shifted(x+5, lower[0]), shifted(x-5, lower[0]),
		}, " "))
	}
}

// middle is the x of a week's middle, height the y of a figure on 0..100.
func middle(week int) float64     { return trendLeft + trendStep*(float64(week)+0.5) }
func height(mood float64) float64 { return trendTop + trendTall*(1-mood/100) }

func length(x float64) string   { return strconv.FormatFloat(x, 'f', 1, 64) }
func place(x, y float64) string { return fmt.Sprintf("%.1f,%.1f", x, y) }

// shifted is a place with another x.
func shifted(x float64, at string) string {
	_, y, _ := strings.Cut(at, ",")
	return length(x) + "," + y
}

// pins are what may explain the trend: events of the journey, actions that
// went live, signals, and the week in which a confirmed change began.
func (v *viewer) pins(p *mood.Point, done []action.Action) []pin {
	var pins []pin
	for i := range done {
		day := journey.Day(done[i].LiveOn)
		pins = append(pins, pin{day, v.T("panel.pin_action", "Day", v.Day(day.Time()), "Text", done[i].Title)})
	}
	for _, e := range v.m.Journey.Events {
		if day, err := journey.ParseDay(e.Date); err == nil {
			pins = append(pins, pin{day, v.T("panel.pin_event", "Day", v.Day(day.Time()), "Text", e.Text.In(v.Lang))})
		}
	}
	if p.Change != nil && p.Change.Confirmed && p.Change.Since != 0 {
		pins = append(pins, pin{p.Change.Since, v.T("panel.pin_change", "Day", v.Day(p.Change.Since.Time()))})
	}
	told := map[mood.Signal]bool{}
	for i := len(v.m.Signals) - 1; i >= 0; i-- { // the first of those that tell of the same
		s := &v.m.Signals[i]
		same := mood.Signal{Down: s.Down, Since: s.Since}
		if s.Touchpoint.Key != p.Touchpoint.Key || told[same] {
			continue
		}
		told[same] = true
		id := "panel.pin_rise"
		if s.Down {
			id = "panel.pin_fall"
		}
		pins = append(pins, pin{s.Since, v.T(id, "Since", v.Day(s.Since.Time()), "Day", v.Day(s.Day.Time()))})
	}
	return pins
}
