package digest

import (
	"math"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
)

// silence says since when nobody answers, when a tablet there was last heard
// of, and where to look.
func (f *AlertItem) silence(v i18n.Voice) []string {
	var lines []string
	line := func(id string, args ...any) { lines = append(lines, v.T(id, args...)) }
	if day := int(math.Round(f.From)); day >= 3 {
		line("alert.usual_day", "Day", v.Day(f.Since.Time()), "Count", day)
	} else {
		line("alert.usual_week", "Day", v.Day(f.Since.Time()), "Count", int(math.Round(7*f.From)))
	}
	if f.Placement.Key != "" {
		line("alert.elsewhere")
	}
	if !f.Heard.IsZero() {
		line("alert.heard", "When", v.T("desk.date", "Weekday", v.Weekday(f.Heard.Weekday()), "Moment", v.Moment(f.Heard)))
	}
	switch {
	case f.Touchpoint.Key == "":
		line("alert.check_all")
		line("alert.closed_all")
		return lines
	case f.Channel == string(journey.Kiosk):
		line("alert.check_kiosk")
	case f.Channel == string(journey.QR):
		line("alert.check_qr")
	default:
		line("alert.check")
	}
	line("alert.closed")
	return lines
}
