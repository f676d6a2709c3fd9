package staff

import (
	"errors"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
)

// originView is the mail with which something was decided.
type originView struct {
	Text string
	Link string // to the mail, "" for those who may not see it and where it is no longer kept
}

// origin tells of the mail of an id, nil where there is none.
func (p *Pages) origin(c echo.Context, pg *page, j *journey.Journey, id string) (*originView, error) {
	if id == "" {
		return nil, nil
	}
	m, err := p.Store.MailByID(c.Request().Context(), id)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v := &originView{Text: pg.T("origin.mail_"+string(m.Kind), "Day", pg.Date(m.Created.In(j.Location())), "Journey", pg.name(j.Name, j.Key))}
	if pg.User != nil && mine(c, m.To) && len(m.Document) > 0 {
		v.Link = mailLink(m)
	}
	return v, nil
}
