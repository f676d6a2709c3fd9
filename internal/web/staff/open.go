package staff

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
)

// openInWords says when a placement takes answers, and from whom, a sentence
// each: its dates, its hours, and whether one needs an invitation.
func openInWords(v i18n.Voice, j *journey.Journey, p *journey.Placement, now time.Time) []string {
	var said []string
	if p.Open != nil && !p.Ended {
		from, err1 := journey.ParseDay(p.Open.From)
		until, err2 := journey.ParseDay(p.Open.Until)
		first, last := v.Date(from.Time()), v.Date(until.Time())
		today := journey.DayOf(now, p.Location(j.Location()))
		switch {
		case err2 == nil && today > until:
			said = append(said, v.T("link.was_until", "Date", last))
		case err1 == nil && err2 == nil:
			said = append(said, v.T("link.open_between", "From", first, "Until", last))
		case err1 == nil:
			said = append(said, v.T("link.open_from", "Date", first))
		case err2 == nil:
			said = append(said, v.T("link.open_until", "Date", last))
		}
		var hours []string
		for _, s := range p.Open.Hours {
			if h, err := journey.ParseHours(s); err == nil {
				hours = append(hours, hoursInWords(v, h))
			}
		}
		if len(hours) > 0 {
			zone := p.Timezone
			if zone == "" {
				zone = j.Timezone
			}
			said = append(said, v.T("link.hours", "Hours", strings.Join(hours, v.T("link.separator")), "Zone", zone))
		}
	}
	if p.Invited && !p.Ended {
		said = append(said, v.T("link.needs_invitation", "Command", "waymood invite "+p.Code))
	}
	return said
}

// hoursInWords is "Mon–Fri 08:00–20:00". The week begins on Monday, and days
// that follow each other are told by the first and the last.
func hoursInWords(v i18n.Voice, h journey.Hours) string {
	day := func(d int) string { return v.T("link.day_" + strconv.Itoa(d%7)) }
	var runs []string
	for d := 1; d <= 7; d++ {
		first := d
		if !h.Days[d%7] {
			continue
		}
		for d < 7 && h.Days[(d+1)%7] {
			d++
		}
		switch d - first {
		case 0:
			runs = append(runs, day(d))
		case 6:
			runs = append(runs, v.T("link.daily"))
		default:
			runs = append(runs, v.T("link.days", "First", day(first), "Last", day(d)))
		}
	}
	return fmt.Sprintf("%s %02d:%02d–%02d:%02d", strings.Join(runs, v.T("link.separator")), h.From/60, h.From%60, h.Until/60, h.Until%60)
}
