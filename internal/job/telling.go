package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

// morning is the minute of the local day before which no alert is sent to who
// has named no quiet hours: days are judged when they are over, at midnight.
const morning = 7 * 60

// recipient is a person who is told of alerts, with all their subscriptions that
// want them.
type recipient struct {
	mail string
	subs []subscription.Subscription
}

// tell posts a mail to each recipient who has not heard of some alerts, with all
// of them: one in a local day, over all journeys.
func (w *Watching) tell(ctx context.Context, journeys []*journey.Journey) (posted int, err error) {
	byKey := map[string]*journey.Journey{}
	for _, j := range journeys {
		byKey[j.Key] = j
	}
	recipients, err := w.recipients(ctx)
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, r := range recipients {
		told, err := w.tellOne(ctx, r, byKey)
		switch {
		case errors.Is(err, fault.Conflict): // another node was first
		case err != nil:
			failed = append(failed, fmt.Errorf("tell a recipient of alerts: %w", err))
		case told:
			posted++
		}
	}
	return posted, errors.Join(failed...)
}

// recipients are all who want alerts, by address.
func (w *Watching) recipients(ctx context.Context) ([]recipient, error) {
	subs, err := w.Store.Subscriptions(ctx, store.SubscriptionQuery{Active: true})
	if err != nil {
		return nil, fmt.Errorf("read subscriptions: %w", err)
	}
	var list []recipient
	for _, s := range subs { // by address
		if !s.Alerts {
			continue
		}
		if n := len(list); n == 0 || account.Fold(list[n-1].mail) != account.Fold(s.Mail) {
			list = append(list, recipient{mail: s.Mail})
		}
		r := &list[len(list)-1]
		r.subs = append(r.subs, s)
	}
	return list, nil
}

// quiet says whether a recipient is to be left alone now.
func (r recipient) quiet(now time.Time) bool {
	for i := range r.subs {
		s := &r.subs[i]
		if s.QuietFrom != s.QuietTo {
			return s.Quiet(now)
		}
	}
	local := now.In(r.subs[0].Location())
	return local.Hour()*60+local.Minute() < morning
}

// wants is the subscription by which a recipient hears of an alert, or nil.
func (r recipient) wants(a store.Alert) *subscription.Subscription {
	for i := range r.subs {
		s := &r.subs[i]
		if s.Journey == a.Journey && !a.Raised.Before(s.Since) && (s.Team == "" || slices.Contains(a.Teams, s.Team)) {
			return s
		}
	}
	return nil
}

func (w *Watching) tellOne(ctx context.Context, r recipient, journeys map[string]*journey.Journey) (bool, error) {
	now := w.Clock()
	if r.quiet(now) {
		return false, nil
	}
	id := w.Store.Reader(r.mail)
	key := "alert:" + id + ":" + now.In(r.subs[0].Location()).Format(time.DateOnly)
	untold, err := w.Store.Untold(ctx, id, now.Add(-freshTime))
	if err != nil || len(untold) == 0 {
		return false, err
	}
	var alert digest.Alert
	var ids []string
	var by *subscription.Subscription
	for _, a := range untold {
		j := journeys[a.Journey]
		s := r.wants(a)
		if s == nil || j == nil || !watched(j, a.Touchpoint) {
			continue
		}
		if by == nil {
			by = s
		}
		alert.Found = append(alert.Found, itemOf(j, a))
		ids = append(ids, a.ID)
	}
	if len(ids) == 0 {
		return false, nil
	}
	document, err := json.Marshal(alert)
	if err != nil {
		return false, err
	}
	return w.Store.PostAlert(ctx, store.Mail{
		Key: key, Kind: store.AlertMail, Subscription: by.ID, Journey: by.Journey, To: r.mail, Language: by.Language, Document: document,
	}, ids)
}

// watched says whether anybody is told of a touchpoint.
func watched(j *journey.Journey, touchpoint string) bool {
	stage, tp := j.Touchpoint(touchpoint)
	return !j.Archived && !j.Draft() && tp != nil && !tp.Archived && !stage.Archived
}

// itemOf is an alert with the names that are told.
func itemOf(j *journey.Journey, a store.Alert) digest.AlertItem {
	item := digest.AlertItem{
		Kind: digest.AlertKind(a.Kind), Since: a.Since, From: a.From, To: a.To, Answers: a.Answers, Delight: a.Delight, About: a.About,
		Journey: digest.Named{Key: j.Key, Name: j.Name}, Touchpoint: digest.Named{Key: a.Touchpoint},
	}
	if _, tp := j.Touchpoint(a.Touchpoint); tp != nil {
		item.Touchpoint.Name, item.Team = tp.Name, tp.Owner
	}
	return item
}
