package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/snapshot"
)

// Snapshot is a journey's map as it was, kept.
type Snapshot struct {
	ID      string
	Journey string
	Taken   time.Time
	Period  journey.Period
	Review  bool // it was taken by a review
	Note    string
	Map     *snapshot.Map // nil in lists
}

const (
	snapshotColumns  = `id, journey, taken_at, from_day, to_day, review, note`
	snapshotsSQL     = `select ` + snapshotColumns + ` from snapshots where journey = $1 order by taken_at desc, id limit $2`
	snapshotSQL      = `select ` + snapshotColumns + `, document from snapshots where id = $1 and journey = $2`
	lastReviewSQL    = `select ` + snapshotColumns + `, document from snapshots where journey = $1 and review = 1 order by taken_at desc, id limit 1`
	addSnapshotSQL   = `insert into snapshots (id, journey, taken_at, from_day, to_day, review, note, document) values ($1, $2, $3, $4, $5, $6, $7, $8)`
	eraseSnapshotSQL = `delete from snapshots where id = $1 and journey = $2`
)

// snapshotsListed at most; one a month fills the list in forty years.
const snapshotsListed = 500

// scanSnapshot reads the columns, and the document where more asks for it.
func scanSnapshot(scan func(...any) error, more ...any) (Snapshot, error) {
	var n Snapshot
	var taken, review int64
	err := scan(append([]any{&n.ID, &n.Journey, &taken, &n.Period.From, &n.Period.To, &review, &n.Note}, more...)...)
	n.Taken, n.Review = moment(taken), review == 1
	return n, err
}

// Snapshots of a journey, the newest first, without their maps; at most 500.
func (s *Store) Snapshots(ctx context.Context, journey string) ([]Snapshot, error) {
	var all []Snapshot
	rows, err := s.dialect.read.QueryContext(ctx, snapshotsSQL, journey, snapshotsListed)
	err = each(rows, err, func(rows *sql.Rows) error {
		n, err := scanSnapshot(rows.Scan)
		all = append(all, n)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// Snapshot of a journey by its id; fault.NotFound.
func (s *Store) Snapshot(ctx context.Context, journey, id string) (*Snapshot, error) {
	return s.readSnapshot(s.dialect.read.QueryRowContext(ctx, snapshotSQL, id, journey))
}

// LastReview is the snapshot that the last review took; fault.NotFound when
// there was none, or it was erased.
func (s *Store) LastReview(ctx context.Context, journey string) (*Snapshot, error) {
	return s.readSnapshot(s.dialect.read.QueryRowContext(ctx, lastReviewSQL, journey))
}

func (s *Store) readSnapshot(row *sql.Row) (*Snapshot, error) {
	var document string
	n, err := scanSnapshot(row.Scan, &document)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is no such snapshot of this journey")
	}
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	n.Map, err = snapshot.Decode([]byte(document))
	return &n, err
}

// Freeze is a period's map in the form that snapshots keep, not stored.
func (s *Store) Freeze(ctx context.Context, j *journey.Journey, p journey.Period) (*snapshot.Map, error) {
	m, err := s.Map(ctx, j, p, Filter{}, quotesFrozen)
	if err != nil {
		return nil, err
	}
	sums, err := s.Tallies(ctx, j, p, Filter{})
	if err != nil {
		return nil, err
	}
	models, err := s.modelNames(ctx, j, p)
	if err != nil {
		return nil, err
	}
	return snapshot.Freeze(m, sums, models), nil
}

// quotesFrozen is how many of a touchpoint's newest texts the kept ones are
// chosen from.
const quotesFrozen = 20

// TakeSnapshot keeps a journey's map of n.Period as taken at n.Taken, or now
// where that is zero, and gives it its id. One that a review takes is the
// journey's last review from then on, unless there was a later one.
func (s *Store) TakeSnapshot(ctx context.Context, j *journey.Journey, n Snapshot) (*Snapshot, error) {
	var err error
	if n.Map, err = s.Freeze(ctx, j, n.Period); err != nil {
		return nil, err
	}
	document, err := snapshot.Encode(n.Map)
	if err != nil {
		return nil, err
	}
	n.ID, n.Journey = randomText(9), j.Key
	if n.Taken.IsZero() {
		n.Taken = moment(s.now())
	}
	review := 0
	if n.Review {
		review = 1
	}
	err = s.write(ctx, func(tx *tx) error {
		err := tx.exec(addSnapshotSQL, n.ID, n.Journey, milli(n.Taken), int64(n.Period.From), int64(n.Period.To), review, n.Note, string(document))
		if err != nil || !n.Review {
			return err
		}
		return tx.exec(reviewedSQL, milli(n.Taken), n.Journey, milli(n.Taken))
	})
	return &n, err
}

// EraseSnapshot takes a snapshot away, also out of the database's file;
// fault.NotFound.
func (s *Store) EraseSnapshot(ctx context.Context, journey, id string) error {
	err := s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(eraseSnapshotSQL, id, journey)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "there is no such snapshot of this journey")
		}
		return err
	})
	if err == nil {
		s.dialect.erased(ctx)
	}
	return err
}

// QuotesOf are the words of answers by their ids, as they are now. Answers
// that were erased, do not count or have lost their words are missing, and
// so are those of other journeys.
func (s *Store) QuotesOf(ctx context.Context, j *journey.Journey, ids []string) (map[string]mood.Quote, error) {
	sc, err := s.scope(ctx, j, Filter{})
	if err != nil {
		return nil, err
	}
	named := map[int64][]int64{}
	for part := range slices.Chunk(ids, 500) {
		args := idsOf(part)
		if len(args) == 0 {
			continue
		}
		rows, err := s.dialect.read.QueryContext(ctx, seqsOfIDsSQL+list(1, len(args))+")", args...)
		err = each(rows, err, func(rows *sql.Rows) error {
			var seq, touchpoint int64
			err := rows.Scan(&seq, &touchpoint)
			if _, ours := sc.key[touchpoint]; ours {
				named[touchpoint] = append(named[touchpoint], seq)
			}
			return err
		})
		if err != nil {
			return nil, s.dialect.explain("read", err)
		}
	}
	found, err := s.quotes(ctx, named)
	quotes := map[string]mood.Quote{}
	for _, list := range found {
		for _, q := range list {
			quotes[q.ID] = q
		}
	}
	return quotes, err
}

const seqsOfIDsSQL = `select seq, touchpoint from responses where id in (` // then ids

// idsOf are answers' ids from their texts; texts that are none are left out.
func idsOf(texts []string) []any {
	var ids []any
	for _, text := range texts {
		if id, err := uuid.Parse(text); err == nil {
			ids = append(ids, id[:])
		}
	}
	return ids
}
