package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

const (
	digestName     = "digests"
	digestSchedule = "@every 1m"
	digestTime     = 30 * time.Second // for one digest
)

// Digesting is the job that puts digests that are due into the outbox. It needs
// no lease: the keys of what is there already keep restarts, several nodes and
// clocks that jump from making two of a subscription's period, and a node that
// hangs holds up none of the others. Nodes that work at the same time share the
// work, since each begins somewhere else.
type Digesting struct {
	Store *store.Store
	Log   *slog.Logger
	Clock func() time.Time

	// Anyway tries those at once, too, that could not be made and wait.
	Anyway bool

	// Document makes what a digest is written from, in the form in which the
	// outbox keeps it. fault.NotFound where there is nothing to be told: the
	// journey is a draft or gone.
	Document func(context.Context, *subscription.Subscription, subscription.Period) ([]byte, error)
}

// dueDigest is a digest that has not been made.
type dueDigest struct {
	sub    *subscription.Subscription
	period subscription.Period
	key    string
	failed store.Unmade // the tries so far
}

// Run puts what is due into the outbox and says how many digests. One that
// cannot be made waits, longer after each try; it keeps no other from being
// made, unless it is the database that fails.
func (d *Digesting) Run(ctx context.Context) (posted int, err error) {
	due, err := d.due(ctx)
	if err != nil {
		return 0, err
	}
	for _, one := range due {
		n, err := d.post(ctx, one)
		posted += n
		if ctx.Err() != nil {
			return posted, ctx.Err()
		}
		if errors.Is(err, fault.Busy) { // the database: the others would fare no better
			return posted, fmt.Errorf("make digests: %w", err)
		}
		if err := d.note(ctx, one, err); err != nil {
			return posted, fmt.Errorf("note what became of a digest: %w", err)
		}
	}
	return posted, nil
}

// due are the digests whose time has come and that are not in the outbox yet:
// in any order, but those last that could not be made before.
func (d *Digesting) due(ctx context.Context) ([]dueDigest, error) {
	subs, err := d.Store.Subscriptions(ctx, store.SubscriptionQuery{Active: true})
	if err != nil {
		return nil, fmt.Errorf("read subscriptions: %w", err)
	}
	failed, err := d.failed(ctx)
	if err != nil {
		return nil, err
	}
	now := d.Clock()
	var due []dueDigest
	var keys []string
	for i := range subs {
		if p, ok := subs[i].Due(now); ok {
			key := DigestKey(&subs[i], p)
			due, keys = append(due, dueDigest{&subs[i], p, key, failed[subs[i].ID]}), append(keys, key)
		}
	}
	posted, err := d.Store.Posted(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("look what is in the outbox: %w", err)
	}
	open := due[:0]
	for _, one := range due {
		if posted[one.key] {
			continue
		}
		delete(failed, one.sub.ID)
		if d.Anyway || !waits(one.failed, now) {
			open = append(open, one)
		}
	}
	for id := range failed { // made by another node, or not due any more
		if err := d.made(ctx, id); err != nil {
			return nil, err
		}
	}
	rand.Shuffle(len(open), func(i, k int) { open[i], open[k] = open[k], open[i] })
	slices.SortStableFunc(open, func(a, b dueDigest) int { return min(a.failed.Tries, 1) - min(b.failed.Tries, 1) })
	return open, nil
}

// DigestKey is the outbox's key of a subscription's digest of a period.
func DigestKey(sub *subscription.Subscription, p subscription.Period) string {
	return "digest:" + sub.ID + ":" + p.Key
}

// DigestMail is a subscription's digest of a period, to be posted.
func DigestMail(sub *subscription.Subscription, p subscription.Period, document []byte) (m store.Mail, err error) {
	m = store.Mail{
		Key: DigestKey(sub, p), Kind: store.DigestMail, Subscription: sub.ID, Journey: sub.Journey,
		To: sub.Mail, Language: sub.Language, Document: document,
	}
	m.Asks, err = letter.Asks(&m)
	return m, err
}

// post makes one digest and puts it into the outbox: 1, or 0 where another node
// was first or there is nothing to be told.
func (d *Digesting) post(ctx context.Context, one dueDigest) (int, error) {
	if posted, err := d.Store.Posted(ctx, []string{one.key}); err != nil || posted[one.key] {
		return 0, err
	}
	document, err := d.make(ctx, one)
	if errors.Is(err, fault.NotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	m, err := DigestMail(one.sub, one.period, document)
	if err != nil {
		return 0, err
	}
	added, err := d.Store.PostMails(ctx, []store.Mail{m})
	return len(added), err
}

// make makes one digest's document; a panic over one must not take the others
// with it.
func (d *Digesting) make(ctx context.Context, one dueDigest) (_ []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	j, err := d.Store.Journey(ctx, one.sub.Journey)
	if err != nil {
		return nil, err
	}
	if j.Archived || j.Draft() {
		return nil, fault.New(fault.NotFound, "the journey goes into no mail")
	}
	ctx, cancel := context.WithTimeout(ctx, digestTime)
	defer cancel()
	return d.Document(ctx, one.sub, one.period)
}

// Job is digesting on its schedule, every minute.
func (d *Digesting) Job() (Job, error) {
	at, err := ParseSchedule(digestSchedule)
	return Job{Name: digestName, Schedule: at, Work: func(ctx context.Context) error {
		posted, err := d.Run(ctx)
		if posted > 0 {
			d.Log.Info("digests wait to be sent", "digests", posted)
		}
		return err
	}}, err
}
