package staff

import (
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// answerView is one answer in the list.
type answerView struct {
	i18n.Voice
	ID         string
	When, ISO  string
	Touchpoint string
	Where      string // channel and place
	Persona    string
	Language   string
	Lang       string // tag of its texts, "" when unknown
	Rating     string // "2 of 5", "" without one
	Face       int    // 1..5 by the answer's mood, 0 without one
	Texts      []string
	Others     []said // the other questions
	Feeling    string // of the text
	Sure       string // how sure of it the program is
	Themes     []pair // that the text names: key and label
	Judged     *judgedView
	Judge      string // where corrections are sent to, "" for who may not
	Feelings   []pair // that can be said instead
	Mixed      bool
	State      string
	Odd        bool     // it does not count
	Doubts     []string // why it may not be a customer's own
	Note       string
	Action     string // where the buttons send to
	Back       string
	Buttons    []button
}

// button decides about an answer.
type button struct{ State, Label string }

// writer turns answers of a journey into lines of the list, for somebody with
// a role.
type writer struct {
	*page
	journey *journey.Journey
	role    account.Role
	back    string // where the buttons lead back to
	labels  map[string]survey.Wording
	judges  map[string]string
}

// answer fills a line of the list.
func (w *writer) answer(r *store.Record) answerView {
	pg, j := w.page, w.journey
	zone := j.Location()
	a := answerView{
		Voice: pg.Voice,
		ID:    r.ID.String(), When: pg.moment(r.AnsweredAt, zone), ISO: isoMoment(r.AnsweredAt, zone),
		Touchpoint: r.Touchpoint, Language: i18n.NameOf(r.Language), Lang: r.Written(),
		State: pg.T("staff.state." + r.State.String()), Odd: r.State != survey.Counted || r.Superseded,
		Mixed: r.Mixed, Doubts: pg.doubts(r.Doubts),
	}
	var asked *survey.Survey
	if _, tp := j.Touchpoint(r.Touchpoint); tp != nil {
		a.Touchpoint = pg.name(tp.Name, tp.Key)
		asked = j.Survey(tp.Survey)
	}
	a.Where = pg.where(r.Channel, r.Place)
	for _, x := range j.Personas {
		if x.Key == r.Persona {
			a.Persona = pg.name(x.Name, x.Key)
		}
	}
	if r.Mood != nil {
		a.Face = face(50 * (*r.Mood + 1))
	}
	pg.answered(&a, asked, r, w.role.Allows(account.Owner))
	a.Others = append(a.Others, pg.cameAlong(r, w.role.Allows(account.Owner))...)
	if r.Superseded {
		a.Note = pg.T("staff.responses.superseded")
	}
	if w.role.Allows(account.Editor) {
		a.Action, a.Back = journeyLink(j)+"/responses/"+a.ID, w.back
		a.Buttons = pg.buttons(r)
	}
	w.judge(&a, r)
	return a
}

// buttons are the decisions that an answer in a state leaves open.
func (pg *page) buttons(r *store.Record) []button {
	out := button{survey.LeftOut.String(), pg.T("staff.responses.leave_out")}
	var left []button
	switch r.State {
	case survey.Counted:
		left = []button{out}
	case survey.LeftOut:
		left = []button{{survey.Counted.String(), pg.T("staff.responses.take_back")}}
	case survey.Quarantined:
		return []button{{survey.Counted.String(), pg.T("staff.responses.take_in")}, out}
	default:
		return nil
	}
	if mayWait(r) {
		left = append(left, button{survey.Quarantined.String(), pg.T("guard.let_wait")})
	}
	return left
}

// mayWait is true of an answer that came in with a doubt that holds it: what
// was decided about it can be taken back.
func mayWait(r *store.Record) bool { return r.Doubts.Has(survey.Holding) }

// tongue is a language's tag, "" where it is not known.
func tongue(tag string) string {
	if tag == "unknown" {
		return ""
	}
	return tag
}

// isoMoment is a time for machines.
func isoMoment(t time.Time, zone *time.Location) string { return t.In(zone).Format(time.RFC3339) }
