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
	if v.personal() && limit.Answered(c, surveyOf(v)) {
		d |= survey.Repeat
	}
	return d
}

// personal is true of a visit in which a second answer from one device would be
// one person's: tablets are everybody's, an invitation is good for one answer
// anyway, and staff try a survey as often as they like.
func (v *visit) personal() bool {
	return v.Placement.Channel != journey.Kiosk && !v.invited.good && v.test == ""
}

// surveyOf is what a second answer would be to: whoever rates the queue and
// then the till gives two first ones.
func surveyOf(v visit) string { return v.Journey.Key + "/" + v.Touchpoint.Key }

// arrived follows a new answer that is safely kept.
func (p *Pages) arrived(c echo.Context, v visit, r *survey.Response, form url.Values) {
	if form.Get(tokenInput) != "" && v.personal() {
		limit.Remember(c, surveyOf(v))
	}
	if r.State == survey.Quarantined {
		p.Waits(r.Doubts)
	}
}

// tooQuick compares the time in a token, whole seconds that were cut and never
// rounded up, with the exact time now: who is found too quick was even quicker.
// A token from the future is another node's, or the clock was set back.
func tooQuick(made, now time.Time) bool {
	took := now.Sub(made)
	return took >= 0 && took < leastTime
}
