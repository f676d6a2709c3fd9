package staff

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
)

// leastHour is how many answers an hour of the week needs to be told: fewer
// could be the customers of one person's shift.
const leastHour = 5

// heatView is how a touchpoint feels at which hour of the week.
type heatView struct {
	On     bool   // wanted for this journey
	Change string // the button that changes it, "" for viewers
	Action string
	Back   string
	Set    string // what the button sets it to
	Why    string // instead of the table, where there is none
	About  string // the months that the table is about
	Days   []string
	Rows   []hourView
}

type hourView struct {
	Hour  string // "08:00"
	Cells []cellView
}

// cellView is an hour of a day of the week.
type cellView struct {
	Value, N string // "" on fewer than leastHour answers
	Shade    int    // 1 (unhappy) to 5, 0 for none
}

// heat fills the table.
func (v *viewer) heat(hours []store.Hour) *heatView {
	h := &heatView{}
	if len(hours) == 0 {
		h.Why = v.T("panel.heat_none")
		return h
	}
	type at struct{ weekday, hour int }
	cells := map[at]store.Hour{}
	first, last := 23, 0
	told := false
	for _, one := range hours {
		cells[at{(int(one.Weekday) + 6) % 7, one.Hour}] = one // Monday first
		if one.Answers >= leastHour && one.Omega > 0 {
			told = true
			first, last = min(first, one.Hour), max(last, one.Hour)
		}
	}
	if !told {
		h.Why = v.T("panel.heat_few")
		return h
	}
	months := store.Months(v.m.Period)
	h.About = v.T("panel.heat_about", "Months", v.span(months.From.Time(), (months.To-1).Time()))
	for d := range 7 {
		h.Days = append(h.Days, v.T("panel.weekday_"+strconv.Itoa(d+1)))
	}
	for hour := first; hour <= last; hour++ {
		row := hourView{Hour: time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC).Format("15:04")}
		for d := range 7 {
			row.Cells = append(row.Cells, v.cell(cells[at{d, hour}]))
		}
		h.Rows = append(h.Rows, row)
	}
	return h
}

func (v *viewer) cell(h store.Hour) cellView {
	if h.Answers < leastHour || h.Omega <= 0 {
		return cellView{}
	}
	value := mood.Points(float64(h.OmegaE) / float64(h.Omega))
	return cellView{
		Value: v.number(value, 0), Shade: face(value),
		N: v.T("panel.heat_n", "Count", int(h.Answers), "N", v.whole(h.Answers)),
	}
}

// ShowHours turns a journey's table of hours on or off.
func (p *Pages) ShowHours(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	if err := p.Store.ShowHours(ctx, j.Key, c.FormValue("hours") == "show"); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, safeNext(c.FormValue("back")))
}

// hoursLink is where ShowHours listens.
func hoursLink(j *journey.Journey) string {
	return "/admin/journeys/" + url.PathEscape(j.Key) + "/hours"
}
