package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
)

const (
	replyColumns = `mail, touchpoint, journey, subscription, says, action, made_at`
	replySQL     = `select ` + replyColumns + ` from replies where mail = $1 and touchpoint = $2`
	addReplySQL  = `insert into replies (mail, touchpoint, journey, subscription, says, action, made_at) values ($1, $2, $3, $4, $5, 0, $6)
  on conflict (mail, touchpoint) do nothing`
	holdReplySQL = `update replies set mail = mail where mail = $1 and touchpoint = $2 returning ` + replyColumns
	setReplySQL  = `update replies set says = $1, action = $2, made_at = $3 where mail = $4 and touchpoint = $5`

	dropStanceOfSQL = `delete from stances where journey = $1 and touchpoint = $2 and mail = $3`
)

func scanReply(scan func(...any) error) (r action.Reply, err error) {
	var made int64
	err = scan(&r.Mail, &r.Touchpoint, &r.Journey, &r.Subscription, &r.Says, &r.Action, &made)
	r.Made = moment(made)
	return r, err
}

// Replied is what was decided about a touchpoint of a mail; fault.NotFound where
// nothing was.
func (s *Store) Replied(ctx context.Context, mail, touchpoint string) (*action.Reply, error) {
	r, err := scanReply(s.dialect.read.QueryRowContext(ctx, replySQL, mail, touchpoint).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "nothing was decided")
	}
	return &r, s.dialect.explain("read", err)
}

// Replying is a decision by mail with what it does: exactly one of Take and
// Stance, as its reply says.
type Replying struct {
	Reply   action.Reply   // Made is set
	Take    *action.Action // for TakenUp: the new action
	Stance  *action.Stance // else: what is said of the pain
	Instead string         // why an action is given up that an earlier decision of the same mail made
}

// Reply keeps a decision and does what it says, in one transaction. Said again
// it does nothing, however many say it at once. Said otherwise before, the new
// one stands instead: a stance that came by mail is taken back, and an action
// that nobody has touched since is given up. It returns what stands now, and
// whether this call made it so.
// fault.Invalid where the action cannot be kept.
func (s *Store) Reply(ctx context.Context, j *journey.Journey, d Replying) (stands *action.Reply, fresh bool, err error) {
	r := d.Reply
	r.Journey, r.Made = j.Key, moment(s.now())
	if d.Take != nil {
		d.Take.Touchpoint = r.Touchpoint
		if err := checkAction(j, d.Take); err != nil {
			return nil, false, err
		}
	}
	err = s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(addReplySQL, r.Mail, r.Touchpoint, r.Journey, r.Subscription, string(r.Says), milli(r.Made))
		if err != nil {
			return err
		}
		before, err := scanReply(tx.row(holdReplySQL, r.Mail, r.Touchpoint).Scan)
		if err != nil {
			return err
		}
		if fresh = n > 0 || before.Says != r.Says; !fresh {
			stands = &before
			return nil
		}
		if n == 0 {
			if err := tx.unsay(before, d.Instead); err != nil {
				return err
			}
		}
		now := r
		if now.Action, err = tx.decide(j, d); err != nil {
			return err
		}
		stands = &now
		return tx.exec(setReplySQL, string(now.Says), now.Action, milli(now.Made), now.Mail, now.Touchpoint)
	})
	if err != nil {
		return nil, false, err
	}
	return stands, fresh, nil
}

// decide does what a decision says and returns the id of its action.
func (t *tx) decide(j *journey.Journey, d Replying) (int64, error) {
	if d.Take != nil {
		a := *d.Take
		a.Mail = d.Reply.Mail
		t.s.plan(j, &a)
		err := t.addAction(j, &a)
		return a.ID, err
	}
	st := *d.Stance
	st.Journey, st.Touchpoint, st.Mail = j.Key, d.Reply.Touchpoint, d.Reply.Mail
	return st.Action, t.setStance(st)
}

// unsay takes back what an earlier decision of the same mail did.
func (t *tx) unsay(r action.Reply, reason string) error {
	if r.Says != action.TakenUp {
		return t.exec(dropStanceOfSQL, r.Journey, r.Touchpoint, r.Mail)
	}
	a, err := scanAction(t.row(actionSQL, r.Action).Scan)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (a.Revision != 1 || a.State != action.Planned) {
		return nil // somebody works on it
	}
	if err == nil {
		err = a.Drop(reason)
	}
	if err != nil {
		return err
	}
	rest, err := restOf(a)
	if err != nil {
		return err
	}
	return t.exec(setActionSQL, a.Touchpoint, string(a.Kind), string(a.State), a.Title, a.Owner, a.Due, a.LiveOn,
		t.s.now(), rest, sql.NullString{}, sql.NullString{}, a.ID, a.Revision)
}
