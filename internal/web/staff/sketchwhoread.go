package staff

import (
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// readLanguages takes the first language and those beside it, and the zone.
func (pg *whoPage) readLanguages(c echo.Context, j *journey.Journey) {
	first := c.FormValue("first")
	if !slices.Contains(survey.Languages[:], first) {
		first = pg.Lang
	}
	asked := []string{first}
	for _, tag := range survey.Languages {
		if tag != first && c.FormValue("lang-"+tag) != "" {
			asked = append(asked, tag)
		}
	}
	// Those that are there already keep their order.
	slices.SortStableFunc(asked[1:], func(a, b string) int {
		return slices.Index(j.Languages, a) - slices.Index(j.Languages, b)
	})
	j.Languages = asked
	if z := c.FormValue("timezone"); slices.Contains(commonZones[:], z) {
		j.Timezone = z
	}
}

// readName takes the name: of a new journey one for all languages.
func (pg *whoPage) readName(c echo.Context, sk *store.Sketch) {
	j := sk.Journey
	if pg.New {
		name := typed(c, "name")
		if name != j.Name.In(pg.Lang) || name == "" {
			j.Name = survey.Wording{}
			for _, tag := range survey.Languages {
				j.Name[tag] = name
			}
		}
		if name == "" {
			j.Name = survey.Wording{}
			pg.wrong("name", "wizard.wrong.name")
		}
		pg.tooLong("name", name, longestName)
		return
	}
	j.Name = renamed(j.Name, j.Languages, func(tag string) string {
		id := "name-" + tag
		if _, sent := c.Request().Form[id]; !sent { // a language that was added just now
			return j.Name.In(tag)
		}
		s := typed(c, id)
		if s == "" {
			pg.wrong(id, "wizard.wrong.name_in", "Language", i18n.NameOf(tag))
		}
		pg.tooLong(id, s, longestName)
		return s
	})
}

func (pg *whoPage) readWay(c echo.Context, j *journey.Journey) {
	for _, f := range wayOf(j) {
		pg.readText(c, f.id, f)
	}
}

func (pg *whoPage) readPersonas(c echo.Context, j *journey.Journey) {
	read := func(id string, ps *journey.Persona) {
		for _, part := range personaTexts(ps) {
			pg.readText(c, id+"-"+part.id, part)
		}
	}
	for i := range j.Personas {
		ps := &j.Personas[i]
		id := "persona-" + ps.Key
		if _, shown := c.Request().Form[id+"-name"]; !shown {
			continue // came to be in another tab
		}
		read(id, ps)
		ps.Archived = c.FormValue(id) == ""
		if len(ps.Name) == 0 && !ps.Archived {
			pg.wrong(id+"-name", "wizard.wrong.persona")
		}
	}
	more := &pg.more
	read("persona-", more)
	switch {
	case len(more.Name) > 0:
		more.Key = freshKey(more.Name.In(pg.Lang), "persona", func(k string) bool { return j.Persona(k) != nil })
		if len(pg.Wrongs) == 0 {
			j.Personas = append(j.Personas, *more)
		}
	case len(more.Goals)+len(more.Needs) > 0:
		pg.wrong("persona--name", "wizard.wrong.persona")
	}
}
