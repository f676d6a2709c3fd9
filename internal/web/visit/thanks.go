package visit

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// thanksPage is GET /t/{code}/thanks.
type thanksPage struct {
	page
	Text    string
	Receipt string // address, or ""
	Test    bool
	Happy   bool   // a smile above the words, else a tick
	Said    []told // what was done about what customers said
}

// Thanks is GET /t/{code}/thanks?r={receipt}: thanks in words that fit how
// the answer felt, and the way to see or erase it.
func (p *Pages) Thanks(c echo.Context) error {
	ctx := c.Request().Context()
	spot, err := p.Store.Spot(ctx, c.Param("code"))
	if err != nil {
		return err
	}
	lang := languageOf(c, spot.Journey.Languages)
	receipt := c.QueryParam("r")
	var record *store.Record
	if receipt != "" {
		record, err = p.Store.Receipt(ctx, receipt)
		if err != nil && !errors.Is(err, fault.NotFound) && !errors.Is(err, fault.Gone) {
			return err
		}
	}
	v := visit{Spot: spot, lang: lang, frame: framed(c)}
	view := &thanksPage{page: p.pageOf(&v)}
	view.uses = cssSay | cssNote
	view.Journey, view.Heading = spot.Journey.Name.In(lang), view.T("visit.thanks_title")
	view.Title = view.Heading + " – " + view.Journey
	view.Text = view.T("visit.thanks_neutral")
	if record != nil && err == nil && record.Journey == spot.Journey.Key {
		view.Receipt = "/receipt/" + url.PathEscape(receipt) + "?lang=" + lang
		if view.Frame != nil {
			view.Frame.Said = "answered"
		}
		view.Test = record.State == survey.Test
		if view.Proof, err = p.offer(&v, record); err != nil {
			return err
		}
		view.Along = along(spot.Survey, record)
		thanks := spot.Survey.Thanks
		switch feeling(spot.Journey, spot.Survey, record) {
		case mood.Happy:
			view.Happy, view.Text = true, cmp.Or(thanks.Happy.In(lang), view.T("visit.thanks_happy"))
		case mood.Unhappy:
			view.Text = cmp.Or(thanks.Unhappy.In(lang), view.T("visit.thanks_unhappy"))
		default:
			view.Text = cmp.Or(thanks.Neutral.In(lang), view.Text)
		}
	}
	if view.Said, err = p.told(c, spot.Journey, spot.Touchpoint, lang); err != nil {
		return err
	}
	if len(view.Said) > 0 {
		view.uses |= cssSaid
	}
	view.Languages = switches(spot.Journey.Languages, lang, func(tag string) string {
		q := url.Values{"lang": {tag}}
		if view.Receipt != "" {
			q.Set("r", receipt)
		}
		return v.stay("?" + q.Encode())
	})
	return p.render(c, http.StatusOK, "visit/thanks", view)
}

// feeling is the band of an answer's rating. Its words are scored later, so
// they can't be asked yet.
func feeling(j *journey.Journey, s *survey.Survey, r *store.Record) mood.Class {
	q, value, ok := s.RatingOf(r.Answers)
	if !ok {
		return mood.Neutral
	}
	scale, _ := q.Type.Scale()
	return mood.Contribute(j.Analysis, &mood.Rating{Scale: scale, Value: float64(value)}, nil).Class()
}

// along says whether something beside answers was kept that came with a link.
// Who visitors said they are is an answer, and no news. The survey is nil where
// it is gone.
func along(s *survey.Survey, r *store.Record) bool {
	if s != nil && s.PersonaOf(r.Answers) == r.Persona {
		return len(r.Fields) > 0
	}
	return r.Persona != "" || len(r.Fields) > 0
}
