package visit

import (
	"net/url"
	"slices"

	"github.com/waymood/waymood/internal/invitation"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// Names of the form's own inputs. No question's key starts with "_".
const (
	idInput      = "_id"
	tokenInput   = "_token"
	trapInput    = "_homepage" // people leave it empty, simple bots don't
	testInput    = "_test"
	inviteInput  = "_invitation"
	switchInput  = "_switch" // show the form in another language
	replaceInput = "_replace"
)

// visit is one look at a survey: where, in which language, and what came
// along with the link or the form.
type visit struct {
	*store.Spot
	lang    string
	persona string
	fields  map[string]string
	test    string // a good test token, or ""
	frame   bool   // in the page of another site
	invited invited
	sent    url.Values // the form as it came, nil for a link
	entered entered
	trapped bool // the trap was filled in, in this step or before
	step    int  // of the survey's, from 0; past the last: all was asked
}

// brought reads what a link or a form brings along beside answers.
func (p *Pages) brought(spot *store.Spot, lang string, sent url.Values) visit {
	v := visit{Spot: spot, lang: lang}
	if who := spot.Journey.Persona(sent.Get("persona")); who != nil && !who.Archived {
		v.persona = who.Key
	}
	fields := map[string]string{}
	for _, name := range spot.Survey.Fields {
		fields[name] = sent.Get(name)
	}
	v.fields = spot.Survey.KeepFields(fields)
	p.readInvitation(&v, sent)
	return v
}

// plain is true when a page is the same for everybody.
func (v *visit) plain() bool {
	return v.persona == "" && v.test == "" && v.invited.token == "" && len(v.fields) == 0 && len(v.entered) == 0
}

// pair is a hidden input.
type pair struct{ Name, Value string }

// hidden are the inputs that carry along what is not typed.
func (v *visit) hidden() []pair {
	in := []pair{{"lang", v.lang}}
	if v.persona != "" {
		in = append(in, pair{"persona", v.persona})
	}
	for _, name := range v.Survey.Fields {
		if v.fields[name] != "" {
			in = append(in, pair{name, v.fields[name]})
		}
	}
	if v.trapped {
		in = append(in, pair{trapInput, "yes"})
	}
	if v.test != "" {
		in = append(in, pair{testInput, v.test})
	}
	if v.invited.token != "" {
		in = append(in, pair{inviteInput, v.invited.token})
	}
	return in
}

// query is what a link to the same survey in a language brings along.
func (v *visit) query(lang string) url.Values {
	q := url.Values{}
	for name, value := range v.fields {
		q.Set(name, value)
	}
	if v.persona != "" {
		q.Set("persona", v.persona)
	}
	if v.test != "" {
		q.Set("test", v.test)
	}
	if v.invited.token != "" {
		q.Set(invitation.Parameter, v.invited.token)
	}
	if v.frame {
		q.Set(frameInput, "yes")
	}
	q.Set("lang", lang)
	return q
}

// asks says whether a name belongs to the survey itself.
func asks(s *survey.Survey, name string) bool {
	return s.Question(name) != nil || slices.Contains(s.Fields, name)
}
