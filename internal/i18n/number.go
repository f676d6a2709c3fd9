package i18n

import (
	"math"

	textlanguage "golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Number writes x with a fixed number of decimals, as the language does. What
// would read as -0 reads as 0.
func (v Voice) Number(x float64, decimals int) string {
	if math.Round(x*math.Pow10(decimals)) == 0 {
		x = 0
	}
	return v.printer().Sprint(number.Decimal(x, number.Scale(decimals)))
}

// Whole writes a count.
func (v Voice) Whole(n int64) string { return v.printer().Sprint(number.Decimal(n)) }

// Percent writes a share of 0..1 as a whole number of hundredths.
func (v Voice) Percent(x float64) string {
	return v.printer().Sprint(number.Percent(x, number.Scale(0)))
}

// Signed writes a difference in whole points with its sign, which is never a
// hyphen; none is ±0.
func (v Voice) Signed(x float64) string {
	n := v.Number(math.Round(math.Abs(x)), 0)
	switch {
	case math.Round(x) > 0:
		return "+" + n
	case math.Round(x) < 0:
		return "−" + n
	}
	return "±" + n
}

func (v Voice) printer() *message.Printer { return message.NewPrinter(textlanguage.Make(v.Lang)) }
