package survey

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// Answers maps a question's key to its answer in its canonical Go type: int
// for scales, bool for yes_no, string for choice, expectation, texts and
// email, []string for choices and factors. An absent key is no answer. As
// JSON (encoding/json sorts the keys) they are what the database keeps.
type Answers map[string]any

// Response is one customer's answers at one placement, checked and ready to
// be stored.
type Response struct {
	ID         uuid.UUID // the client's, or random
	Code       string    // the placement; "" for an import that names only a touchpoint
	Journey    string    // with Touchpoint, where Code is ""
	Touchpoint string
	Answers    Answers
	Language   string            // the language shown, one of the journey's
	Persona    string            // a persona's key, or ""
	Respondent string            // as sent; the store keeps only its keyed hash
	Fields     map[string]string // declared hidden fields
	AnsweredAt time.Time         // as sent; zero when the client said nothing
	ReceivedAt time.Time         // the server's clock
	Trusted    bool              // sent with a key or imported: AnsweredAt is kept as it is
	Imported   bool              // from a file: it may be older than the placement's end
	Admitted   bool              // its form was shown before the placement's end, and comes after it
	State      State
	Doubts     Doubt // see (*Response).Doubt
	Sum        int64 // of the content as sent, see ContentSum; the same id with another sum is a conflict
}

// State says whether an answer counts. Only Counted answers are in tallies.
type State int

// The states of an answer; the numbers are stored.
const (
	Counted     State = 0
	LeftOut     State = 1 // by staff, and may be taken back
	Test        State = 2 // staff trying the survey; never counted
	Quarantined State = 3 // doubted; staff decide
	Erased      State = 4 // only the id is left, so that it cannot come back
)

// stateNames are in the order of the numbers.
var stateNames = [...]string{"counted", "left_out", "test", "quarantined", "erased"}

// String is the state as the API, addresses and messages' names write it.
func (s State) String() string { return stateNames[s] }

// ParseState reads the name of a state that an answer with content can have:
// any but Erased.
func ParseState(name string) (State, bool) {
	at := slices.Index(stateNames[:Erased], name)
	return State(max(at, 0)), at >= 0
}
