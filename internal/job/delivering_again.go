package job

import (
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/webhook"
)

// deliveryWaits are the times between attempts: after the first, after the second
// and so on. After the last of them there is one attempt more.
var deliveryWaits = [...]time.Duration{
	5 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 48 * time.Hour,
}

// longestWait is more than any wait between two attempts.
const longestWait = 3 * 24 * time.Hour

// mostAsked is how long an endpoint may ask to be left alone.
const mostAsked = 24 * time.Hour

// judge says what follows from the result of the n-th attempt, counted from 1.
func (d *Delivering) judge(res webhook.Result, n int) store.Attempt {
	a := store.Attempt{State: store.Sent, Status: res.Status, Trouble: res.Trouble, Took: res.Took}
	switch {
	case res.OK:
	case res.Status == http.StatusGone:
		a.State, a.Disable = store.Failed, store.ByGone
	case n > len(deliveryWaits):
		a.State = store.Failed
	default:
		a.State = store.ToSend
		wait := time.Duration(float64(deliveryWaits[n-1]) * (0.8 + 0.4*rand.Float64()))
		a.Next = d.Clock().Add(max(wait, min(res.Wait, mostAsked)))
	}
	return a
}
