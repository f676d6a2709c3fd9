package staff

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// What the list's address says of the change that led to it.
const (
	judgedParam  = "judged"  // id of the answer
	changedParam = "changed" // changedFeeling, changedAll, changedState, or changedTheme and the theme's key

	changedFeeling = "feeling"
	changedAll     = "all"
	changedState   = "state"
	changedTheme   = "theme."
)

// doneView says what was just changed of an answer, and takes it back.
type doneView struct {
	Text   string
	Link   string // to the answer further down, "" where it is shown with this
	Answer *answerView

	// The button that takes it back, if Label is set.
	Action, Name, Value, Label string
}

// target is the answer that an address names.
func (p *Pages) target(c echo.Context) (*store.Record, error) {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return nil, fault.NotFound
	}
	return p.in(c, id)
}

// in is an answer of the journey that an address names.
func (p *Pages) in(c echo.Context, id uuid.UUID) (*store.Record, error) {
	r, err := p.Store.Response(c.Request().Context(), id)
	if err == nil && r.Journey != c.Param("key") {
		return nil, fault.NotFound
	}
	return r, err
}

// done leads back to the list, to the answer that was changed.
func (p *Pages) done(c echo.Context, id uuid.UUID, changed string) error {
	list := url.URL{Path: "/admin/journeys/" + c.Param("key") + "/responses"}
	q := url.Values{}
	if back, err := url.Parse(safeNext(c.FormValue("back"))); err == nil && back.Path == list.Path {
		q = back.Query()
	}
	q.Set(judgedParam, id.String())
	q.Set(changedParam, changed)
	list.RawQuery, list.Fragment = q.Encode(), "a-"+id.String()
	return c.Redirect(http.StatusSeeOther, list.String())
}

// changed is the answer that the list's address names as just changed, nil
// for none, and for those who cannot change any.
func (p *Pages) changed(c echo.Context) (*store.Record, error) {
	if !may(c, account.Editor) {
		return nil, nil
	}
	id, err := uuid.Parse(c.QueryParam(judgedParam))
	if err != nil {
		return nil, nil
	}
	r, err := p.in(c, id)
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		return nil, nil // gone meanwhile
	}
	return r, err
}

// done tells the change in words, as the answer is now: two people may have
// changed it. It is nil where there is nothing to tell.
func (w *writer) done(r *store.Record, changed string) *doneView {
	g := store.Judgement{}
	if r.Judgement != nil {
		g = *r.Judgement
	}
	link := journeyLink(w.journey) + "/responses/" + r.ID.String()
	back := func(text, name, value string) *doneView {
		return &doneView{Text: text, Action: link + "/judgement", Name: name, Value: value, Label: w.T("staff.judge.back")}
	}
	key, theme := strings.CutPrefix(changed, changedTheme)
	switch {
	case theme && slices.Contains(g.NotAbout, key):
		return back(w.T("staff.done.struck", "Theme", w.name(w.labels[key], key)), "about", key)
	case theme && w.labels[key] != nil:
		return &doneView{Text: w.T("staff.done.about", "Theme", w.name(w.labels[key], key))}
	case changed == changedFeeling && g.Sentiment != mood.NoText:
		return back(w.T("staff.done.feeling", "Feeling", w.T("staff.judge."+feelings[g.Sentiment])), "back_to", "feeling")
	case changed == changedFeeling, changed == changedAll && r.Judgement == nil:
		return &doneView{Text: w.T("staff.done.back")}
	case changed == changedState:
		d := &doneView{Text: w.T("staff.done.state", "State", w.T("staff.state."+r.State.String())), Action: link, Name: "state"}
		if open := w.buttons(r); len(open) > 0 {
			back := open[len(open)-1] // to wait again, where it did
			if r.State == survey.Quarantined {
				back = open[0]
			}
			d.Value, d.Label = back.State, back.Label
		}
		return d
	}
	return nil
}

// show puts the answer beside what was done to it, or, where the list holds
// it, a link to it.
func (d *doneView) show(a answerView, listed []answerView) {
	if slices.ContainsFunc(listed, func(l answerView) bool { return l.ID == a.ID }) {
		d.Link = "#a-" + a.ID
		return
	}
	d.Answer = &a
}
