package visit

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// receiptPage is GET /receipt/{receipt}.
type receiptPage struct {
	page
	Given    string
	DateTime string // for the time element
	Place    string
	Test     bool
	Answered []answered
	Fields   []pair
	Action   string
}

// answered is a question with what was answered to it.
type answered struct {
	Ask     string
	Answers []string
	Lang    string // that the visitor wrote in, "" for what was chosen
}

// Receipt is GET /receipt/{receipt}: what I answered, and how to erase it.
func (p *Pages) Receipt(c echo.Context) error {
	record, err := p.Store.Receipt(c.Request().Context(), c.Param("receipt"))
	if errors.Is(err, fault.Gone) || err == nil && record.State == survey.Erased {
		return p.erased(c, http.StatusGone, languageOf(c, anyLanguage()), nil)
	}
	if err != nil {
		return err
	}
	j, err := p.Store.Journey(c.Request().Context(), record.Journey)
	if err != nil {
		return err
	}
	lang := receiptLanguage(c, j, record)
	view := p.receipt(j, record, lang)
	self := "/receipt/" + url.PathEscape(c.Param("receipt"))
	view.Action = self + "?lang=" + lang
	view.Languages = switches(j.Languages, lang, func(tag string) string { return "?lang=" + tag })
	return p.render(c, http.StatusOK, "visit/receipt", view)
}

// receiptLanguage is the one asked for, else the one the survey was shown in:
// it is the same person.
func receiptLanguage(c echo.Context, j *journey.Journey, r *store.Record) string {
	offered := j.Languages
	for _, tag := range offered {
		if tag == r.Language && c.QueryParam("lang") == "" {
			return tag
		}
	}
	return languageOf(c, offered)
}

func (p *Pages) receipt(j *journey.Journey, r *store.Record, lang string) *receiptPage {
	view := &receiptPage{page: p.newPage(lang), Test: r.State == survey.Test}
	view.uses = cssForm | cssNote | cssReceipt | cssPlain
	view.Journey, view.Heading = j.Name.In(lang), view.T("visit.receipt_title")
	view.Title = view.Heading + " – " + view.Journey
	zone := j.Location()
	if _, _, placement := j.Placement(r.Placement); placement != nil {
		zone = placement.Location(zone)
	}
	at := r.AnsweredAt.In(zone)
	view.Given = view.T("visit.receipt_given", "Time", view.Moment(at))
	view.DateTime = at.Format("2006-01-02T15:04Z07:00")
	_, touchpoint := j.Touchpoint(r.Touchpoint)
	if touchpoint == nil {
		view.Along = along(nil, r)
		return view
	}
	s := j.Survey(touchpoint.Survey)
	view.Along = along(s, r)
	where := touchpoint.Name.In(lang)
	if place := r.Place[lang]; place != "" { // journeys may name places in staff's language alone
		where += " · " + place
	}
	view.Place = view.T("visit.receipt_place", "Place", where)
	if s == nil {
		return view
	}
	for i := range s.Questions {
		q := &s.Questions[i]
		value, ok := r.Answers[q.Key]
		if !ok {
			continue
		}
		a := answered{Ask: q.Ask.In(lang)}
		if list, several := value.([]string); several {
			for _, one := range list {
				a.Answers = append(a.Answers, answerInWords(view.Voice, lang, q, one))
			}
		} else {
			a.Answers = []string{withRange(q, answerInWords(view.Voice, lang, q, value))}
		}
		if q.Type.IsText() && r.Written() != lang {
			a.Lang = r.Written()
		}
		view.Answered = append(view.Answered, a)
	}
	for _, name := range s.Fields {
		if value := r.Fields[name]; value != "" {
			view.Fields = append(view.Fields, pair{name, value})
		}
	}
	return view
}

// withRange says what a bare number is out of: "4 / 5".
func withRange(q *survey.Question, words string) string {
	switch q.Type {
	case survey.CSAT:
		return words + " / 5"
	case survey.CES:
		return words + " / 7"
	case survey.NPS:
		return words + " / 10"
	}
	return words
}

// Erase is POST /receipt/{receipt}: remove the answer for good. Having the
// receipt is the right to do so.
func (p *Pages) Erase(c echo.Context) error {
	ctx := c.Request().Context()
	record, err := p.Store.Receipt(ctx, c.Param("receipt"))
	lang := languageOf(c, anyLanguage())
	if errors.Is(err, fault.Gone) || err == nil && record.State == survey.Erased {
		return p.erased(c, http.StatusOK, lang, nil)
	}
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	if form.Get("erase") != "yes" {
		return c.Redirect(http.StatusSeeOther, c.Request().URL.RequestURI())
	}
	j, err := p.Store.Journey(ctx, record.Journey)
	if err != nil {
		return err
	}
	if err := p.Store.Erase(ctx, record.ID); err != nil && !errors.Is(err, fault.Gone) {
		return err
	}
	return p.erased(c, http.StatusOK, receiptLanguage(c, j, record), j)
}

// erased says that nothing is left. Whom the answer was for is known only
// while it is erased: j is nil ever after.
func (p *Pages) erased(c echo.Context, status int, lang string, j *journey.Journey) error {
	m := &message{page: p.newPage(lang)}
	m.uses = cssSay
	m.Heading, m.Text = m.T("visit.erased_title"), m.T("visit.erased")
	m.Title, m.Nothing = m.Heading, true
	offered := survey.Languages[:]
	if j != nil {
		offered, m.Journey = j.Languages, j.Name.In(lang)
	}
	m.Languages = switches(offered, lang, func(tag string) string { return "?lang=" + tag })
	return p.render(c, status, "visit/message", m)
}
