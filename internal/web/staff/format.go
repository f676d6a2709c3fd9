package staff

import (
	"math"
	"time"

	textlanguage "golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"github.com/waymood/waymood/internal/journey"
)

// number writes x with a fixed number of decimals.
func (pg *page) number(x float64, decimals int) string { return pg.Number(x, decimals) }

// whole writes a count.
func (pg *page) whole(n int64) string { return pg.Whole(n) }

// percent writes a share of 0..1 as a whole number of hundredths. A share
// that is not quite nothing or all does not read as if it were.
func (pg *page) percent(x float64) string {
	switch {
	case x > 0 && x < 0.005:
		return pg.T("staff.less_than", "N", pg.percent(0.01))
	case x < 1 && x >= 0.995:
		return pg.T("staff.more_than", "N", pg.percent(0.99))
	}
	return pg.Percent(x)
}

// chance writes a probability that was computed. It is never certain, so it
// never reads as nothing or all.
func (pg *page) chance(x float64) string { return pg.percent(min(max(x, 1e-6), 1-1e-6)) }

// limits are a journey's constants of evidence, for texts that name them.
func (pg *page) limits(a journey.Analysis) []any {
	rough, solid := int64(math.Ceil(a.MinRough)), int64(math.Ceil(a.MinSolid))
	return []any{
		"Rough", pg.whole(rough), "Below", pg.whole(max(rough, solid-1)), "Solid", pg.whole(solid),
		"Effect", pg.printer().Sprint(number.Decimal(50*a.Effect, number.MaxFractionDigits(1))),
		"Weight", pg.percent(a.TextWeight),
	}
}

func (pg *page) printer() *message.Printer { return message.NewPrinter(textlanguage.Make(pg.Lang)) }

// span writes a period by its first and last day.
func (pg *page) span(first, last time.Time) string { return pg.Span(first, last) }

// moment writes a time of day with its date.
func (pg *page) moment(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	return pg.T("date.moment", "Date", pg.Day(t), "Time", t.Format("15:04"))
}
