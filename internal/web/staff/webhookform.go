package staff

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/webhook"
)

// webhookFormPage is /admin/webhooks/new?shape= and …/{id}/edit.
type webhookFormPage struct {
	page
	New         bool
	Post, Back  string
	Shape, Help string
	ShapeKey    string // sent along with a new one
	Chat        bool
	Errors      []option // in the order of the fields: where, and what is wrong there
	Name        string
	WrongName   string
	Address     *fieldView // nil where the program has one address for everybody
	Fields      []fieldView
	Contacts    bool // told too; of the standard shape
	Types       []option
	WrongTypes  string
	Journeys    []option
	WrongPlace  string // what is wrong with the journey
	Tongues     []option
}

// fieldView is a setting to fill in.
type fieldView struct {
	Name, Label, Hint string
	Value             string // never of a secret that is kept
	Secret, Required  bool
	Kept              string // that there is one, of a secret that is kept; "" where there is none
	Drop              string // the words to remove one that can be done without
	Wrong             string
}

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

// refuseWebhook shows the form again, with what is wrong in it and nothing lost.
func (p *Pages) refuseWebhook(c echo.Context, w *store.Webhook, err error) error {
	wrong := fault.Params(err)
	if len(wrong) == 0 {
		return err
	}
	pg, err := p.webhookForm(c, w, wrong)
	if err != nil {
		return err
	}
	pg.page.Languages = nil // this address cannot be shown in another language
	pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	// What was typed is not lost; secrets too are still nowhere else.
	for i := range pg.Fields {
		pg.Fields[i].Value = c.FormValue(pg.Fields[i].Name)
	}
	if pg.Address != nil && pg.Address.Secret {
		pg.Address.Value = c.FormValue("url")
	}
	return c.Render(http.StatusUnprocessableEntity, "staff/webhookform", pg)
}

func (p *Pages) webhookForm(c echo.Context, w *store.Webhook, wrong []fault.Param) (*webhookFormPage, error) {
	s := webhook.Shape(w.Shape)
	pg := &webhookFormPage{
		page: p.newPage(c), New: w.ID == "", Shape: w.Shape, ShapeKey: w.Shape, Chat: s.Chat(), Name: w.Name, Contacts: w.Contacts(),
		Post: webhooksLink, Back: webhooksLink,
	}
	pg.Styles, pg.Shape, pg.Help = []string{"staff/webhook.css"}, pg.shapeName(s), pg.T("hook.help."+w.Shape)
	pg.Title = pg.T("hook.new_title", "Shape", pg.Shape)
	if !pg.New {
		pg.Post += "/" + w.ID
		pg.Title, pg.Back = pg.T("hook.edit_title", "Name", w.Name), pg.Post
	}
	says := map[string]string{}
	for _, param := range wrong {
		says[param.Name] = pg.T("hook.wrong." + param.Code)
	}
	pg.WrongName, pg.WrongTypes, pg.WrongPlace = says["name"], says["types"], says["journey"]
	if s.API() == "" {
		a := fieldView{Name: "url", Label: pg.T("hook.field.url"), Hint: pg.T("hook.hint.url_" + w.Shape), Value: w.URL, Secret: s.SecretAddress(), Required: true, Wrong: says["url"]}
		if a.Secret {
			a.Value = ""
			if !pg.New {
				a.Kept = pg.T("hook.kept", "Value", visibleAddress(w.URL, s))
			}
		}
		pg.Address = &a
	}
	for _, f := range s.Fields() {
		v := fieldView{
			Name: f.Name, Label: pg.T("hook.field." + w.Shape + "_" + f.Name), Hint: pg.T("hook.hint." + w.Shape + "_" + f.Name),
			Value: w.Settings[f.Name], Secret: f.Secret, Required: f.Required, Wrong: says["settings."+f.Name],
		}
		if f.Secret {
			if v.Value != "" && !pg.New {
				v.Kept = pg.T("hook.kept", "Value", "••••••")
				if !f.Required {
					v.Drop = pg.T("hook.drop")
				}
			}
			v.Value = ""
		}
		pg.Fields = append(pg.Fields, v)
	}
	pg.list()
	for _, t := range typesOffered(s) {
		pg.Types = append(pg.Types, option{t, pg.T(typeWords(s, t)), slices.Contains(w.Types, t)})
	}
	chosen := cmp.Or(w.Language, pg.Lang)
	for _, tag := range survey.Languages {
		pg.Tongues = append(pg.Tongues, option{tag, i18n.NameOf(tag), tag == chosen})
	}
	all, err := p.Store.Journeys(c.Request().Context())
	pg.Journeys = append(pg.Journeys, option{"", pg.T("hook.all_journeys"), w.Journey == ""})
	for _, j := range all {
		if !j.Archived || j.Key == w.Journey {
			pg.Journeys = append(pg.Journeys, option{j.Key, pg.name(j.Name, j.Key), j.Key == w.Journey})
		}
	}
	return pg, err
}

// list gathers what is wrong, in the order of the form.
func (pg *webhookFormPage) list() {
	add := func(id, label, wrong string) {
		if wrong != "" {
			pg.Errors = append(pg.Errors, option{Value: id, Label: pg.T("hook.wrong_field", "Field", label, "Wrong", wrong)})
		}
	}
	add("name", pg.T("hook.field.name"), pg.WrongName)
	if pg.Address != nil {
		add("url", pg.Address.Label, pg.Address.Wrong)
	}
	for _, f := range pg.Fields {
		add(f.Name, f.Label, f.Wrong)
	}
	add("types", pg.T("hook.field.types"), pg.WrongTypes)
	add("journey", pg.T("hook.field.journey"), pg.WrongPlace)
}
