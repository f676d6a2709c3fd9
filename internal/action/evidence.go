package action

// Evidence is why the action was taken up, copied as numbers when it was: the
// map goes on, the reason stays. Quotes are kept by the ids of their answers, so
// that erasing an answer erases its quote here too.
type Evidence struct {
	From       int64    `json:"from"` // first day of the period
	To         int64    `json:"to"`   // the day after its last
	Answers    int64    `json:"answers"`
	Scored     bool     `json:"scored"` // there were answers enough for the next three
	Score      float64  `json:"score"`  // 0..100, with its 95 % interval
	Low        float64  `json:"low"`
	High       float64  `json:"high"`
	PointsLost float64  `json:"points_lost"` // of the journey's 100
	Worst      *float64 `json:"worst,omitempty"`
	Themes     []Theme  `json:"themes,omitempty"`
	Quotes     []string `json:"quotes,omitempty"` // ids of answers

	Persona string  `json:"persona,omitempty"` // key of those who gave these answers, "" all customers
	Moves   []Move  `json:"moves,omitempty"`   // by which a mail told of it, in the mail's order
	Limit   float64 `json:"limit,omitempty"`   // points from which on the mail told of moves
	Fall    float64 `json:"fall,omitempty"`    // points that the journey lost by the moves, where PointsLost is none
}

// Theme is what the answers named, with the share of them that did, 0..1.
type Theme struct {
	Key   string  `json:"key"`
	Share float64 `json:"share"`
}

// Move is that a touchpoint's score changed: from one closed period to the next,
// or by a signal that was found day by day. Scores are 0..100, days 0 where there
// is none.
type Move struct {
	From        float64 `json:"from"`
	To          float64 `json:"to"`
	FromAnswers int64   `json:"from_answers"`
	ToAnswers   int64   `json:"to_answers"`
	Since       int64   `json:"since,omitempty"` // when it began
	Sure        int64   `json:"sure,omitempty"`  // day of a signal, on which it was sure enough
	Start       int64   `json:"start,omitempty"` // the later period of a change, whose answers are ToAnswers
	End         int64   `json:"end,omitempty"`   // the day after its last
}
