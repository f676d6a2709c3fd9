package main

import (
	"context"
	"fmt"

	"github.com/waymood/waymood/internal/store"
)

// hooks says what waits to be told to webhooks, and which are switched off.
func (c *doctorCommand) hooks(ctx context.Context, a *app, st *store.Store) finding {
	all, err := st.Webhooks(ctx)
	if err != nil {
		return finding{"webhooks", "bad", plain(err).Error()}
	}
	events, since, err := st.DeliveriesWaiting(ctx)
	if err != nil {
		return finding{"webhooks", "bad", plain(err).Error()}
	}
	if len(all) == 0 {
		return finding{"webhooks", "ok", "none"}
	}
	off := 0
	for _, w := range all {
		if !w.Disabled.IsZero() && w.Why != store.ByStaff {
			off++
		}
	}
	text, state := count(len(all), "webhook", "webhooks")+"; nothing waits", "ok"
	if events > 0 {
		text = fmt.Sprintf("%s; %s, the oldest since %s ago", count(len(all), "webhook", "webhooks"), count(int(events), "event waits", "events wait"), age(a.clock().Sub(since)))
	}
	if off > 0 {
		text, state = text+fmt.Sprintf("; %s, its page says why", count(off, "was switched off", "were switched off")), "note"
	}
	return finding{"webhooks", state, text}
}
