package staff

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// editPage is /admin/journeys/{key}/edit: the ways to change a journey.
type editPage struct {
	sketchPage
	Edit     string // address of this page
	File     string // of the journey
	Source   string // the file as it is, or as it was typed
	Revision int64
	Rows     int
	Mistakes []mistakeView
	Begun    []sketchLine
	Refused  string // why a file was not taken, but for mistakes in it
}

// Edit shows how a journey can be changed.
func (p *Pages) Edit(c echo.Context) error {
	pg, _, err := p.edit(c)
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/edit", pg)
}

func (p *Pages) edit(c echo.Context) (*editPage, *journey.Journey, error) {
	ctx := c.Request().Context()
	// The revision is read first: if the journey changes in between, saving
	// says so.
	revision, err := p.Store.Revision(ctx, c.Param("key"))
	if err != nil {
		return nil, nil, err
	}
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return nil, nil, err
	}
	src, err := j.YAML()
	if err != nil {
		return nil, nil, err
	}
	base := journeyLink(j)
	pg := &editPage{
		sketchPage: sketchPage{page: p.newPage(c)}, Edit: base + "/edit", File: base + "/journey.yaml", Source: string(src), Revision: revision,
	}
	pg.of(j, "edit")
	pg.Styles = []string{"staff/wizard.css"}
	pg.Name = pg.name(j.Name, j.Key)
	pg.Title = pg.T("wizard.edit.title", "Name", pg.Name)
	pg.Heading = pg.Title
	begun, err := p.Store.Sketches(ctx, userID(c))
	if err != nil {
		return nil, nil, err
	}
	for _, sk := range begun {
		if sk.Of == j.Key {
			pg.Begun = append(pg.Begun, sketchLine{Name: pg.Name, Link: sketchLink(sk), Changed: pg.moment(sk.Changed, j.Location()), Of: true})
		}
	}
	return pg, j, nil
}

// StartEdit begins a sketch of a journey as it is.
func (p *Pages) StartEdit(c echo.Context) error {
	pg, j, err := p.edit(c)
	if err != nil {
		return err
	}
	sk := &store.Sketch{User: userID(c), Of: j.Key, Revision: pg.Revision, Journey: j, Step: "touchpoints"}
	if err := p.Store.AddSketch(c.Request().Context(), sk); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, sketchLink(sk)+"/touchpoints")
}

// JourneyFile is a journey as its file.
func (p *Pages) JourneyFile(c echo.Context) error {
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return err
	}
	src, err := j.YAML()
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+j.Key+`.yaml"`)
	return c.Blob(http.StatusOK, "application/yaml; charset=utf-8", src)
}

// SetFile takes a journey's file as it was typed or uploaded. With mistakes it
// comes back as it is, else it becomes a sketch, whose last step shows what
// would change.
func (p *Pages) SetFile(c echo.Context) error {
	parts, err := fileParts(c.Request())
	if err != nil {
		return err
	}
	pg, j, err := p.edit(c)
	if err != nil {
		return err
	}
	src := parts["text"]
	if len(parts["upload"]) > 0 {
		src = parts["upload"]
	}
	if n, err := strconv.ParseInt(string(parts["revision"]), 10, 64); err == nil {
		pg.Revision = n
	}
	pg.Source = string(src)
	read, _, err := journey.Parse(c.Param("key")+".yaml", src)
	var wrong *journey.FileError
	switch {
	case errors.As(err, &wrong):
		pg.Mistakes = mistakes(wrong)
	case err != nil:
		return err
	case len(read) > 1:
		pg.Refused = pg.T("wizard.edit.several", "N", strconv.Itoa(len(read)))
	case read[0].Key != j.Key:
		pg.Refused = pg.T("wizard.edit.other", "Other", read[0].Key, "Key", j.Key)
	default:
		read[0].Source = nil
		sk := &store.Sketch{User: userID(c), Of: j.Key, Revision: pg.Revision, Journey: read[0], Step: "look"}
		if err := p.Store.AddSketch(c.Request().Context(), sk); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, sketchLink(sk)+"/look")
	}
	pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	pg.page.Languages = nil // what was typed would be lost
	return c.Render(http.StatusUnprocessableEntity, "staff/edit", pg)
}

// fileParts are the parts of a form with a journey file, each at most one byte
// longer than a file may be; nothing is written to disk.
func fileParts(r *http.Request) (map[string][]byte, error) {
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, &fault.Error{Kind: fault.Unsupported, Detail: "Send the file as a form.", Cause: err}
	}
	parts := map[string][]byte{}
	for range 8 {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, unreadable(err)
		}
		b, err := io.ReadAll(io.LimitReader(part, journey.MaxFileSize+1))
		if err != nil {
			return nil, unreadable(err)
		}
		parts[part.FormName()] = b
	}
	return parts, nil
}

// editLink leads to the page on which a journey is changed.
func editLink(key string) string { return "/admin/journeys/" + url.PathEscape(key) + "/edit" }
