// Package action is what is done about a pain, or to keep a delight, and the
// states it goes through until its effect is known. It knows no database and no
// clock: days are given to it.
package action

import (
	"time"
)

// Kind is what an action is for.
type Kind string

// The kinds; the words are stored.
const (
	Fix     Kind = "fix"     // mends a pain
	Protect Kind = "protect" // keeps a delight, or copies it elsewhere
)

// State is how far an action has come.
type State string

// The states; the words are stored. See step.go for the ways between them.
const (
	Planned  State = "planned"
	Doing    State = "doing"
	Live     State = "live"     // in effect at the touchpoint since LiveOn
	Measured State = "measured" // the outcome is frozen
	Dropped  State = "dropped"
)

// States in the order an action goes through them.
func States() []State { return []State{Planned, Doing, Live, Measured, Dropped} }

// Windows of measuring, in days from the day an action went live: the answers
// of [Live-PreFrom, Live-PreTo) against those of [Live, Live+PostDays). The gap
// keeps what the works themselves did to customers out of both.
const (
	PreFrom  = 31
	PreTo    = 3
	PostDays = 28
)

// Action is one thing that somebody does at one touchpoint. Days count from
// 1970-01-01, as journey.Day does; 0 is none.
type Action struct {
	ID         int64
	Journey    string // key
	Touchpoint string // key
	Kind       Kind
	State      State
	Title      string
	Owner      string // a team's key or a person's name, as typed
	Due        int64
	Expected   *float64 // points of 100 that the journey is expected to gain
	Hypothesis string
	Checklist  []Item
	Evidence   *Evidence // nil: it was not made from a pain or delight
	Mail       string    // id of the mail by which it was taken up, "": on the pages
	LiveOn     int64     // in the future while planned or doing, else the day it went live
	Reason     string    // why it was dropped
	Told       Told
	Outcome    *Outcome // frozen once Measured, else nil
	Revision   int64    // grows with every change; who changes it names the one they saw
	CreatedAt  time.Time
	ChangedAt  time.Time
}

// Item is one line of a checklist.
type Item struct {
	Text string `json:"text"`
	Done bool   `json:"done,omitempty"`
}

// Done is how many items of the checklist are done.
func (a *Action) Done() int {
	n := 0
	for _, i := range a.Checklist {
		if i.Done {
			n++
		}
	}
	return n
}

// Open says whether somebody still has to do something: it is planned or being
// done.
func (a *Action) Open() bool { return a.State == Planned || a.State == Doing }

// Overdue says whether it is open past the day it was due.
func (a *Action) Overdue(today int64) bool { return a.Open() && a.Due != 0 && today > a.Due }

// Closes is the first day after the window in which the effect is looked for, 0
// before the action is live.
func (a *Action) Closes() int64 {
	if a.State != Live && a.State != Measured {
		return 0
	}
	return a.LiveOn + PostDays
}
