package staff

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/templates"
)

// newJourneyPage is /admin/journeys/new: what to begin with, and what was begun.
type newJourneyPage struct {
	sketchPage
	Templates []templateView
	Begun     []sketchLine
	Mistakes  []mistakeView // in a file that was uploaded
	Refused   string        // why it was not taken, but for mistakes in it
}

// templateView is a journey to begin with.
type templateView struct {
	Key, Name, Text string
	Chosen          bool
}

// sketchLine is a sketch that waits to be finished.
type sketchLine struct {
	Name, Link, Changed string
	Of                  bool // a journey that is there
}

// NewJourney shows what a journey can begin with.
func (p *Pages) NewJourney(c echo.Context) error {
	pg, err := p.newJourney(c)
	if err != nil {
		return err
	}
	return pg.show(c, "staff/new", pg)
}

func (p *Pages) newJourney(c echo.Context) (*newJourneyPage, error) {
	pg := &newJourneyPage{sketchPage: sketchPage{page: p.newPage(c), New: true}}
	pg.Styles = []string{"staff/wizard.css"}
	pg.Title = pg.T("wizard.new")
	for i, name := range templates.Journeys() {
		j, err := fromTemplate(name)
		if err != nil {
			return nil, err
		}
		n := 0
		for range j.Walk() {
			n++
		}
		stages := strings.Join(stageNames(&pg.page, j), pg.T("staff.list_separator"))
		v := templateView{Key: name, Name: pg.name(j.Name, name), Chosen: i == 0, Text: pg.T("wizard.template_blank", "Stages", stages)}
		if n > 0 {
			v.Text = pg.T("wizard.template_about", "Count", n, "Stages", stages)
		}
		pg.Templates = append(pg.Templates, v)
	}
	begun, err := p.Store.Sketches(c.Request().Context(), userID(c))
	if err != nil {
		return nil, err
	}
	for _, sk := range begun {
		name := pg.name(sk.Journey.Name, "")
		if name == "" {
			name = pg.T("wizard.nameless")
		}
		pg.Begun = append(pg.Begun, sketchLine{Name: name, Link: sketchLink(sk), Changed: pg.moment(sk.Changed, sk.Journey.Location()), Of: sk.Of != ""})
	}
	return pg, nil
}

// stageNames are the names of a journey's stages.
func stageNames(pg *page, j *journey.Journey) []string {
	var names []string
	for s := range j.Live() {
		names = append(names, pg.name(s.Name, s.Key))
	}
	return names
}

// fromTemplate is a template as a journey.
func fromTemplate(name string) (*journey.Journey, error) {
	src, err := templates.Journey(name)
	if err != nil {
		return nil, err
	}
	journeys, _, err := journey.Parse(name+".yaml", src)
	if err != nil {
		return nil, fmt.Errorf("read template %s: %w", name, err)
	}
	journeys[0].Source = nil
	return journeys[0], nil
}

// zones are where the languages are mostly spoken.
var zones = map[string]string{"zh-Hant": "Asia/Taipei", "zh-Hans": "Asia/Shanghai", "uk": "Europe/Kyiv", "en": "Europe/London"}

// StartSketch begins a journey with a template, in the language of the page.
func (p *Pages) StartSketch(c echo.Context) error {
	name := c.FormValue("template")
	if !slices.Contains(templates.Journeys(), name) {
		pg, err := p.newJourney(c)
		if err != nil {
			return err
		}
		pg.wrong("template-"+templates.Journeys()[0], "wizard.wrong.template")
		return pg.show(c, "staff/new", pg)
	}
	j, err := fromTemplate(name)
	if err != nil {
		return err
	}
	tag := p.newPage(c).Lang
	j.Name = survey.Wording{} // is asked first
	j.Languages = []string{tag}
	j.Timezone = zones[tag]
	sk := &store.Sketch{User: userID(c), Journey: j, Step: "who"}
	if err := p.Store.AddSketch(c.Request().Context(), sk); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, sketchLink(sk)+"/who")
}

// StartFile begins with a file: a new journey, or what changes in the one that
// is there by its key. The last step shows what would be made.
func (p *Pages) StartFile(c echo.Context) error {
	ctx := c.Request().Context()
	parts, err := fileParts(c.Request())
	if err != nil {
		return err
	}
	read, _, err := journey.Parse("journey.yaml", parts["upload"])
	var wrong *journey.FileError
	switch {
	case errors.As(err, &wrong):
		return p.refuseFile(c, mistakes(wrong), "")
	case err != nil:
		return err
	case len(read) > 1:
		return p.refuseFile(c, nil, p.newPage(c).T("wizard.edit.several", "N", strconv.Itoa(len(read))))
	}
	sk := &store.Sketch{User: userID(c), Journey: read[0], Step: "look"}
	sk.Journey.Source = nil
	sk.Revision, err = p.Store.Revision(ctx, sk.Journey.Key)
	switch {
	case err == nil:
		sk.Of = sk.Journey.Key
	case !errors.Is(err, fault.NotFound):
		return err
	}
	if err := p.Store.AddSketch(ctx, sk); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, sketchLink(sk)+"/look")
}

// refuseFile shows the page again with what is wrong in an uploaded file.
func (p *Pages) refuseFile(c echo.Context, mistakes []mistakeView, why string) error {
	pg, err := p.newJourney(c)
	if err != nil {
		return err
	}
	pg.Mistakes, pg.Refused = mistakes, why
	pg.Heading = pg.Title
	pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	pg.page.Languages = nil // this address cannot be shown in another language
	return c.Render(http.StatusUnprocessableEntity, "staff/new", pg)
}
