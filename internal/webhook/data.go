package webhook

import "time"

// Place is where something happened, by keys of the journey's file.
type Place struct {
	Journey    string `json:"journey"`
	Stage      string `json:"stage"`
	Touchpoint string `json:"touchpoint"`
}

// Period is of days in the journey's time zone, the last one not included.
type Period struct {
	From string `json:"from"` // 2026-10-24
	To   string `json:"to"`
}

// Pain is the data of pain.raised: a touchpoint that has come to hurt. Scores
// and points are of 100.
type Pain struct {
	Place
	Period     Period  `json:"period"`
	Answers    int64   `json:"answers"`
	Mood       float64 `json:"mood"`
	PointsLost float64 `json:"points_lost"` // by the whole journey
	Level      string  `json:"level"`       // as the API's map says it: "hurts", "drags", "below target"
}

// Change is the data of change.confirmed: a touchpoint that differs from the
// closed period before. Scores are of 100.
type Change struct {
	Place
	Period  Period  `json:"period"` // the later one
	From    float64 `json:"from"`
	To      float64 `json:"to"`
	P       float64 `json:"p_adjusted"`
	Answers int64   `json:"answers"` // of the later period
}

// Alert is the data of alert.raised: a touchpoint that left what is usual
// there. Scores are of 100.
type Alert struct {
	Place
	Direction string  `json:"direction"` // "fall" or "rise"
	Since     string  `json:"since"`     // day on which it began, as far as one can tell
	Day       string  `json:"day"`       // on which it was found
	From      float64 `json:"from"`
	To        float64 `json:"to"`
}

// Silence is the data of touchpoint.silent: nobody answers there any more. It
// tells of the coarsest thing that is silent: of a whole journey Stage and
// Touchpoint are "".
type Silence struct {
	Place
	Placement string     `json:"placement,omitempty"` // by code; "": the whole touchpoint
	Since     string     `json:"since"`               // the last day with an answer
	Usual     float64    `json:"per_day"`             // answers a day before
	Heard     *time.Time `json:"heard_at,omitempty"`  // when a tablet there was last heard of
}

// Verdict is the data of action.verdict. Points are of 100; the effect and its
// 90 % interval are null where they cannot be told.
type Verdict struct {
	Place
	Action  int64    `json:"action"` // its id in the API
	Title   string   `json:"title"`
	Verdict string   `json:"verdict"` // "worked", "none", "worse" or "open": not enough answers
	Effect  *float64 `json:"effect"`
	Low     *float64 `json:"low"`
	High    *float64 `json:"high"`
}

// Test is the data of the event test.
type Test struct {
	Webhook string `json:"webhook"` // the name of the one that is tried
}
