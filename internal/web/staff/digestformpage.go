package staff

import (
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// digestFormPage is /admin/digests/new and /admin/digests/{id}: a subscription to
// be made or changed.
type digestFormPage struct {
	page
	Post     string
	Journeys []option // to choose one from first; nil where it is settled
	Editor   bool     // may make a journey where there is none
	Name     string   // of the journey
	Journey  string   // its key
	Draft    string   // why it goes into no mail, "" when it does
	Form     digestForm
	AnyMail  bool // may write to any address
	Teams    []option
	Personas []option
	Cadences []option
	Weekdays []option
	Tongues  []option
	Zones    []string // to choose from; others can be typed
	Errors   refused
	When     string // how it is now, "" of a new one
	Next     []string
	Zone     string // of those times, whatever was typed since
	Stopped  bool
}

// digestOrder is how the fields follow each other on the page.
var digestOrder = [...]string{"mail", "team", "persona", "cadence", "weekday", "month_day", "time", "zone", "language", "quiet"}

// InOrder are the refused fields as one meets them on the page.
func (pg *digestFormPage) InOrder() []option {
	var list []option
	for _, name := range digestOrder {
		if text, ok := pg.Errors[name]; ok {
			list = append(list, option{Value: name, Label: text})
		}
	}
	return list
}

// refuse keeps what is wrong, in words.
func (pg *digestFormPage) refuse(wrong []fault.Param) {
	pg.Errors, pg.Languages = refused{}, nil // what was posted cannot be shown in another language
	for _, param := range wrong {
		pg.Errors[param.Name] = pg.T("desk.wrong_" + param.Name)
	}
}

// showDigestForm fills in what the form offers.
func (p *Pages) showDigestForm(c echo.Context, status int, pg *digestFormPage, j *journey.Journey) error {
	pg.Name, pg.Journey, pg.Draft = pg.name(j.Name, j.Key), j.Key, pg.unmailed(j)
	pg.Title, pg.Styles = pg.T("desk.form_title", "Name", pg.Name), []string{"staff/digests.css"}
	if len(pg.Errors) > 0 {
		pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	}
	pg.AnyMail = may(c, account.Owner)
	f := &pg.Form
	pg.Teams = pg.choose(f.Team, pg.T("desk.all_teams"), teams(j), func(team string) string { return pg.team(j, team) })
	pg.Personas = pg.choose(f.Persona, pg.T("desk.all_personas"), j.PersonaKeys(), func(key string) string { return pg.name(j.Persona(key).Name, key) })
	for _, cadence := range subscription.Cadences() {
		pg.Cadences = append(pg.Cadences, option{string(cadence), pg.T("desk.cadence_" + string(cadence)), f.Cadence == string(cadence)})
	}
	for day := range 7 {
		weekday := time.Weekday((day + 1) % 7) // weeks begin on Monday
		value := strconv.Itoa(int(weekday))
		pg.Weekdays = append(pg.Weekdays, option{value, pg.Weekday(weekday), f.Weekday == value})
	}
	for _, tag := range survey.Languages {
		pg.Tongues = append(pg.Tongues, option{tag, i18n.NameOf(tag), f.Language == tag})
	}
	pg.Zones = offeredZones(j.Timezone)
	return c.Render(status, "staff/digestform", pg)
}

// choose offers all, each of some, and what is chosen though it is there no more.
func (pg *page) choose(chosen, all string, keys []string, label func(string) string) []option {
	list := []option{{Label: all}}
	for _, key := range keys {
		list = append(list, option{key, label(key), key == chosen})
	}
	if chosen != "" && !slices.Contains(keys, chosen) {
		list = append(list, option{chosen, chosen, true})
	}
	return list
}
