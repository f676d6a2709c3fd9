package job

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

const (
	failedTime = 14 * 24 * time.Hour // within which a mail that failed was written, or a webhook was switched off
	behindTime = time.Hour           // for which a text waits where all is well, or a digest to be made
)

// troubles are the alerts of what does not work, each once until it is mended;
// those that are mended end.
func (w *Watching) troubles(ctx context.Context) ([]store.Alert, error) {
	failed, err := w.Store.Undelivered(ctx, w.Clock().Add(-failedTime))
	if err != nil {
		return nil, err
	}
	texts, since, err := w.Store.Behind(ctx)
	if err != nil {
		return nil, err
	}
	now := w.Clock()
	today := journey.DayOf(now, time.UTC)
	var alerts []store.Alert
	for _, u := range failed {
		alerts = append(alerts, store.Alert{Kind: string(digest.Undelivered), Key: undeliveredKey(u.Reader) + u.Mail, About: u.Mail, Day: today, Since: today})
	}
	hooks, err := w.Store.Webhooks(ctx)
	if err != nil {
		return nil, err
	}
	for _, h := range hooks {
		if !h.Disabled.IsZero() && h.Why != store.ByStaff && now.Sub(h.Disabled) < failedTime {
			alerts = append(alerts, store.Alert{Kind: string(digest.Unheard), Key: fmt.Sprintf("%s:%s:%d", digest.Unheard, h.ID, h.Disabled.UnixMilli()), About: h.Name, Day: today, Since: journey.DayOf(h.Disabled, time.UTC)})
		}
	}
	unmade, err := w.unmade(ctx, now, today)
	if err != nil {
		return nil, err
	}
	alerts = append(alerts, unmade...)
	if texts > 0 && now.Sub(since) > behindTime {
		alerts = append(alerts, store.Alert{Kind: string(digest.Behind), Key: string(digest.Behind) + ":" + today.String(), Day: today, Since: journey.DayOf(since, time.UTC), Answers: texts})
	}
	return w.still(ctx, alerts)
}

// unmade are the journeys whose digests cannot be made, one alert for each.
func (w *Watching) unmade(ctx context.Context, now time.Time, today journey.Day) (alerts []store.Alert, err error) {
	all, err := w.Store.Unmade(ctx)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, u := range all {
		if found[u.Journey] || now.Sub(u.Since) < behindTime {
			continue
		}
		j, err := w.Store.Journey(ctx, u.Journey)
		if err != nil {
			return nil, err
		}
		found[u.Journey] = true
		alerts = append(alerts, store.Alert{
			Kind: string(digest.Unmade), Key: fmt.Sprintf("%s:%s:%d", digest.Unmade, u.Journey, u.Since.UnixMilli()), Day: today, Since: journey.DayOf(u.Since, j.Location()),
			About: cmp.Or(j.Name.In(j.Languages[0]), j.Key),
		})
	}
	return alerts, nil
}

// undeliveredKey is what the keys of alerts of an address have in common.
func undeliveredKey(reader string) string { return string(digest.Undelivered) + ":" + reader + ":" }

// still ends the troubles that are no more, and gives those that were not open
// before.
func (w *Watching) still(ctx context.Context, alerts []store.Alert) ([]store.Alert, error) {
	open, err := w.Store.Alerts(ctx, store.AlertQuery{Kinds: []string{string(digest.Undelivered), string(digest.Unheard), string(digest.Behind), string(digest.Unmade)}, Open: true})
	if err != nil {
		return nil, err
	}
	// Trouble is the same while its key is, but for what comes last in it.
	same := func(key string) string { return key[:strings.LastIndexByte(key, ':')] }
	is, was := map[string]bool{}, map[string]bool{}
	for _, a := range alerts {
		is[same(a.Key)] = true
	}
	for _, a := range open {
		was[same(a.Key)] = true
		if is[same(a.Key)] {
			continue
		}
		if err := w.Store.EndAlert(ctx, a.ID); err != nil {
			return nil, err
		}
	}
	var fresh []store.Alert
	for _, a := range alerts {
		if !was[same(a.Key)] {
			fresh = append(fresh, a)
		}
	}
	return fresh, nil
}
