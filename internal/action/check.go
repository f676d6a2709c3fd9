package action

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// The most that an action holds, in characters or pieces.
const (
	maxTitle      = 120
	maxOwner      = 60
	maxHypothesis = 1000
	maxItem       = 200
	maxItems      = 30
	maxReason     = 500
)

// Check tidies what was typed and says what is wrong with it: fault.Invalid with
// a Param for each field, by the names title, owner, due, expected, hypothesis,
// checklist, kind. An action needs a title, an owner and a day.
func (a *Action) Check() error {
	a.Title, a.Owner = clean(a.Title), clean(a.Owner)
	a.Hypothesis = strings.TrimSpace(visible(strings.ReplaceAll(a.Hypothesis, "\r\n", "\n")))
	var w wrongs
	if a.Kind != Fix && a.Kind != Protect {
		w.add("kind", "unknown", "must be fix or protect")
	}
	w.text("title", a.Title, maxTitle, true)
	w.text("owner", a.Owner, maxOwner, true)
	w.text("hypothesis", a.Hypothesis, maxHypothesis, false)
	if a.Due == 0 {
		w.add("due", "required", "must be a date")
	}
	if x := a.Expected; x != nil && !(*x >= 0 && *x <= 100) || x != nil && math.IsNaN(*x) {
		w.add("expected", "out_of_range", "must be a number of points from 0 to 100")
	}
	items := a.Checklist[:0:0]
	for _, i := range a.Checklist {
		if i.Text = clean(i.Text); i.Text != "" {
			items = append(items, i)
		}
	}
	a.Checklist = items
	if len(items) > maxItems {
		w.add("checklist", "too_many", "has more than %d items", maxItems)
	}
	if slices.ContainsFunc(items, func(i Item) bool { return utf8.RuneCountInString(i.Text) > maxItem }) {
		w.add("checklist", "too_long", "has an item of more than %d characters", maxItem)
	}
	return w.err()
}

func (w *wrongs) text(name, s string, most int, required bool) {
	switch n := utf8.RuneCountInString(s); {
	case n == 0 && required:
		w.add(name, "required", "must be given")
	case n > most:
		w.add(name, "too_long", "is longer than %d characters", most)
	}
}
