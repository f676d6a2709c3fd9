package visit

import (
	"net/url"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/web/limit"
)

// leastTime is what a person needs at least to see a form and send it.
const leastTime = 2 * time.Second

// doubts says why a form that was sent may not be a customer's own. Whoever
// sends no form token is a program, which the API lets in as well: that alone
// is no doubt.
func (p *Pages) doubts(c echo.Context, v visit, id uuid.UUID, form url.Values) survey.Doubt {
	d := limit.Take(c, v.Placement.Code)
	if form.Get(trapInput) != "" {
		d |= survey.Trap
	}
	token := form.Get(tokenInput)
	if token == "" {
		return d
	}
	made, ok := p.forms.open(token, v.Placement.Code, string(id[:]))
	switch {
	case !ok:
		d |= survey.Forged
	case limit.On(c) && v.Placement.Channel != journey.Kiosk && tooQuick(made, p.Clock()):
		d |= survey.Quick
	}
	return d
}

// tooQuick compares the time in a token, whole seconds that were cut and never
// rounded up, with the exact time now: who is found too quick was even quicker.
// A token from the future is another node's, or the clock was set back.
func tooQuick(made, now time.Time) bool {
	took := now.Sub(made)
	return took >= 0 && took < leastTime
}
