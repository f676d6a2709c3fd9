package staff

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// digestForm is what was typed.
type digestForm struct {
	Mail, Team, Persona, Cadence, Weekday, MonthDay string
	Time, Zone, Language, QuietFrom, QuietTo        string
	Alerts, Notices                                 bool
}

// digestFormOf is a subscription as its form shows it.
func digestFormOf(s *subscription.Subscription) digestForm {
	f := digestForm{
		Mail: s.Mail, Team: s.Team, Persona: s.Persona, Cadence: string(s.Cadence), Weekday: strconv.Itoa(int(s.Weekday)),
		MonthDay: strconv.Itoa(max(s.MonthDay, 1)), Time: clock(s.Hour*60 + s.Minute), Zone: s.Zone, Language: s.Language,
		Alerts: s.Alerts, Notices: s.Notices,
	}
	if s.QuietFrom != s.QuietTo {
		f.QuietFrom, f.QuietTo = clock(s.QuietFrom), clock(s.QuietTo)
	}
	return f
}

func readDigestForm(v url.Values) digestForm {
	text := func(name string) string { return strings.TrimSpace(v.Get(name)) }
	return digestForm{
		Mail: text("mail"), Team: text("team"), Persona: text("persona"), Cadence: text("cadence"), Weekday: text("weekday"), MonthDay: text("month_day"),
		Time: text("time"), Zone: text("zone"), Language: text("language"), QuietFrom: text("quiet_from"), QuietTo: text("quiet_to"),
		Alerts: text("alerts") != "", Notices: text("notices") != "",
	}
}

// into puts what was typed into a subscription, and returns the fields that say
// nothing which could be kept or name what the journey does not have.
func (f *digestForm) into(s *subscription.Subscription, j *journey.Journey) (wrong []fault.Param) {
	must := func(ok bool, name string) {
		if !ok {
			wrong = append(wrong, fault.Param{Name: name, Code: "invalid"})
		}
	}
	number := func(text, name string) int {
		n, err := strconv.Atoi(text)
		must(err == nil, name)
		return n
	}
	must(f.Team == "" || f.Team == s.Team || slices.Contains(teams(j), f.Team), "team")
	must(f.Persona == "" || f.Persona == s.Persona || slices.Contains(j.PersonaKeys(), f.Persona), "persona")
	must(slices.Contains(survey.Languages[:], f.Language), "language")
	at, ok := minuteOf(f.Time)
	must(ok, "time")
	s.QuietFrom, s.QuietTo = 0, 0
	if f.QuietFrom != "" || f.QuietTo != "" {
		from, ok1 := minuteOf(f.QuietFrom)
		to, ok2 := minuteOf(f.QuietTo)
		must(ok1 && ok2, "quiet")
		s.QuietFrom, s.QuietTo = from, to
	}
	s.Mail, s.Team, s.Persona, s.Zone, s.Language = f.Mail, f.Team, f.Persona, f.Zone, f.Language
	s.Cadence, s.Hour, s.Minute, s.Alerts, s.Notices = subscription.Cadence(f.Cadence), at/60, at%60, f.Alerts, f.Notices
	s.Weekday = time.Weekday(number(f.Weekday, "weekday"))
	s.MonthDay = number(f.MonthDay, "month_day")
	return wrong
}

// minuteOf reads a time of day as browsers send it, 08:00 or 08:00:00.
func minuteOf(text string) (int, bool) {
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Hour()*60 + t.Minute(), true
		}
	}
	return 0, false
}
