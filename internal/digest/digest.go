package digest

import (
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// Digest is all that one letter tells of a journey, as numbers, names and ids:
// it is kept as JSON, so that a letter written later says the same. Moods are
// on 0..100, costs are points of the journey's 100, shares and probabilities
// 0..1, days dates in the journey's time zone. What customers said is named by
// the ids of their answers, never copied.
type Digest struct {
	Journey  string                    `json:"journey"` // key
	Name     survey.Wording            `json:"name"`
	Day      journey.Day               `json:"day"`  // on which it was made
	From     journey.Day               `json:"from"` // the first day of the map's period
	To       journey.Day               `json:"to"`   // the day after its last
	Cadence  string                    `json:"cadence"`
	Team     string                    `json:"team,omitempty"`
	Nobody   bool                      `json:"nobody,omitempty"` // no touchpoint is Team's
	Teams    map[string]survey.Wording `json:"teams,omitempty"`  // names of the journey's teams that have one
	Persona  *Named                    `json:"persona,omitempty"`
	Filtered bool                      `json:"filtered,omitempty"` // of some customers only: no changes and signals are told
	Answers  int64                     `json:"answers"`
	Mood     *Level                    `json:"mood,omitempty"`
	Lost     float64                   `json:"lost"` // at all touchpoints below target
	Target   float64                   `json:"target"`
	Ratings  bool                      `json:"ratings,omitempty"` // the comparison is by ratings alone

	Closed []Span  `json:"closed,omitempty"` // periods of the grid whose changes this digest was to tell
	Effect float64 `json:"effect"`           // points that a difference has to reach to be told
	Raised bool    `json:"raised,omitempty"` // Effect is more than the journey's, because few items got an answer

	Items []Item  `json:"items,omitempty"` // at most three: one that fell, then what costs most
	More  []Named `json:"more,omitempty"`  // further pains, for which there was no room
	Muted []Named `json:"muted,omitempty"` // pains left out because staff said that they are no problem
	Doing []Named `json:"doing,omitempty"` // because something is being done about them
	Asked []Named `json:"asked,omitempty"` // because they were asked about less than a week ago
	Also  []Move  `json:"also,omitempty"`  // what changed besides: nothing is to be decided, or there was no room
	Seam  *Seam   `json:"seam,omitempty"`

	Verdicts    []Verdict `json:"verdicts,omitempty"`
	Overdue     []Task    `json:"overdue,omitempty"` // at most three, the longest overdue first
	OverdueMore int       `json:"overdue_more,omitempty"`
	Due         int       `json:"due,omitempty"` // open actions due within a week or overdue, Overdue's included
	Delight     *Delight  `json:"delight,omitempty"`

	Unknown     []Lack      `json:"unknown,omitempty"` // what looks bad first, then what is nearest to a well-known figure
	UnknownMore int         `json:"unknown_more,omitempty"`
	Silent      []Named     `json:"silent,omitempty"`     // touchpoints without an answer for 30 days, though open
	ReviewDue   journey.Day `json:"review_due,omitempty"` // of an overdue review
	Waiting     int64       `json:"waiting,omitempty"`    // texts that were not scored yet
}

// Place is a touchpoint as it was.
type Place struct {
	Key   string         `json:"touchpoint"`
	Name  survey.Wording `json:"name"`
	Stage survey.Wording `json:"stage"`
	Owner string         `json:"owner,omitempty"` // a team
}

// Level is a figure with its 95 % interval.
type Level struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Span is the days from From up to, but not including, To.
type Span struct {
	From journey.Day `json:"from"`
	To   journey.Day `json:"to"`
}

// Item is one touchpoint that somebody should look at: because it fell, because
// a signal says so, because it is a pain that nobody decided about, or all three.
type Item struct {
	Place
	Answers       int64       `json:"answers"`         // of the map's period
	Now           *Level      `json:"now,omitempty"`   // nil below the least number of answers
	Rough         bool        `json:"rough,omitempty"` // Now is indicative only
	Before        *float64    `json:"before,omitempty"`
	BeforeAnswers int64       `json:"before_answers,omitempty"`
	Changes       []Change    `json:"changes,omitempty"` // confirmed, in the order of their periods
	Signal        *Signal     `json:"signal,omitempty"`
	Pain          *Pain       `json:"pain,omitempty"`
	Delight       bool        `json:"delight,omitempty"` // it is, or was, what delights
	Lost          float64     `json:"lost"`              // points that the journey loses here; 0 where it is not below target
	Fall          float64     `json:"fall,omitempty"`    // points that the journey lost by the change or signal
	Themes        []Theme     `json:"themes,omitempty"`  // at most two that cost most
	Quotes        []string    `json:"quotes,omitempty"`  // ids of at most two answers
	InHand        *InHand     `json:"in_hand,omitempty"` // what is being done about it
	Ask           bool        `json:"ask,omitempty"`     // a decision is asked for
	First         journey.Day `json:"first,omitempty"`   // when this reader was first asked about it; 0: now
}

// Change is a confirmed change from one closed period to the next.
type Change struct {
	From        float64     `json:"from"`
	To          float64     `json:"to"`
	FromAnswers int64       `json:"from_answers"`
	ToAnswers   int64       `json:"to_answers"`
	Since       journey.Day `json:"since,omitempty"` // Monday of the week in which it began; 0: not known
	Period      Span        `json:"period"`          // the later of the two
}

// Signal says that a touchpoint left what was usual there.
type Signal struct {
	Down        bool        `json:"down"`
	Day         journey.Day `json:"day"`
	Since       journey.Day `json:"since"`
	From        float64     `json:"from"`
	To          float64     `json:"to"`
	FromAnswers int64       `json:"from_answers"`
	ToAnswers   int64       `json:"to_answers"`
}

// Pain is how bad a touchpoint is beside the others; see mood.Pain.
type Pain struct {
	Rank       int      `json:"rank"`
	Level      string   `json:"level"`
	Worst      *float64 `json:"worst,omitempty"`
	Confidence string   `json:"confidence,omitempty"`
	Next       *Named   `json:"next,omitempty"` // that Confidence compares with
	NextMood   float64  `json:"next_mood,omitempty"`
	NextPain   bool     `json:"next_pain,omitempty"`
	Doubled    bool     `json:"doubled,omitempty"` // some of those compared count double, so Worst is not of points alone
}

// Theme is what answers name.
type Theme struct {
	Key     string         `json:"key"`
	Label   survey.Wording `json:"label,omitempty"`
	Share   float64        `json:"share"` // of all answers
	Texts   float64        `json:"texts"` // of those who wrote
	Answers int64          `json:"answers"`
	Pull    float64        `json:"pull"` // points of 100 that it costs the touchpoint
}

// InHand is what is being done about a touchpoint.
type InHand struct {
	Action int64  `json:"action,omitempty"` // 0: staff say so without naming one
	Title  string `json:"title,omitempty"`
	Owner  string `json:"owner,omitempty"`
	Live   bool   `json:"live,omitempty"` // in effect and being measured
}

// Move is a touchpoint that changed, told in a line. One of the two is set.
type Move struct {
	Place
	Change *Change `json:"change,omitempty"`
	Signal *Signal `json:"signal,omitempty"`
}

// Seam is the largest fall of the curve from one touchpoint to the next at
// which two teams meet.
type Seam struct {
	From Place   `json:"from"`
	To   Place   `json:"to"`
	Fall float64 `json:"fall"`
}

// Verdict is how an action ended.
type Verdict struct {
	Place
	Action   int64          `json:"action"`
	Title    string         `json:"title"`
	Verdict  action.Verdict `json:"verdict"`
	Hopeless bool           `json:"hopeless,omitempty"` // more answers would not help
	Effect   float64        `json:"effect"`             // points, with its 90 % interval
	Low      float64        `json:"low"`
	High     float64        `json:"high"`
	Needed   int64          `json:"needed,omitempty"`
}

// Task is an action that somebody should finish.
type Task struct {
	Action int64       `json:"action"`
	Title  string      `json:"title"`
	Owner  string      `json:"owner"`
	Due    journey.Day `json:"due"`
}

// Delight is the touchpoint that customers like best, to be kept so.
type Delight struct {
	Place
	Value   float64 `json:"value"`
	Answers int64   `json:"answers"`
	TopBox  float64 `json:"top_box"` // share that gave the best mark
}

// Lack is a touchpoint that is short of answers.
type Lack struct {
	Place
	Answers int64    `json:"answers"`
	Missing int64    `json:"missing"`       // for a well-known figure
	Low     *float64 `json:"low,omitempty"` // its figure, where it looks bad on so few answers
}

// Quiet says that there is nothing to look at: the letter is two lines.
func (d *Digest) Quiet() bool { return len(d.Items) == 0 && len(d.Verdicts) == 0 && len(d.Also) == 0 }
