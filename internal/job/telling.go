package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

// morning is the minute of the local day before which no alert is sent to who
// has named no quiet hours: days are judged when they are over, at midnight.
const morning = 7 * 60

// recipient is a person who is told of alerts.
type recipient struct {
	mail     string
	language string
	zone     *time.Location
	subs     []subscription.Subscription // that want alerts
	owner    time.Time                   // since when they are an owner, who hears of trouble; else zero
}

// tell posts a mail to each recipient who has not heard of some alerts, with all
// of them: one in a local day, over all journeys.
func (w *Watching) tell(ctx context.Context, journeys []*journey.Journey) (posted int, err error) {
	byKey := map[string]*journey.Journey{}
	for _, j := range journeys {
		byKey[j.Key] = j
	}
	recipients, err := w.recipients(ctx, journeys)
	if err != nil {
		return 0, err
	}
	silences, err := w.Store.Alerts(ctx, store.AlertQuery{Kinds: []string{string(digest.Silent)}, Open: true})
	if err != nil {
		return 0, fmt.Errorf("read silences: %w", err)
	}
	var failed []error
	for _, r := range recipients {
		told, err := w.tellOne(ctx, r, byKey, silences)
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

// recipients are all who want alerts, by address, and owners without any
// subscription, who have not said that they want none.
func (w *Watching) recipients(ctx context.Context, journeys []*journey.Journey) ([]recipient, error) {
	subs, err := w.Store.Subscriptions(ctx, store.SubscriptionQuery{Active: true})
	if err != nil {
		return nil, fmt.Errorf("read subscriptions: %w", err)
	}
	users, err := w.Store.Users(ctx)
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	owners, known := map[string]time.Time{}, map[string]bool{}
	for _, u := range users {
		if u.Role == account.Owner && !u.Disabled {
			owners[account.Fold(u.Mail)] = u.Created
		}
	}
	var list []recipient
	for _, s := range subs { // by address
		folded := account.Fold(s.Mail)
		if !s.Alerts {
			known[folded] = true
			continue
		}
		if n := len(list); n == 0 || account.Fold(list[n-1].mail) != folded {
			list = append(list, recipient{mail: s.Mail, language: s.Language, zone: s.Location(), owner: owners[folded]})
		}
		r := &list[len(list)-1]
		r.subs, known[folded] = append(r.subs, s), true
	}
	zone := time.UTC
	if len(journeys) > 0 {
		zone = journeys[0].Location()
	}
	for _, u := range users {
		if folded := account.Fold(u.Mail); !known[folded] && !owners[folded].IsZero() {
			list = append(list, recipient{mail: u.Mail, language: u.Language, zone: zone, owner: u.Created})
		}
	}
	return list, nil
}

// quiet says whether somebody is to be left alone now.
func (r recipient) quiet(now time.Time) bool {
	for i := range r.subs {
		s := &r.subs[i]
		if s.QuietFrom != s.QuietTo {
			return s.Quiet(now)
		}
	}
	local := now.In(r.zone)
	return local.Hour()*60+local.Minute() < morning
}

// hears says whether a recipient is told of an alert, and the subscription by
// which: owners hear of trouble by any, or by none.
func (r recipient) hears(a store.Alert, reader string) (by *subscription.Subscription, ok bool) {
	if a.Journey == "" {
		if r.owner.IsZero() || a.Raised.Before(r.owner) || strings.HasPrefix(a.Key, undeliveredKey(reader)) {
			return nil, false
		}
		if len(r.subs) > 0 {
			by = &r.subs[0]
		}
		return by, true
	}
	for i := range r.subs {
		s := &r.subs[i]
		if s.Concerns(a.Journey, a.Teams) && !a.Raised.Before(s.Since) {
			return s, true
		}
	}
	return nil, false
}

// tellOne posts a mail with all that somebody has not heard of, if there is
// anything and it is not the second today. Of the silences that go on the
// coarsest are told.
func (w *Watching) tellOne(ctx context.Context, r recipient, journeys map[string]*journey.Journey, silences []store.Alert) (bool, error) {
	now := w.Clock()
	if r.quiet(now) {
		return false, nil
	}
	reader := w.Store.Reader(r.mail)
	untold, err := w.Store.Untold(ctx, reader, now.Add(-freshTime))
	if err != nil {
		return false, err
	}
	mail := store.Mail{Key: "alert:" + reader + ":" + now.In(r.zone).Format(time.DateOnly), Kind: store.AlertMail, To: r.mail, Language: r.language}
	var alert digest.Alert
	var ids []string
	for _, a := range untold {
		by, ok := r.hears(a, reader)
		j := journeys[a.Journey]
		if !ok || a.Journey != "" && (j == nil || !watched(j, a.Touchpoint)) || covered(a, silences) {
			continue
		}
		if by != nil && mail.Subscription == "" {
			mail.Subscription, mail.Journey, mail.Language = by.ID, by.Journey, by.Language
		}
		alert.Found = append(alert.Found, letter.AlertItem(j, a))
		ids = append(ids, a.ID)
	}
	if len(ids) == 0 {
		return false, nil
	}
	slices.SortStableFunc(alert.Found, func(x, y digest.AlertItem) int { return x.Kind.Compare(y.Kind) })
	if mail.Document, err = json.Marshal(alert); err != nil {
		return false, err
	}
	return w.Store.PostAlert(ctx, mail, ids)
}

// watched says whether anybody is told of a touchpoint, "" the whole journey.
func watched(j *journey.Journey, touchpoint string) bool {
	if touchpoint == "" {
		return !j.Archived && !j.Draft()
	}
	stage, tp := j.Touchpoint(touchpoint)
	return !j.Archived && !j.Draft() && tp != nil && !tp.Archived && !stage.Archived
}
