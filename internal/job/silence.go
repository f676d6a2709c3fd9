package job

import (
	"context"
	"slices"
	"strings"
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

// silences are the alerts of journeys, touchpoints and placements at which
// nobody answers any more, and those that are over end. They are about whole
// days, so once an hour will do.
func (w *Watching) silences(ctx context.Context, j *journey.Journey, today journey.Day) ([]store.Alert, error) {
	hour := w.Clock().Truncate(time.Hour)
	if w.heard[j.Key].Equal(hour) {
		return nil, nil
	}
	all, err := w.Store.Flows(ctx, j, journey.Period{From: today - flowDays, To: today + 1})
	if err != nil {
		return nil, err
	}
	flows := map[string]mood.Flow{} // of touchpoints that are still there
	for _, tp := range j.Walk() {
		if f, ok := all[tp.Key]; ok {
			flows[tp.Key] = f
		}
	}
	if err := w.endSilences(ctx, j, flows); err != nil {
		return nil, err
	}
	var alerts []store.Alert
	if found := mood.Silences(flows, today); len(found) > 0 {
		heard, err := w.Store.Heard(ctx, j)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			alerts = append(alerts, silenceAlert(j, s, heard))
		}
	}
	if w.heard == nil {
		w.heard = map[string]time.Time{}
	}
	w.heard[j.Key] = hour
	return alerts, nil
}

// silenceAlert is the alert of a silence; heard is when tablets were, by the
// code of their placement.
func silenceAlert(j *journey.Journey, s mood.Silence, heard map[string]time.Time) store.Alert {
	key := []string{string(digest.Silent), j.Key}
	for _, part := range []string{s.Touchpoint, s.Placement} {
		if part != "" {
			key = append(key, part)
		}
	}
	a := store.Alert{
		Key:  strings.Join(append(key, s.Last.String()), ":"),
		Kind: string(digest.Silent), Journey: j.Key, Touchpoint: s.Touchpoint, Placement: s.Placement, Day: s.Day, Since: s.Last, From: s.Daily,
	}
	for _, tp := range j.Walk() {
		if s.Touchpoint != "" && s.Touchpoint != tp.Key {
			continue
		}
		if tp.Owner != "" {
			a.Teams = append(a.Teams, tp.Owner)
		}
		for p := range tp.Live() {
			if at := heard[p.Code]; (s.Placement == "" || s.Placement == p.Code) && at.After(a.Heard) {
				a.Heard = at
			}
		}
	}
	slices.Sort(a.Teams)
	a.Teams = slices.Compact(a.Teams)
	return a
}

// endSilences ends the silences after which somebody has answered, and those
// of what nobody could answer at.
func (w *Watching) endSilences(ctx context.Context, j *journey.Journey, flows map[string]mood.Flow) error {
	open, err := w.Store.Alerts(ctx, store.AlertQuery{Journey: j.Key, Kinds: []string{string(digest.Silent)}, Open: true})
	if err != nil {
		return err
	}
	today := journey.DayOf(w.Clock(), j.Location())
	for _, a := range open {
		if lastAnswer(flows, a) <= a.Since && watched(j, a.Touchpoint) && answerable(j, a, today) {
			continue
		}
		if err := w.Store.EndAlert(ctx, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// lastAnswer is the last day with an answer at what an alert is about.
func lastAnswer(flows map[string]mood.Flow, a store.Alert) journey.Day {
	switch {
	case a.Placement != "":
		return flows[a.Touchpoint].Parts[a.Placement].Last
	case a.Touchpoint != "":
		return flows[a.Touchpoint].Last
	}
	var last journey.Day
	for _, f := range flows {
		last = max(last, f.Last)
	}
	return last
}

// answerable says whether anybody could answer at what a silence is about
// within the week up to a day.
func answerable(j *journey.Journey, a store.Alert, day journey.Day) bool {
	for _, tp := range j.Walk() {
		for p := range tp.Live() {
			if a.Touchpoint != "" && a.Touchpoint != tp.Key || a.Placement != "" && a.Placement != p.Code {
				continue
			}
			for d := day - 6; d <= day; d++ {
				if p.OpenOn(d) {
					return true
				}
			}
		}
	}
	return false
}

// covered says whether a silence is part of a coarser one that goes on: a
// power cut is told once.
func covered(a store.Alert, silences []store.Alert) bool {
	return a.Kind == string(digest.Silent) && slices.ContainsFunc(silences, func(o store.Alert) bool {
		return o.Journey == a.Journey &&
			(o.Touchpoint == "" && a.Touchpoint != "" || o.Touchpoint == a.Touchpoint && o.Placement == "" && a.Placement != "")
	})
}
