package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/journey"
)

// Alert is something that was found and that somebody should hear of, once.
type Alert struct {
	ID         string
	Key        string      // what makes it the same: an alert with the same key is never added again
	Kind       string      // a digest.AlertKind
	Journey    string      // "" for trouble that is no journey's
	Touchpoint string      // "" for trouble, and of a silence for the whole journey
	Placement  string      // of a silence the code of the placement that is silent; "": all of the touchpoint
	Day        journey.Day // on which it was sure, in the journey's zone; of trouble in UTC
	Since      journey.Day // the estimate of when it began; of a silence the last day with an answer
	From, To   float64     // of a fall or rise, on 0..100; of a silence the usual answers a day, and 0
	Answers    int64       // that To rests on, the first since Since; of trouble how many texts wait
	Delight    bool        // the touchpoint was one of the journey's delights
	Heard      time.Time   // of a silence when a tablet there was last heard of; zero where none ever was
	About      string      // what trouble is about: the id of a mail, or a webhook's name
	Teams      []string    // keys of the teams it concerns: the touchpoint's, and across a seam its neighbour's
	Raised     time.Time
	Ended      time.Time // answers came again, or the trouble was mended; zero until then
}

// AlertQuery selects alerts. Zero fields do not select.
type AlertQuery struct {
	Journey string
	Kinds   []string
	Since   time.Time // raised at or after
	Open    bool      // not ended
	Limit   int       // 0: 1000
}

const (
	alertColumns = `id, key, kind, journey, touchpoint, day, since, was, now, answers, delight, about, teams, placement, heard_at, raised_at, ended_at`
	alertsSQL    = `select ` + alertColumns + ` from alerts`
	addAlertSQL  = `insert into alerts (id, key, kind, journey, touchpoint, day, since, was, now, answers, delight, about, teams, placement, heard_at, raised_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict (key) do nothing`
	endAlertSQL = `update alerts set ended_at = $1 where id = $2 and ended_at is null`
)

// Alerts are those that a query selects, newest first.
func (s *Store) Alerts(ctx context.Context, q AlertQuery) ([]Alert, error) {
	var where clause
	if q.Journey != "" {
		where.and("journey = ?", q.Journey)
	}
	if len(q.Kinds) > 0 {
		kinds := make([]any, len(q.Kinds))
		for i, kind := range q.Kinds {
			kinds[i] = kind
		}
		where.and("kind in (?"+strings.Repeat(", ?", len(kinds)-1)+")", kinds...)
	}
	if !q.Since.IsZero() {
		where.and("raised_at >= ?", milli(q.Since))
	}
	if q.Open {
		where.and("ended_at is null")
	}
	if q.Limit <= 0 {
		q.Limit = 1000
	}
	where.add(" order by raised_at desc, id limit ?", q.Limit)
	var all []Alert
	rows, err := s.dialect.read.QueryContext(ctx, alertsSQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		a, err := scanAlert(rows)
		all = append(all, a)
		return err
	})
	return all, s.dialect.explain("read", err)
}

func scanAlert(rows *sql.Rows) (a Alert, err error) {
	var delight, raised int64
	var heard, ended sql.NullInt64
	var teams string
	err = rows.Scan(&a.ID, &a.Key, &a.Kind, &a.Journey, &a.Touchpoint, &a.Day, &a.Since, &a.From, &a.To, &a.Answers, &delight, &a.About, &teams, &a.Placement, &heard, &raised, &ended)
	a.Delight, a.Teams, a.Raised, a.Ended = delight != 0, strings.Fields(teams), moment(raised), optionalMoment(ended)
	a.Heard = optionalMoment(heard)
	return a, err
}

// AddAlerts keeps alerts whose keys are new and returns those, with their ids.
// Each raises the event that event makes of it, if any.
func (s *Store) AddAlerts(ctx context.Context, alerts []Alert, event func(Alert) (Event, bool)) (added []Alert, err error) {
	if len(alerts) == 0 {
		return nil, nil
	}
	now := s.now()
	err = s.writeIn(ctx, func(tx *tx, c *catalog) error {
		added = nil
		var events []Event
		for _, a := range alerts {
			a.ID, a.Raised = newID(), moment(now)
			n, err := tx.changed(addAlertSQL, a.ID, a.Key, a.Kind, a.Journey, a.Touchpoint, int64(a.Day), int64(a.Since), a.From, a.To, a.Answers,
				bit(a.Delight), a.About, strings.Join(a.Teams, " "), a.Placement, optional(a.Heard), now)
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			added = append(added, a)
			if e, ok := event(a); ok {
				events = append(events, e)
			}
		}
		return tx.raise(c, events...)
	})
	return added, err
}

// EndAlert says that what an alert told is over; of one that has ended
// nothing changes.
func (s *Store) EndAlert(ctx context.Context, id string) error {
	return s.write(ctx, func(tx *tx) error { return tx.exec(endAlertSQL, s.now(), id) })
}
