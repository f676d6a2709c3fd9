package staff

import (
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// whoPage is the first step: whose journey it is, what they want, from where
// to where, and in which languages they are asked.
type whoPage struct {
	sketchPage
	Names    []input
	Key      input // of a new journey
	Personas []personaForm
	Way      []input // goal, start, end
	First    []option
	Tongues  []spoken
	Zones    []option
	Draft    bool // something of it is still missing

	more journey.Persona // as it was typed
}

// personaForm is a kind of customer; the last one is empty, for one more.
type personaForm struct {
	ID, Name string
	Kept     bool
	More     bool
	Inputs   []input
}

// Who shows the first step.
func (p *Pages) Who(c echo.Context) error {
	return p.step(c, func(sk *store.Sketch) error {
		pg := &whoPage{sketchPage: p.sketchPage(c, sk, "who")}
		pg.fill(sk.Journey)
		return pg.show(c, "staff/who", pg)
	})
}

// SetWho keeps the first step.
func (p *Pages) SetWho(c echo.Context) error {
	return p.resketch(c, func(sk *store.Sketch) (string, error) {
		pg := &whoPage{sketchPage: p.sketchPage(c, sk, "who")}
		j := sk.Journey
		pg.readLanguages(c, j)
		pg.readName(c, sk)
		pg.readWay(c, j)
		pg.readPersonas(c, j)
		if err := p.readKey(c, pg, sk); err != nil {
			return "", err
		}
		if len(pg.Wrongs) > 0 {
			pg.fill(j)
			pg.Key.Value = c.FormValue("key")
			return "", pg.show(c, "staff/who", pg)
		}
		return goOn(c, sk, "who", "touchpoints"), nil
	})
}

// fill shows a journey as it is, or as it was typed.
func (pg *whoPage) fill(j *journey.Journey) {
	if pg.New {
		pg.Names = []input{pg.text("name", "wizard.who.name", "wizard.who.name_hint", j.Name.In(pg.Lang), longestName)}
		key := ""
		if len(j.Name) > 0 {
			key = j.Key
		}
		pg.Key = pg.text("key", "wizard.who.key", "wizard.who.key_hint", key, survey.MaxKeyLength)
	} else {
		pg.Names = pg.inEach("name", "wizard.who.name", j.Languages, func(tag string) string { return j.Name[tag] })
	}
	for _, f := range wayOf(j) {
		pg.Way = append(pg.Way, pg.text(f.id, "wizard.who."+f.id, "wizard.who."+f.id+"_hint", f.text.In(pg.Lang), f.most))
	}
	for i := range j.Personas {
		ps := &j.Personas[i]
		pg.Personas = append(pg.Personas, pg.persona(ps.Key, pg.name(ps.Name, ps.Key), !ps.Archived, ps))
	}
	more := pg.persona("", pg.T("wizard.who.persona_more"), true, &pg.more)
	more.More = true
	pg.Personas = append(pg.Personas, more)
	for _, tag := range survey.Languages {
		pg.First = append(pg.First, option{Value: tag, Label: i18n.NameOf(tag), Chosen: len(j.Languages) > 0 && j.Languages[0] == tag})
		pg.Tongues = append(pg.Tongues, spoken{Tag: tag, Name: i18n.NameOf(tag), Chosen: slices.Contains(j.Languages, tag)})
	}
	known := slices.Clone(commonZones[:])
	if !slices.Contains(known, j.Timezone) {
		known = append(known, j.Timezone)
	}
	for _, z := range known {
		pg.Zones = append(pg.Zones, option{Value: z, Label: z, Chosen: z == j.Timezone})
	}
	pg.Draft = j.Draft()
}

func (pg *whoPage) persona(key, name string, kept bool, ps *journey.Persona) personaForm {
	id := "persona-" + key
	f := personaForm{ID: id, Name: name, Kept: kept}
	for _, part := range personaTexts(ps) {
		f.Inputs = append(f.Inputs, pg.text(id+"-"+part.id, "wizard.who.persona_"+part.id, "", part.text.In(pg.Lang), part.most))
	}
	return f
}
