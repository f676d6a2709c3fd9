package staff

import (
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
