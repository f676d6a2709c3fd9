package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

// write writes mails as files: with --now each subscription's next digest,
// else those that wait in the outbox and the digests that are due.
func (c *digestCommand) write(ctx context.Context, a *app, st *store.Store, writer *letter.Writer) error {
	var mails []store.Mail
	if !c.Now {
		waiting, err := c.waiting(ctx, a, st)
		if err != nil {
			return err
		}
		mails = waiting
	}
	digests, err := c.digests(ctx, a, st, writer)
	if err != nil {
		return err
	}
	mails = append(mails, digests...)
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return err
	}
	written := 0
	for i := range mails {
		switch err := c.file(ctx, a, writer, &mails[i], written+1); {
		case errors.Is(err, fault.NotFound): // nobody wants it any more
		case err != nil:
			return fmt.Errorf("write a %s about %s: %w", mails[i].Kind, mails[i].Journey, plain(err))
		default:
			written++
		}
	}
	a.say("%s written to %s; nothing was sent", count(written, "mail was", "mails were"), c.Out)
	return nil
}

// waiting are the mails of the outbox whose time has come, the oldest first.
func (c *digestCommand) waiting(ctx context.Context, a *app, st *store.Store) ([]store.Mail, error) {
	var list []store.Mail
	for cursor := ""; ; {
		page, next, err := st.Mails(ctx, store.MailQuery{Limit: 500, Cursor: cursor})
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			if m.State != store.MailWaiting || m.Next.After(a.clock()) || c.Journey != "" && m.Journey != c.Journey {
				continue
			}
			whole, err := st.MailByID(ctx, m.ID)
			if err != nil {
				return nil, err
			}
			list = append(list, *whole)
		}
		if cursor = next; next == "" {
			slices.Reverse(list)
			return list, nil
		}
	}
}

// digests are those of the active subscriptions that are due, or with --now
// all of them, made and kept nowhere.
func (c *digestCommand) digests(ctx context.Context, a *app, st *store.Store, writer *letter.Writer) ([]store.Mail, error) {
	subs, err := st.Subscriptions(ctx, store.SubscriptionQuery{Active: true, Journey: c.Journey})
	if err != nil {
		return nil, err
	}
	var list []store.Mail
	for i := range subs {
		sub := &subs[i]
		period, due := sub.Due(a.clock())
		if c.Now {
			period, due = subscription.Period{At: a.clock()}, sub.Cadence != subscription.Never
		} else if due {
			key := job.DigestKey(sub, period)
			posted, err := st.Posted(ctx, []string{key})
			if err != nil {
				return nil, err
			}
			due = !posted[key]
		}
		if !due {
			continue
		}
		document, err := writer.DigestDocument(ctx, sub, period)
		if errors.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("make a digest of %s: %w", sub.Journey, err)
		}
		m, err := job.DigestMail(sub, period, document)
		if err != nil {
			return nil, err
		}
		m.ID, m.Created = uuid.NewString(), a.clock()
		list = append(list, m)
	}
	return list, nil
}

// file writes the n-th mail; its name tells no address.
func (c *digestCommand) file(ctx context.Context, a *app, writer *letter.Writer, m *store.Mail, n int) error {
	message, err := writer.Write(ctx, m)
	if err != nil {
		return err
	}
	eml, err := message.Bytes()
	if err != nil {
		return err
	}
	path := filepath.Join(c.Out, fmt.Sprintf("%02d-%s-%s-%s.eml", n, m.Kind, m.Journey, m.Language))
	if err := os.WriteFile(path, eml, 0o600); err != nil {
		return err
	}
	a.say("%s  %s", path, message.Subject)
	return nil
}
