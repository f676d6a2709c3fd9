package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
)

// Sketch is a journey that somebody makes or changes step by step, before it
// is applied. What its journey has archived is left out when it is.
type Sketch struct {
	ID       string
	User     string // whose it is, by id; nobody else sees it
	Of       string // key of the journey that is changed, "" for a new one
	Revision int64  // that the journey had when the sketch was begun
	Journey  *journey.Journey
	Step     string // where to go on, a word of the pages
	Made     string // key of the journey that came of it, "" until then
	Changed  time.Time
	version  int64
}

// SketchLife is how long a sketch is kept that nobody touches.
const SketchLife = 30 * 24 * time.Hour

const (
	sketchColumns  = `id, user_id, journey, revision, document, step, version, made, changed_at`
	sketchSQL      = `select ` + sketchColumns + ` from sketches where id = $1 and user_id = $2 and changed_at > $3`
	sketchesSQL    = `select ` + sketchColumns + ` from sketches where user_id = $1 and made = '' and changed_at > $2 order by changed_at desc, id limit 50`
	addSketchSQL   = `insert into sketches (` + sketchColumns + `) values ($1, $2, $3, $4, $5, $6, 1, '', $7)`
	setSketchSQL   = `update sketches set revision = $1, document = $2, step = $3, version = version + 1, changed_at = $4 where id = $5 and version = $6 and made = ''`
	madeSketchSQL  = `update sketches set made = $1, version = version + 1, changed_at = $2 where id = $3 and made = ''`
	dropSketchSQL  = `delete from sketches where id = $1 and user_id = $2`
	oldSketchesSQL = `delete from sketches where changed_at <= $1`
	revisionSQL    = `select revision from journeys where key = $1`
)

func scanSketch(scan func(...any) error) (*Sketch, error) {
	var s Sketch
	var document string
	var changed int64
	if err := scan(&s.ID, &s.User, &s.Of, &s.Revision, &document, &s.Step, &s.version, &s.Made, &changed); err != nil {
		return nil, err
	}
	s.Changed = moment(changed)
	j, err := decodeJourney(document)
	if err != nil {
		return nil, fmt.Errorf("read sketch: %w", err)
	}
	s.Journey = j
	return &s, nil
}

// Sketch of a user by id; fault.NotFound for those of others and old ones.
func (s *Store) Sketch(ctx context.Context, id, user string) (*Sketch, error) {
	sk, err := scanSketch(s.dialect.read.QueryRowContext(ctx, sketchSQL, id, user, s.now()-SketchLife.Milliseconds()).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is no such sketch")
	}
	return sk, s.dialect.explain("read", err)
}

// Sketches are those of a user from which no journey has come yet, the newest
// first, at most 50.
func (s *Store) Sketches(ctx context.Context, user string) ([]*Sketch, error) {
	var all []*Sketch
	rows, err := s.dialect.read.QueryContext(ctx, sketchesSQL, user, s.now()-SketchLife.Milliseconds())
	err = each(rows, err, func(rows *sql.Rows) error {
		sk, err := scanSketch(rows.Scan)
		all = append(all, sk)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// AddSketch keeps a new sketch, gives it an id and forgets old ones. Of is
// the key of a journey that is there, whose revision it takes, or "".
func (s *Store) AddSketch(ctx context.Context, sk *Sketch) error {
	document, err := encodeSketch(sk)
	if err != nil {
		return err
	}
	sk.ID, sk.version = newID(), 1
	return s.write(ctx, func(tx *tx) error {
		if err := tx.exec(oldSketchesSQL, s.now()-SketchLife.Milliseconds()); err != nil {
			return err
		}
		return tx.exec(addSketchSQL, sk.ID, sk.User, sk.Of, sk.Revision, document, sk.Step, s.now())
	})
}

// SetSketch keeps what was changed in a sketch since it was read. fault.Conflict
// when another has changed it meanwhile, or its journey is made: read it again.
func (s *Store) SetSketch(ctx context.Context, sk *Sketch) error {
	document, err := encodeSketch(sk)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(setSketchSQL, sk.Revision, document, sk.Step, s.now(), sk.ID, sk.version)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "the sketch was changed meanwhile")
		}
		return err
	})
}

// DropSketch throws a user's sketch away; one that is not there is no error.
func (s *Store) DropSketch(ctx context.Context, id, user string) error {
	return s.write(ctx, func(tx *tx) error { return tx.exec(dropSketchSQL, id, user) })
}

func encodeSketch(sk *Sketch) (string, error) {
	document, err := json.Marshal(sk.Journey)
	if err != nil {
		return "", fmt.Errorf("write sketch: %w", err)
	}
	return string(document), nil
}

// Revision counts a journey's changes, from 1; fault.NotFound.
func (s *Store) Revision(ctx context.Context, key string) (int64, error) {
	var n int64
	err := s.dialect.read.QueryRowContext(ctx, revisionSQL, key).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fault.New(fault.NotFound, "there is no journey %q", key)
	}
	return n, s.dialect.explain("read", err)
}

// Errors of ApplySketch that the one who asked can do something about.
var (
	ErrMade  = fault.New(fault.Conflict, "a journey has come of this sketch already")
	ErrTaken = fault.New(fault.Conflict, "another journey has this key")
	ErrMoved = fault.New(fault.Conflict, "the journey was changed since the sketch was begun")
)

// ApplySketch applies what a sketch has become, once: the journey as it was
// read from its file, and the note in the sketch that it was made, in one
// transaction. ErrMade when it was before, ErrTaken when a new journey's key
// is in use, ErrMoved when a changed one has another revision than the sketch.
func (s *Store) ApplySketch(ctx context.Context, sk *Sketch, j *journey.Journey) (Applied, error) {
	before := func(tx *tx) error {
		n, err := tx.changed(madeSketchSQL, j.Key, s.now(), sk.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrMade
		}
		var revision int64
		err = tx.row(revisionSQL, j.Key).Scan(&revision)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			err = nil
		case err != nil:
		case sk.Of == "":
			err = ErrTaken
		}
		if err == nil && revision != sk.Revision {
			err = ErrMoved
		}
		return err
	}
	applied, err := s.applyAfter(ctx, []*journey.Journey{j}, false, before)
	if err != nil {
		return Applied{}, err
	}
	return applied[0], nil
}
