package survey

import "strings"

// Doubt is why an answer may not be one customer's honest one: a set of bits,
// which are stored. None of them tells an address or a device.
type Doubt uint8

// The doubts. All but Repeat and Worked keep an answer off the map until
// staff decide.
const (
	Trap   Doubt = 1 << iota // an input was filled in that people do not see
	Quick                    // sent sooner than a person can
	Forged                   // with a form token that was not given to this form
	Crowd                    // more from one address at one placement than its guests would send
	Flood                    // more from one address than all its guests would send
	Repeat                   // only a hint: the device seems to have answered this survey a short while ago
	Worked                   // no doubt: the sender's device did a proof of work, which outweighs Earnable ones
)

// Holding are the doubts with which an answer waits for a decision, Earnable
// those of them that a proof of work outweighs.
const (
	Holding  = Trap | Quick | Forged | Crowd | Flood
	Earnable = Quick | Crowd | Flood
)

// doubtNames are in the order of the bits.
var doubtNames = [...]string{"trap", "quick", "forged", "crowd", "flood", "repeat", "worked"}

// Doubts are all there are, in the order of their bits.
func Doubts() []Doubt {
	all := make([]Doubt, len(doubtNames))
	for i := range all {
		all[i] = 1 << i
	}
	return all
}

// Has says whether any of some doubts is in the set.
func (d Doubt) Has(some Doubt) bool { return d&some != 0 }

// Names are the doubts in the set as the API and addresses write them; none
// is an empty list, not nil.
func (d Doubt) Names() []string {
	names := []string{}
	for i, name := range doubtNames {
		if d.Has(1 << i) {
			names = append(names, name)
		}
	}
	return names
}

// String is the names, parted by commas.
func (d Doubt) String() string { return strings.Join(d.Names(), ",") }

// ParseDoubt reads one doubt's name.
func ParseDoubt(name string) (Doubt, bool) {
	for i, known := range doubtNames {
		if name == known {
			return 1 << i, true
		}
	}
	return 0, false
}

// Doubt notes doubts about an answer that is about to be kept. With a Holding
// one it waits for a decision; a test stays a test.
func (r *Response) Doubt(d Doubt) {
	r.Doubts |= d
	if r.Doubts.Has(Holding) && r.State == Counted {
		r.State = Quarantined
	}
}

// Earns says whether a proof of work would let the answer count: it waits for
// nothing else, and no proof was given before.
func (d Doubt) Earns() bool { return d.Has(Earnable) && !d.Has(Holding&^Earnable|Worked) }
