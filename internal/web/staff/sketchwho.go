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
		pg.Way = append(pg.Way, pg.text(f.id, "wizard.who."+f.id, "wizard.who."+f.id+"_hint", f.text.In(pg.Lang), longestText))
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
	for _, part := range []struct {
		name string
		text survey.Wording
		most int
	}{{"name", ps.Name, longestName}, {"goals", ps.Goals, longestText}, {"needs", ps.Needs, longestText}} {
		f.Inputs = append(f.Inputs, pg.text(id+"-"+part.name, "wizard.who.persona_"+part.name, "", part.text.In(pg.Lang), part.most))
	}
	return f
}

// headText is a text of the journey's head.
type headText struct {
	id   string
	text *survey.Wording
}

// wayOf are the texts without which a journey stays a draft.
func wayOf(j *journey.Journey) []headText {
	return []headText{{"goal", &j.Goal}, {"start", &j.Start}, {"end", &j.End}}
}

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
		s := typed(c, f.id)
		pg.tooLong(f.id, s, longestText)
		*f.text = reworded(*f.text, pg.Lang, s)
	}
}

func (pg *whoPage) readPersonas(c echo.Context, j *journey.Journey) {
	read := func(id string, ps *journey.Persona) {
		for _, part := range []struct {
			name string
			text *survey.Wording
			most int
		}{{"name", &ps.Name, longestName}, {"goals", &ps.Goals, longestText}, {"needs", &ps.Needs, longestText}} {
			s := typed(c, id+"-"+part.name)
			pg.tooLong(id+"-"+part.name, s, part.most)
			*part.text = reworded(*part.text, pg.Lang, s)
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

// freshKey makes a key of a name, or of what it is, that is not taken.
func freshKey(name, what string, taken func(string) bool) string {
	key := journey.KeyOf(name)
	if key == "" || survey.Reserved(key) {
		key = what
	}
	return journey.FreeKey(key, taken)
}

// readKey gives a new journey its key: the one that was typed, or one made of
// the name.
func (p *Pages) readKey(c echo.Context, pg *whoPage, sk *store.Sketch) error {
	if !pg.New || len(pg.Wrongs) > 0 {
		return nil
	}
	taken, err := p.takenKeys(c)
	if err != nil {
		return err
	}
	key := typed(c, "key")
	switch {
	case key == "":
		sk.Journey.Key = freshKey(sk.Journey.Name.In(pg.Lang), sk.Journey.Key, taken)
	case !survey.Key(key):
		pg.wrong("key", "wizard.wrong.key")
	case taken(key):
		pg.wrong("key", "wizard.wrong.key_taken", "Key", key)
	default:
		sk.Journey.Key = key
	}
	return nil
}

// takenKeys tells which keys no new journey can have: those of others, and the
// word that stands in their place in the address of this form.
func (p *Pages) takenKeys(c echo.Context) (func(string) bool, error) {
	all, err := p.Store.Journeys(c.Request().Context())
	return func(key string) bool {
		return key == "new" || slices.ContainsFunc(all, func(j *journey.Journey) bool { return j.Key == key })
	}, err
}

// commonZones are the time zones that are offered; a file may name any other.
var commonZones = [...]string{
	"Asia/Taipei", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Macau", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Tokyo", "Asia/Seoul", "Asia/Bangkok",
	"Asia/Ho_Chi_Minh", "Asia/Manila", "Asia/Jakarta", "Asia/Kolkata", "Asia/Dubai", "Asia/Tbilisi", "Asia/Almaty",
	"Europe/Kyiv", "Europe/Warsaw", "Europe/Prague", "Europe/Berlin", "Europe/Vienna", "Europe/Paris", "Europe/Rome", "Europe/Madrid", "Europe/Lisbon",
	"Europe/London", "Europe/Dublin", "Europe/Amsterdam", "Europe/Stockholm", "Europe/Helsinki", "Europe/Vilnius", "Europe/Riga", "Europe/Tallinn",
	"Europe/Bucharest", "Europe/Athens", "Europe/Istanbul", "Africa/Cairo", "Africa/Lagos", "Africa/Johannesburg",
	"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Toronto", "America/Vancouver", "America/Mexico_City",
	"America/Bogota", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Australia/Sydney", "Australia/Perth", "Pacific/Auckland", "UTC",
}
