package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/snapshot"
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
func (s *Store) Spot(ctx context.Context, code string) (*Spot, error) {
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	sp, err := c.spot(code)
	if err != nil {
		return nil, err
	}
	return &sp.Spot, nil
}

func (c *catalog) spot(code string) (*spot, error) {
	if sp := c.spots[foldCode(code)]; sp != nil && !sp.archived() {
		return sp, nil
	}
	return nil, fault.New(fault.NotFound, "No placement has this code.")
}

const (
	journeySQL      = `select document from journeys where key = $1`
	setJourneySQL   = `insert into journeys (key, document, changed_at, revision) values ($1, $2, $3, 1) on conflict (key) do update set document = excluded.document, changed_at = excluded.changed_at, revision = journeys.revision + 1`
	addTouchSQL     = `insert into touchpoints (journey, key) values ($1, $2) on conflict (journey, key) do nothing`
	touchIDSQL      = `select id from touchpoints where journey = $1 and key = $2`
	setPlaceSQL     = `insert into placements (code, touchpoint) values ($1, $2) on conflict (code) do update set touchpoint = excluded.touchpoint`
	placeOwnerSQL   = `select t.journey from placements p join touchpoints t on t.id = p.touchpoint where p.code = $1`
	wordIDSQL       = `select id from words where word = $1`
	textUsedSQL     = `select 1 from responses where touchpoint = $1 and survey = $2 and state <> 4 limit 1`
	questionUsedSQL = `select 1 from responses where touchpoint = $1 and survey = $2 and state <> 4 and answers like $3 escape '!' limit 1`
)

// Journeys are all journeys in the order of their keys, archived ones too.
func (s *Store) Journeys(ctx context.Context) ([]*journey.Journey, error) {
	var all []*journey.Journey
	rows, err := s.dialect.read.QueryContext(ctx, journeysSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		var key, document string
		var revision int64
		if err := rows.Scan(&key, &document, &revision); err != nil {
			return err
		}
		j, err := decodeJourney(document)
		all = append(all, j)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// Journey by its key, archived parts included; fault.NotFound.
func (s *Store) Journey(ctx context.Context, key string) (*journey.Journey, error) {
	j, err := readJourney(key, s.dialect.read.QueryRowContext(ctx, journeySQL, key))
	if err == nil && j == nil {
		return nil, fault.New(fault.NotFound, "there is no journey %q", key)
	}
	return j, s.dialect.explain("read", err)
}

// readJourney gives nil for a journey that is not there yet, which for Apply
// is no mistake.
func readJourney(key string, r *sql.Row) (*journey.Journey, error) {
	var document string
	err := r.Scan(&document)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	j, err := decodeJourney(document)
	if err != nil {
		return nil, fmt.Errorf("read journey %s: %w", key, err)
	}
	return j, nil
}

// Applied is what Apply did, or would do, to one journey.
type Applied struct {
	Journey *journey.Journey // as stored, with the codes it was given
	Changes []journey.Change // none: the file says what is already there
}

// errDryRun rolls back what a dry run has tried.
var errDryRun = errors.New("dry run")

// Apply merges journeys into what is stored, all or nothing. A dry run says
// what would change. Codes that another journey uses are fault.Invalid. A
// changed time zone or a changed analysis constant that enters contributions
// rebuilds the journey's tallies in the same transaction.
func (s *Store) Apply(ctx context.Context, journeys []*journey.Journey, dryRun bool) ([]Applied, error) {
	return s.applyAfter(ctx, journeys, dryRun, nil)
}

// applyAfter is Apply in a transaction in which something else comes first,
// unless it is nil; that is kept even where nothing changes in the journeys.
func (s *Store) applyAfter(ctx context.Context, journeys []*journey.Journey, dryRun bool, first func(*tx) error) ([]Applied, error) {
	if err := s.learnJourneys(ctx, journeys); err != nil {
		return nil, err
	}
	for range tries {
		applied, err := s.applyOnce(ctx, journeys, dryRun, first)
		if !errors.Is(err, errMadeCode) {
			return applied, err
		}
	}
	return nil, errMadeCode
}

// errMadeCode says that a made code met one that is in use; the next try
// makes another.
var errMadeCode = errors.New("a made code is in use already")

func (s *Store) applyOnce(ctx context.Context, journeys []*journey.Journey, dryRun bool, first func(*tx) error) ([]Applied, error) {
	var applied []Applied
	err := s.write(ctx, func(tx *tx) error {
		applied = make([]Applied, 0, len(journeys))
		// The lock on the catalog comes first: writers of answers have read
		// it and wait, or are waited for.
		if err := tx.exec(bumpCatalogSQL); err != nil {
			return err
		}
		changed := first != nil
		if first != nil {
			if err := first(tx); err != nil {
				return err
			}
		}
		for _, j := range journeys {
			a, err := tx.apply(j)
			if err != nil {
				return err
			}
			applied = append(applied, a)
			changed = changed || len(a.Changes) > 0
		}
		if dryRun || !changed {
			return errDryRun
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return nil, err
	}
	if err == nil {
		_, err = s.fresh(ctx)
		return applied, err
	}
	return applied, nil
}

// learnJourneys gives numbers to the words that answers to these journeys
// will use. A dry run leaves them behind, which nobody sees.
func (s *Store) learnJourneys(ctx context.Context, journeys []*journey.Journey) error {
	words := []string{"better", "as", "worse", "yes", "no"}
	for _, j := range journeys {
		words = append(words, j.Languages...)
		for _, p := range j.Personas {
			words = append(words, p.Key)
		}
		for _, sv := range j.Surveys {
			words = append(words, sv.Key)
			for _, q := range sv.Questions {
				words = append(words, q.Key)
				for _, o := range q.Options {
					words = append(words, o.Key)
				}
			}
		}
	}
	return s.intern(ctx, words...)
}

// apply merges one journey into the database.
func (t *tx) apply(j *journey.Journey) (Applied, error) {
	old, err := readJourney(j.Key, t.row(journeySQL, j.Key))
	if err != nil {
		return Applied{}, err
	}
	var failed error
	inUse := func(sv, question string) bool {
		used, err := t.inUse(old, sv, question)
		failed = errors.Join(failed, err)
		return used
	}
	merged, err := journey.Merge(old, j, inUse)
	if err = errors.Join(err, failed); err != nil {
		return Applied{}, err
	}
	a := Applied{Journey: merged, Changes: journey.Diff(old, merged)}
	if len(a.Changes) == 0 {
		return a, nil
	}
	document, err := json.Marshal(merged)
	if err != nil {
		return Applied{}, fmt.Errorf("write journey %s: %w", j.Key, err)
	}
	if err := t.exec(setJourneySQL, merged.Key, string(document), t.s.now()); err != nil {
		return Applied{}, err
	}
	if err := t.exec(addReviewSQL, merged.Key, string(snapshot.Quarterly), t.s.now()); err != nil {
		return Applied{}, err
	}
	if err := t.applyParts(j, merged); err != nil {
		return Applied{}, err
	}
	if old != nil && recounts(old, merged) {
		if _, err := t.recount(merged); err != nil {
			return Applied{}, err
		}
	}
	return a, nil
}

// applyParts gives touchpoints and placements their numbers. asked is the
// journey as it was given, before the merge.
func (t *tx) applyParts(asked, j *journey.Journey) error {
	var mistakes []journey.Mistake
	for _, stage := range j.Stages {
		for _, tp := range stage.Touchpoints {
			if err := t.exec(addTouchSQL, j.Key, tp.Key); err != nil {
				return err
			}
			var id int64
			if err := t.row(touchIDSQL, j.Key, tp.Key).Scan(&id); err != nil {
				return err
			}
			for _, p := range tp.Placements {
				owner, err := t.claim(j.Key, foldCode(p.Code), id)
				if err != nil {
					return err
				}
				if owner == j.Key {
					continue
				}
				if !names(asked, p.Code) {
					return errMadeCode
				}
				mistakes = append(mistakes, asked.Mistake("placement "+p.Code, fmt.Sprintf("the code %q belongs to a placement of journey %s", p.Code, owner),
					"choose another, or leave it out to have one made"))
			}
		}
	}
	if len(mistakes) > 0 {
		return &journey.FileError{Mistakes: mistakes}
	}
	return nil
}

// names tells whether a journey states a code itself.
func names(j *journey.Journey, code string) bool {
	for _, stage := range j.Stages {
		for _, tp := range stage.Touchpoints {
			for _, p := range tp.Placements {
				if foldCode(p.Code) == foldCode(code) {
					return true
				}
			}
		}
	}
	return false
}

// claim gives a code to a touchpoint, unless another journey has it, and says
// whose it is.
func (t *tx) claim(key, code string, touchpoint int64) (owner string, err error) {
	err = t.row(placeOwnerSQL, code).Scan(&owner)
	if err == nil && owner != key {
		return owner, nil
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	return key, t.exec(setPlaceSQL, code, touchpoint)
}

// inUse tells whether a question of a stored journey has answers, counted or
// not: quarantined ones may yet be, and those left out be taken back. It is
// asked when a type is about to change, and may read all answers of a
// touchpoint when none was given to the question.
func (t *tx) inUse(j *journey.Journey, surveyKey, question string) (bool, error) {
	if j == nil {
		return false, nil
	}
	sv := j.Survey(surveyKey)
	if sv == nil || sv.Question(question) == nil {
		return false, nil
	}
	var word int64
	if err := t.row(wordIDSQL, surveyKey).Scan(&word); errors.Is(err, sql.ErrNoRows) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	// Words may have been blanked since, so that any answer to the survey may
	// have held some.
	query, more := textUsedSQL, []any(nil)
	if kind := sv.Question(question).Type; !kind.IsText() && kind != survey.Email {
		query, more = questionUsedSQL, []any{answersHold(question)}
	}
	for _, stage := range j.Stages {
		for _, tp := range stage.Touchpoints { // any may have had this survey once
			var id, found int64
			err := t.row(touchIDSQL, j.Key, tp.Key).Scan(&id)
			if err != nil {
				return false, err
			}
			err = t.row(query, append([]any{id, word}, more...)...).Scan(&found)
			if err == nil {
				return true, nil
			}
			if !errors.Is(err, sql.ErrNoRows) {
				return false, err
			}
		}
	}
	return false, nil
}

// answersHold is what stored answers to a question are like. Within a text of
// JSON a quotation mark has a backslash before it, so that only a key fits.
func answersHold(question string) string {
	return `%"` + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(question) + `":%`
}

// recounts tells whether a change moves answers to other days or numbers.
func recounts(old, now *journey.Journey) bool {
	return old.Timezone != now.Timezone || old.Analysis.TextWeight != now.Analysis.TextWeight || old.Analysis.Band != now.Analysis.Band
}
