// Package snapshot is a journey's map as it was: its numbers and names, kept as
// JSON that later programs can read; and when a journey is looked over again.
package snapshot

import (
	"encoding/json"
	"fmt"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// version of the document that Encode writes. A change that old documents do
// not survive makes another, and Decode goes on reading this one.
const version = 1

// Map is a map as it was. Moods, targets and everything in points are on the
// 0..100 scale; shares, probabilities and reach are 0..1; days are dates in the
// journey's time zone. What customers said is named by the ids of their
// answers, never copied: what is erased is gone from snapshots too.
type Map struct {
	Version     int              `json:"version"`
	Key         string           `json:"journey"`
	Name        survey.Wording   `json:"name"`
	Timezone    string           `json:"timezone"`
	From        journey.Day      `json:"from"` // days since 1970-01-01
	To          journey.Day      `json:"to"`   // the first that is no longer in it
	Target      float64          `json:"target"`
	Analysis    journey.Analysis `json:"analysis"` // the constants it was computed with
	Answers     int64            `json:"answers"`
	Coverage    float64          `json:"coverage"`
	Mood        *Interval        `json:"mood"`
	Spread      float64          `json:"spread"`
	PointsLost  float64          `json:"points_lost"`
	ReachKnown  bool             `json:"reach_known"`
	Compared    bool             `json:"compared"`
	RatingsOnly bool             `json:"ratings_only"`
	Models      []string         `json:"models"` // that read the texts
	Stages      []Stage          `json:"stages"`
	PeakEnd     *PeakEnd         `json:"peak_end"`
	Themes      []Theme          `json:"themes,omitempty"`
}

// Interval is a figure with its 95 % interval.
type Interval struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Stage is a stage as it was.
type Stage struct {
	Key      string         `json:"key"`
	Name     survey.Wording `json:"name"`
	Answers  int64          `json:"answers"`
	Coverage float64        `json:"coverage"`
	Mood     *Interval      `json:"mood"`
	Points   []Point        `json:"touchpoints"`
	Themes   []Theme        `json:"themes,omitempty"`
}

// Point is a touchpoint as it was. All and Rating are the sums from which its
// score came, in the units of mood.Part.
type Point struct {
	Key           string            `json:"key"`
	Name          survey.Wording    `json:"name"`
	Action        survey.Wording    `json:"action,omitempty"`
	Expectation   survey.Wording    `json:"expectation,omitempty"`
	Owner         string            `json:"owner,omitempty"`
	MomentOfTruth bool              `json:"moment_of_truth,omitempty"`
	Channels      []journey.Channel `json:"channels,omitempty"`
	Reach         *float64          `json:"reach"` // nil: not known, and counted as 1
	Answers       int64             `json:"answers"`
	Needed        int               `json:"needed"`
	Size          float64           `json:"size"`
	Evidence      mood.Evidence     `json:"evidence"`
	Mood          *Interval         `json:"mood"`
	Shrunk        *float64          `json:"shrunk"`
	Before        *float64          `json:"before"`
	Unhappy       *float64          `json:"unhappy"`
	Happy         *float64          `json:"happy"`
	Divided       bool              `json:"divided,omitempty"`
	KPI           map[string]KPI    `json:"kpi,omitempty"`
	Text          Texts             `json:"text"`
	Change        *Change           `json:"change"`
	Signal        *Signal           `json:"signal,omitempty"`
	PointsLost    *float64          `json:"points_lost"`
	Pain          *Pain             `json:"pain"`
	Delight       *Delight          `json:"delight"`
	Themes        []Theme           `json:"themes,omitempty"`
	Quotes        []Quote           `json:"quotes,omitempty"`
	All           Sums              `json:"all"`
	Rating        Sums              `json:"rating"`
}

// KPI is mood.KPI as it was.
type KPI struct {
	Value   float64 `json:"value"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Answers int64   `json:"answers"`
}

// Texts is mood.TextCounts as it was.
type Texts struct {
	Scored   int64 `json:"scored"`
	Waiting  int64 `json:"waiting"`
	Positive int64 `json:"positive"`
	Neutral  int64 `json:"neutral"`
	Negative int64 `json:"negative"`
}

// Sums is mood.Part as it was, in units of 1e-8 but for the counts.
type Sums struct {
	Answers int64 `json:"answers"`
	Omega   int64 `json:"omega"`
	Omega2  int64 `json:"omega2"`
	OmegaE  int64 `json:"omega_e"`
	OmegaE2 int64 `json:"omega_e2"`
	Unhappy int64 `json:"unhappy"`
	Happy   int64 `json:"happy"`
}

// PeakEnd is mood.PeakEnd as it was, its touchpoints by their keys.
type PeakEnd struct {
	Peak   string  `json:"peak"`
	End    string  `json:"end"`
	Lowest string  `json:"lowest"`
	Value  float64 `json:"value"`
}

// Change is mood.Change as it was.
type Change struct {
	From      float64     `json:"from"`
	To        float64     `json:"to"`
	P         float64     `json:"p"`
	PAdjusted float64     `json:"p_adjusted"`
	Confirmed bool        `json:"confirmed"`
	Since     journey.Day `json:"since,omitempty"` // the Monday of the week in which it began; 0: not known
}

// Signal is mood.Signal as it was.
type Signal struct {
	Down  bool        `json:"down"`
	Day   journey.Day `json:"day"`
	Since journey.Day `json:"since"`
	From  float64     `json:"from"`
	To    float64     `json:"to"`
}

// Pain is mood.Pain as it was.
type Pain struct {
	Rank       int      `json:"rank"`
	PointsLost float64  `json:"points_lost"`
	Priority   float64  `json:"priority"`
	Below      float64  `json:"below_target"`
	Worst      *float64 `json:"worst"`
	Confidence string   `json:"confidence"`
	Next       string   `json:"next,omitempty"` // key of the touchpoint that Confidence compares with
	Level      string   `json:"level"`
}

// Delight is mood.Delight as it was.
type Delight struct {
	Probability float64 `json:"probability"`
	TopBox      float64 `json:"top_box"`
}

// Theme is mood.Theme as it was; who shows it labels it.
type Theme struct {
	Key            string  `json:"key"`
	Answers        int64   `json:"answers"`
	ShareOfAnswers float64 `json:"share_of_answers"`
	Low            float64 `json:"low"`
	High           float64 `json:"high"`
	ShareOfTexts   float64 `json:"share_of_texts"`
	Pull           float64 `json:"pull"`
}

// Quote names an answer whose words stood on the map.
type Quote struct {
	ID    string     `json:"id"`
	Class mood.Class `json:"class"` // as the answer counted then
}

// Encode writes a map down.
func Encode(m *Map) ([]byte, error) { return json.Marshal(m) }

// Decode reads what Encode wrote, now or in an earlier version of the program.
func Decode(document []byte) (*Map, error) {
	m := new(Map)
	if err := json.Unmarshal(document, m); err != nil {
		return nil, fmt.Errorf("read a snapshot: %w", err)
	}
	if m.Version < 1 || m.Version > version {
		return nil, fmt.Errorf("read a snapshot: it is of version %d, which a later program wrote", m.Version)
	}
	return m, nil
}

// Period that the map is of.
func (m *Map) Period() journey.Period { return journey.Period{From: m.From, To: m.To} }

// Point by its touchpoint's key, with its stage; nil, nil if there is none.
func (m *Map) Point(key string) (*Stage, *Point) {
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			if m.Stages[i].Points[k].Key == key {
				return &m.Stages[i], &m.Stages[i].Points[k]
			}
		}
	}
	return nil, nil
}

// QuoteIDs are the answers whose words the map shows.
func (m *Map) QuoteIDs() []string {
	var ids []string
	for _, st := range m.Stages {
		for _, p := range st.Points {
			for _, q := range p.Quotes {
				ids = append(ids, q.ID)
			}
		}
	}
	return ids
}
