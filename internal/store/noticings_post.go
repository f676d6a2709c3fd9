package store

import (
	"context"
	"errors"

	"github.com/waymood/waymood/internal/fault"
)

const (
	noticeSQL      = `update noticings set seq = $1, told_at = $2 where subscription = $3 and seq <= $4 and (told_at <= $5 or told_at > $6)`
	passNoticesSQL = `update noticings set seq = $1 where subscription = $2 and seq < $3`
	addNoticedSQL  = `insert into noticed (subscription, seq) values ($1, $2) on conflict (subscription, seq) do nothing`
	passNoticedSQL = `delete from noticed where subscription = $1 and seq <= $2`

	unwantedSQL      = `select count(*) from noticings n where not exists (select 1 from subscriptions s where s.id = n.subscription and s.notices = 1 and s.stopped_at is null)`
	dropNoticingsSQL = `delete from noticings where not exists (select 1 from subscriptions s where s.id = noticings.subscription and s.notices = 1 and s.stopped_at is null)`
	dropNoticedSQL   = `delete from noticed where not exists (select 1 from subscriptions s where s.id = noticed.subscription and s.notices = 1 and s.stopped_at is null)`
)

// PostNotice keeps a mail that tells a subscription of unhappy answers, together
// with that they were told. False when another process has told them.
func (s *Store) PostNotice(ctx context.Context, m Mail, n *Notice) (posted bool, err error) {
	err = s.write(ctx, func(tx *tx) error {
		now := s.now()
		posted = false
		turn, err := tx.changed(noticeSQL, n.next, now, m.Subscription, n.next, now-noticeEvery.Milliseconds(), now)
		if err != nil || turn == 0 {
			return err
		}
		if _, posted, err = tx.postMail(m); err != nil || !posted {
			return errors.Join(err, errTold)
		}
		for _, seq := range n.seqs {
			if fresh, err := tx.changed(addNoticedSQL, m.Subscription, seq); err != nil || fresh == 0 {
				return errors.Join(err, errTold)
			}
		}
		return tx.exec(passNoticedSQL, m.Subscription, n.next)
	})
	if errors.Is(err, errTold) {
		return false, nil
	}
	return posted && err == nil, err
}

// errTold undoes a transaction that another process has overtaken.
var errTold = fault.New(fault.Conflict, "this was told by another process")

// pass notes that answers up to a number have been looked at for good.
func (t *tx) pass(subscription string, seq int64) error {
	if err := t.exec(passNoticesSQL, seq, subscription, seq); err != nil {
		return err
	}
	return t.exec(passNoticedSQL, subscription, seq)
}

// EndNotices forgets where the notices of subscriptions stand that want none
// any more, so that who wants them again begins anew.
func (s *Store) EndNotices(ctx context.Context) error {
	var unwanted int64
	err := s.dialect.read.QueryRowContext(ctx, unwantedSQL).Scan(&unwanted)
	if err != nil || unwanted == 0 {
		return s.dialect.explain("read", err)
	}
	return s.write(ctx, func(tx *tx) error {
		if err := tx.exec(dropNoticingsSQL); err != nil {
			return err
		}
		return tx.exec(dropNoticedSQL)
	})
}
