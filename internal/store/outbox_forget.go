package store

import (
	"context"
	"time"
)

// Whose address is that of an account or a subscription is still told something;
// anybody else's is not remembered once the mails to it are done.
const (
	nobody = ` and not exists (select 1 from subscriptions s where s.folded = outbox.folded) and not exists (select 1 from users u where u.folded = outbox.folded)`

	forgetMailSQL   = `update outbox set recipient = '', folded = '' where id = $1 and state <> 'waiting'` + nobody
	forgetReaderSQL = `update outbox set recipient = '', folded = '' where folded = $1 and state <> 'waiting'` + nobody
	// Nobody works at these, and nobody will while there is no mail server.
	unwantedMailsSQL = `update outbox set state = 'stopped' where subscription = $1 and state = 'waiting' and held_until <= $2`
	// None is sent before it is made, so created_at is asked first, by its index.
	blankMailsSQL = `update outbox set document = '', recipient = '', folded = '' where document <> '' and created_at < $1 and state <> 'waiting' and coalesce(sent_at, created_at) < $1`
)

// unsubscribed ends what waits for a subscription that was taken away, and
// forgets the address to which it went if nothing else goes there. What is just
// being sent is forgotten when that has come to its end.
func (t *tx) unsubscribed(id, folded string) error {
	if err := t.exec(unwantedMailsSQL, id, t.s.now()); err != nil {
		return err
	}
	return t.exec(forgetReaderSQL, folded)
}

// BlankMails removes what the letters of mails were written from and the
// addresses to which they went, of those that came to an end before a time, and
// says of how many. That they were sent stays.
func (s *Store) BlankMails(ctx context.Context, before time.Time) (int, error) {
	var n int64
	err := s.write(ctx, func(tx *tx) (err error) {
		n, err = tx.changed(blankMailsSQL, milli(before))
		return err
	})
	return int(n), err
}
