package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/subscription"
)

const (
	addSubscriptionSQL = `insert into subscriptions (` + subscriptionColumns + `, folded) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) on conflict (id) do nothing`
	setSubscriptionSQL = `update subscriptions set user_id = $1, mail = $2, language = $3, zone = $4, journey = $5, team = $6, persona = $7, cadence = $8, weekday = $9, month_day = $10,
  hour = $11, minute = $12, alerts = $13, notices = $14, quiet_from = $15, quiet_to = $16, since = $17, stopped_at = $18, folded = $19 where id = $20`
	holdJourneySQL      = `update journeys set revision = revision where key = $1`
	activeOfSQL         = `select count(*) from subscriptions where folded = $1 and journey = $2 and stopped_at is null`
	subscriptionsOfSQL  = `select count(*) from subscriptions where folded = $1`
	dropSubscriptionSQL = `delete from subscriptions where id = $1`
	stopDigestSQL       = `update subscriptions set cadence = 'never' where id = $1`
	stopAlertsSQL       = `update subscriptions set alerts = 0 where folded = (select s.folded from subscriptions s where s.id = $1)`
	stopNoticesSQL      = `update subscriptions set notices = 0 where id = $1`
	stopUserSQL         = `update subscriptions set stopped_at = $1 where (user_id = $2 or folded = (select u.folded from users u where u.id = $2)) and stopped_at is null`
)

// mostSubscriptions of an address: everybody may make some for their own, and
// each brings mails.
const mostSubscriptions = 50

// AddSubscription keeps a new subscription and gives it since when it is, and an
// id unless it has one; where that id is there already nothing is added.
// fault.Invalid when it cannot be kept, fault.Conflict where the address has 50
// already.
func (s *Store) AddSubscription(ctx context.Context, sub *subscription.Subscription) error {
	if err := sub.Check(); err != nil {
		return err
	}
	sub.ID, sub.Since = cmp.Or(sub.ID, newID()), moment(s.now())
	return s.write(ctx, func(tx *tx) error { return tx.addSubscription(sub) })
}

// Subscribe is AddSubscription for an address that has no active subscription
// of the journey; one that has keeps it, and none is added, however often it is
// asked at once.
func (s *Store) Subscribe(ctx context.Context, sub *subscription.Subscription) error {
	if err := sub.Check(); err != nil {
		return err
	}
	sub.ID, sub.Since = newID(), moment(s.now())
	return s.write(ctx, func(tx *tx) error {
		if err := tx.exec(holdJourneySQL, sub.Journey); err != nil { // who asks at the same time waits here
			return err
		}
		var active int
		if err := tx.row(activeOfSQL, account.Fold(sub.Mail), sub.Journey).Scan(&active); err != nil || active > 0 {
			return err
		}
		return tx.addSubscription(sub)
	})
}

func (t *tx) addSubscription(sub *subscription.Subscription) error {
	if err := t.journeyThere(sub.Journey); err != nil {
		return err
	}
	if _, err := scanSubscription(t.row(subscriptionSQL, sub.ID).Scan); !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	folded := account.Fold(sub.Mail)
	var have int
	if err := t.row(subscriptionsOfSQL, folded).Scan(&have); err != nil {
		return err
	}
	if have >= mostSubscriptions {
		return fault.New(fault.Conflict, "There are %d subscriptions of this address already; remove one that is not needed.", have)
	}
	return t.exec(addSubscriptionSQL, sub.ID, sub.User, sub.Mail, sub.Language, sub.Zone, sub.Journey, sub.Team, sub.Persona, string(sub.Cadence), int64(sub.Weekday), sub.MonthDay, sub.Hour, sub.Minute,
		bit(sub.Alerts), bit(sub.Notices), sub.QuietFrom, sub.QuietTo, milli(sub.Since), optional(sub.Stopped), folded)
}

// SetSubscription changes a subscription. Since becomes now where digests are
// to come at other times, so that none is caught up. fault.NotFound,
// fault.Invalid.
func (s *Store) SetSubscription(ctx context.Context, sub *subscription.Subscription) error {
	if err := sub.Check(); err != nil {
		return err
	}
	return s.write(ctx, func(tx *tx) error {
		was, err := scanSubscription(tx.row(subscriptionSQL, sub.ID).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return noSubscription
		}
		if err != nil {
			return err
		}
		if err := tx.journeyThere(sub.Journey); err != nil {
			return err
		}
		sub.Since = was.Since
		if sub.Retimed(&was) {
			sub.Since = moment(s.now())
		}
		err = tx.exec(setSubscriptionSQL, sub.User, sub.Mail, sub.Language, sub.Zone, sub.Journey, sub.Team, sub.Persona, string(sub.Cadence), int64(sub.Weekday), sub.MonthDay,
			sub.Hour, sub.Minute, bit(sub.Alerts), bit(sub.Notices), sub.QuietFrom, sub.QuietTo, milli(sub.Since), optional(sub.Stopped), account.Fold(sub.Mail), sub.ID)
		if before := account.Fold(was.Mail); err == nil && before != account.Fold(sub.Mail) {
			err = tx.unsubscribed(sub.ID, before)
		}
		return err
	})
}

// journeyThere is fault.Invalid for the key of no journey.
func (t *tx) journeyThere(key string) error {
	var revision int64
	err := t.row(revisionSQL, key).Scan(&revision)
	if errors.Is(err, sql.ErrNoRows) {
		return &fault.Error{Kind: fault.Invalid, Detail: "there is no such journey", Params: []fault.Param{{Name: "journey", Code: "required", Reason: "choose a journey"}}}
	}
	return err
}

// DropSubscription takes a subscription away; what was sent for it stays in
// the log, without its address where that is nobody's any more. One that is not
// there is no error.
func (s *Store) DropSubscription(ctx context.Context, id string) error {
	return s.write(ctx, func(tx *tx) error {
		sub, err := scanSubscription(tx.row(subscriptionSQL, id).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := tx.exec(madeSQL, id); err != nil {
			return err
		}
		if err := tx.exec(dropSubscriptionSQL, id); err != nil {
			return err
		}
		return tx.unsubscribed(id, account.Fold(sub.Mail))
	})
}

// StopMail ends one kind of mail, as the link in a mail does: the digest or the
// notices of a subscription, or all alerts to its address. Doing it again is no
// error; an unknown subscription is fault.NotFound, an unknown kind
// fault.Invalid.
func (s *Store) StopMail(ctx context.Context, id string, kind MailKind) error {
	query := map[MailKind]string{DigestMail: stopDigestSQL, AlertMail: stopAlertsSQL, NoticeMail: stopNoticesSQL}[kind]
	if query == "" {
		return fault.New(fault.Invalid, "mails of this kind cannot be stopped")
	}
	return s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(query, id)
		if err == nil && n == 0 {
			err = noSubscription
		}
		return err
	})
}
