package staff

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

func (pg *pointPage) readPoint(c echo.Context, j *journey.Journey, t *journey.Touchpoint) {
	t.Name = renamed(t.Name, j.Languages, func(tag string) string {
		id := "name-" + tag
		s := typed(c, id)
		switch {
		case s == "" && len(j.Languages) == 1:
			pg.wrong(id, "wizard.wrong.point")
		case s == "":
			pg.wrong(id, "wizard.wrong.name_in", "Language", i18n.NameOf(tag))
		}
		pg.tooLong(id, s, longestName)
		return s
	})
	for _, said := range saidOf(t) {
		pg.readText(c, said.id, said)
	}
	if phase := c.FormValue("phase"); slices.Contains(journey.Phases[:], phase) {
		t.Phase = phase
	} else if pg.Key == "" { // others may have come to be without one
		pg.wrong("phase", "wizard.wrong.phase")
	}
	share, err := strconv.ParseFloat(c.FormValue("reach"), 64)
	if err == nil && share >= 0 && share <= 1 && share != t.Share() {
		t.Reach = &share
	}
	t.MomentOfTruth = c.FormValue("moment") != ""
	t.Owner = ""
	if team := c.FormValue("owner"); slices.Contains(teamKeys(j, team), team) && survey.Key(team) {
		t.Owner = team
	}
	if team := typed(c, "team"); team != "" {
		pg.tooLong("team", team, longestName)
		t.Owner = pg.teamCalled(j, team)
	}
}

// teamCalled is the key of the team that somebody calls so on the page. Where
// the journey has none it gets one, in a map of its own: the journey before is
// compared with.
func (pg *pointPage) teamCalled(j *journey.Journey, name string) string {
	for key, known := range j.Teams {
		if key == journey.KeyOf(name) || strings.EqualFold(known.Name.In(pg.Lang), name) {
			return key
		}
	}
	key := freshKey(name, "team", func(key string) bool { _, taken := j.Teams[key]; return taken })
	team := journey.Team{}
	if name != key {
		team.Name = survey.Wording{pg.Lang: name}
	}
	teams := map[string]journey.Team{key: team}
	maps.Copy(teams, j.Teams)
	j.Teams = teams
	return key
}
