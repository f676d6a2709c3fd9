package staff

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// lookPage is the last step: what would be made, and once it is, how to try
// it, hang it up and look at it.
type lookPage struct {
	sketchPage
	Facts    []string
	Outline  []pair   // stages with their touchpoints
	Hints    []string // what could be better and stops nothing
	Changes  []string // of a journey that is there
	Missing  []pair   // forms that lack a name, with what they lack
	Mistakes []mistakeView
	Moved    bool // somebody else has changed the journey meanwhile
	Done     bool
	Map      string // address
	Posters  string
	Kiosks   string
	Spots    []posterView
	Local    bool
}

// Look shows what a sketch would become, or what has come of it.
func (p *Pages) Look(c echo.Context) error {
	sk, err := p.sketch(c)
	if err != nil {
		return err
	}
	if sk.Made != "" {
		return p.showMade(c, sk)
	}
	return p.showLook(c, sk, http.StatusOK, nil)
}

// showLook shows what would be applied; failed is why it was not.
func (p *Pages) showLook(c echo.Context, sk *store.Sketch, status int, failed error) error {
	ctx := c.Request().Context()
	pg := &lookPage{sketchPage: p.sketchPage(c, sk, "look")}
	j := sk.Journey
	pg.facts(j)
	pg.hints(j)
	_, warnings, err := asFile(j)
	if failed == nil {
		failed = err
	}
	var wrong *journey.FileError
	switch {
	case errors.As(failed, &wrong):
		if pg.missing(j); len(pg.Missing) == 0 {
			pg.Mistakes = mistakes(wrong)
		}
	case errors.Is(failed, store.ErrMoved):
		pg.Moved = true
	case failed != nil:
		return failed
	}
	if sk.Of != "" {
		old, err := p.Store.Journey(ctx, sk.Of)
		if err != nil {
			return err
		}
		if pg.Changes, err = pg.changes(old, j); err != nil {
			return err
		}
		for _, w := range warnings {
			pg.Hints = append(pg.Hints, w.Text)
		}
	}
	if status != http.StatusOK {
		pg.Title = pg.T("staff.error_title", "Title", pg.Title)
		pg.page.Languages = nil
	}
	return c.Render(status, "staff/look", pg)
}

// facts counts what there is.
func (pg *lookPage) facts(j *journey.Journey) {
	points, places := 0, 0
	for _, t := range j.Walk() {
		points++
		for range t.Live() {
			places++
		}
	}
	for s := range j.Live() {
		var names []string
		for t := range s.Live() {
			names = append(names, pg.name(t.Name, t.Key))
		}
		pg.Outline = append(pg.Outline, pair{pg.name(s.Name, s.Key), strings.Join(names, pg.T("staff.list_separator"))})
	}
	pg.Facts = []string{pg.T("wizard.look.points", "Count", points), pg.T("wizard.look.places", "Count", places)}
}

// missing lists the touchpoints that have no name in one of the languages,
// which is what comes of adding a language last.
func (pg *lookPage) missing(j *journey.Journey) {
	for _, t := range j.Walk() {
		for _, tag := range j.Languages {
			if t.Name[tag] == "" {
				pg.Missing = append(pg.Missing, pair{
					pg.Base + "/touchpoint?key=" + t.Key, pg.T("wizard.look.missing", "Name", pg.name(t.Name, t.Key), "Language", i18n.NameOf(tag)),
				})
			}
		}
	}
}

// lacks hints at what keeps a journey a draft.
func (pg *lookPage) lacks(j *journey.Journey) {
	for _, what := range j.Lacks() {
		pg.Hints = append(pg.Hints, pg.T("wizard.lacks."+what))
	}
}

// hints are what a good map has and this one lacks.
func (pg *lookPage) hints(j *journey.Journey) {
	pg.lacks(j)
	for _, phase := range j.Uncovered() {
		pg.Hints = append(pg.Hints, pg.T("wizard.uncovered."+phase))
	}
	if embedded(j) && sites(j) == "" {
		pg.Hints = append(pg.Hints, pg.T("wizard.hint.sites"))
	}
	for _, t := range j.Walk() {
		mute := true
		for range t.Live() {
			mute = false
		}
		if mute {
			pg.Hints = append(pg.Hints, pg.T("wizard.hint.mute", "Name", pg.name(t.Name, t.Key)))
		}
	}
}

// showMade shows what has come of a sketch.
func (p *Pages) showMade(c echo.Context, sk *store.Sketch) error {
	j, err := p.Store.Journey(c.Request().Context(), sk.Made)
	if err != nil {
		return err
	}
	pg := &lookPage{sketchPage: p.sketchPage(c, sk, "look"), Done: true, Local: p.OnlyHere}
	for i := range pg.Steps {
		pg.Steps[i].Link = ""
	}
	pg.Name = pg.name(j.Name, j.Key)
	pg.Title = pg.T("wizard.look.made", "Name", pg.Name)
	if sk.Of != "" {
		pg.Title = pg.T("wizard.look.saved", "Name", pg.Name)
	}
	pg.Map = "/admin/journeys/" + url.PathEscape(j.Key)
	pg.Posters, pg.Kiosks = pg.Map+"/posters", pg.Map+"/kiosks"
	pg.facts(j)
	pg.lacks(j)
	if sk.Of == "" {
		for spot := range spots(j) {
			pg.Spots = append(pg.Spots, p.poster(&pg.page, &spot))
		}
	}
	return c.Render(http.StatusOK, "staff/look", pg)
}
