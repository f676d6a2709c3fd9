package staff

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// What the list's address says of a decision about many answers that led to it.
const (
	decisionParam = "decision" // its id, or takenBack
	uptoParam     = "upto"     // a cursor: answers behind it came later and were not meant

	takenBack = "back"
)

// decisionsShown are the latest that can be taken back.
const decisionsShown = 5

// waitsView is what stands above a list of answers that wait: all of them can
// be decided at once, and that taken back.
type waitsView struct {
	*page
	Said      string   // what was just decided, "" when nothing was
	Go        *goView  // on with the rest of it, nil when nothing is left
	All       string   // how many the list has
	Choices   []choice // what can be done with all
	Decisions []decisionView
}

// choice is a link to a page that asks whether it is meant.
type choice struct{ Label, Link string }

// goView is a form that goes on with a decision.
type goView struct {
	Action, Label string
	Hidden        []pair
}

// decisionView is an earlier decision.
type decisionView struct{ When, ISO, Text, Action string }

// waits is nil where the list is not of waiting answers alone, for those who
// may not decide, and where nothing is to be said.
func (p *Pages) waits(c echo.Context, pg *responsesPage, j *journey.Journey, ask store.Query) (*waitsView, error) {
	if !may(c, account.Editor) || !slices.Equal(ask.States, []survey.State{survey.Quarantined}) || len(pg.Problems) > 0 {
		return nil, nil
	}
	ctx, q := c.Request().Context(), c.QueryParams()
	w := &waitsView{page: &pg.page}
	ask.Cursor = ""
	n, err := p.Store.Count(ctx, ask)
	if err != nil {
		return nil, err
	}
	if n > 0 {
		w.All = pg.T("guard.all", "Count", int(n), "N", pg.whole(n))
		for _, state := range []survey.State{survey.Counted, survey.LeftOut} {
			link := chosen(q)
			link.Set("as", state.String())
			w.Choices = append(w.Choices, choice{pg.T("guard.all_" + state.String()), local(journeyLink(j)+"/quarantine", link)})
		}
	}
	if err := p.said(c, w, j, ask); err != nil {
		return nil, err
	}
	late, err := p.Store.Decisions(ctx, j.Key, decisionsShown)
	zone := j.Location()
	for _, d := range late {
		w.Decisions = append(w.Decisions, decisionView{
			When: pg.moment(d.MadeAt, zone), ISO: isoMoment(d.MadeAt, zone), Text: pg.decided(d),
			Action: journeyLink(j) + "/quarantine/" + strconv.FormatInt(d.ID, 10),
		})
	}
	return w, err
}

// said tells what was just decided, and goes on with it where answers are
// left.
func (p *Pages) said(c echo.Context, w *waitsView, j *journey.Journey, ask store.Query) error {
	ctx, q := c.Request().Context(), c.QueryParams()
	name := q.Get(decisionParam)
	if name == takenBack {
		w.Said = w.T("guard.taken_back")
		return nil
	}
	id, err := strconv.ParseInt(name, 10, 64)
	if err != nil {
		return nil
	}
	d, err := p.Store.Decision(ctx, j.Key, id)
	if errors.Is(err, fault.NotFound) {
		return nil // taken back meanwhile
	}
	if err != nil {
		return err
	}
	w.Said = w.decided(d)
	if ask.Cursor = q.Get(uptoParam); ask.Cursor == "" {
		return nil
	}
	left, err := p.Store.Count(ctx, ask)
	if err != nil || left == 0 {
		return err
	}
	w.Go = &goView{Action: journeyLink(j) + "/quarantine", Label: w.T("guard.go_on", "Count", int(left), "N", w.whole(left))}
	w.Go.Hidden = append(pairs(chosen(q)), pair{"as", d.State.String()}, pair{uptoParam, ask.Cursor}, pair{decisionParam, name})
	return nil
}

// decided is a decision in words.
func (pg *page) decided(d store.Decision) string {
	return pg.T("guard.decided_"+d.State.String(), "Count", int(d.Answers), "N", pg.whole(d.Answers))
}

// chosen are the filters in a list's address, without what is not one.
func chosen(q url.Values) url.Values {
	filters := url.Values{}
	for _, name := range []string{"touchpoint", "stage", "theme", "feeling", "doubt", "mixed", "persona", "place", "channel", "language", "from", "to"} {
		if v := q.Get(name); v != "" {
			filters.Set(name, v)
		}
	}
	return filters
}

// pairs are values as hidden fields, in the order of their names.
func pairs(q url.Values) []pair {
	var list []pair
	for _, name := range slices.Sorted(maps.Keys(q)) {
		list = append(list, pair{name, q.Get(name)})
	}
	return list
}
