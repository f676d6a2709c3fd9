package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
)

const actionColumns = `id, journey, touchpoint, kind, state, title, owner, due, live_on, revision, created_at, changed_at, rest, outcome`

const (
	actionSQL    = `select ` + actionColumns + ` from actions where id = $1`
	actionsSQL   = `select ` + actionColumns + ` from actions`
	addActionSQL = `insert into actions (journey, touchpoint, kind, state, title, owner, due, live_on, revision, created_at, changed_at, rest)
  values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11) returning id`
	setActionSQL = `update actions set touchpoint = $1, kind = $2, state = $3, title = $4, owner = $5, due = $6, live_on = $7, revision = revision + 1,
  changed_at = $8, rest = $9, baseline = $10, outcome = $11 where id = $12 and revision = $13`
)

// actionRest is the part of an action that is stored as JSON.
type actionRest struct {
	Expected   *float64         `json:"expected,omitempty"`
	Hypothesis string           `json:"hypothesis,omitempty"`
	Checklist  []action.Item    `json:"checklist,omitempty"`
	Evidence   *action.Evidence `json:"evidence,omitempty"`
	Mail       string           `json:"mail,omitempty"`
	Reason     string           `json:"reason,omitempty"`
	Told       action.Told      `json:"told"`
}

func restOf(a *action.Action) (string, error) {
	b, err := json.Marshal(actionRest{a.Expected, a.Hypothesis, a.Checklist, a.Evidence, a.Mail, a.Reason, a.Told})
	return string(b), err
}

func scanAction(scan func(...any) error) (*action.Action, error) {
	var a action.Action
	var created, changed int64
	var rest string
	var outcome sql.NullString
	err := scan(&a.ID, &a.Journey, &a.Touchpoint, &a.Kind, &a.State, &a.Title, &a.Owner, &a.Due, &a.LiveOn, &a.Revision, &created, &changed, &rest, &outcome)
	if err != nil {
		return nil, err
	}
	var r actionRest
	if err := json.Unmarshal([]byte(rest), &r); err != nil {
		return nil, fmt.Errorf("read action %d: %w", a.ID, err)
	}
	a.Expected, a.Hypothesis, a.Checklist, a.Evidence, a.Mail, a.Reason, a.Told = r.Expected, r.Hypothesis, r.Checklist, r.Evidence, r.Mail, r.Reason, r.Told
	if outcome.Valid {
		a.Outcome = new(action.Outcome)
		if err := json.Unmarshal([]byte(outcome.String), a.Outcome); err != nil {
			return nil, fmt.Errorf("read the outcome of action %d: %w", a.ID, err)
		}
	}
	a.CreatedAt, a.ChangedAt = moment(created), moment(changed)
	return &a, nil
}

// AddAction keeps a new action of a journey, planned, and gives it its id. It
// was made now, unless it says when.
// fault.Invalid where Check refuses it or the journey has no such touchpoint.
func (s *Store) AddAction(ctx context.Context, j *journey.Journey, a action.Action) (*action.Action, error) {
	if err := checkAction(j, &a); err != nil {
		return nil, err
	}
	s.plan(j, &a)
	if err := s.write(ctx, func(tx *tx) error { return tx.addAction(j, &a) }); err != nil {
		return nil, err
	}
	return &a, nil
}

// plan makes an action the first version of a new one.
func (s *Store) plan(j *journey.Journey, a *action.Action) {
	a.Journey, a.State, a.LiveOn, a.Revision, a.Outcome = j.Key, action.Planned, 0, 1, nil
	if a.CreatedAt.IsZero() {
		a.CreatedAt = moment(s.now())
	}
	a.ChangedAt = a.CreatedAt
}

// addAction writes a new action, which answers what was asked, and gives it its
// id.
func (t *tx) addAction(j *journey.Journey, a *action.Action) error {
	rest, err := restOf(a)
	if err != nil {
		return err
	}
	now := milli(a.CreatedAt)
	err = t.row(addActionSQL, a.Journey, a.Touchpoint, string(a.Kind), string(a.State), a.Title, a.Owner, a.Due, a.LiveOn, now, now, rest).Scan(&a.ID)
	if err != nil {
		return err
	}
	return t.answer(a.Journey, a.Touchpoint, action.TakenUp, int64(journey.DayOf(a.CreatedAt, j.Location())))
}

// checkAction says what is wrong with an action of a journey.
func checkAction(j *journey.Journey, a *action.Action) error {
	if err := a.Check(); err != nil {
		return err
	}
	if _, tp := j.Touchpoint(a.Touchpoint); tp == nil {
		reason := "must be a touchpoint of the journey"
		return &fault.Error{Kind: fault.Invalid, Detail: "touchpoint " + reason, Params: []fault.Param{{Name: "touchpoint", Code: "unknown", Reason: reason}}}
	}
	return nil
}

// Action by its id; fault.NotFound.
func (s *Store) Action(ctx context.Context, id int64) (*action.Action, error) {
	a, err := scanAction(s.dialect.read.QueryRowContext(ctx, actionSQL, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "There is no such action.")
	}
	return a, s.dialect.explain("read", err)
}

// ActionQuery selects actions. Zero fields do not select.
type ActionQuery struct {
	Journey    string
	Touchpoint string
	Owner      string // as typed, to the letter
	States     []action.State
	After      int64 // the id of the last one of the page before
	Limit      int   // 0: all
}

// Actions are the selected actions, oldest first.
func (s *Store) Actions(ctx context.Context, q ActionQuery) ([]action.Action, error) {
	var where clause
	for _, c := range []struct{ column, value string }{{"journey", q.Journey}, {"touchpoint", q.Touchpoint}, {"owner", q.Owner}} {
		if c.value != "" {
			where.and(c.column+" = ?", c.value)
		}
	}
	for i, state := range q.States {
		if i == 0 {
			where.and("state in (?", string(state))
		} else {
			where.add(", ?", string(state))
		}
	}
	if len(q.States) > 0 {
		where.add(")")
	}
	if q.After > 0 {
		where.and("id > ?", q.After)
	}
	where.add(" order by id")
	if q.Limit > 0 {
		where.add(" limit ?", q.Limit)
	}
	var all []action.Action
	rows, err := s.dialect.read.QueryContext(ctx, actionsSQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		a, err := scanAction(rows.Scan)
		if err == nil {
			all = append(all, *a)
		}
		return err
	})
	return all, s.dialect.explain("read", err)
}

// ChangeAction changes an action of a journey: change is given the action as it
// is and refuses by an error. revision is that of the action as the one who
// changes it saw it; fault.Conflict where it was changed since, and nothing is
// lost: what they typed is still theirs. When the action goes live, or on
// another day, its baseline is frozen; see Outcome.
func (s *Store) ChangeAction(ctx context.Context, j *journey.Journey, id, revision int64, change func(*action.Action) error) (*action.Action, error) {
	was, err := s.Action(ctx, id)
	if err != nil {
		return nil, err
	}
	if was.Journey != j.Key {
		return nil, fault.New(fault.NotFound, "There is no such action.")
	}
	if was.Revision != revision {
		return nil, errChanged
	}
	a := *was
	if err := change(&a); err != nil {
		return nil, err
	}
	if err := checkAction(j, &a); err != nil {
		return nil, err
	}
	return s.setAction(ctx, j, was, &a)
}

var errChanged = fault.New(fault.Conflict, "Somebody else changed this action meanwhile.")

// setAction writes an action over the one that was read.
func (s *Store) setAction(ctx context.Context, j *journey.Journey, was, a *action.Action) (*action.Action, error) {
	baseline, err := s.baseline(ctx, j, was, a)
	if err != nil {
		return nil, err
	}
	var outcome sql.NullString
	if a.Outcome != nil {
		b, err := json.Marshal(a.Outcome)
		if err != nil {
			return nil, err
		}
		outcome = sql.NullString{String: string(b), Valid: true}
	}
	rest, err := restOf(a)
	if err != nil {
		return nil, err
	}
	a.Revision, a.ChangedAt = was.Revision+1, moment(s.now())
	return a, s.writeIn(ctx, func(tx *tx, c *catalog) error {
		n, err := tx.changed(setActionSQL, a.Touchpoint, string(a.Kind), string(a.State), a.Title, a.Owner, a.Due, a.LiveOn,
			milli(a.ChangedAt), rest, baseline, outcome, a.ID, was.Revision)
		if err == nil && n == 0 {
			err = errChanged
		}
		if err != nil || a.State != action.Measured || was.State == action.Measured {
			return err
		}
		return tx.raiseVerdict(c, a)
	})
}
