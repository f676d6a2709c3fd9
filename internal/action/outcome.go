package action

// Verdict is what the numbers say of an action.
type Verdict string

// The verdicts; the words are those of mood.Effect and are stored.
const (
	Worked Verdict = "worked"
	None   Verdict = "none" // no visible change
	Worse  Verdict = "worse"
	Unsure Verdict = "open" // not enough answers to say, or Hopeless
)

// Verdicts in the order in which they are told.
func Verdicts() []Verdict { return []Verdict{Worked, None, Worse, Unsure} }

// Outcome is what became of an action. Scores and differences are points of
// 100; differences are after less before. Interval ends are of 90 %.
type Outcome struct {
	Verdict     Verdict  `json:"verdict"`
	Before      float64  `json:"before"`
	After       float64  `json:"after"`
	BeforeN     int64    `json:"before_answers"`
	AfterN      int64    `json:"after_answers"`
	Control     float64  `json:"control"`    // change at the touchpoints that nobody touched
	Luck        float64  `json:"luck"`       // taken off: a touchpoint chosen for being low rises by itself
	Effect      float64  `json:"effect"`     // After - Before - Control - Luck
	Low         float64  `json:"low"`        // of Effect
	High        float64  `json:"high"`       // of Effect
	Needed      int64    `json:"needed"`     // answers in each window to see an effect that matters; 0 where there are enough, and where no number would do
	Controls    []string `json:"controls"`   // keys of the untouched touchpoints
	Also        []int64  `json:"also"`       // other actions that went live at the same touchpoint within the windows
	RatingsOnly bool     `json:"ratings"`    // words were left out: two models read them
	Known       bool     `json:"known"`      // both windows have answers; else only the counts mean something
	ShortDays   int64    `json:"short_days"` // days of the window before that lie before the journey's first answer
	Through     int64    `json:"through"`    // day after the last that was counted
}

// Hopeless is true where more answers would not give a verdict either: the
// touchpoints that nobody touched changed too differently meanwhile.
func (o *Outcome) Hopeless() bool { return o.Known && o.Verdict == Unsure && o.Needed == 0 }
