// Package ticket is links in mails that let their reader decide without
// signing in. Nothing of them is stored: a link carries what it may do, signed.
package ticket

import "time"

// Life is how long a link in a mail decides.
const Life = 60 * 24 * time.Hour

// Act is the one thing that a ticket lets its holder do.
type Act string

// The acts. The first three answer the question that a digest asks of a pain.
const (
	Take      Act = "take"       // take it up: a new action
	Doing     Act = "doing"      // it is being done already
	NoProblem Act = "no_problem" // it is no problem
	Stop      Act = "stop"       // no more mails of a kind
)

// acts in the order of their numbers in a token, from 1; new ones come last.
var acts = [...]Act{Take, Doing, NoProblem, Stop}

// Ticket is what a link may do, and to what. None of it is secret, and all of
// it is signed.
type Ticket struct {
	Act          Act
	Subscription string    // id of the one that the mail was for
	Journey      string    // its key; "" where the mail is about several
	Touchpoint   string    // its key; "" for Stop
	Mail         string    // id of the mail that the link stands in; "" in a preview, whose links decide nothing
	Kind         string    // of mail that Stop ends: digest, alert, notice
	Until        time.Time // the first second in which it is over; zero: never
}

// Over says whether a ticket has come too late. One that stops mails never
// does: whoever is written to can end it with the oldest of the mails.
func (t *Ticket) Over(at time.Time) bool {
	return t.Act != Stop && !t.Until.IsZero() && !at.Before(t.Until)
}

// Preview says whether it stands in a mail that was never sent.
func (t *Ticket) Preview() bool { return t.Mail == "" }
