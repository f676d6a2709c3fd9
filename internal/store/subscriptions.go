package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/subscription"
)

const (
	subscriptionColumns = `id, user_id, mail, language, zone, journey, team, persona, cadence, weekday, month_day, hour, minute, alerts, notices, quiet_from, quiet_to, since, stopped_at`
	subscriptionsSQL    = `select ` + subscriptionColumns + ` from subscriptions`
	subscriptionSQL     = subscriptionsSQL + ` where id = $1`
)

// noSubscription answers ids that are unknown or were dropped.
var noSubscription = fault.New(fault.NotFound, "there is no such subscription")

func scanSubscription(scan func(...any) error) (s subscription.Subscription, err error) {
	var alerts, notices, since int64
	var stopped sql.NullInt64
	err = scan(&s.ID, &s.User, &s.Mail, &s.Language, &s.Zone, &s.Journey, &s.Team, &s.Persona, &s.Cadence, &s.Weekday, &s.MonthDay, &s.Hour, &s.Minute,
		&alerts, &notices, &s.QuietFrom, &s.QuietTo, &since, &stopped)
	s.Alerts, s.Notices, s.Since, s.Stopped = alerts != 0, notices != 0, moment(since), optionalMoment(stopped)
	return s, err
}

// SubscriptionQuery selects subscriptions. Zero fields do not select.
type SubscriptionQuery struct {
	User    string // id of the account
	Journey string
	Mail    string // in any case
	Active  bool   // only those that are not stopped
}

// Subscriptions that are selected, by address and journey.
func (s *Store) Subscriptions(ctx context.Context, q SubscriptionQuery) ([]subscription.Subscription, error) {
	where := new(clause)
	if q.User != "" {
		where.and("user_id = ?", q.User)
	}
	if q.Journey != "" {
		where.and("journey = ?", q.Journey)
	}
	if q.Mail != "" {
		where.and("folded = ?", account.Fold(q.Mail))
	}
	if q.Active {
		where.and("stopped_at is null")
	}
	where.add(" order by folded, journey, id")
	var all []subscription.Subscription
	rows, err := s.dialect.read.QueryContext(ctx, subscriptionsSQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		sub, err := scanSubscription(rows.Scan)
		all = append(all, sub)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// Subscription by its id; fault.NotFound.
func (s *Store) Subscription(ctx context.Context, id string) (*subscription.Subscription, error) {
	sub, err := scanSubscription(s.dialect.read.QueryRowContext(ctx, subscriptionSQL, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noSubscription
	}
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	return &sub, nil
}
