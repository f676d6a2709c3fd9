package staff

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
)

// sketchPage is what the pages share on which a journey is made or changed
// step by step. They keep what was typed in a store.Sketch; nothing of it is
// seen elsewhere before the last step.
type sketchPage struct {
	page
	Heading string // the title without "Error:"
	Base    string // of the sketch's addresses
	Name    string // of the journey, "" until it has one
	New     bool   // the journey is not there yet
	Steps   []sketchStep
	Wrongs  []wrongInput
}

// sketchStep is one of the four steps, as the page lists them.
type sketchStep struct {
	N           int
	Label, Link string // Link is "" for the current one
	Current     bool
}

// wrongInput is an input that was refused, and why.
type wrongInput struct{ ID, Text string }

// sketchSteps are the last parts of the addresses, in their order.
var sketchSteps = [...]string{"who", "touchpoints", "collect", "look"}

// wrong notes that an input is refused, by a message.
func (pg *sketchPage) wrong(id, message string, args ...any) {
	pg.Wrongs = append(pg.Wrongs, wrongInput{id, pg.T(message, args...)})
}

// Wrong is why an input was refused, or "".
func (pg *sketchPage) Wrong(id string) string {
	for _, w := range pg.Wrongs {
		if w.ID == id {
			return w.Text
		}
	}
	return ""
}

// sketch is the sketch that the address names: the user's own.
func (p *Pages) sketch(c echo.Context) (*store.Sketch, error) {
	return p.Store.Sketch(c.Request().Context(), c.Param("id"), userID(c))
}

// userID is who is signed in.
func userID(c echo.Context) string {
	if u, ok := c.Get("user").(*account.User); ok {
		return u.ID
	}
	return ""
}

// sketchPage begins the page of a step.
func (p *Pages) sketchPage(c echo.Context, sk *store.Sketch, step string) sketchPage {
	pg := sketchPage{page: p.newPage(c), Base: sketchLink(sk), New: sk.Of == ""}
	pg.Styles = []string{"staff/wizard.css"}
	pg.Name = pg.name(sk.Journey.Name, "")
	for i, s := range sketchSteps {
		st := sketchStep{N: i + 1, Label: pg.T("wizard.step." + s), Link: pg.Base + "/" + s, Current: s == step}
		if st.Current {
			st.Link = ""
		}
		pg.Steps = append(pg.Steps, st)
	}
	pg.Title = pg.T("wizard.step." + step)
	return pg
}

// within links the current step too: the page is one level below it.
func (pg *sketchPage) within() {
	for i := range pg.Steps {
		pg.Steps[i].Link = pg.Base + "/" + sketchSteps[i]
	}
}

func sketchLink(sk *store.Sketch) string { return "/admin/sketches/" + url.PathEscape(sk.ID) }

// show renders a step's page; refused inputs go with 422 and a title that
// says so first.
func (pg *sketchPage) show(c echo.Context, template string, data any) error {
	pg.Heading = pg.Title
	if len(pg.Wrongs) == 0 {
		return c.Render(http.StatusOK, template, data)
	}
	pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	pg.page.Languages = nil // what was typed would be lost
	return c.Render(http.StatusUnprocessableEntity, template, data)
}

// step answers the request for a step's page. Of a sketch from which a journey
// has come only the last one is left.
func (p *Pages) step(c echo.Context, show func(sk *store.Sketch) error) error {
	sk, err := p.sketch(c)
	if err != nil {
		return err
	}
	if sk.Made != "" {
		return c.Redirect(http.StatusSeeOther, sketchLink(sk)+"/look")
	}
	return show(sk)
}

// resketch is step for what is sent. change works on the newest state of the
// sketch, and again where another tab was quicker, so that each form changes
// only what it shows. It says where to go on; "" when it has answered.
func (p *Pages) resketch(c echo.Context, change func(sk *store.Sketch) (next string, err error)) error {
	err := c.Request().ParseForm()
	if err != nil {
		return unreadable(err)
	}
	for range 5 {
		err = p.step(c, func(sk *store.Sketch) error {
			next, err := change(sk)
			if err != nil || next == "" {
				return err
			}
			if err := p.Store.SetSketch(c.Request().Context(), sk); err != nil {
				return err
			}
			return c.Redirect(http.StatusSeeOther, next)
		})
		if !errors.Is(err, fault.Conflict) {
			break
		}
	}
	return err
}

// Sketch leads to the step at which somebody stopped.
func (p *Pages) Sketch(c echo.Context) error {
	return p.step(c, func(sk *store.Sketch) error {
		step := sk.Step
		if !slices.Contains(sketchSteps[:], step) {
			step = sketchSteps[0]
		}
		return c.Redirect(http.StatusSeeOther, sketchLink(sk)+"/"+step)
	})
}

// DropSketch throws a sketch away.
func (p *Pages) DropSketch(c echo.Context) error {
	sk, err := p.sketch(c)
	if err != nil {
		return err
	}
	if err := p.Store.DropSketch(c.Request().Context(), sk.ID, sk.User); err != nil {
		return err
	}
	if sk.Of != "" {
		return c.Redirect(http.StatusSeeOther, editLink(sk.Of))
	}
	return c.Redirect(http.StatusSeeOther, "/admin/journeys/new")
}

// goOn is where the button leads that was pressed: on to the next step, or
// back to the list of what is half done.
func goOn(c echo.Context, sk *store.Sketch, here, next string) string {
	switch c.FormValue("do") {
	case "later":
		sk.Step = here
		return "/admin/journeys/new"
	case "stay":
		sk.Step = here
		return sketchLink(sk) + "/" + here
	}
	sk.Step = next
	return sketchLink(sk) + "/" + next
}
