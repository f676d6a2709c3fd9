package api

import (
	"strings"

	"github.com/waymood/waymood/internal/survey"
)

// states reads the one state that answers are asked for in, none for all.
func (a *asked) states() []survey.State {
	name := a.c.QueryParam("state")
	if name == "" {
		return nil
	}
	s, ok := survey.ParseState(name)
	if !ok {
		a.refuse("state", "unknown_state", "must be counted, left_out, test or quarantined")
	}
	return []survey.State{s}
}

// doubt reads the one doubt that answers are asked for with, 0 for all.
func (a *asked) doubt() survey.Doubt {
	name := a.c.QueryParam("doubt")
	d, ok := survey.ParseDoubt(name)
	if name != "" && !ok {
		var all survey.Doubt
		for _, one := range survey.Doubts() {
			all |= one
		}
		a.refuse("doubt", "unknown_doubt", "must be one of %s", strings.Join(all.Names(), ", "))
	}
	return d
}
