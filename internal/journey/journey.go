// Package journey is what a journey is: stages, touchpoints, personas,
// placements, and the file they are written in.
package journey

import (
	"cmp"
	"time"

	"github.com/waymood/waymood/internal/survey"
)

// Journey is the way of one kind of customer, from hearing of a business to
// coming back.
type Journey struct {
	Key       string          `json:"key"`
	Name      survey.Wording  `json:"name"`
	Goal      survey.Wording  `json:"goal,omitempty"`  // what the customers want to reach
	Start     survey.Wording  `json:"start,omitempty"` // the moment with which the journey begins
	End       survey.Wording  `json:"end,omitempty"`   // and with which it ends
	Timezone  string          `json:"timezone"`        // IANA, such as Asia/Taipei
	Languages []string        `json:"languages"`       // of its surveys; the first is the default
	Target    float64         `json:"target"`          // 0..100
	Personas  []Persona       `json:"personas,omitempty"`
	Stages    []Stage         `json:"stages"`
	Surveys   []survey.Survey `json:"surveys"`
	Teams     map[string]Team `json:"teams,omitempty"`
	Events    []Event         `json:"events,omitempty"`
	Analysis  Analysis        `json:"analysis"`
	Archived  bool            `json:"archived,omitempty"`
	Source    *Source         `json:"-"` // where it was read from; nil for one from the database
}

// Source tells where in a file the parts of a journey stand, by the paths
// that Change uses: "touchpoint queue", "question quick.rating".
type Source struct {
	File  string
	Marks map[string]Mark
}

// Mistake is a mistake at one of the journey's parts, for what only shows
// beside other journeys or past answers.
func (j *Journey) Mistake(path, what, remedy string) Mistake {
	m := Mistake{Mark: Mark{Path: path}, What: what, Remedy: remedy}
	if j.Source != nil {
		m.File = j.Source.File
		if at, ok := j.Source.Marks[path]; ok {
			m.Mark = at
		}
	}
	return m
}

// Persona is a kind of customer.
type Persona struct {
	Key      string         `json:"key"`
	Name     survey.Wording `json:"name"`
	Traits   survey.Wording `json:"traits,omitempty"`
	Goals    survey.Wording `json:"goals,omitempty"`
	Needs    survey.Wording `json:"needs,omitempty"`
	When     *When          `json:"when,omitempty"`
	Archived bool           `json:"archived,omitempty"`
}

// When assigns answers to a persona by a hidden field's value.
type When struct {
	Field string `json:"field"`
	Is    string `json:"is"`
}

// Stage is a part of the journey with a name of its own.
type Stage struct {
	Key         string         `json:"key"`
	Name        survey.Wording `json:"name"`
	Touchpoints []Touchpoint   `json:"touchpoints"`
	Archived    bool           `json:"archived,omitempty"`
}

// Touchpoint is a moment where the customer meets the business.
type Touchpoint struct {
	Key           string         `json:"key"`
	Name          survey.Wording `json:"name"`
	Action        survey.Wording `json:"action,omitempty"`      // what the customer does
	Expectation   survey.Wording `json:"expectation,omitempty"` // what the customer hopes for
	Owner         string         `json:"owner,omitempty"`       // a team
	Reach         *float64       `json:"reach,omitempty"`       // share of customers who pass here, 0..1; nil counts as 1
	MomentOfTruth bool           `json:"moment_of_truth,omitempty"`
	Survey        string         `json:"survey"`
	Phase         string         `json:"phase,omitempty"` // before, during, after
	Placements    []Placement    `json:"placements"`
	Archived      bool           `json:"archived,omitempty"`
}

// Share is the touchpoint's reach, 1 where it is not known.
func (t *Touchpoint) Share() float64 {
	if t.Reach == nil {
		return 1
	}
	return *t.Reach
}

// Placement is a touchpoint in a channel at a place: "queue, QR, counter".
type Placement struct {
	Code     string         `json:"code"`
	Channel  Channel        `json:"channel"`
	Place    survey.Wording `json:"place,omitempty"`
	Timezone string         `json:"timezone,omitempty"` // "" is the journey's
	Open     *Open          `json:"open,omitempty"`
	Origins  []string       `json:"origins,omitempty"` // pages that may embed it
	Ended    bool           `json:"ended,omitempty"`
	Invited  bool           `json:"invited,omitempty"` // takes answers through invitations only
	Archived bool           `json:"archived,omitempty"`
}

// Channel is the way a customer reaches a survey.
type Channel string

// The channels.
const (
	QR     Channel = "qr"
	Kiosk  Channel = "kiosk"
	Embed  Channel = "embed"
	Link   Channel = "link"
	Mail   Channel = "email"
	Import Channel = "import"
	API    Channel = "api"
)

// Open is when a placement takes answers.
type Open struct {
	From  string   `json:"from,omitempty"`  // first date, 2006-01-02
	Until string   `json:"until,omitempty"` // last date, included
	Hours []string `json:"hours,omitempty"` // "mon-fri 08:00-20:00"; silence outside is normal, nobody is refused
}

// Team owns touchpoints.
type Team struct {
	Name survey.Wording `json:"name,omitempty"` // nil: it is called by its key
	Mail string         `json:"mail,omitempty"`
}

// Event is something from outside that may explain a change.
type Event struct {
	Date string         `json:"date"`
	Text survey.Wording `json:"text"`
}

// Analysis holds the constants of the arithmetic; see package mood.
type Analysis struct {
	TextWeight float64 `json:"text_weight"` // of a text beside a rating, 0..1; 0.5
	Effect     float64 `json:"effect"`      // smallest change worth telling, on -1..1; 0.15
	Band       float64 `json:"band"`        // |e| up to which an answer is neutral; 0.2
	Nu0        float64 `json:"nu0"`         // weight of the pooled variance; 4
	Alpha0     float64 `json:"alpha0"`      // weight of the prior in themes; 20
	MinRough   float64 `json:"min_rough"`   // answers for a first, rough point; 5
	MinSolid   float64 `json:"min_solid"`   // answers for a solid one; 20
}

// Defaults of a journey's analysis.
func Defaults() Analysis {
	return Analysis{TextWeight: 0.5, Effect: 0.15, Band: 0.2, Nu0: 4, Alpha0: 20, MinRough: 5, MinSolid: 20}
}

// Location of the journey's days. A file with an unknown zone is never
// applied, so this falls back to UTC only on a machine without zone data.
func (j *Journey) Location() *time.Location {
	if loc, err := time.LoadLocation(j.Timezone); err == nil {
		return loc
	}
	return time.UTC
}

// Touchpoint by its key, with its stage; nil, nil if there is none.
func (j *Journey) Touchpoint(key string) (*Stage, *Touchpoint) {
	for i := range j.Stages {
		for k := range j.Stages[i].Touchpoints {
			if j.Stages[i].Touchpoints[k].Key == key {
				return &j.Stages[i], &j.Stages[i].Touchpoints[k]
			}
		}
	}
	return nil, nil
}

// TeamName is what a team is called in a language: its key where it has no name
// or is none of the journey's, as those who take on an action need not be.
func (j *Journey) TeamName(key, language string) string {
	return cmp.Or(j.Teams[key].Name.In(language), key)
}

// Survey by its key, or nil.
func (j *Journey) Survey(key string) *survey.Survey {
	for i := range j.Surveys {
		if j.Surveys[i].Key == key {
			return &j.Surveys[i]
		}
	}
	return nil
}
