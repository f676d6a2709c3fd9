// Package digest says in words what a map shows. It is pure: maps and a voice
// in, text out.
package digest

import (
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/mood"
)

// Finding is the one sentence that a map's owner should take away. It claims
// no more than the answers bear:
//
//   - a touchpoint hurts "most" where it is likely or clear that it does, of all
//     touchpoints; where the next one is too close to call it names both
//   - it fell or rose where the change is confirmed, or a signal says so
//   - on few answers there are only first signs, and without answers it says
//     what is missing
//
// What fell comes before what has merely something to gain. The filter that a
// map is under is not told.
func Finding(m *mood.Map, v i18n.Voice) string {
	s := speech{v}
	points := pointsOf(m)
	switch {
	case len(points.scored) == 0:
		return s.missing(m, points)
	case len(points.solid) == 0:
		return s.early(m, points)
	case len(m.Pains) > 0 && (m.Pains[0].Level != mood.BelowTarget || points.changed(true) == nil):
		return s.pain(m, points)
	}
	if p := points.changed(true); p != nil {
		return s.sentence(s.about("finding.fell", p), s.figure(p), "")
	}
	if p := points.falling(); p != nil {
		return s.sentence(s.T("finding.falling", "Name", s.name(p), "Day", s.Day(p.Signal.Since.Time())),
			s.T("finding.figure_down", "N", whole(p.Signal.To), "From", whole(p.Signal.From)), "")
	}
	if p := points.changed(false); p != nil {
		return s.sentence(s.about("finding.rose", p), s.figure(p), "")
	}
	return s.fine(m, points)
}
