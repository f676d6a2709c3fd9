package staff

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
)

// maxNote is how many characters a note may have.
const maxNote = 500

// snapshotsPage is /admin/journeys/{key}/snapshots.
type snapshotsPage struct {
	togetherPage
	Given     string // the note that was typed
	WrongNote bool
	Taken     string // id of the one just taken
	Erased    bool   // one was just erased
	Snapshots []snapshotView
}

// snapshotView is a snapshot in a list.
type snapshotView struct {
	ID, Link     string
	Day, Period  string
	Review, Note string
	New          bool // just taken
}

// snapshotPage is a map as it was.
type snapshotPage struct {
	togetherPage
	outline
	Snapshot snapshotView
	Erasable bool
}

// Snapshots lists a journey's snapshots.
func (p *Pages) Snapshots(c echo.Context) error {
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return err
	}
	return p.showSnapshots(c, j, http.StatusOK, "")
}

func (p *Pages) showSnapshots(c echo.Context, j *journey.Journey, status int, given string) error {
	all, err := p.Store.Snapshots(c.Request().Context(), j.Key)
	if err != nil {
		return err
	}
	pg := snapshotsPage{togetherPage: p.together(c, j, "snapshots"), Given: given, Taken: c.QueryParam("taken"), Erased: c.QueryParam("erased") != ""}
	pg.Title = pg.T("snapshot.title", "Name", pg.Name)
	if pg.WrongNote = status != http.StatusOK; pg.WrongNote {
		pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	}
	for i := range all {
		v := pg.snapshot(j, &all[i])
		v.New = v.ID == pg.Taken
		pg.Snapshots = append(pg.Snapshots, v)
	}
	return c.Render(status, "staff/snapshots", pg)
}

func (pg *togetherPage) snapshot(j *journey.Journey, n *store.Snapshot) snapshotView {
	v := snapshotView{
		ID: n.ID, Link: journeyLink(j) + "/snapshots/" + n.ID, Day: pg.dated(journey.DayOf(n.Taken, j.Location())),
		Period: pg.days(n.Period), Note: n.Note,
	}
	if n.Review {
		v.Review = pg.T("snapshot.of_review")
	}
	return v
}

// TakeSnapshot keeps the map of the last 28 days.
func (p *Pages) TakeSnapshot(c echo.Context) error {
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return err
	}
	note, ok := noteOf(c)
	if !ok {
		return p.showSnapshots(c, j, http.StatusUnprocessableEntity, note)
	}
	n, err := p.take(c, j, note, false)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, journeyLink(j)+"/snapshots?taken="+n.ID)
}

// take keeps the map of the usual period as it is now.
func (p *Pages) take(c echo.Context, j *journey.Journey, note string, review bool) (*store.Snapshot, error) {
	today := journey.DayOf(p.now(), j.Location())
	return p.Store.TakeSnapshot(c.Request().Context(), j, store.Snapshot{Period: usualPeriod(today), Note: note, Review: review, Taken: p.now()})
}

// noteOf is the note of a form; false when it is too long.
func noteOf(c echo.Context) (note string, ok bool) {
	note = strings.TrimSpace(c.FormValue("note"))
	return note, utf8.RuneCountInString(note) <= maxNote && utf8.ValidString(note)
}

// Snapshot shows a map as it was.
func (p *Pages) Snapshot(c echo.Context) error {
	j, n, err := p.snapshotAt(c)
	if err != nil {
		return err
	}
	quotes, err := p.quotesOf(c, j, n.Map.QuoteIDs())
	if err != nil {
		return err
	}
	m := n.Map.Thaw(quotes)
	m.LabelThemes(p.Labels)
	pg := snapshotPage{togetherPage: p.together(c, j, "snapshots"), Erasable: may(c, account.Owner)}
	pg.Snapshot = pg.snapshot(j, n)
	pg.Name = pg.name(m.Journey.Name, m.Journey.Key)
	pg.Title = pg.T("snapshot.as_it_was", "Name", pg.Name, "Day", pg.Snapshot.Day)
	if pg.outline, err = pg.page.outline(m, true); err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/snapshot", pg)
}

// snapshotAt is the snapshot that an address names.
func (p *Pages) snapshotAt(c echo.Context) (*journey.Journey, *store.Snapshot, error) {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return nil, nil, err
	}
	n, err := p.Store.Snapshot(ctx, j.Key, c.Param("id"))
	return j, n, err
}

// quotesOf reads what customers said in answers by their ids, as whoever is
// signed in may see it.
func (p *Pages) quotesOf(c echo.Context, j *journey.Journey, ids []string) (map[string]mood.Quote, error) {
	quotes, err := p.Store.QuotesOf(c.Request().Context(), j, ids)
	pg := p.newPage(c)
	for id, q := range quotes {
		pg.readable(&q, may(c, account.Owner))
		quotes[id] = q
	}
	return quotes, err
}

// EraseSnapshot takes a snapshot away for good.
func (p *Pages) EraseSnapshot(c echo.Context) error {
	j, n, err := p.snapshotAt(c)
	if err == nil {
		err = p.Store.EraseSnapshot(c.Request().Context(), j.Key, n.ID)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, journeyLink(j)+"/snapshots?erased=1")
}
