package job

import (
	"context"
	"fmt"
	"time"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
)

// flowDays are those that are looked at for a silence: six weeks that say what
// is usual, a silence of some weeks where few answer, and the week in which it
// is still told.
const flowDays = 90

// silences are the alerts of touchpoints at which nobody answers any more, and
// those that are over end. They are about whole days, so once an hour will do.
func (w *Watching) silences(ctx context.Context, j *journey.Journey, today journey.Day) ([]store.Alert, error) {
	hour := w.Clock().Truncate(time.Hour)
	if w.heard[j.Key].Equal(hour) {
		return nil, nil
	}
	flows, err := w.Store.Flows(ctx, j, journey.Period{From: today - flowDays, To: today + 1})
	if err != nil {
		return nil, err
	}
	if err := w.endSilences(ctx, j, flows); err != nil {
		return nil, err
	}
	var alerts []store.Alert
	for stage, tp := range j.Walk() {
		s, ok := mood.Silent(flows[tp.Key], today)
		if !ok || stage.Archived {
			continue
		}
		a := store.Alert{
			Key:  fmt.Sprintf("%s:%s:%s:%s", digest.Silent, j.Key, tp.Key, s.Last),
			Kind: string(digest.Silent), Journey: j.Key, Touchpoint: tp.Key, Day: s.Day, Since: s.Last, From: s.Daily,
		}
		if tp.Owner != "" {
			a.Teams = []string{tp.Owner}
		}
		alerts = append(alerts, a)
	}
	if w.heard == nil {
		w.heard = map[string]time.Time{}
	}
	w.heard[j.Key] = hour
	return alerts, nil
}

// endSilences ends the silences after which somebody has answered, and those
// of touchpoints at which nobody could.
func (w *Watching) endSilences(ctx context.Context, j *journey.Journey, flows map[string]mood.Flow) error {
	open, err := w.Store.Alerts(ctx, store.AlertQuery{Journey: j.Key, Kinds: []string{string(digest.Silent)}, Open: true})
	if err != nil {
		return err
	}
	today := journey.DayOf(w.Clock(), j.Location())
	for _, a := range open {
		if flows[a.Touchpoint].Last <= a.Since && watched(j, a.Touchpoint) && answerable(j, a.Touchpoint, today) {
			continue
		}
		if err := w.Store.EndAlert(ctx, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// answerable says whether anybody could answer at a touchpoint within the week
// up to a day.
func answerable(j *journey.Journey, touchpoint string, day journey.Day) bool {
	_, tp := j.Touchpoint(touchpoint)
	for d := day - 6; d <= day; d++ {
		if tp.OpenOn(d) {
			return true
		}
	}
	return false
}
