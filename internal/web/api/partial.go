package api

import (
	"slices"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/survey"
)

// unfinished leaves out of what is wrong with answers that required ones are
// missing: a visit that broke off, as at a kiosk, is an answer too. Nothing
// at all stays none.
func unfinished(answers survey.Answers, err error) error {
	params := fault.Params(err)
	rest := slices.DeleteFunc(slices.Clone(params), func(p fault.Param) bool { return p.Code == survey.CodeRequired })
	switch {
	case len(answers) == 0, len(rest) == len(params):
		return err
	case len(rest) == 0:
		return nil
	}
	return invalid(rest)
}
