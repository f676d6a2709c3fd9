package action

import "github.com/waymood/waymood/internal/fault"

// Begin takes a planned action in hand. fault.Conflict from any other state.
func (a *Action) Begin() error {
	if a.State != Planned {
		return a.refuse("begin")
	}
	a.State = Doing
	return nil
}

// GoLive says since when the action is in effect. A day to come is only noted:
// the action goes live by itself when the day has come. A live action may change
// its day. fault.Conflict where it is measured or dropped; fault.Invalid, field
// live_on, for a day that nobody can mean.
func (a *Action) GoLive(day, today int64) error {
	if a.State == Measured || a.State == Dropped {
		return a.refuse("go live")
	}
	var w wrongs
	if day == 0 || day < today-maxPast || day > today+maxAhead {
		w.add("live_on", "out_of_range", "must be a date within the last two years or the year to come")
		return w.err()
	}
	a.LiveOn = day
	switch {
	case day <= today:
		a.State = Live
	case a.State == Live: // it was not so after all
		a.State = Doing
	}
	return nil
}

// How far back and ahead a live day may lie, in days.
const (
	maxPast  = 731
	maxAhead = 366
)

// Arrived says whether the day has come on which it goes live.
func (a *Action) Arrived(today int64) bool { return a.Open() && a.LiveOn != 0 && a.LiveOn <= today }

// Withdraw takes the live day back: it was not so, or not yet. fault.Conflict
// without such a day, or once it is measured.
func (a *Action) Withdraw() error {
	if a.LiveOn == 0 || a.State != Live && !a.Open() {
		return a.refuse("withdraw")
	}
	if a.State == Live {
		a.State = Doing
	}
	a.LiveOn = 0
	return nil
}

// Settle freezes the outcome. fault.Conflict unless it is live and its window is
// over: a verdict is given once.
func (a *Action) Settle(o Outcome, today int64) error {
	if a.State != Live || today < a.Closes() {
		return a.refuse("measure")
	}
	a.State, a.Outcome = Measured, &o
	return nil
}

// Drop gives the action up, with the reason. fault.Conflict where it is measured
// or dropped already; fault.Invalid, field reason, without a reason.
func (a *Action) Drop(reason string) error {
	if a.State == Measured || a.State == Dropped {
		return a.refuse("drop")
	}
	reason = clean(reason)
	var w wrongs
	w.text("reason", reason, maxReason, true)
	if err := w.err(); err != nil {
		return err
	}
	a.State, a.Reason, a.LiveOn = Dropped, reason, 0
	return nil
}

// Resume plans a dropped action again. fault.Conflict from any other state.
func (a *Action) Resume() error {
	if a.State != Dropped {
		return a.refuse("resume")
	}
	a.State, a.Reason = Planned, ""
	return nil
}

func (a *Action) refuse(step string) error {
	return fault.New(fault.Conflict, "An action that is %s cannot %s.", a.State, step)
}
