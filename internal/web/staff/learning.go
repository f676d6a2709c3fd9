package staff

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

const (
	lessonsRead  = 1000 // more than are kept of all languages together
	lessonsShown = 10   // earlier ones, of each language
)

// learningPage is /admin/learning: what was learnt from own answers.
type learningPage struct {
	page
	Needs    string
	Switched bool
	Tongues  []tongueView
}

// tongueView is a language with its lesson.
type tongueView struct {
	Tag, Name   string
	State, Text string
	Lesson      *lessonView // in use, or else the newest; nil when there was none
	InUse, Off  bool
	Switch      string // the button's words
	Earlier     []lessonView
}

// lessonView is a lesson in words.
type lessonView struct {
	ID                 int64
	Made, ISO          string
	From, Tested       string
	Before, After      string
	WidthOld, WidthNew int // 0..100, of the texts that were read rightly
	Reliability, Model string
	Outcome            string
	Again              bool // it can be used again
}

// Learning shows the lessons of each language.
func (p *Pages) Learning(c echo.Context) error {
	ctx := c.Request().Context()
	pg := learningPage{page: p.newPage(c), Switched: c.QueryParam("switched") != ""}
	pg.Title = pg.T("staff.learning.title")
	pg.Needs = pg.T("staff.learning.needs", "Texts", pg.whole(sentiment.FewestPairs), "Sides", pg.whole(sentiment.FewestSides))
	lessons, err := p.Store.Lessons(ctx, lessonsRead)
	if err != nil {
		return err
	}
	off, err := p.Store.LearningOff(ctx)
	if err != nil {
		return err
	}
	for _, tag := range survey.Languages {
		of := slices.DeleteFunc(slices.Clone(lessons), func(l store.Lesson) bool { return l.Language != tag })
		pg.Tongues = append(pg.Tongues, pg.tongue(tag, of, off[tag], p.outdated))
	}
	return c.Render(http.StatusOK, "staff/learning", pg)
}

// outdated is true of a lesson that adds to another model than the shipped
// one: texts are not read with it.
func (p *Pages) outdated(l *store.Lesson) bool { return p.Model != "" && l.Model != p.Model }

// tongue tells a language's lessons, which come newest first.
func (pg *page) tongue(tag string, lessons []store.Lesson, off bool, outdated func(*store.Lesson) bool) tongueView {
	t := tongueView{Tag: tag, Name: i18n.NameOf(tag), Off: off}
	t.Switch = pg.T("staff.learning.switch_off", "Language", t.Name)
	if off {
		t.Switch = pg.T("staff.learning.switch_on", "Language", t.Name)
	}
	told := slices.IndexFunc(lessons, func(l store.Lesson) bool { return l.InUse })
	t.InUse = told >= 0 && !off && !outdated(&lessons[told])
	if told < 0 && len(lessons) > 0 {
		told = 0
	}
	if told >= 0 {
		l := pg.lesson(&lessons[told], false)
		t.Lesson = &l
	}
	switch {
	case off:
		t.State, t.Text = pg.T("staff.learning.off"), pg.T("staff.learning.off_text")
	case t.InUse:
		t.State = pg.T("staff.learning.in_use", "Day", t.Lesson.Made)
		if !lessons[told].Better {
			t.Text = pg.T("staff.learning.same")
		}
	case told >= 0 && outdated(&lessons[told]):
		t.State, t.Text = pg.T("staff.learning.outdated"), pg.T("staff.learning.outdated_text")
	case told >= 0:
		t.State, t.Text = pg.T("staff.learning.unused", "Day", t.Lesson.Made), pg.T("staff.learning.unused_text")
	default:
		t.State, t.Text = pg.T("staff.learning.none"), pg.T("staff.learning.none_text")
	}
	for i := range lessons {
		if i != told && len(t.Earlier) < lessonsShown {
			t.Earlier = append(t.Earlier, pg.lesson(&lessons[i], !off && !outdated(&lessons[i])))
		}
	}
	return t
}

func (pg *page) lesson(l *store.Lesson, on bool) lessonView {
	right := func(n int) (string, int) {
		share := float64(n) / float64(max(l.Tested, 1))
		return pg.T("staff.learning.of", "N", pg.whole(int64(n)), "Max", pg.whole(int64(l.Tested)), "Share", pg.percent(share)), hundredth(share)
	}
	v := lessonView{
		ID: l.ID, Made: pg.Date(l.MadeAt), ISO: l.MadeAt.Format("2006-01-02"),
		From: pg.answers(int64(l.Pairs)), Tested: pg.answers(int64(l.Tested)),
		Reliability: pg.percent(l.Reliability), Model: l.Model, Outcome: pg.T("staff.learning.not_better"),
		Again: on && l.Better, // a lesson that did not read better may not be kept
	}
	if l.Better {
		v.Outcome = pg.T("staff.learning.better")
	}
	v.Before, v.WidthOld = right(l.RightBefore)
	v.After, v.WidthNew = right(l.RightAfter)
	return v
}

// Learn switches the lessons of a language off or on, or takes an earlier one
// into use again.
func (p *Pages) Learn(c echo.Context) error {
	ctx := c.Request().Context()
	if id := c.FormValue("lesson"); id != "" {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return fault.NotFound
		}
		lessons, err := p.Store.Lessons(ctx, lessonsRead)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(lessons, func(l store.Lesson) bool { return l.ID == n && p.outdated(&l) }) {
			return fault.New(fault.Conflict, "lesson %d was made for an earlier version of the model", n)
		}
		if err := p.Store.UseLesson(ctx, n); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/admin/learning?switched=1")
	}
	language := c.FormValue("language")
	if !slices.Contains(survey.Languages[:], language) {
		return fault.New(fault.Invalid, "There is no such language.")
	}
	if err := p.Store.SetLearning(ctx, language, c.FormValue("on") == "1"); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/learning?switched=1")
}
