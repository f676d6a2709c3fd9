package staff

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/snapshot"
	"github.com/waymood/waymood/internal/survey"
)

// now stands for the map of today where a snapshot's id could be.
const now = "now"

// differencePage tells what became of a journey between two maps.
type differencePage struct {
	togetherPage
	difference
	Other selection // to compare with another
	Link  string    // of this page
}

// difference is what became of a journey, in words.
type difference struct {
	From, To   string // the periods
	Notes      []string
	Mood       movedView
	Lines      []string // what is sure, a sentence each
	Stages     []movedView
	Points     []movedView
	More       string // touchpoints that the table has no room for, "" when none
	Pains      []string
	Acted      []actedView // what was done meanwhile
	MoreLink   string      // to all of it, where only the first is shown
	Comparable bool        // there is something on both sides
}

// movedView is a score on both sides.
type movedView struct {
	Name       string
	From, To   string // "57 (51–63)", "–" without a score
	FromN, ToN string // answers
	By         string
	Sure       string
	Sharp      bool   // the change is confirmed
	Remark     string // new, gone, renamed
}

// Difference compares a snapshot with another, or with today.
func (p *Pages) Difference(c echo.Context) error {
	ctx := c.Request().Context()
	j, n, err := p.snapshotAt(c)
	if err != nil {
		return err
	}
	from, to := n.Map, (*snapshot.Map)(nil)
	with := c.QueryParam("with")
	if with == "" {
		with = now
	}
	if with == now {
		if to, err = p.Store.Freeze(ctx, j, usualPeriod(journey.DayOf(p.now(), j.Location()))); err != nil {
			return err
		}
	} else {
		other, err := p.Store.Snapshot(ctx, j.Key, with)
		if err != nil {
			return err
		}
		if to = other.Map; other.Taken.Before(n.Taken) { // time goes one way
			from, to = to, from
		}
	}
	pg := differencePage{togetherPage: p.together(c, j, "snapshots"), Link: journeyLink(j) + "/snapshots/" + n.ID + "/diff"}
	pg.Title = pg.T("snapshot.diff_title", "Name", pg.Name)
	pg.difference = pg.page.difference(snapshot.Compare(from, to))
	if pg.Acted, err = p.actedSince(ctx, &pg.page, j, journey.Period{From: from.To, To: to.To}); err != nil {
		return err
	}
	if pg.Other, err = p.others(c, &pg.togetherPage, j, n.ID, with); err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/difference", pg)
}

// others are what a snapshot can be compared with.
func (p *Pages) others(c echo.Context, pg *togetherPage, j *journey.Journey, id, with string) (selection, error) {
	s := selection{Name: "with", Label: pg.T("snapshot.with")}
	s.add(now, pg.T("snapshot.now"), with == now)
	all, err := p.Store.Snapshots(c.Request().Context(), j.Key)
	for i := range all {
		if all[i].ID != id {
			v := pg.snapshot(j, &all[i])
			s.add(v.ID, pg.T("snapshot.of_day", "Day", v.Day)+" · "+v.Period, v.ID == with)
		}
	}
	return s, err
}

// difference tells what became of a journey.
func (pg *page) difference(d *snapshot.Diff) difference {
	v := difference{From: pg.days(d.From.Period()), To: pg.days(d.To.Period()), Comparable: d.From.Answers > 0 && d.To.Answers > 0}
	if d.Overlap > 0 {
		v.Notes = append(v.Notes, pg.T("snapshot.overlap", "Count", d.Overlap))
	}
	if d.RatingsOnly {
		v.Notes = append(v.Notes, pg.T("snapshot.ratings_only"))
	}
	v.Mood = pg.moved(&snapshot.Moved{
		From: d.From.Mood, To: d.To.Mood, FromAnswers: d.From.Answers, ToAnswers: d.To.Answers, Change: d.Mood,
	})
	for i := range d.Stages {
		v.Stages = append(v.Stages, pg.moved(&d.Stages[i]))
	}
	if d.RatingsOnly {
		v.Mood.Sure = pg.T("snapshot.not_told")
		for i := range v.Stages {
			if st := &d.Stages[i]; !st.Added && !st.Removed {
				v.Stages[i].Sure = v.Mood.Sure
			}
		}
	}
	for i := range d.Points {
		m := &d.Points[i]
		if i < rowsShown {
			v.Points = append(v.Points, pg.moved(m))
		}
		if m.Change != nil && m.Change.Confirmed {
			id := "snapshot.line_fell"
			if m.Change.To > m.Change.From {
				id = "snapshot.line_rose"
			}
			v.Lines = append(v.Lines, pg.T(id, "Name", pg.name(m.Name, m.Key), "From", pg.number(m.Change.From, 0), "To", pg.number(m.Change.To, 0)))
		}
	}
	v.More = pg.more(rowsShown - len(d.Points))
	for i := range d.Pains {
		v.Pains = append(v.Pains, pg.painMoved(&d.Pains[i]))
	}
	return v
}

func (pg *page) moved(m *snapshot.Moved) movedView {
	v := movedView{
		Name: pg.name(m.Name, m.Key), From: pg.scored(m.From), To: pg.scored(m.To),
		FromN: pg.whole(m.FromAnswers), ToN: pg.whole(m.ToAnswers),
	}
	var remarks []string
	switch {
	case m.Added:
		remarks, v.FromN = append(remarks, pg.T("snapshot.added")), "–"
	case m.Removed:
		remarks, v.ToN = append(remarks, pg.T("snapshot.removed")), "–"
	case m.Renamed:
		remarks = append(remarks, pg.T("snapshot.renamed", "Was", pg.oldName(m.Was, m.Name, m.Key)))
	}
	switch c := m.Change; {
	case c != nil && c.Confirmed:
		v.By, v.Sure, v.Sharp = pg.Signed(c.To-c.From), pg.T("snapshot.confirmed"), true
	case c != nil && c.Real():
		v.By, v.Sure = pg.Signed(c.To-c.From), pg.T("snapshot.small")
	case c != nil:
		v.By, v.Sure = pg.Signed(c.To-c.From), pg.T("snapshot.chance")
	case !m.Added && !m.Removed:
		v.Sure = pg.T("snapshot.too_few")
	}
	v.Remark = strings.Join(remarks, pg.T("staff.list_separator"))
	return v
}

// oldName is what something was called, in the page's language or, where only
// another language's name changed, in that one.
func (pg *page) oldName(was, is survey.Wording, key string) string {
	if s := was[pg.Lang]; s != "" && s != is[pg.Lang] {
		return s
	}
	for _, tag := range survey.Languages {
		if s := was[tag]; s != "" && s != is[tag] {
			return s
		}
	}
	return pg.name(was, key)
}

// scored is a score with its interval.
func (pg *page) scored(i *snapshot.Interval) string {
	if i == nil {
		return "–"
	}
	return pg.number(i.Value, 0) + " (" + pg.between((*mood.Interval)(i)) + ")"
}

// painMoved is what became of a pain in a sentence.
func (pg *page) painMoved(m *snapshot.PainMoved) string {
	args := []any{"Name", pg.name(m.Name, m.Key), "From", m.From, "To", m.To, "Before", pg.number(m.FromLost, 1), "After", pg.number(m.ToLost, 1)}
	switch {
	case m.From == 0:
		return pg.T("snapshot.pain_came", args...)
	case m.To == 0 && m.Removed:
		return pg.T("snapshot.pain_removed", args...)
	case m.To == 0:
		return pg.T("snapshot.pain_went", args...)
	case m.From == m.To:
		return pg.T("snapshot.pain_stayed", args...)
	case m.To < m.From:
		return pg.T("snapshot.pain_rose", args...)
	}
	return pg.T("snapshot.pain_fell", args...)
}

// sinceReview is what became of a journey since its last review; nil when
// there was none.
func (p *Pages) sinceReview(c echo.Context, pg *page, j *journey.Journey) (*difference, error) {
	ctx := c.Request().Context()
	last, err := p.Store.LastReview(ctx, j.Key)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	to, err := p.Store.Freeze(ctx, j, usualPeriod(journey.DayOf(p.now(), j.Location())))
	if err != nil {
		return nil, err
	}
	d := pg.difference(snapshot.Compare(last.Map, to))
	if d.Acted, err = p.actedSince(ctx, pg, j, journey.Period{From: last.Map.To, To: to.To}); err != nil {
		return nil, err
	}
	d.MoreLink = journeyLink(j) + "/snapshots/" + last.ID + "/diff?with=" + now
	return &d, nil
}
