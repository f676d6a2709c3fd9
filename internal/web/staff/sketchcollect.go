package staff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// collectPage is the third step: where each touchpoint asks, and what.
type collectPage struct {
	sketchPage
	Tongues string // in which it is asked
	Stages  []collectStage
	Sites   *input            // that may show embedded surveys; nil where nothing is embedded
	typed   map[string]string // places of lines that name no channel, by ID
}

// collectStage is a stage with its touchpoints.
type collectStage struct {
	Name   string
	Points []collectForm
}

// collectForm is how a touchpoint collects.
type collectForm struct {
	Key, Name string
	Surveys   []option
	Places    []placeForm
}

// placeForm is a placement, or the empty line for one more.
type placeForm struct {
	ID       string // of its inputs
	N        string // as people count
	Is       string // see identity
	Coded    bool
	Channels []option
	Place    input
	Ended    bool
	More     bool
}

// offered are the channels of the form: those by which customers come. What
// programs bring in is written in the file.
var offered = [...]journey.Channel{journey.QR, journey.Kiosk, journey.Link, journey.Mail, journey.Embed}

// Collect shows the third step.
func (p *Pages) Collect(c echo.Context) error {
	return p.step(c, func(sk *store.Sketch) error {
		pg := &collectPage{sketchPage: p.sketchPage(c, sk, "collect")}
		pg.fill(sk.Journey, sites(sk.Journey))
		return pg.show(c, "staff/collect", pg)
	})
}

func (pg *collectPage) fill(j *journey.Journey, origins string) {
	var tongues []string
	for _, tag := range j.Languages {
		tongues = append(tongues, i18n.NameOf(tag))
	}
	pg.Tongues = strings.Join(tongues, pg.T("staff.list_separator"))
	for s := range j.Live() {
		st := collectStage{Name: pg.name(s.Name, s.Key)}
		for t := range s.Live() {
			st.Points = append(st.Points, pg.point(j, t))
		}
		if len(st.Points) > 0 {
			pg.Stages = append(pg.Stages, st)
		}
	}
	if embedded(j) {
		in := pg.text("sites", "wizard.collect.sites", "wizard.collect.sites_hint", origins, 1000)
		pg.Sites = &in
	}
}

func (pg *collectPage) point(j *journey.Journey, t *journey.Touchpoint) collectForm {
	f := collectForm{Key: t.Key, Name: pg.name(t.Name, t.Key)}
	for s := range j.LiveSurveys() {
		label := s.Key
		if q := s.Rating(); q != nil {
			label = pg.name(q.Ask, s.Key)
		} else if len(s.Questions) > 0 {
			label = pg.name(s.Questions[0].Ask, s.Key)
		}
		f.Surveys = append(f.Surveys, option{Value: s.Key, Label: pg.T("wizard.collect.survey_named", "Ask", label, "Key", s.Key), Chosen: s.Key == t.Survey})
	}
	n := 0
	for pl := range t.Live() {
		f.Places = append(f.Places, pg.place(t.Key, n, pl, false))
		n++
	}
	f.Places = append(f.Places, pg.place(t.Key, n, &journey.Placement{}, true))
	return f
}

func (pg *collectPage) place(touchpoint string, n int, pl *journey.Placement, more bool) placeForm {
	id := placeID(touchpoint, n)
	f := placeForm{ID: id, N: strconv.Itoa(n + 1), Is: identity(pl), Coded: pl.Code != "", Ended: pl.Ended, More: more, Place: pg.text(id+"-place", "wizard.collect.place", "", pl.Place.In(pg.Lang), longestName)}
	if typed, ok := pg.typed[id]; ok {
		f.Place.Value = typed
	}
	nothing := "wizard.collect.remove"
	if more {
		nothing = "wizard.collect.nothing"
	}
	f.Channels = []option{{Value: "", Label: pg.T(nothing), Chosen: more}}
	known := offered[:]
	if !more && !slices.Contains(known, pl.Channel) {
		known = append(slices.Clone(known), pl.Channel)
	}
	for _, ch := range known {
		f.Channels = append(f.Channels, option{Value: string(ch), Label: pg.channel(ch), Chosen: !more && ch == pl.Channel})
	}
	return f
}

// placeID is the beginning of the names of a placement's inputs.
func placeID(touchpoint string, n int) string { return "p-" + touchpoint + "-" + strconv.Itoa(n) }

// embedded says whether something is asked on a page of another site.
func embedded(j *journey.Journey) bool {
	for _, t := range j.Walk() {
		for pl := range t.Live() {
			if pl.Channel == journey.Embed {
				return true
			}
		}
	}
	return false
}

// sites are the origins of all that is embedded, each once.
func sites(j *journey.Journey) string {
	var all []string
	for _, t := range j.Walk() {
		for pl := range t.Live() {
			for _, o := range pl.Origins {
				if !slices.Contains(all, o) {
					all = append(all, o)
				}
			}
		}
	}
	return strings.Join(all, " ")
}

// SetCollect keeps the third step.
func (p *Pages) SetCollect(c echo.Context) error {
	return p.resketch(c, func(sk *store.Sketch) (string, error) {
		pg := &collectPage{sketchPage: p.sketchPage(c, sk, "collect")}
		before := sites(sk.Journey)
		for _, t := range sk.Journey.Walk() {
			pg.readPoint(c, sk.Journey, t)
		}
		asked := typed(c, "sites")
		if _, sent := c.Request().Form["sites"]; sent && asked != before {
			pg.readSites(asked, sk.Journey)
		} else {
			asked = before
		}
		if len(pg.Wrongs) > 0 {
			pg.fill(sk.Journey, asked)
			return "", pg.show(c, "staff/collect", pg)
		}
		if _, shown := c.Request().Form["sites"]; !shown && embedded(sk.Journey) && before == "" && c.FormValue("do") == "next" {
			sk.Step = "collect"
			return sketchLink(sk) + "/collect#sites", nil // there is one more thing to ask
		}
		return goOn(c, sk, "collect", "look"), nil
	})
}

// readPoint takes a touchpoint's survey and placements. A line that is empty
// now was there to be removed; what the form does not show of a placement
// stays as it is.
func (pg *collectPage) readPoint(c echo.Context, j *journey.Journey, t *journey.Touchpoint) {
	sv := c.FormValue("survey-" + t.Key)
	if sv == "" {
		return // came to be in another tab
	}
	if s := j.Survey(sv); s != nil && !s.Archived {
		t.Survey = sv
	}
	kept := slices.Clone(t.Placements)
	for n := 0; ; n++ {
		id := placeID(t.Key, n)
		if _, sent := c.Request().Form[id+"-is"]; !sent {
			break
		}
		is := c.FormValue(id + "-is")
		i := slices.IndexFunc(kept, func(pl journey.Placement) bool { return !pl.Archived && identity(&pl) == is })
		switch {
		case is == "":
			if pl := (journey.Placement{}); pg.readPlace(c, id, &pl) {
				kept = append(kept, pl)
			}
		case i < 0: // was taken away in another tab
		case !pg.readPlace(c, id, &kept[i]):
			kept = slices.Delete(kept, i, i+1)
		}
	}
	t.Placements = kept
}

// readPlace takes what one line says of a placement; false when the line was
// emptied.
func (pg *collectPage) readPlace(c echo.Context, id string, pl *journey.Placement) bool {
	was := pl.Channel
	channel := journey.Channel(c.FormValue(id + "-channel"))
	place := typed(c, id+"-place")
	pg.tooLong(id+"-place", place, longestName)
	if channel == "" && (was != "" || place == "") {
		return false
	}
	if channel == "" || channel != was && !slices.Contains(offered[:], channel) {
		pg.wrong(id+"-channel", "wizard.wrong.channel")
		pg.typed = map[string]string{id: place}
		return was != ""
	}
	pl.Channel = channel
	if channel != journey.Embed {
		pl.Origins = nil
	}
	pl.Place = reworded(pl.Place, pg.Lang, place)
	pl.Ended = c.FormValue(id+"-ended") != ""
	return true
}

// identity tells a touchpoint's placements apart in a form, also those that
// have no code yet: forms of another tab may count them otherwise.
func identity(pl *journey.Placement) string {
	if pl.Code != "" || pl.Channel == "" {
		return pl.Code
	}
	return string(pl.Channel) + " " + fmt.Sprint(pl.Place) // of a map in the order of its keys
}

// readSites takes the sites that may show what is embedded.
func (pg *collectPage) readSites(asked string, j *journey.Journey) {
	var origins []string
	for _, s := range strings.FieldsFunc(asked, func(r rune) bool { return strings.ContainsRune(" ,;，、", r) }) {
		o, ok := journey.Origin(s)
		if !ok {
			pg.wrong("sites", "wizard.wrong.site", "Site", s)
			return
		}
		if !slices.Contains(origins, o) {
			origins = append(origins, o)
		}
	}
	for _, t := range j.Walk() {
		for i := range t.Placements {
			if t.Placements[i].Channel == journey.Embed && !t.Placements[i].Archived {
				t.Placements[i].Origins = origins
			}
		}
	}
}
