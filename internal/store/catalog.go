package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// catalog is a copy of all journeys in memory with the numbers under which
// answers know their parts, and of who wants to be told of answers. It never changes; a newer one takes its place.
type catalog struct {
	revision    int64
	checked     atomic.Int64 // nanoseconds of the process's clock
	failing     atomic.Bool  // the last check came to nothing, which was logged
	journeys    map[string]*stored
	spots       map[string]*spot // by code
	touchpoints map[int64]*spot  // without placement
	byKey       map[touchpointKey]*spot
	placements  map[int64]*spot // archived ones too
	hooks       []hook          // of webhooks that are not disabled
}

type touchpointKey struct{ journey, key string }

// stored is a journey with what is derived from it.
type stored struct {
	journey  *journey.Journey
	zone     *time.Location
	revision int64
}

// spot is a Spot with the numbers of its touchpoint and placement.
type spot struct {
	Spot
	of         *stored
	touchpoint int64
	placement  int64 // 0: answers that name only the touchpoint
}

// archived is true for what visitors no longer see.
func (s *spot) archived() bool {
	return s.Journey.Archived || s.Stage.Archived || s.Touchpoint.Archived || s.Placement != nil && s.Placement.Archived
}

// Ages of the catalog: younger than this it is used as it is; older, one
// caller looks whether it is still true while the others go on with it; much
// older, everybody waits.
const (
	young = 2 * time.Second
	old   = 4 * time.Second
)

var processStart = time.Now()

func sinceStart() int64 { return int64(time.Since(processStart)) }

// current is the catalog, at most a few seconds behind other nodes. When the
// database does not answer, pages go on with what is known.
func (s *Store) current(ctx context.Context) (*catalog, error) {
	c := s.catalog.Load()
	age := time.Duration(sinceStart() - c.checked.Load())
	switch {
	case age < young:
		return c, nil
	case age < old:
		if !s.reading.TryLock() {
			return c, nil
		}
	default:
		s.reading.Lock()
		if c := s.catalog.Load(); time.Duration(sinceStart()-c.checked.Load()) < young {
			s.reading.Unlock()
			return c, nil
		}
	}
	defer s.reading.Unlock()
	newer, err := s.readCatalog(context.WithoutCancel(ctx))
	if err != nil {
		if !c.failing.Swap(true) {
			s.log.WarnContext(ctx, "journeys cannot be read; pages go on with what is known", "error", err)
		}
		return c, nil
	}
	return newer, nil
}

// fresh is the catalog as the database has it now.
func (s *Store) fresh(ctx context.Context) (*catalog, error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	return s.readCatalog(ctx)
}

const (
	catalogSQL     = `select value from counters where name = 'catalog'`
	bumpCatalogSQL = `update counters set value = value + 1 where name = 'catalog'`
	journeysSQL    = `select key, document, revision from journeys order by key`
	touchpointsSQL = `select id, journey, key from touchpoints`
	placementsSQL  = `select id, code from placements`
)

// readCatalog reads what has changed; the caller holds s.reading.
func (s *Store) readCatalog(ctx context.Context) (*catalog, error) {
	have := s.catalog.Load()
	now := sinceStart()
	snapshot, err := s.dialect.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	defer snapshot.Rollback()
	var revision int64
	if err := snapshot.QueryRowContext(ctx, catalogSQL).Scan(&revision); err != nil {
		return nil, s.dialect.explain("read", err)
	}
	if have != nil && have.revision == revision {
		have.checked.Store(now)
		have.failing.Store(false)
		return have, nil
	}
	c, err := loadCatalog(ctx, snapshot, have)
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	// Journeys bring words with them, learnt before the journeys were stored.
	if err := s.words.load(ctx, snapshot); err != nil {
		return nil, s.dialect.explain("read", err)
	}
	c.revision = revision
	c.checked.Store(now)
	s.catalog.Store(c)
	return c, nil
}

func loadCatalog(ctx context.Context, db *sql.Tx, have *catalog) (*catalog, error) {
	c := &catalog{
		journeys: map[string]*stored{}, spots: map[string]*spot{}, touchpoints: map[int64]*spot{},
		byKey: map[touchpointKey]*spot{}, placements: map[int64]*spot{},
	}
	rows, err := db.QueryContext(ctx, journeysSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		var key, document string
		var revision int64
		if err := rows.Scan(&key, &document, &revision); err != nil {
			return err
		}
		if have != nil && have.journeys[key] != nil && have.journeys[key].revision == revision {
			c.journeys[key] = have.journeys[key]
			return nil
		}
		j, err := decodeJourney(document)
		if err != nil {
			return fmt.Errorf("read journey %s: %w", key, err)
		}
		c.journeys[key] = &stored{journey: j, zone: j.Location(), revision: revision}
		return nil
	})
	if err != nil {
		return nil, err
	}
	codes := map[string]int64{}
	rows, err = db.QueryContext(ctx, placementsSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id int64
		var code string
		err := rows.Scan(&id, &code)
		codes[code] = id
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := c.loadHooks(ctx, db); err != nil {
		return nil, err
	}
	rows, err = db.QueryContext(ctx, touchpointsSQL)
	return c, each(rows, err, func(rows *sql.Rows) error {
		var id int64
		var key touchpointKey
		if err := rows.Scan(&id, &key.journey, &key.key); err != nil {
			return err
		}
		c.put(id, key, codes)
		return nil
	})
}

// put adds a touchpoint and its placements.
func (c *catalog) put(id int64, key touchpointKey, codes map[string]int64) {
	of := c.journeys[key.journey]
	if of == nil {
		return
	}
	stage, tp := of.journey.Touchpoint(key.key)
	if tp == nil {
		return
	}
	bare := spot{Spot: Spot{Journey: of.journey, Stage: stage, Touchpoint: tp, Survey: of.journey.Survey(tp.Survey)}, of: of, touchpoint: id}
	if bare.Survey == nil {
		bare.Survey = &survey.Survey{Key: tp.Survey}
	}
	c.touchpoints[id], c.byKey[key] = &bare, &bare
	for i := range tp.Placements {
		placed := bare
		placed.Placement = &tp.Placements[i]
		placed.placement = codes[foldCode(placed.Placement.Code)]
		c.spots[foldCode(placed.Placement.Code)] = &placed
		c.placements[placed.placement] = &placed
	}
}

func foldCode(code string) string { return strings.ToLower(code) }

func decodeJourney(document string) (*journey.Journey, error) {
	var j journey.Journey
	if err := json.Unmarshal([]byte(document), &j); err != nil {
		return nil, err
	}
	return &j, nil
}

// errStale says that journeys have changed since the catalog was read.
var errStale = errors.New("journeys have changed meanwhile")

// hold keeps journeys as they are in c until the transaction ends.
func (t *tx) hold(c *catalog) error {
	var revision int64
	if err := t.row(t.s.dialect.share(catalogSQL)).Scan(&revision); err != nil {
		return err
	}
	if revision != c.revision {
		return errStale
	}
	return nil
}

// writeIn is write with a catalog that holds for the whole transaction.
func (s *Store) writeIn(ctx context.Context, f func(*tx, *catalog) error) error {
	c, err := s.current(ctx)
	for range tries {
		if err != nil {
			return err
		}
		err = s.write(ctx, func(tx *tx) error {
			if err := tx.hold(c); err != nil {
				return err
			}
			return f(tx, c)
		})
		if !errors.Is(err, errStale) {
			return err
		}
		c, err = s.fresh(ctx)
	}
	return busy("journeys are being changed", err)
}

// touchpoint by the keys of a journey and its own; fault.NotFound.
func (c *catalog) touchpoint(journey, key string) (*spot, error) {
	if sp := c.byKey[touchpointKey{journey, key}]; sp != nil {
		return sp, nil
	}
	if journey == "" {
		var found *spot
		for k, sp := range c.byKey {
			if k.key == key && found != nil {
				return nil, fault.New(fault.Invalid, "touchpoint %q is in several journeys; name the journey too", key)
			} else if k.key == key {
				found = sp
			}
		}
		if found != nil {
			return found, nil
		}
	}
	return nil, fault.New(fault.NotFound, "there is no touchpoint %q in journey %q", key, journey)
}
