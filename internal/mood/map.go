package mood

import (
	"time"

	"github.com/waymood/waymood/internal/journey"
)

// Input is all that Build needs.
type Input struct {
	Journey     *journey.Journey
	Period      journey.Period
	Current     map[string]Tally         // by touchpoint key
	Previous    map[string]Tally         // of the period before; nil when the periods cannot be compared
	RatingsOnly bool                     // compare by ratings alone, because texts are between two models
	Counts      map[string]map[int]int64 // by touchpoint key: answers by raw value of its rating (yes_no: 0, 1)
	Importance  map[string]float64       // by touchpoint key; absent is 1, a moment of truth 2
	Filtered    bool                     // a filter is set: no change is told, because only whole touchpoints are one family of tests
	Quarantined int64
	Customers   Customers                      // who were counted, if anybody counts
	Themes      map[string]map[string]ThemeSum // by touchpoint key and theme key
	Series      map[string][]Day               // by touchpoint key, as Watched says, a week on its Monday; nil: no signals and no weeks of change are told
}

// Interval is a figure with its 95 % interval, on 0..100.
type Interval struct{ Value, Low, High float64 }

// Evidence is how much a touchpoint's score can bear.
type Evidence string

// The evidence classes; MinRough and MinSolid of journey.Analysis part them.
const (
	Solid      Evidence = "solid"
	Indicative Evidence = "indicative"
	None       Evidence = "none"
)

// Map is the journey as customers drew it.
type Map struct {
	Journey     *journey.Journey
	Period      journey.Period
	Answers     int64
	Quarantined int64
	Coverage    float64   // share of reach that is scored, 0..1
	Mood        *Interval // nil below 0.6 coverage
	Spread      float64   // how far touchpoints differ, in points (tau)
	PointsLost  float64   // sum over touchpoints below target
	ReachKnown  bool      // false: no touchpoint states its reach, all count the same
	Stages      []Stage
	Pains       []Pain // over the whole journey, worst first
	Watch       []Watch
	Delights    []Delight
	Signals     []Signal // of the period's days, newest first; none under a filter
	Themes      []Theme  // over the whole journey, the most named first
	PeakEnd     *PeakEnd // nil when no touchpoint has answers enough
	Target      float64  // 0..100
	Pooled      float64  // s0^2, the variance of answers within a touchpoint, on -1..1, over all touchpoints
	Compared    bool     // there was a period before to compare with
	RatingsOnly bool     // the comparison is by ratings alone
}

// Stage is a stage on the map.
type Stage struct {
	Stage    *journey.Stage
	Answers  int64
	Coverage float64
	Mood     *Interval
	Points   []Point
	Pains    []Pain // ranked among the stage's own touchpoints
	Themes   []Theme
}

// Point is a touchpoint on the curve.
type Point struct {
	Touchpoint    *journey.Touchpoint
	Answers       int64
	Needed        int      // answers for a first, rough point
	Reach         float64  // share of customers, 0..1
	ReachMeasured bool     // Reach was counted, not typed
	Onward        *float64 // share of its customers who are at the next touchpoint too, 0..1; nil where it was not counted
	Size          float64  // min(Kish n, sum of omega): what the evidence gates look at
	Evidence      Evidence
	Mood          *Interval // nil when Evidence is None
	Shrunk        *float64  // Mood drawn to the other touchpoints', 0..100: what ranks are made from; nil when Evidence is None
	Before        *float64  // the period before, on 0..100; nil when not scored or not comparable
	BeforeAnswers int64     // of the period before; 0 when not comparable
	Unhappy       *float64  // share of answers, 0..1; nil at 0 answers
	Happy         *float64
	Divided       bool
	KPI           map[string]KPI // "csat", "smiley", "stars", "nps", "ces", "yes_no"
	Text          TextCounts
	Change        *Change
	Signal        *Signal  // the newest of the period, or nil
	PointsLost    *float64 // nil when Evidence is None
	Pain          *Pain    // the journey's pain at this touchpoint, or nil
	Delight       *Delight
	Themes        []Theme
	Quotes        []Quote  // filled by who has the answers
	Halves        Halves   // ratings and texts, each alone
	Working       *Working // how the figures came about; nil when Evidence is None
}

// KPI is a classic figure from raw ratings, in its own unit.
type KPI struct {
	Value, Low, High float64
	Answers          int64
}

// TextCounts counts a touchpoint's texts by what the scorer said.
type TextCounts struct{ Scored, Waiting, Positive, Neutral, Negative int64 }

// Change is from the period before to the one asked for, on 0..100.
type Change struct {
	From, To  float64
	P         float64 // two-sided, Welch
	PAdjusted float64 // Benjamini-Hochberg over the journey's touchpoints
	Confirmed bool
	Since     journey.Day // Monday of the week in which a confirmed change began; 0: not known
}

// Pain is a touchpoint that costs the journey points.
type Pain struct {
	Rank       int
	Touchpoint *journey.Touchpoint
	PointsLost float64             // of the journey's 100
	Priority   float64             // PointsLost times importance
	Below      float64             // probability of being below target
	Worst      *float64            // probability of being the worst; nil when alone
	Confidence string              // "clear", "likely", "too close to call"; "" for the very last
	Next       *journey.Touchpoint // that Confidence compares with: the next in rank, a pain or not; nil for the very last
	Level      string              // "hurts", "drags", "below target"
}

// Watch is a touchpoint that looks bad on too few answers.
type Watch struct {
	Touchpoint *journey.Touchpoint
	Answers    int64
}

// Delight is a touchpoint worth protecting.
type Delight struct {
	Touchpoint  *journey.Touchpoint
	Probability float64 // of being above target
	TopBox      float64 // share who gave the best mark
}

// Quote is a customer's own words.
type Quote struct {
	ID         string
	Text       string
	Language   string
	Persona    string // key; "" where it is not known
	Class      Class
	AnsweredAt time.Time
}

// Missing is how many answers are missing for a first, rough point.
func (p *Point) Missing() int { return int(max(0, int64(p.Needed)-p.Answers)) }
