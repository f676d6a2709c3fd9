package letter

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/chart"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/raster"
)

// How large the curve is shown, in pixels of a screen, and how many of the
// picture go to one of its own. A screen of the usual density shows each sharp.
const (
	curveWidth = 542
	curveScale = 2.25
)

// curve is the map's emotion curve as a picture, followed by its figures as a
// table, so that nothing is lost where pictures are not shown. The touchpoints
// with one of the keys of named bear their names in it.
func (l *letter) curve(m *mood.Map, named []string) ([]part, error) {
	points := chart.MailPoints(m)
	table := part{Scores: l.scores(m, points)}
	fonts, err := l.Fonts()
	if err != nil {
		return nil, err
	}
	legible := func(s string) bool { return len(fonts.Lacks(s)) == 0 }
	var drawing, painted bytes.Buffer
	err = chart.DrawMail(&drawing, m, chart.Options{
		Language: l.Lang, Compare: m.Compared, Legible: legible,
		Words: chart.Words{
			Title: l.T("staff.chart.title"), Describe: func(*mood.Map) string { return "" },
			Nothing: l.T("staff.chart.nothing"), Score: whole,
		},
	}, named)
	if err != nil {
		return nil, err
	}
	if err := raster.SmallPNG(&painted, drawing.Bytes(), fonts, curveScale); err != nil {
		return nil, err
	}
	return []part{{Picture: &picture{
		CID: "curve@" + l.PublicURL.Hostname(), Name: "curve.png", Alt: l.describe(m, points), Width: curveWidth,
		Legend: l.T("letter.legend"), PNG: painted.Bytes(),
	}}, table}, nil
}

// describe is the picture in two sentences: how much it shows, its lowest and
// its highest point. The rest stands in the table.
func (l *letter) describe(m *mood.Map, points []*mood.Point) string {
	var low, high *mood.Point
	for _, p := range points {
		if p.Mood == nil {
			continue
		}
		if low == nil || p.Mood.Value < low.Mood.Value {
			low = p
		}
		if high == nil || p.Mood.Value > high.Mood.Value {
			high = p
		}
	}
	all := l.T("letter.curve_of", "Count", len(points))
	if low == nil {
		return all
	}
	return all + " " + l.T("letter.curve_ends", "Low", l.pointName(low), "LowN", whole(low.Mood.Value), "High", l.pointName(high), "HighN", whole(high.Mood.Value))
}

func (l *letter) pointName(p *mood.Point) string {
	return tidy(l.name(p.Touchpoint.Name, p.Touchpoint.Key), mostName) // short within sentences too
}

// scores are the figures of the points, in their order.
func (l *letter) scores(m *mood.Map, points []*mood.Point) *scores {
	s := &scores{Touchpoint: l.T("letter.touchpoint"), Score: l.T("letter.score")}
	for i, p := range points {
		row := score{Number: strconv.Itoa(i + 1), Name: l.pointName(p), Score: l.lacking(p)}
		if p.Mood != nil {
			row.Score, row.Short = whole(p.Mood.Value), true
			if p.Evidence == mood.Indicative {
				row.Mark = l.T("staff.evidence.indicative")
			}
			if c := p.Change; c != nil { // few answers bear no difference, some customers' none at all
				row.Change, s.Change = l.Signed(c.To-c.From), l.T("letter.change")
			}
		}
		switch {
		case p.Pain != nil:
			row.Mark = l.T("staff.level." + strings.ReplaceAll(p.Pain.Level, " ", "_"))
		case p.Delight != nil:
			row.Mark = l.T("draw.legend.delight")
		}
		row.Line = l.row(row.Name, row.Score, row.Change)
		if row.Mark != "" {
			row.Line = l.T("letter.row_mark", "Row", row.Line, "Mark", row.Mark)
		}
		s.Rows = append(s.Rows, row)
	}
	caption := "letter.scores"
	if s.Change != "" {
		caption = "letter.scores_change"
	}
	s.Caption = l.T(caption, "Target", whole(m.Target))
	s.Line = l.row(s.Touchpoint, s.Score, s.Change)
	return s
}

// row is a line of the table as text.
func (l *letter) row(name, score, change string) string {
	if change == "" {
		return l.T("letter.row", "Name", name, "Score", score)
	}
	return l.T("letter.row_change", "Name", name, "Score", score, "Change", change)
}

// lacking says why a point has no score.
func (l *letter) lacking(p *mood.Point) string {
	switch {
	case p.Answers == 0:
		return l.T("draw.silent")
	case p.Missing() > 0:
		return l.T("letter.too_few", "Count", p.Missing())
	}
	return l.T("staff.chart.not_scored")
}

// whole is a figure on 0..100 as people read it.
func whole(x float64) string { return strconv.Itoa(int(math.Round(x))) }
