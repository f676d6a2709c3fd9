package staff

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/subscription"
)

// usualSubscription is what one gets without choosing.
func usualSubscription(u *account.User, j *journey.Journey, language string) subscription.Subscription {
	return subscription.Subscription{
		User: u.ID, Mail: u.Mail, Language: language, Zone: j.Timezone, Journey: j.Key,
		Cadence: subscription.Weekly, Weekday: time.Monday, MonthDay: 1, Hour: 8, Alerts: true, QuietFrom: 21 * 60, QuietTo: 8 * 60,
	}
}

// NewDigest shows the form, or asks for the journey first.
func (p *Pages) NewDigest(c echo.Context) error {
	ctx := c.Request().Context()
	pg := &digestFormPage{page: p.newPage(c), Post: "/admin/digests"}
	key := c.QueryParam("journey")
	if key == "" {
		all, err := p.Store.Journeys(ctx)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(j *journey.Journey) bool { return j.Archived })
		if len(all) != 1 {
			for _, j := range all {
				pg.Journeys = append(pg.Journeys, option{Value: j.Key, Label: pg.name(j.Name, j.Key)})
			}
			pg.Editor = may(c, account.Editor)
			pg.Title, pg.Styles = pg.T("desk.new"), []string{"staff/digests.css"}
			return c.Render(http.StatusOK, "staff/digestform", pg)
		}
		key = all[0].Key
	}
	j, err := p.Store.Journey(ctx, key)
	if err != nil {
		return err
	}
	sub := usualSubscription(userOf(c), j, pg.Lang)
	pg.Form = digestFormOf(&sub)
	return p.showDigestForm(c, http.StatusOK, pg, j)
}

// AddDigest keeps a new subscription.
func (p *Pages) AddDigest(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.FormValue("journey"))
	if err == nil && j.Archived {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	pg := &digestFormPage{page: p.newPage(c), Post: "/admin/digests"}
	sub := usualSubscription(userOf(c), j, pg.Lang)
	form, err := c.FormParams()
	if err != nil {
		return &fault.Error{Kind: fault.Broken, Detail: "The form did not arrive whole.", Cause: err}
	}
	sub.ID = pressed(form)
	return p.keepDigest(c, pg, j, &sub, func() error { return p.Store.AddSubscription(ctx, &sub) })
}

// Digest shows a subscription to be changed.
func (p *Pages) Digest(c echo.Context) error {
	pg, j, sub, err := p.digestOf(c)
	if err != nil {
		return err
	}
	pg.Form = digestFormOf(sub)
	return p.showDigestForm(c, http.StatusOK, pg, j)
}

// ChangeDigest keeps what was changed.
func (p *Pages) ChangeDigest(c echo.Context) error {
	pg, j, sub, err := p.digestOf(c)
	if err != nil {
		return err
	}
	return p.keepDigest(c, pg, j, sub, func() error { return p.Store.SetSubscription(c.Request().Context(), sub) })
}

// digestOf begins the page of a subscription that is there.
func (p *Pages) digestOf(c echo.Context) (*digestFormPage, *journey.Journey, *subscription.Subscription, error) {
	sub, err := p.subscriptionOf(c)
	if err != nil {
		return nil, nil, nil, err
	}
	j, err := p.Store.Journey(c.Request().Context(), sub.Journey)
	if err != nil {
		return nil, nil, nil, err
	}
	pg := &digestFormPage{page: p.newPage(c), Post: "/admin/digests/" + sub.ID, Stopped: !sub.Active()}
	pg.When, pg.Next, pg.Zone = pg.often(sub), pg.next(sub, p.now()), sub.Zone
	return pg, j, sub, nil
}

// keepDigest reads the form into a subscription and keeps it, or shows the form
// again with what is wrong.
func (p *Pages) keepDigest(c echo.Context, pg *digestFormPage, j *journey.Journey, sub *subscription.Subscription, keep func() error) error {
	form, err := c.FormParams()
	if err != nil {
		return &fault.Error{Kind: fault.Broken, Detail: "The form did not arrive whole.", Cause: err}
	}
	was := sub.Mail
	pg.Form = readDigestForm(form)
	if !may(c, account.Owner) {
		pg.Form.Mail = was
	}
	if wrong := append(pg.Form.into(sub, j), fault.Params(sub.Check())...); len(wrong) > 0 {
		pg.refuse(wrong)
		return p.showDigestForm(c, http.StatusUnprocessableEntity, pg, j)
	}
	if account.Fold(sub.Mail) != account.Fold(was) {
		if err := p.belongs(c, sub); err != nil {
			return err
		}
	}
	if err := keep(); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/digests?did=kept")
}

// belongs gives a subscription to the account with its address, if there is one.
func (p *Pages) belongs(c echo.Context, sub *subscription.Subscription) error {
	u, _, err := p.Store.UserByMail(c.Request().Context(), sub.Mail)
	if errors.Is(err, fault.NotFound) {
		sub.User = ""
		return nil
	}
	if err == nil {
		sub.User = u.ID
	}
	return err
}
