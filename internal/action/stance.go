package action

import "unicode/utf8"

// Stance is what staff say of a pain besides taking an action up.
type Stance struct {
	Journey, Touchpoint string
	Says                Says
	Note                string // why, or where it is being done
	Action              int64  // that does it already; 0 none
	Role                string // of who said it; never who
	Mail                string // id of the mail by which it was said, "": on the pages
	Made                int64  // day
	Until               int64  // the first day on which it no longer holds; 0: until it is taken back
}

// Says is the content of a stance.
type Says string

// What can be said; the words are stored.
const (
	BeingDone Says = "being_done"
	NoProblem Says = "no_problem"
)

// MutedDays is how long a pain that is no problem is kept quiet.
const MutedDays = 28

// Say makes a stance on a pain. fault.Invalid, field note, without a reason for
// NoProblem, and without note or action for BeingDone.
func Say(says Says, note string, action, today int64) (Stance, error) {
	s := Stance{Says: says, Note: clean(note), Action: action, Made: today}
	var w wrongs
	switch {
	case says != BeingDone && says != NoProblem:
		w.add("says", "unknown", "must be being_done or no_problem")
	case s.Note == "" && (says == NoProblem || action == 0):
		w.add("note", "required", "must be given")
	case utf8.RuneCountInString(s.Note) > maxReason:
		w.add("note", "too_long", "is longer than %d characters", maxReason)
	}
	if says == NoProblem {
		s.Until = today + MutedDays
	}
	return s, w.err()
}

// Muted says whether the pain is kept quiet on a day.
func (s *Stance) Muted(today int64) bool { return s.Says == NoProblem && today < s.Until }

// Holds says whether the stance is still to be told on a day.
func (s *Stance) Holds(today int64) bool { return s.Until == 0 || today < s.Until }
