package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
)

// MailKind is what a mail is.
type MailKind string

// The kinds of mail.
const (
	DigestMail MailKind = "digest"
	AlertMail  MailKind = "alert"
	NoticeMail MailKind = "notice"
	TestMail   MailKind = "test"
)

// MailState is what has become of a mail.
type MailState string

// The states of a mail; only the first is not for good.
const (
	MailWaiting    MailState = "waiting"
	MailSent       MailState = "sent"
	MailFailed     MailState = "failed"
	MailSuperseded MailState = "superseded" // a later digest came before it could be sent
	MailStopped    MailState = "stopped"    // nobody wants it any more
)

// Mail is one that waits to be sent, or was.
type Mail struct {
	ID           string // uuid, the left part of the Message-ID
	Key          string // what it is about: no two mails have the same
	Kind         MailKind
	Subscription string // id, which may have been dropped
	Journey      string
	To           string // address
	Language     string
	// Document is JSON from which the letter is written: numbers, names, ids of
	// quotes; never a customer's words or contacts. Lists leave it out.
	Document []byte
	Asks     []action.Ask // what a digest asks a decision about; only PostMails looks at them
	Subject  string       // once it was sent
	Created  time.Time
	State    MailState
	Attempts int
	Next     time.Time // not before then is it tried
	Sent     time.Time // zero: not yet
	Trouble  string    // of the last attempt, for people, without addresses
}

const (
	mailColumns   = `id, key, kind, subscription, journey, recipient, language, subject, created_at, state, attempts, next_at, sent_at, trouble`
	wholeMailsSQL = `select seq, ` + mailColumns + `, document from outbox`
	addMailSQL    = `insert into outbox (` + mailColumns + `, folded, document, token, held_until) values ($1, $2, $3, $4, $5, $6, $7, '', $8, 'waiting', 0, $9, null, '', $10, $11, 0, 0) on conflict (key) do nothing`
	supersedeSQL  = `update outbox set state = 'superseded' where kind = 'digest' and subscription = $1 and state = 'waiting' and id <> $2 and held_until <= $3`
)

func scanMail(scan func(...any) error, more ...any) (m Mail, seq int64, err error) {
	var created, next int64
	var sent sql.NullInt64
	err = scan(append([]any{&seq, &m.ID, &m.Key, &m.Kind, &m.Subscription, &m.Journey, &m.To, &m.Language, &m.Subject, &created, &m.State, &m.Attempts, &next, &sent, &m.Trouble}, more...)...)
	m.Created, m.Next, m.Sent = moment(created), moment(next), optionalMoment(sent)
	return m, seq, err
}

// PostMails keeps mails that are to be sent, all or none of them, and gives
// back those whose key was not there before, with the id, time and state that
// they were given. A digest takes the place of those of the same subscription
// that still wait, so that a mail server that was away for weeks is not met with
// one for each of them; one that is just being sent is left alone.
func (s *Store) PostMails(ctx context.Context, mails []Mail) ([]Mail, error) {
	var added []Mail
	err := s.write(ctx, func(tx *tx) error {
		added = nil
		for _, m := range mails {
			m, ok, err := tx.postMail(m)
			if err != nil {
				return err
			}
			if ok {
				added = append(added, m)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

// postMail keeps one mail; false when its key is there already.
func (t *tx) postMail(m Mail) (Mail, bool, error) {
	now := t.s.now()
	m.ID, m.Created, m.State = uuid.NewString(), moment(now), MailWaiting
	if m.Next.IsZero() {
		m.Next = m.Created
	}
	n, err := t.changed(addMailSQL, m.ID, m.Key, string(m.Kind), m.Subscription, m.Journey, m.To, m.Language, now, milli(m.Next), account.Fold(m.To), string(m.Document))
	if err != nil || n == 0 {
		return m, false, err
	}
	if m.Kind == DigestMail {
		err = t.exec(supersedeSQL, m.Subscription, m.ID, now)
	}
	if err == nil {
		err = t.ask(&m)
	}
	return m, true, err
}
