package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/mood"
)

// mapColumns of the CSV of a map. Moods, changes and points are on 0..100,
// shares and probabilities on 0..1; a cell is empty where there is no figure.
var mapColumns = []string{
	"journey", "from", "to", "stage", "stage_name", "touchpoint", "touchpoint_name", "team", "moment_of_truth", "reach",
	"answers", "n", "evidence", "mood", "mood_low", "mood_high", "unhappy", "happy",
	"kpi", "kpi_value", "kpi_low", "kpi_high", "kpi_answers",
	"points_lost", "pain_rank", "pain_level", "priority", "below_target", "worst", "delight",
	"before", "change", "p_adjusted", "confirmed", "since", "signal_since", "signal_direction",
	"texts_positive", "texts_neutral", "texts_negative", "texts_waiting", "themes",
}

// WriteMap writes a map's figures as CSV with a byte order mark, a row for each
// touchpoint in the journey's order, names in the language lang. Numbers are
// not rounded.
func WriteMap(w io.Writer, m *mood.Map, lang string) error {
	b := bufio.NewWriter(w)
	if _, err := b.WriteString("\ufeff"); err != nil {
		return fmt.Errorf("write map: %w", err)
	}
	if err := line(b, mapColumns); err != nil {
		return err
	}
	for i := range m.Stages {
		s := &m.Stages[i]
		for k := range s.Points {
			if err := line(b, mapCells(m, s, &s.Points[k], lang)); err != nil {
				return err
			}
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write map: %w", err)
	}
	return nil
}

// mapCells is one touchpoint's row.
func mapCells(m *mood.Map, s *mood.Stage, p *mood.Point, lang string) []string {
	tp := p.Touchpoint
	cells := []string{
		m.Journey.Key, m.Period.From.String(), m.Period.To.String(),
		disarm(s.Stage.Key), disarm(s.Stage.Name.In(lang)), disarm(tp.Key), disarm(tp.Name.In(lang)), disarm(tp.Owner),
		boolText(&tp.MomentOfTruth), floatText(&p.Reach), fmt.Sprint(p.Answers), floatText(&p.Size), string(p.Evidence),
	}
	cells = append(cells, interval(p.Mood)...)
	cells = append(cells, floatText(p.Unhappy), floatText(p.Happy))
	cells = append(cells, kpiCells(p)...)
	cells = append(cells, floatText(p.PointsLost))
	if pain := p.Pain; pain != nil {
		cells = append(cells, fmt.Sprint(pain.Rank), pain.Level, floatText(&pain.Priority), floatText(&pain.Below), floatText(pain.Worst))
	} else {
		cells = append(cells, "", "", "", "", "")
	}
	cells = append(cells, strconv.FormatBool(p.Delight != nil), floatText(p.Before))
	cells = append(cells, changeCells(p)...)
	return append(cells, fmt.Sprint(p.Text.Positive), fmt.Sprint(p.Text.Neutral), fmt.Sprint(p.Text.Negative), fmt.Sprint(p.Text.Waiting),
		disarm(themeCell(p, lang)))
}

func interval(i *mood.Interval) []string {
	if i == nil {
		return []string{"", "", ""}
	}
	return []string{floatText(&i.Value), floatText(&i.Low), floatText(&i.High)}
}

// kpiCells is the classic figure of the touchpoint's rating, which has one
// name.
func kpiCells(p *mood.Point) []string {
	for _, name := range []string{"nps", "csat", "ces", "stars", "smiley", "yes_no"} {
		if k, ok := p.KPI[name]; ok {
			return []string{name, floatText(&k.Value), floatText(&k.Low), floatText(&k.High), fmt.Sprint(k.Answers)}
		}
	}
	return []string{"", "", "", "", ""}
}

func changeCells(p *mood.Point) []string {
	cells := []string{"", "", "", "", "", ""}
	if c := p.Change; c != nil {
		by := c.To - c.From
		cells[0], cells[1], cells[2] = floatText(&by), floatText(&c.PAdjusted), boolText(&c.Confirmed)
		if c.Since != 0 {
			cells[3] = c.Since.String()
		}
	}
	if s := p.Signal; s != nil {
		cells[4], cells[5] = s.Since.String(), "up"
		if s.Down {
			cells[5] = "down"
		}
	}
	return cells
}

// themeCell is the themes that answers name, "waiting 0.275|price 0.1".
func themeCell(p *mood.Point, lang string) string {
	var list []string
	for _, t := range p.Themes {
		label := t.Label.In(lang)
		if label == "" {
			label = t.Key
		}
		list = append(list, label+" "+floatText(&t.ShareOfAnswers))
	}
	return strings.Join(list, "|")
}
