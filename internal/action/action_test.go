package action

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/fault"
)

// sample is an action that Check takes.
func sample() Action {
	return Action{Kind: Fix, State: Planned, Title: "Second till", Owner: "floor", Touchpoint: "queue", Due: 20000}
}

func ptr(x float64) *float64 { return &x }

func TestCheck(t *testing.T) {
	long := func(n int) string { return strings.Repeat("字", n) }
	many := func(n int) []Item { return slices.Repeat([]Item{{Text: "x"}}, n) }
	for name, c := range map[string]struct {
		change func(*Action)
		wrong  []string // name and code of what is refused
	}{
		"as it is":          {func(*Action) {}, nil},
		"nothing":           {func(a *Action) { *a = Action{} }, []string{"kind unknown", "title required", "owner required", "due required"}},
		"white space only":  {func(a *Action) { a.Title, a.Owner = " \n ", "\t" }, []string{"title required", "owner required"}},
		"longest title":     {func(a *Action) { a.Title = long(120) }, nil},
		"title too long":    {func(a *Action) { a.Title = long(121) }, []string{"title too_long"}},
		"owner too long":    {func(a *Action) { a.Owner = long(61) }, []string{"owner too_long"}},
		"hypothesis":        {func(a *Action) { a.Hypothesis = long(1001) }, []string{"hypothesis too_long"}},
		"expected nothing":  {func(a *Action) { a.Expected = ptr(0) }, nil},
		"expected below":    {func(a *Action) { a.Expected = ptr(-0.1) }, []string{"expected out_of_range"}},
		"expected above":    {func(a *Action) { a.Expected = ptr(100.1) }, []string{"expected out_of_range"}},
		"no number":         {func(a *Action) { x := 0.0; a.Expected = ptr(x / x) }, []string{"expected out_of_range"}},
		"thirty items":      {func(a *Action) { a.Checklist = many(30) }, nil},
		"too many items":    {func(a *Action) { a.Checklist = many(31) }, []string{"checklist too_many"}},
		"empty items":       {func(a *Action) { a.Checklist = append(many(30), Item{Text: " "}) }, nil},
		"an item too long":  {func(a *Action) { a.Checklist = []Item{{Text: long(201)}} }, []string{"checklist too_long"}},
		"kind of its own":   {func(a *Action) { a.Kind = "hope" }, []string{"kind unknown"}},
		"protect a delight": {func(a *Action) { a.Kind = Protect }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			a := sample()
			c.change(&a)
			refuses(t, a.Check(), c.wrong)
		})
	}
}

// refuses holds an error to the fields and codes that it names, none for nil.
func refuses(t *testing.T, err error, want []string) {
	t.Helper()
	var got []string
	for _, p := range fault.Params(err) {
		got = append(got, p.Name+" "+p.Code)
	}
	if !slices.Equal(got, want) || (err != nil) != (len(want) > 0) || err != nil && !errors.Is(err, fault.Invalid) {
		t.Errorf("%v: %q, want %q", err, got, want)
	}
}

func TestCheckTidies(t *testing.T) {
	a := sample()
	a.Title, a.Owner, a.Hypothesis = "  Second \n till ", " Mei ", " one\r\ntwo "
	a.Checklist = []Item{{Text: ""}, {Text: " ask  Mei ", Done: true}, {Text: "\n"}}
	if err := a.Check(); err != nil {
		t.Fatal(err)
	}
	if a.Title != "Second till" || a.Owner != "Mei" || a.Hypothesis != "one\ntwo" || !slices.Equal(a.Checklist, []Item{{"ask Mei", true}}) {
		t.Errorf("%+v", a)
	}
}

const today = 20000

// steps are all steps an action can go.
var steps = map[string]func(*Action) error{
	"begin":    (*Action).Begin,
	"live":     func(a *Action) error { return a.GoLive(today-1, today) },
	"later":    func(a *Action) error { return a.GoLive(today+7, today) },
	"withdraw": (*Action).Withdraw,
	"settle":   func(a *Action) error { return a.Settle(Outcome{Verdict: Worked}, a.LiveOn+PostDays) },
	"drop":     func(a *Action) error { return a.Drop("too dear") },
	"resume":   (*Action).Resume,
}

// TestSteps tries every step from every state.
func TestSteps(t *testing.T) {
	const refused = State("")
	for from, want := range map[State]map[string]State{
		Planned:  {"begin": Doing, "live": Live, "later": Planned, "withdraw": refused, "settle": refused, "drop": Dropped, "resume": refused},
		Doing:    {"begin": refused, "live": Live, "later": Doing, "withdraw": refused, "settle": refused, "drop": Dropped, "resume": refused},
		Live:     {"begin": refused, "live": Live, "later": Doing, "withdraw": Doing, "settle": Measured, "drop": Dropped, "resume": refused},
		Measured: {"begin": refused, "live": refused, "later": refused, "withdraw": refused, "settle": refused, "drop": refused, "resume": refused},
		Dropped:  {"begin": refused, "live": refused, "later": refused, "withdraw": refused, "settle": refused, "drop": refused, "resume": Planned},
	} {
		for step, goes := range steps {
			a := sample()
			if a.State = from; from == Live || from == Measured {
				a.LiveOn = today - 40
			}
			was := a
			err := goes(&a)
			if want[step] == refused {
				if !errors.Is(err, fault.Conflict) || a.State != was.State || a.LiveOn != was.LiveOn || a.Outcome != nil {
					t.Errorf("%s %s: %v, now %s on %d", from, step, err, a.State, a.LiveOn)
				}
				continue
			}
			if err != nil || a.State != want[step] {
				t.Errorf("%s %s: %v, now %s, want %s", from, step, err, a.State, want[step])
			}
		}
	}
}

func TestLiveDay(t *testing.T) {
	for _, c := range []struct {
		day   int64
		wrong []string
		state State
	}{
		{0, []string{"live_on out_of_range"}, Planned},
		{today - 732, []string{"live_on out_of_range"}, Planned},
		{today - 731, nil, Live},
		{today, nil, Live},
		{today + 1, nil, Planned},
		{today + 366, nil, Planned},
		{today + 367, []string{"live_on out_of_range"}, Planned},
	} {
		a := sample()
		refuses(t, a.GoLive(c.day, today), c.wrong)
		if a.State != c.state || (c.wrong == nil) != (a.LiveOn == c.day && c.day != 0) {
			t.Errorf("day %d: %s on %d", c.day, a.State, a.LiveOn)
		}
	}
	a := sample()
	if err := a.GoLive(today+3, today); err != nil {
		t.Fatal(err)
	}
	if a.Arrived(today+2) || !a.Arrived(today+3) || a.Closes() != 0 {
		t.Errorf("it arrives on the wrong day: %+v", a)
	}
	if err := a.Withdraw(); err != nil || a.LiveOn != 0 || a.State != Planned {
		t.Errorf("a day to come cannot be withdrawn: %v, %+v", err, a)
	}
}

func TestSettleOnce(t *testing.T) {
	a := sample()
	a.State, a.LiveOn = Live, today
	if err := a.Settle(Outcome{}, today+27); !errors.Is(err, fault.Conflict) {
		t.Errorf("the window is not over: %v", err)
	}
	if err := a.Settle(Outcome{Verdict: None}, today+28); err != nil {
		t.Fatal(err)
	}
	if err := a.Settle(Outcome{Verdict: Worked}, today+60); !errors.Is(err, fault.Conflict) || a.Outcome.Verdict != None {
		t.Errorf("a second verdict: %v, %s", err, a.Outcome.Verdict)
	}
}

func TestDropNeedsAReason(t *testing.T) {
	a := sample()
	refuses(t, a.Drop(" "), []string{"reason required"})
	refuses(t, a.Drop(strings.Repeat("x", 501)), []string{"reason too_long"})
	if a.State != Planned {
		t.Errorf("it was dropped: %s", a.State)
	}
}

func TestOverdue(t *testing.T) {
	for state, want := range map[State]bool{Planned: true, Doing: true, Live: false, Measured: false, Dropped: false} {
		a := sample()
		a.State, a.Due = state, today-1
		if a.Overdue(today) != want || a.Overdue(today-1) {
			t.Errorf("%s: overdue %t", state, a.Overdue(today))
		}
	}
}

func TestHopeless(t *testing.T) {
	for _, c := range []struct {
		o    Outcome
		want bool
	}{
		{Outcome{Verdict: Unsure, Known: true}, true},
		{Outcome{Verdict: Unsure, Known: true, Needed: 80}, false},
		{Outcome{Verdict: Unsure}, false},
		{Outcome{Verdict: None, Known: true}, false},
	} {
		if got := c.o.Hopeless(); got != c.want {
			t.Errorf("%+v: %t", c.o, got)
		}
	}
}
