package store

import (
	"context"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// Spot is where an answer is given: a placement with all it belongs to. Its
// pointers are shared and must not be changed.
type Spot struct {
	Journey    *journey.Journey
	Stage      *journey.Stage
	Touchpoint *journey.Touchpoint
	Placement  *journey.Placement
	Survey     *survey.Survey
}

// Spot finds a placement by its code, without regard to case; answers come
// from a cache that is at most a few seconds old. fault.NotFound for unknown
// and archived ones.
func (s *Store) Spot(ctx context.Context, code string) (*Spot, error) { panic("not yet") }

// Journeys are all journeys in the order of their keys, archived ones too.
func (s *Store) Journeys(ctx context.Context) ([]*journey.Journey, error) { panic("not yet") }

// Journey by its key, archived parts included; fault.NotFound.
func (s *Store) Journey(ctx context.Context, key string) (*journey.Journey, error) {
	panic("not yet")
}

// Applied is what Apply did, or would do, to one journey.
type Applied struct {
	Journey *journey.Journey // as stored, with the codes it was given
	Changes []journey.Change // none: the file says what is already there
}

// Apply merges journeys into what is stored, all or nothing. A dry run says
// what would change. Codes that another journey uses are fault.Invalid. A
// changed time zone or a changed analysis constant that enters contributions
// rebuilds the journey's tallies in the same transaction.
func (s *Store) Apply(ctx context.Context, journeys []*journey.Journey, dryRun bool) ([]Applied, error) {
	panic("not yet")
}
