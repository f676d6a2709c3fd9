package web

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/waymood/waymood/internal/store"
)

// waits reads from the database, whenever it is asked, what waits there: the same
// on every node. What cannot be read is missing, so that the rest is told.
type waits struct {
	store *store.Store
	clock func() time.Time

	mails, mailsAge, mailsFailed, unmade, deliveries, deliveriesAge, texts, textsAge *prometheus.Desc
}

// scrapeTime is how long the database may take: who asks waits for it.
const scrapeTime = 5 * time.Second

func newWaits(s *store.Store, clock func() time.Time) *waits {
	of := func(name, help string) *prometheus.Desc { return prometheus.NewDesc("waymood_"+name, help, nil, nil) }
	return &waits{
		store: s, clock: clock,
		mails:         of("mails_waiting", "Mails in the outbox that wait to be sent."),
		mailsAge:      of("mails_waiting_seconds", "Since when the oldest mail waits; 0 where none does."),
		mailsFailed:   of("mails_failed", "Mails of the last 28 days that could not be delivered."),
		unmade:        of("digests_unmade", "Subscriptions whose digest cannot be made."),
		deliveries:    of("deliveries_waiting", "Events on their way to webhooks."),
		deliveriesAge: of("deliveries_waiting_seconds", "Since when the oldest event is on its way to a webhook; 0 where none is."),
		texts:         of("texts_waiting", "Texts that wait to be scored."),
		textsAge:      of("texts_waiting_seconds", "Since when the oldest text waits to be scored; 0 where none does."),
	}
}

// Describe names what Collect tells.
func (w *waits) Describe(names chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{w.mails, w.mailsAge, w.mailsFailed, w.unmade, w.deliveries, w.deliveriesAge, w.texts, w.textsAge} {
		names <- d
	}
}

// Collect reads it.
func (w *waits) Collect(told chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	tell := func(d *prometheus.Desc, value float64) {
		told <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value)
	}
	backlog := func(n, age *prometheus.Desc, waiting int64, since time.Time) {
		tell(n, float64(waiting))
		seconds := 0.0
		if !since.IsZero() {
			seconds = max(0, w.clock().Sub(since).Seconds())
		}
		tell(age, seconds)
	}
	if o, err := w.store.Outbox(ctx); err == nil {
		backlog(w.mails, w.mailsAge, int64(o.Waiting), o.Oldest)
		tell(w.mailsFailed, float64(o.Failed))
	}
	if all, err := w.store.Unmade(ctx); err == nil {
		tell(w.unmade, float64(len(all)))
	}
	if events, since, err := w.store.DeliveriesWaiting(ctx); err == nil {
		backlog(w.deliveries, w.deliveriesAge, events, since)
	}
	if texts, since, err := w.store.Behind(ctx); err == nil {
		backlog(w.texts, w.textsAge, texts, since)
	}
}
