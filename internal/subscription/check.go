package subscription

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
)

// nameLength is the longest key or name of a team that is taken.
const nameLength = 200

// Check says what is wrong with a subscription: fault.Invalid, with a param
// for each field. The names are those of the form: mail, language, zone,
// journey, team, persona, cadence, weekday, month_day, time, quiet.
func (s *Subscription) Check() error {
	var wrong []fault.Param
	say := func(ok bool, name, code, reason string) {
		if !ok {
			wrong = append(wrong, fault.Param{Name: name, Code: code, Reason: reason})
		}
	}
	address, err := account.CheckMail(s.Mail)
	say(err == nil && address == s.Mail, "mail", "mail", "write it as name@example.org")
	say(name(s.Language), "language", "required", "choose a language")
	_, err = time.LoadLocation(s.Zone)
	say(err == nil && s.Zone != "" && s.Zone != "Local", "zone", "zone", "choose a time zone such as Asia/Taipei")
	say(name(s.Journey), "journey", "required", "choose a journey")
	say(s.Team == "" || name(s.Team), "team", "invalid", "choose one of the journey's teams")
	say(s.Persona == "" || name(s.Persona), "persona", "invalid", "choose one of the journey's personas")
	say(slices.Contains(Cadences(), s.Cadence), "cadence", "one_of", "choose never, daily, weekly, fortnightly or monthly")
	say(s.Weekday >= time.Sunday && s.Weekday <= time.Saturday, "weekday", "out_of_range", "choose a day of the week")
	say(s.MonthDay >= 0 && s.MonthDay <= 31 && (s.Cadence != Monthly || s.MonthDay > 0), "month_day", "out_of_range", "choose a day from 1 to 31")
	say(s.Hour >= 0 && s.Hour < 24 && s.Minute >= 0 && s.Minute < 60, "time", "out_of_range", "write a time from 00:00 to 23:59")
	say(minute(s.QuietFrom) && minute(s.QuietTo), "quiet", "out_of_range", "write times from 00:00 to 23:59")
	if wrong == nil {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Detail: "this subscription cannot be kept as it is", Params: wrong}
}

// name is true for what may stand in one line of a mail's head.
func name(text string) bool {
	return text != "" && len(text) <= nameLength && strings.IndexFunc(text, unicode.IsControl) < 0
}

func minute(n int) bool { return n >= 0 && n < 24*60 }
