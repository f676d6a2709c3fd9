package staff

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/webhook"
)

// NewWebhook shows the form of a shape.
func (p *Pages) NewWebhook(c echo.Context) error {
	s := webhook.Shape(c.QueryParam("shape"))
	if !s.Known() {
		return c.Redirect(http.StatusSeeOther, webhooksLink)
	}
	w := store.Webhook{Shape: string(s), URL: s.API()}
	for _, t := range typesOffered(s) {
		if !s.Chat() || t != store.ResponseCreated {
			w.Types = append(w.Types, t)
		}
	}
	pg, err := p.webhookForm(c, &w, nil)
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/webhookform", pg)
}

// EditWebhook shows the form of a webhook, without its secrets.
func (p *Pages) EditWebhook(c echo.Context) error {
	w, err := p.Store.Webhook(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	pg, err := p.webhookForm(c, w, nil)
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/webhookform", pg)
}

// AddWebhook keeps a webhook, and shows its secret where it has one to be
// shown.
func (p *Pages) AddWebhook(c echo.Context) error {
	s := webhook.Shape(c.FormValue("shape"))
	if !s.Known() {
		return fault.New(fault.Invalid, "There is no such kind of webhook.")
	}
	w, wrong := p.readWebhook(c, &store.Webhook{Shape: string(s), URL: s.API()})
	var made *store.Webhook
	err := refusedOr(wrong, func() (err error) {
		form, err := c.FormParams()
		if err != nil {
			return err
		}
		kept := *w
		kept.ID = pressed(form)
		made, err = p.Store.AddWebhook(c.Request().Context(), kept)
		return err
	})
	if err != nil {
		return p.refuseWebhook(c, w, err)
	}
	if s.Chat() || !made.Rotated().IsZero() || p.now().Sub(made.Created) > shownAgain {
		return p.afterWebhook(c, made.ID, "added", nil)
	}
	return p.showWebhook(c, made, made.Secret)
}

// SetWebhook changes a webhook. What is secret and was left empty stays.
func (p *Pages) SetWebhook(c echo.Context) error {
	was, err := p.Store.Webhook(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	w, wrong := p.readWebhook(c, was)
	err = refusedOr(wrong, func() error { return p.Store.SetWebhook(c.Request().Context(), *w) })
	if err != nil {
		return p.refuseWebhook(c, w, err)
	}
	return c.Redirect(http.StatusSeeOther, webhooksLink+"/"+w.ID+"?changed=1")
}

// refusedOr does something unless fields are wrong already. What the store
// finds wrong is found together with it.
func refusedOr(wrong []fault.Param, do func() error) error {
	if len(wrong) > 0 {
		return &fault.Error{Kind: fault.Invalid, Detail: "The webhook has mistakes.", Params: wrong}
	}
	return do()
}

// readWebhook takes the form on top of what there is.
func (p *Pages) readWebhook(c echo.Context, was *store.Webhook) (*store.Webhook, []fault.Param) {
	w, s := *was, webhook.Shape(was.Shape)
	w.Name, w.Journey, w.Types = strings.TrimSpace(c.FormValue("name")), c.FormValue("journey"), nil
	w.Settings = maps.Clone(was.Settings)
	if w.Settings == nil {
		w.Settings = map[string]string{}
	}
	if address := strings.TrimSpace(c.FormValue("url")); s.API() == "" && (address != "" || !s.SecretAddress()) {
		w.URL = address
	}
	for _, f := range s.Fields() {
		switch v := strings.TrimSpace(c.FormValue(f.Name)); {
		case v != "":
			w.Settings[f.Name] = v
		case !f.Secret || c.FormValue("drop."+f.Name) != "":
			delete(w.Settings, f.Name)
		}
	}
	if delete(w.Settings, "contacts"); !s.Chat() && c.FormValue("contacts") != "" {
		w.Settings["contacts"] = "yes"
	}
	form, _ := c.FormParams() // a body that cannot be read was refused before
	for _, t := range typesOffered(s) {
		if slices.Contains(form["type"], t) {
			w.Types = append(w.Types, t)
		}
	}
	if s.Chat() {
		w.Language = c.FormValue("language")
		if !slices.Contains(survey.Languages[:], w.Language) {
			w.Language = "en"
		}
		if slices.Contains(w.Types, store.ResponseCreated) {
			w.Types = append(w.Types, store.ResponseScored)
		}
	}
	wrong := s.Check(w.URL, w.Settings, p.PrivateWebhooks)
	return &w, append(wrong, w.Mistakes()...)
}
