package api

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// The properties that a new action and a change to one may have.
var (
	newAction     = []string{"journey", "touchpoint", "title", "owner", "due", "kind", "expected", "hypothesis", "checklist", "told", "evidence"}
	changedAction = []string{"revision", "title", "owner", "due", "kind", "expected", "hypothesis", "checklist", "told", "step", "live_on", "reason"}
)

// sentAction is an action as sent. What was not sent is nil and stays as it is.
type sentAction struct {
	journey, touchpoint string
	evidence            bool
	revision            int64
	step, reason        string
	liveOn              string

	set []func(*action.Action) error
}

// readAction reads an action or a change to one. The error is fault.Broken for
// what is no JSON, else fault.Invalid with everything that has the wrong type.
func readAction(b []byte, known []string) (*sentAction, error) {
	s := &sentAction{}
	var params []fault.Param
	ok, err := members(b, func(name string, v jsontext.Value) {
		switch why := s.read(name, v); {
		case !slices.Contains(known, name):
			params = append(params, wrong(clip(name), "unknown_property", "is not known here"))
		case why != "":
			params = append(params, wrong(name, "wrong_type", "%s", why))
		}
	})
	switch {
	case err != nil:
		return nil, broken(err)
	case !ok:
		return nil, fault.New(fault.Broken, "The body must be a JSON object.")
	case len(params) > 0:
		return nil, invalid(params)
	case slices.Contains(known, "revision") && s.revision == 0:
		return nil, invalid([]fault.Param{wrong("revision", "required", "is needed: that of the action as you read it")})
	}
	return s, nil
}

// read one property; the answer says what it must be where it is not.
func (s *sentAction) read(name string, v jsontext.Value) (why string) {
	into := func(target any, must string) string {
		if json.Unmarshal(v, target) != nil {
			return must
		}
		return ""
	}
	str := func(set func(*action.Action, string)) string {
		var got string
		if why := into(&got, "must be a string"); why != "" || v.Kind() != '"' {
			return "must be a string"
		}
		s.set = append(s.set, func(a *action.Action) error { set(a, got); return nil })
		return ""
	}
	switch name {
	case "journey":
		return into(&s.journey, "must be a string")
	case "touchpoint":
		return into(&s.touchpoint, "must be a string")
	case "evidence":
		return into(&s.evidence, "must be true or false")
	case "revision":
		return into(&s.revision, "must be a whole number")
	case "step":
		return into(&s.step, "must be a string")
	case "reason":
		return into(&s.reason, "must be a string")
	case "live_on":
		return into(&s.liveOn, "must be a date, such as 2026-11-21")
	case "title":
		return str(func(a *action.Action, t string) { a.Title = t })
	case "owner":
		return str(func(a *action.Action, t string) { a.Owner = t })
	case "hypothesis":
		return str(func(a *action.Action, t string) { a.Hypothesis = t })
	case "kind":
		return str(func(a *action.Action, t string) { a.Kind = action.Kind(t) })
	case "due":
		return str(func(a *action.Action, t string) { a.Due = dayOf(t) })
	case "expected":
		var x *float64
		why := into(&x, "must be a number or null")
		s.set = append(s.set, func(a *action.Action) error { a.Expected = x; return nil })
		return why
	case "checklist":
		var items []action.Item
		why := into(&items, `must be a list of {"text", "done"}`)
		s.set = append(s.set, func(a *action.Action) error { a.Checklist = items; return nil })
		return why
	case "told":
		var told action.Told
		why := into(&told, `must be {"text": {language: text}, "whole": true or false}`)
		for lang := range told.Text {
			if !slices.Contains(survey.Languages[:], lang) {
				return "has a text in a language that is not spoken here: there are " + strings.Join(survey.Languages[:], ", ")
			}
		}
		s.set = append(s.set, func(a *action.Action) error { return a.Tell(told.Text, told.Whole) })
		return why
	}
	return ""
}

// dayOf reads a date; what is none is no day, which the action refuses.
func dayOf(date string) int64 {
	d, err := journey.ParseDay(date)
	if err != nil {
		return 0
	}
	return int64(d)
}

// into puts what was sent into an action.
func (s *sentAction) into(a *action.Action) error {
	for _, set := range s.set {
		if err := set(a); err != nil {
			return err
		}
	}
	return nil
}

// walk goes the step that was sent, if any.
func (s *sentAction) walk(a *action.Action, today int64) error {
	switch s.step {
	case "":
		return nil
	case "begin":
		return a.Begin()
	case "live":
		return a.GoLive(dayOf(s.liveOn), today)
	case "withdraw":
		return a.Withdraw()
	case "drop":
		return a.Drop(s.reason)
	case "resume":
		return a.Resume()
	}
	return invalid([]fault.Param{wrong("step", "unknown_step", "must be begin, live, withdraw, drop or resume")})
}
