package staff

import (
	"math"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/theme"
)

// Judge corrects what the program found in an answer's text: its feeling, or
// that it names a theme; or takes the correction back. Of two people who
// correct at once the last one is right.
func (p *Pages) Judge(c echo.Context) error {
	r, err := p.target(c)
	if err != nil {
		return err
	}
	j := store.Judgement{At: p.now()}
	if u, ok := c.Get("user").(*account.User); ok {
		j.Author = u.ID
	}
	if r.Judgement != nil {
		j.Sentiment, j.NotAbout = r.Judgement.Sentiment, r.Judgement.NotAbout
	}
	changed, err := p.correct(&j, c.FormValue)
	if err != nil {
		return err
	}
	if err := p.Store.Judge(c.Request().Context(), r.ID, j); err != nil {
		return err
	}
	return p.done(c, r.ID, changed)
}

// correct makes of a judgement what a form says, and tells what it changed.
func (p *Pages) correct(j *store.Judgement, form func(name string) string) (changed string, err error) {
	feeling, not, about := form("feeling"), form("not"), form("about")
	switch {
	case form("back_to") == "found":
		j.Sentiment, j.NotAbout = mood.NoText, nil
		return changedAll, nil
	case form("back_to") == "feeling":
		j.Sentiment = mood.NoText
		return changedFeeling, nil
	case feeling != "":
		i := slices.IndexFunc(known[:], func(s mood.Sentiment) bool { return feelings[s] == feeling })
		if i < 0 {
			return "", fault.New(fault.Invalid, "A text can be positive, neutral or negative.")
		}
		j.Sentiment = known[i]
		return changedFeeling, nil
	case not == "" && about == "":
		return "", fault.New(fault.Invalid, "Say what is to be corrected.")
	case !slices.ContainsFunc(p.Themes, func(t theme.Theme) bool { return t.Key == not+about }):
		return "", fault.New(fault.Invalid, "There is no such theme.")
	}
	j.NotAbout = slices.DeleteFunc(slices.Clone(j.NotAbout), func(key string) bool { return key == not+about })
	if not != "" {
		j.NotAbout = append(j.NotAbout, not)
	}
	return changedTheme + not + about, nil
}

// judgedView is what staff said of an answer's text.
type judgedView struct {
	By    string
	Found string   // what the scorer said, where staff said otherwise
	Not   []string // themes that were struck out
}

// judge fills in what the program found in a text, and what staff corrected.
func (w *writer) judge(a *answerView, r *store.Record) {
	feeling := r.Sentiment
	if g := r.Judgement; g != nil && g.Sentiment != mood.NoText {
		feeling = g.Sentiment // also while the text waits to be read
	}
	if s := feelings[feeling]; s != "" {
		a.Feeling = w.T("staff.feeling." + s)
		a.Sure = w.sure(r)
	}
	for _, key := range r.Themes {
		a.Themes = append(a.Themes, pair{key, w.name(w.labels[key], key)})
	}
	if g := r.Judgement; g != nil {
		a.Judged = w.judged(g, r.Found)
	}
	if r.Text == "" || !w.role.Allows(account.Editor) {
		return
	}
	a.Judge = a.Action + "/judgement"
	for _, s := range known {
		if s != feeling {
			a.Feelings = append(a.Feelings, pair{feelings[s], w.T("staff.judge." + feelings[s])})
		}
	}
}

func (w *writer) judged(g *store.Judgement, found mood.Sentiment) *judgedView {
	by := w.judges[g.Author]
	if by == "" {
		by = w.T("staff.judge.somebody")
	}
	view := &judgedView{By: w.T("staff.judge.by", "When", w.moment(g.At, w.journey.Location()), "Who", by)}
	if s := feelings[found]; s != "" && found != mood.Waiting && g.Sentiment != mood.NoText {
		view.Found = w.T("staff.judge.found", "Feeling", w.T("staff.judge."+s))
	}
	for _, key := range g.NotAbout {
		view.Not = append(view.Not, w.name(w.labels[key], key))
	}
	return view
}

// sure says how sure the program is of a feeling, "" where it cannot tell or
// is not asked.
func (w *writer) sure(r *store.Record) string {
	judged := r.Judgement != nil && r.Judgement.Sentiment != mood.NoText
	if r.Score == nil || judged || r.Sentiment != mood.TextNegative && r.Sentiment != mood.TextPositive {
		return ""
	}
	switch e := math.Abs(*r.Score); {
	case e >= 0.8:
		return w.T("staff.judge.very_sure")
	case e >= 0.5:
		return w.T("staff.judge.rather_sure")
	}
	return w.T("staff.judge.hardly_sure")
}
