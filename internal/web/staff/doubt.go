package staff

import (
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// doubts are the reasons in words.
func (pg *page) doubts(d survey.Doubt) []string {
	var words []string
	for _, name := range d.Names() {
		words = append(words, pg.T("guard.doubt."+name))
	}
	return words
}

// doubtsOf is the select that narrows the list to one reason.
func (pg *responsesPage) doubtsOf(asked string, ask *store.Query) selection {
	s := selection{Name: "doubt", Label: pg.T("guard.filter")}
	s.add("", pg.T("guard.filter_all"), asked == "")
	for _, d := range survey.Doubts() {
		words := pg.T("guard.name." + d.String())
		s.add(d.String(), words, asked == d.String())
		if asked == d.String() {
			ask.Doubts = d
			pg.Listed = append(pg.Listed, words)
		}
	}
	if asked != "" && ask.Doubts == 0 {
		pg.Problems = append(pg.Problems, pg.T("guard.filter_unknown"))
	}
	return s
}

// waiting is the line about a journey's answers that wait for a decision,
// whatever day they are of, and where it leads; "" when none waits.
func (p *Pages) waiting(c echo.Context, pg *page, j *journey.Journey) (line, link string, err error) {
	n, err := p.Store.Count(c.Request().Context(), store.Query{Journey: j.Key, States: []survey.State{survey.Quarantined}})
	if err != nil || n == 0 {
		return "", "", err
	}
	return pg.T("guard.waiting", "Count", int(n), "N", pg.whole(n)), journeyLink(j) + "/responses?state=quarantined", nil
}
