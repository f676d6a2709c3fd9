package job

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/store"
)

const (
	blankLease     = "retention"
	blankLeaseTime = 10 * time.Minute // for a pass; the next one takes up where it was cut off
	blankSchedule  = "@every 1h"
	// mailsKept is how long it can be seen from what a mail was written; that
	// it was sent stays.
	mailsKept = 90 * 24 * time.Hour
)

// Blanking is the job that removes words and contacts that have been kept
// long enough.
type Blanking struct {
	Store *store.Store
	Keep  Retention
	Log   *slog.Logger
	Clock func() time.Time // nil: time.Now
}

// Run blanks what is due and says in how many answers. fault.Busy when
// another node is at it.
func (b *Blanking) Run(ctx context.Context) (texts, contacts int, err error) {
	ctx, cancel := context.WithTimeout(ctx, blankLeaseTime)
	defer cancel()
	err = holding(ctx, b.Store, blankLease, blankLeaseTime, func(*store.Lease) error {
		texts, contacts, err = b.pass(ctx)
		return err
	})
	return texts, contacts, err
}

func (b *Blanking) pass(ctx context.Context) (texts, contacts int, err error) {
	now := time.Now
	if b.Clock != nil {
		now = b.Clock
	}
	b.Store.Wipe(ctx)
	textsBefore, contactsBefore := b.Keep.Before(now())
	if !textsBefore.IsZero() {
		if texts, err = b.Store.BlankTexts(ctx, textsBefore); err != nil {
			return texts, 0, fmt.Errorf("blank texts: %w", err)
		}
	}
	if !contactsBefore.IsZero() {
		if contacts, err = b.Store.BlankContacts(ctx, contactsBefore); err != nil {
			return texts, contacts, fmt.Errorf("blank contacts: %w", err)
		}
	}
	if _, err := b.Store.BlankMails(ctx, now().Add(-mailsKept)); err != nil {
		return texts, contacts, fmt.Errorf("blank mails: %w", err)
	}
	return texts, contacts, nil
}

// Job is retention on its schedule, every hour.
func (b *Blanking) Job() (Job, error) {
	at, err := ParseSchedule(blankSchedule)
	return Job{Name: blankLease, Schedule: at, Work: func(ctx context.Context) error {
		texts, contacts, err := b.Run(ctx)
		if texts+contacts > 0 {
			b.Log.Info("words kept long enough are gone", "texts", texts, "contacts", contacts)
		}
		return err
	}}, err
}

// Retention is how many months words and contacts are kept; 0 keeps them for
// good. What an answer adds to the tallies stays.
type Retention struct {
	Texts    int
	Contacts int
}

// Before are the times before which texts and contacts are blanked, the zero
// time where they are kept for good.
func (r Retention) Before(now time.Time) (texts, contacts time.Time) {
	if r.Texts > 0 {
		texts = now.AddDate(0, -r.Texts, 0)
	}
	if r.Contacts > 0 {
		contacts = now.AddDate(0, -r.Contacts, 0)
	}
	return texts, contacts
}

// ParseRetention reads "texts=24m,contacts=12m": months (m) or years (y), or
// "forever". What is not named keeps its default, 24 and 12 months.
func ParseRetention(s string) (Retention, error) {
	r := Retention{Texts: 24, Contacts: 12}
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		kind, age, _ := strings.Cut(part, "=")
		months, err := parseMonths(age)
		if err != nil {
			return Retention{}, fmt.Errorf("%s: %w", part, err)
		}
		switch kind {
		case "texts":
			r.Texts = months
		case "contacts":
			r.Contacts = months
		default:
			return Retention{}, fmt.Errorf("%q is not kept for a time of its own; write texts= or contacts=", kind)
		}
	}
	return r, nil
}

func parseMonths(s string) (int, error) {
	if s == "forever" {
		return 0, nil
	}
	factor := map[string]int{"m": 1, "y": 12}
	if s != "" {
		if per, ok := factor[s[len(s)-1:]]; ok {
			if n, err := strconv.Atoi(s[:len(s)-1]); err == nil && n >= 1 && n <= 1200 {
				return n * per, nil
			}
		}
	}
	return 0, fmt.Errorf("write months or years, such as 24m or 2y, or forever")
}
