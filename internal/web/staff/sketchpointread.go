package staff

import (
	"slices"
	"strconv"

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
		t.Owner = journey.KeyOf(team)
		if t.Owner == "" {
			pg.wrong("team", "wizard.wrong.team")
			return
		}
		teams := map[string]journey.Team{t.Owner: {}}
		for key, known := range j.Teams {
			teams[key] = known
		}
		j.Teams = teams
	}
}
