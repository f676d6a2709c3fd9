package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/waymood/waymood/internal/fault"
)

// ClaimedMail is a mail that one sender works at. Its Attempts count this one.
type ClaimedMail struct {
	Mail
	// Token tells this claim from later ones of the same mail: who was thought
	// dead cannot overwrite what its successor noted.
	Token int64
}

// The condition stands in both: between looking and taking, another node may
// have taken the mail. Rows are taken one by one in the order of their numbers,
// so that no two nodes ever wait for each other.
const (
	claimableSQL  = `select seq from outbox where state = 'waiting' and next_at <= $1 and held_until <= $2 order by case kind when 'digest' then 1 else 0 end, next_at, seq limit $3`
	longestSQL    = `select seq from outbox where state = 'waiting' and next_at <= $1 and held_until <= $2 order by next_at, seq limit $3`
	claimMailSQL  = `update outbox set token = token + 1, attempts = attempts + 1, held_until = $1 where seq = $2 and state = 'waiting' and next_at <= $3 and held_until <= $4 returning seq, ` + mailColumns + `, document, token`
	holdMailSQL   = `update outbox set held_until = $1 where id = $2 and token = $3 and state = 'waiting'`
	mailSentSQL   = `update outbox set state = 'sent', sent_at = $1, subject = $2, trouble = '', held_until = 0 where id = $3 and token = $4 and state <> 'sent'`
	mailEndedSQL  = `update outbox set state = $1, trouble = $2, held_until = 0 where id = $3 and token = $4 and state = 'waiting'`
	mailLaterSQL  = `update outbox set next_at = $1, trouble = $2, held_until = 0 where id = $3 and token = $4 and state = 'waiting'`
	mailSparedSQL = `update outbox set next_at = $1, trouble = $2, held_until = 0, attempts = attempts - 1 where id = $3 and token = $4 and state = 'waiting'`
	outlivedSQL   = `update outbox set state = 'superseded' where id = $1 and kind = 'digest' and state = 'waiting' and exists (select 1 from outbox later where later.subscription = outbox.subscription and later.kind = 'digest' and later.seq > outbox.seq)`
	lateMailsSQL  = `select count(*) from outbox where state = 'waiting' and (next_at > $1 or held_until > $2)`
	pullMailsSQL  = `update outbox set next_at = $1, held_until = 0 where state = 'waiting' and (next_at > $2 or held_until > $3)`
)

// ClaimMails takes up to n mails whose time has come, for as long as hold:
// whoever has not said by then what became of one has died, and it is there to
// be claimed again. Alerts, notices and tests come before digests, then those
// that have waited longest.
func (s *Store) ClaimMails(ctx context.Context, n int, hold time.Duration) ([]ClaimedMail, error) {
	return s.claimFirst(ctx, claimableSQL, n, hold)
}

// ClaimLongestDue is ClaimMails for those that have waited longest, whatever
// they are.
func (s *Store) ClaimLongestDue(ctx context.Context, n int, hold time.Duration) ([]ClaimedMail, error) {
	return s.claimFirst(ctx, longestSQL, n, hold)
}

func (s *Store) claimFirst(ctx context.Context, query string, n int, hold time.Duration) ([]ClaimedMail, error) {
	for {
		now := s.now()
		found, err := s.claimable(ctx, query, now, n)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		taken, err := s.claimMails(ctx, found, now, now+hold.Milliseconds())
		if err != nil || len(taken) > 0 {
			return taken, err
		}
		// Others were quicker with all of these, and there may be more.
	}
}

// claimable are the numbers of mails that wait, in the order of a query.
func (s *Store) claimable(ctx context.Context, query string, now int64, n int) (found []int64, err error) {
	rows, err := s.dialect.read.QueryContext(ctx, query, now, now, n)
	err = each(rows, err, func(rows *sql.Rows) error {
		var seq int64
		err := rows.Scan(&seq)
		found = append(found, seq)
		return err
	})
	return found, s.dialect.explain("read", err)
}

// claimMails takes those that are still to be had, in the order in which they
// were found.
func (s *Store) claimMails(ctx context.Context, found []int64, now, until int64) (taken []ClaimedMail, err error) {
	err = s.write(ctx, func(tx *tx) error {
		taken = nil
		rank := map[string]int{}
		for _, seq := range slices.Sorted(slices.Values(found)) {
			c, err := tx.claimMail(seq, now, until)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			rank[c.ID] = slices.Index(found, seq)
			taken = append(taken, c)
		}
		slices.SortFunc(taken, func(a, b ClaimedMail) int { return cmp.Compare(rank[a.ID], rank[b.ID]) })
		return nil
	})
	if err != nil {
		return nil, err
	}
	return taken, nil
}

// HoldMail keeps a claim for as long as hold from now; fault.Conflict when it has
// lapsed and another was made.
func (s *Store) HoldMail(ctx context.Context, id string, token int64, hold time.Duration) error {
	return s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(holdMailSQL, s.now()+hold.Milliseconds(), id, token)
		if err == nil && n == 0 {
			err = lapsed()
		}
		return err
	})
}

func (t *tx) claimMail(seq, now, until int64) (c ClaimedMail, err error) {
	var document string
	c.Mail, _, err = scanMail(t.row(claimMailSQL, until, seq, now, now).Scan, &document, &c.Token)
	c.Document = []byte(document)
	return c, err
}

// PullMails makes mails due now that would wait, or be held, beyond a time, and
// says how many: nobody means to wait that long, so the clock was wrong when
// that was decided.
func (s *Store) PullMails(ctx context.Context, beyond time.Time) (n int64, err error) {
	late := milli(beyond)
	err = s.dialect.read.QueryRowContext(ctx, lateMailsSQL, late, late).Scan(&n)
	if err != nil || n == 0 {
		return 0, s.dialect.explain("read", err)
	}
	err = s.write(ctx, func(tx *tx) error {
		n, err = tx.changed(pullMailsSQL, s.now(), late, late)
		return err
	})
	return n, err
}

// MailSent notes that a server has the mail, under its claim's token;
// fault.Conflict when the claim has lapsed and another was made.
func (s *Store) MailSent(ctx context.Context, id string, token int64, subject string) error {
	return s.settleMail(ctx, id, mailSentSQL, s.now(), subject, id, token)
}

// MailFailed notes what was in the way, in words without addresses. The mail is
// tried again at next; where that is zero, it has failed for good. A digest
// that a later one has outlived is not tried again. fault.Conflict as MailSent.
func (s *Store) MailFailed(ctx context.Context, id string, token int64, trouble string, next time.Time) error {
	if next.IsZero() {
		return s.settleMail(ctx, id, mailEndedSQL, string(MailFailed), trouble, id, token)
	}
	return s.mailLater(ctx, id, mailLaterSQL, milli(next), trouble, id, token)
}

// MailSpared is MailFailed at what was none of the mail's own: the try does not
// count.
func (s *Store) MailSpared(ctx context.Context, id string, token int64, trouble string, next time.Time) error {
	return s.mailLater(ctx, id, mailSparedSQL, milli(next), trouble, id, token)
}

// mailLater puts a mail off by a statement that changes its row while the claim
// holds.
func (s *Store) mailLater(ctx context.Context, id, query string, args ...any) error {
	return s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(query, args...)
		if err == nil && n == 0 {
			return lapsed()
		}
		if err != nil {
			return err
		}
		return tx.exec(outlivedSQL, id)
	})
}

// MailStopped notes that nobody wants a mail any more. fault.Conflict as
// MailSent.
func (s *Store) MailStopped(ctx context.Context, id string, token int64) error {
	return s.settleMail(ctx, id, mailEndedSQL, string(MailStopped), "", id, token)
}

// settleMail notes the end of a mail, by a statement that changes its row while
// the claim holds.
func (s *Store) settleMail(ctx context.Context, id, query string, args ...any) error {
	return s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(query, args...)
		if err == nil && n == 0 {
			return lapsed()
		}
		if err != nil {
			return err
		}
		return tx.exec(forgetMailSQL, id)
	})
}

func lapsed() error {
	return fault.New(fault.Conflict, "another process has taken this mail meanwhile")
}
