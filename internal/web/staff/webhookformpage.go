package staff

import (
	"cmp"
	"net/http"
	"slices"

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

// webhookForm is the form of a webhook, with what is wrong in it.
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
