// Package invitation is links that let one person answer once. Nothing of them
// is stored: a link carries a signed token, and the answer's id follows from
// the token, so that a second answer meets the first one's id.
package invitation

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"
)

// Parameter is the name under which a survey's address carries a token.
const Parameter = "i"

// Life is how long an invitation is good unless its maker says otherwise.
const Life = 90 * 24 * time.Hour

// Invitation is what whoever makes a link decides, and whoever has one cannot
// change. All of it is signed, and none of it is secret.
type Invitation struct {
	Until   time.Time         // the first second in which it is over; zero: never
	Persona string            // a persona's key, or ""
	Fields  map[string]string // hidden fields; they stand before those of the address
}

// Over says whether an invitation has come too late.
func (i *Invitation) Over(at time.Time) bool { return !i.Until.IsZero() && !at.Before(i.Until) }

// Merge is other hidden fields with the invitation's before them; neither is
// changed.
func (i *Invitation) Merge(others map[string]string) map[string]string {
	if len(i.Fields) == 0 {
		return others
	}
	all := maps.Clone(others)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, i.Fields)
	return all
}

// extra is what only some invitations have, after the fixed part of a token.
type extra struct {
	Persona string            `json:"p,omitempty"`
	Fields  map[string]string `json:"f,omitempty"`
}

// maxExtra bounds it, in bytes of JSON: a longer address breaks in mails.
const maxExtra = 900

// errExtra says so.
var errExtra = errors.New("too much for one address")

func (i *Invitation) extra() ([]byte, error) {
	if i.Persona == "" && len(i.Fields) == 0 {
		return nil, nil
	}
	b, err := json.Marshal(extra{i.Persona, i.Fields})
	if err == nil && len(b) > maxExtra {
		err = fmt.Errorf("%w: the hidden fields have %d bytes, %d are allowed", errExtra, len(b), maxExtra)
	}
	return b, err
}
