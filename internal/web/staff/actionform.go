package staff

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
)

const (
	spareItems = 3  // empty lines of a checklist that are offered
	mostItems  = 40 // lines of a checklist that are read from a form
	usualDue   = 14 // days until a new action is due
)

// actionForm is an action as it is typed: fields keep what was typed until it
// can be kept.
type actionForm struct {
	Title, Owner, Due, Expected, Hypothesis, Kind, Touchpoint string
	Revision                                                  string
	Items                                                     []itemField
	Touchpoints                                               []option // "" where the touchpoint is settled
	Owners                                                    []string // to choose from; others can be typed
	Ideas                                                     []string
}

// itemField is a line of the checklist.
type itemField struct {
	N    int
	Text string
	Done bool
}

// formOf shows an action to be changed.
func (pg *page) formOf(a *action.Action, j *journey.Journey) actionForm {
	f := actionForm{
		Title: a.Title, Owner: a.Owner, Hypothesis: a.Hypothesis, Kind: string(a.Kind), Touchpoint: a.Touchpoint,
		Revision: strconv.FormatInt(a.Revision, 10), Owners: teams(j),
	}
	if a.Due != 0 {
		f.Due = journey.Day(a.Due).String()
	}
	if a.Expected != nil {
		f.Expected = strconv.FormatFloat(*a.Expected, 'f', -1, 64)
	}
	for _, i := range a.Checklist {
		f.Items = append(f.Items, itemField{len(f.Items), i.Text, i.Done})
	}
	f.spare()
	return f
}

// spare adds empty lines to the checklist.
func (f *actionForm) spare() {
	for range spareItems {
		f.Items = append(f.Items, itemField{N: len(f.Items)})
	}
}

// readForm reads a form as it was typed.
func readForm(v url.Values) actionForm {
	f := actionForm{
		Title: v.Get("title"), Owner: v.Get("owner"), Due: strings.TrimSpace(v.Get("due")), Expected: strings.TrimSpace(v.Get("expected")),
		Hypothesis: v.Get("hypothesis"), Kind: v.Get("kind"), Touchpoint: v.Get("touchpoint"), Revision: v.Get("revision"),
	}
	for n := range mostItems {
		at := strconv.Itoa(n)
		if text := v.Get("item." + at); strings.TrimSpace(text) != "" {
			f.Items = append(f.Items, itemField{len(f.Items), text, v.Get("done."+at) != ""})
		}
	}
	f.spare()
	return f
}

// into puts what was typed into an action. What is no date becomes none, and
// what is no number of points one out of range, so that Check says so.
func (f *actionForm) into(a *action.Action) {
	a.Title, a.Owner, a.Hypothesis, a.Kind = f.Title, f.Owner, f.Hypothesis, action.Kind(f.Kind)
	a.Due = 0
	if day, err := journey.ParseDay(f.Due); err == nil {
		a.Due = int64(day)
	}
	a.Expected = nil
	if f.Expected != "" {
		x, err := strconv.ParseFloat(strings.Replace(f.Expected, ",", ".", 1), 64)
		if err != nil {
			x = -1
		}
		a.Expected = &x
	}
	a.Checklist = nil
	for _, i := range f.Items {
		a.Checklist = append(a.Checklist, action.Item{Text: i.Text, Done: i.Done})
	}
}

// touchpointChoices are the journey's touchpoints to choose one from.
func (pg *page) touchpointChoices(j *journey.Journey, chosen string) []option {
	var list []option
	for stage, tp := range j.Walk() {
		list = append(list, option{tp.Key, pg.name(stage.Name, stage.Key) + " · " + pg.name(tp.Name, tp.Key), tp.Key == chosen})
	}
	return list
}

// ideas are what others did about themes, from the articles on journey maps and
// from experience: titles of actions, those of the first theme first.
func (pg *page) ideas(themes []action.Theme) []string {
	var list []string
	for _, theme := range themes {
		for n := 1; ; n++ {
			id := "idea.of." + theme.Key + "_" + strconv.Itoa(n)
			text := pg.T(id)
			if text == id {
				break
			}
			if !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
	}
	return list
}
