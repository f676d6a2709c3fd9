package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

const (
	noticeName     = "notices"
	noticeSchedule = "@every 1m"
	noticeTime     = time.Minute
)

// Noticing is the job that posts notices of unhappy answers to who wants them.
// It needs no lease: what was told is noted with the mail that tells it.
type Noticing struct {
	Store *store.Store
	Clock func() time.Time
	Log   *slog.Logger
}

// Run looks once and says how many notices were posted. What goes wrong for one
// subscription does not stop the others.
func (n *Noticing) Run(ctx context.Context) (posted int, err error) {
	ctx, cancel := context.WithTimeout(ctx, noticeTime)
	defer cancel()
	if err := n.Store.EndNotices(ctx); err != nil {
		return 0, fmt.Errorf("end notices: %w", err)
	}
	subs, err := n.Store.Subscriptions(ctx, store.SubscriptionQuery{Active: true})
	if err != nil {
		return 0, fmt.Errorf("read subscriptions: %w", err)
	}
	for i := range subs {
		if !subs[i].Notices {
			continue
		}
		told, err := n.notice(ctx, &subs[i])
		if errors.Is(err, fault.Busy) { // the database: the others would fare no better
			return posted, fmt.Errorf("make notices: %w", err)
		}
		if err != nil {
			n.Log.Error("a notice could not be made; it is tried again at the next time", "subscription", subs[i].ID, "journey", subs[i].Journey, "error", err)
		}
		if told {
			posted++
		}
		if ctx.Err() != nil {
			return posted, ctx.Err()
		}
	}
	return posted, nil
}

// notice posts a notice to a subscription if there is anything to be told, and
// says whether it did. In quiet hours what happens waits for their end.
func (n *Noticing) notice(ctx context.Context, sub *subscription.Subscription) (bool, error) {
	j, err := n.Store.Journey(ctx, sub.Journey)
	if err != nil {
		return false, err
	}
	news, err := n.Store.Unnoticed(ctx, sub)
	now := n.Clock()
	if err != nil || len(news.Answers) == 0 || j.Archived || j.Draft() || sub.Quiet(now) {
		return false, err
	}
	var notice digest.Notice
	for _, id := range news.Answers {
		notice.Answers = append(notice.Answers, id.String())
	}
	document, err := json.Marshal(notice)
	if err != nil {
		return false, err
	}
	return n.Store.PostNotice(ctx, store.Mail{
		Key:  "notice:" + sub.ID + ":" + now.UTC().Format("2006-01-02T15"),
		Kind: store.NoticeMail, Subscription: sub.ID, Journey: sub.Journey, To: sub.Mail, Language: sub.Language, Document: document,
	}, news)
}

// Job is noticing on its schedule, every minute.
func (n *Noticing) Job() (Job, error) {
	at, err := ParseSchedule(noticeSchedule)
	return Job{Name: noticeName, Schedule: at, Work: func(ctx context.Context) error {
		posted, err := n.Run(ctx)
		if posted > 0 {
			n.Log.Info("notices wait to be sent", "notices", posted)
		}
		return err
	}}, err
}
