package job

import (
	"encoding/json"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/webhook"
)

// eventOf is what webhooks are told of an alert; trouble is nobody else's.
func eventOf(j *journey.Journey, a store.Alert) (store.Event, bool) {
	e := store.Event{Key: "alert:" + a.ID, Type: store.AlertRaised, Journey: a.Journey}
	var data any
	switch digest.AlertKind(a.Kind) {
	case digest.Fall, digest.Rise:
		data = webhook.Alert{
			Place: placeOf(j, a.Touchpoint), Direction: a.Kind, Since: a.Since.String(), Day: a.Day.String(), From: a.From, To: a.To,
		}
	case digest.Silent:
		e.Key, e.Type = a.Key, store.TouchpointSilent
		silence := webhook.Silence{Place: placeOf(j, a.Touchpoint), Placement: a.Placement, Since: a.Since.String(), Usual: a.From}
		if !a.Heard.IsZero() {
			silence.Heard = &a.Heard
		}
		data = silence
	default:
		return e, false
	}
	document, err := json.Marshal(data)
	e.Document = document
	return e, err == nil
}

// placeOf names a touchpoint by keys.
func placeOf(j *journey.Journey, touchpoint string) webhook.Place {
	p := webhook.Place{Journey: j.Key, Touchpoint: touchpoint}
	if stage, _ := j.Touchpoint(touchpoint); stage != nil {
		p.Stage = stage.Key
	}
	return p
}
