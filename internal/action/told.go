package action

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waymood/waymood/internal/fault"
)

// ToldDays is how long after going live customers are told what was done.
const ToldDays = 90

// maxTold is the longest text told, in characters.
const maxTold = 280

// Told is what customers read on the thanks page once the action is live: "you
// said, we did".
type Told struct {
	Text  map[string]string `json:"text,omitempty"`  // by language
	Whole bool              `json:"whole,omitempty"` // at all touchpoints of the journey
}

// Tell sets what customers are told; languages without a text are left out.
// fault.Invalid where a text is longer than 280 characters.
func (a *Action) Tell(text map[string]string, whole bool) error {
	told := Told{Whole: whole}
	var w wrongs
	for lang, s := range text {
		s = clean(s)
		if s == "" {
			continue
		}
		if utf8.RuneCountInString(s) > maxTold {
			w.add("told."+lang, "too_long", "is longer than %d characters", maxTold)
			continue
		}
		if told.Text == nil {
			told.Text = map[string]string{}
		}
		told.Text[lang] = s
	}
	if err := w.err(); err != nil {
		return err
	}
	a.Told = told
	return nil
}

// Tells says whether customers at a touchpoint read the text on a day.
func (a *Action) Tells(touchpoint string, today int64) bool {
	return len(a.Told.Text) > 0 && (a.State == Live || a.State == Measured) &&
		a.LiveOn <= today && today < a.LiveOn+ToldDays &&
		(a.Told.Whole || a.Touchpoint == touchpoint)
}

// clean makes one line of what was typed into one: outer and repeated white
// space goes.
func clean(s string) string { return strings.Join(strings.Fields(visible(s)), " ") }

// visible drops what steers a screen or turns the direction of the text around
// it, which no keyboard types; white space stays.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) && !unicode.IsSpace(r), 0x202A <= r && r <= 0x202E, 0x2066 <= r && r <= 0x2069, r == '\uFEFF':
			return -1
		}
		return r
	}, s)
}

// wrongs gathers what is wrong with an action.
type wrongs struct{ params []fault.Param }

func (w *wrongs) add(name, code, reason string, args ...any) {
	p := fault.Param{Name: name, Code: code, Reason: fault.New(fault.Invalid, reason, args...).Detail}
	if len(args) > 0 {
		p.Args = map[string]any{"Most": args[0]}
	}
	w.params = append(w.params, p)
}

func (w *wrongs) err() error {
	if len(w.params) == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Detail: w.params[0].Name + " " + w.params[0].Reason, Params: w.params}
}
