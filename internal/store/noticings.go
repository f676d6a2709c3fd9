package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
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
	// By their numbers, from where was looked last: the table's own order.
	unhappySQL = `select r.seq, r.id from responses r left join scores c on c.seq = r.seq`

	noticeSQL      = `update noticings set seq = $1, told_at = $2 where subscription = $3 and seq <= $4 and (told_at <= $5 or told_at > $6)`
	passNoticesSQL = `update noticings set seq = $1 where subscription = $2 and seq < $3`
	addNoticedSQL  = `insert into noticed (subscription, seq) values ($1, $2) on conflict (subscription, seq) do nothing`
	passNoticedSQL = `delete from noticed where subscription = $1 and seq <= $2`

	unwantedSQL      = `select count(*) from noticings n where not exists (select 1 from subscriptions s where s.id = n.subscription and s.notices = 1 and s.stopped_at is null)`
	dropNoticingsSQL = `delete from noticings where not exists (select 1 from subscriptions s where s.id = noticings.subscription and s.notices = 1 and s.stopped_at is null)`
	dropNoticedSQL   = `delete from noticed where not exists (select 1 from subscriptions s where s.id = noticed.subscription and s.notices = 1 and s.stopped_at is null)`
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

// unhappy reads the answers beyond a number that a subscription is to hear of
// and has not: those with an unhappy rating, and those without a rating whose
// words are; none that was imported, or is older than any tablet keeps them.
func (s *Store) unhappy(ctx context.Context, sub *subscription.Subscription, seq int64, n *Notice) error {
	c, err := s.current(ctx)
	if err != nil {
		return err
	}
	var touchpoints, imported []int64
	for k, sp := range c.byKey {
		if k.journey == sub.Journey && !sp.Touchpoint.Archived && !sp.Stage.Archived && (sub.Team == "" || sp.Touchpoint.Owner == sub.Team) {
			touchpoints = append(touchpoints, sp.touchpoint)
		}
	}
	imported = append(imported, 0) // without a placement
	for id, sp := range c.placements {
		if sp.Journey.Key == sub.Journey && sp.Placement.Channel == journey.Import {
			imported = append(imported, id)
		}
	}
	var where clause
	where.and("r.seq > ?", seq)
	where.and("(r.rating is not null and r.rating_class = ? or r.rating is null and c.text_class = ? and c.sentiment = ?)", int64(mood.Unhappy), int64(mood.Unhappy), int64(mood.TextNegative))
	where.and("r.state = 0 and r.superseded = 0 and r.delay <= ?", noticeAge.Milliseconds())
	where.in("r.touchpoint", touchpoints)
	for _, id := range imported {
		where.and("r.placement <> ?", id)
	}
	if sub.Persona != "" {
		persona, err := s.lookup(ctx, sub.Persona)
		if err != nil {
			return err
		}
		where.and("r.persona = ?", persona)
	}
	where.and("not exists (select 1 from noticed n where n.subscription = ? and n.seq = r.seq)", sub.ID)
	where.add(" order by r.seq limit ?", noticeMost)
	rows, err := s.dialect.read.QueryContext(ctx, unhappySQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var seq int64
		var id []byte
		if err := rows.Scan(&seq, &id); err != nil {
			return err
		}
		answer, err := uuid.FromBytes(id)
		n.seqs, n.Answers = append(n.seqs, seq), append(n.Answers, answer)
		return err
	})
	return s.dialect.explain("read", err)
}

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
