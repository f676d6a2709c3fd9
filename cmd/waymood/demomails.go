package main

import (
	"context"
	"time"

	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

// readers are who gets the sample café's digest, one in each language;
// example.com is nobody's.
var readers = map[string]string{"zh-Hant": "mei@example.com", "zh-Hans": "li@example.com", "uk": "olena@example.com", "en": "ann@example.com"}

// tellReaders subscribes them, and makes Monday's digests, which wait in the
// outbox since a demo has no mail server. Where one is set, nobody is
// subscribed: these addresses would only send everything back. A demo that is
// started again has them already.
func tellReaders(ctx context.Context, a *app, c config, r *running, j *journey.Journey) error {
	subs, err := r.store.Subscriptions(ctx, store.SubscriptionQuery{Journey: j.Key})
	if err != nil || len(subs) > 0 || c.server != nil {
		return err
	}
	var mails []store.Mail
	for _, language := range j.Languages {
		sub := &subscription.Subscription{
			Mail: readers[language], Language: language, Zone: j.Timezone, Journey: j.Key,
			Cadence: subscription.Weekly, Weekday: time.Monday, Hour: 8, MonthDay: 1, Alerts: true,
		}
		if err := r.store.AddSubscription(ctx, sub); err != nil {
			return err
		}
		period, _ := sub.Due(a.clock()) // of the last Monday, before they were subscribed
		document, err := r.letters.DigestDocument(ctx, sub, period)
		if err != nil {
			return err
		}
		m, err := job.DigestMail(sub, period, document)
		if err != nil {
			return err
		}
		mails = append(mails, m)
	}
	_, err = r.store.PostMails(ctx, mails)
	return err
}
