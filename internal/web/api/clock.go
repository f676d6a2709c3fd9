package api

import (
	"time"

	"github.com/waymood/waymood/internal/survey"
)

// readTime reads a moment as this API takes it: RFC 3339 with an offset.
func readTime(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, s)
	return t, err == nil && t.Year() >= 1 && t.Year() <= 9998
}

// badTime is the reason for what readTime does not take.
const badTime = "must be a time with offset, such as 2026-11-21T10:00:00+08:00"

// settle sets when an answer was given by the server's clock: as long before
// its receipt as it was before its sending by the sender's clock, which may
// be wrong by a year. What was given after it was sent, by a clock that was
// set back in between, counts at the receipt. Without sentAt the sender's
// clock is taken as right.
func settle(r *survey.Response, sentAt time.Time) {
	if sentAt.IsZero() || r.AnsweredAt.IsZero() {
		return
	}
	r.AnsweredAt = r.AnsweredAt.Add(r.ReceivedAt.Sub(sentAt))
	if r.AnsweredAt.After(r.ReceivedAt) {
		r.AnsweredAt = r.ReceivedAt
	}
}
