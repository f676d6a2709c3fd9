package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/subscription"
)

// Notices of unhappy answers. Numbers of answers are given before they are
// committed, and words are read after they have come: so what was looked at is
// noted answer by answer for a while (noticed), and for good only where nothing
// can turn up any more (noticings.seq).
const (
	noticeEvery  = time.Hour          // at most one notice in it
	noticeSettle = time.Hour          // after which no number turns up late
	noticeUnread = 24 * time.Hour     // for which an answer without a rating is waited for until it is read
	noticeStart  = 2 * time.Minute    // that a wish for notices may be older than the first look
	noticeMost   = 200                // answers in one notice
	noticeAge    = 7 * 24 * time.Hour // that an answer may be late, from a tablet off line
)

// Notice is what a subscription has not heard of: unhappy answers, oldest first.
type Notice struct {
	Answers []uuid.UUID
	seqs    []int64
	next    int64 // all up to it have been looked at for good
}

const (
	noticingSQL     = `select seq, told_at from noticings where subscription = $1`
	startNoticesSQL = `insert into noticings (subscription, seq, told_at) values ($1, $2, 0) on conflict (subscription) do nothing`
	// Numbers ascend with the time of arrival but for moments, so the walk is short.
	lastBeforeSQL = `select seq from responses where received_at < $1 order by seq desc limit 1`
	unreadSQL     = `select min(w.seq) from waiting w join responses r on r.seq = w.seq where w.seq > $1 and r.rating is null and r.text is not null and r.received_at >= $2`
)

// Unnoticed is what a subscription may hear of now: nothing within an hour of
// its last notice, and nothing of what came before it wanted to hear.
func (s *Store) Unnoticed(ctx context.Context, sub *subscription.Subscription) (*Notice, error) {
	now := s.clock()
	var seq, told int64
	err := s.dialect.read.QueryRowContext(ctx, noticingSQL, sub.ID).Scan(&seq, &told)
	if errors.Is(err, sql.ErrNoRows) {
		return &Notice{}, s.startNotices(ctx, sub)
	}
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	if told > milli(now.Add(-noticeEvery)) && told <= milli(now) {
		return &Notice{}, nil
	}
	n := &Notice{}
	if n.next, err = s.settled(ctx, seq); err != nil {
		return nil, err
	}
	if err := s.unhappy(ctx, sub, seq, n); err != nil {
		return nil, err
	}
	if len(n.seqs) > 0 {
		n.next = max(seq, min(n.next, n.seqs[0]-1))
	}
	if len(n.seqs) == 0 && n.next > seq+1000 {
		err = s.write(ctx, func(tx *tx) error { return tx.pass(sub.ID, n.next) })
	}
	return n, err
}

// startNotices begins with what arrives from when they were wanted.
func (s *Store) startNotices(ctx context.Context, sub *subscription.Subscription) error {
	from := s.clock().Add(-noticeStart)
	if sub.Since.After(from) {
		from = sub.Since
	}
	last, err := s.arrived(ctx, from)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *tx) error { return tx.exec(startNoticesSQL, sub.ID, last) })
}

// arrived is the number of the last answer that came before a time, or 0.
func (s *Store) arrived(ctx context.Context, before time.Time) (seq int64, err error) {
	err = s.dialect.read.QueryRowContext(ctx, lastBeforeSQL, milli(before)).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return seq, s.dialect.explain("read", err)
}

// settled is the number up to which nothing unhappy can turn up any more.
func (s *Store) settled(ctx context.Context, seq int64) (int64, error) {
	now := s.clock()
	next, err := s.arrived(ctx, now.Add(-noticeSettle))
	if err != nil {
		return 0, err
	}
	var unread sql.NullInt64
	if err := s.dialect.read.QueryRowContext(ctx, unreadSQL, seq, milli(now.Add(-noticeUnread))).Scan(&unread); err != nil {
		return 0, s.dialect.explain("read", err)
	}
	if unread.Valid {
		next = min(next, unread.Int64-1)
	}
	return max(seq, next), nil
}
