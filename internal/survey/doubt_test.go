package survey

import (
	"slices"
	"testing"
)

func TestDoubtNames(t *testing.T) {
	var all Doubt
	for i, d := range Doubts() {
		if d != 1<<i || all.Has(d) {
			t.Errorf("doubt %d is %d", i, d)
		}
		all |= d
		names := d.Names()
		if back, ok := ParseDoubt(names[0]); !ok || back != d || len(names) != 1 {
			t.Errorf("%d is named %v, which is read as %d", d, names, back)
		}
	}
	if all != Holding|Repeat|Worked || Earnable&Holding != Earnable {
		t.Errorf("all are %d", all)
	}
	if got := (Quick | Trap).Names(); !slices.Equal(got, []string{"trap", "quick"}) {
		t.Error(got)
	}
	if names := Doubt(0).Names(); names == nil || len(names) != 0 {
		t.Error("no doubts are no list")
	}
	for _, name := range []string{"", "Trap", "spam"} {
		if d, ok := ParseDoubt(name); ok || d != 0 {
			t.Errorf("%q is read as %d", name, d)
		}
	}
}

// Which doubts hold an answer back, and that a test stays one.
func TestDoubtHolds(t *testing.T) {
	for d, want := range map[Doubt]State{
		0: Counted, Repeat: Counted, Worked: Counted, Repeat | Worked: Counted,
		Trap: Quarantined, Quick: Quarantined, Forged: Quarantined, Crowd: Quarantined, Flood | Repeat: Quarantined,
	} {
		r, tried := Response{}, Response{State: Test}
		r.Doubt(d)
		tried.Doubt(d)
		if r.State != want || r.Doubts != d || tried.State != Test || tried.Doubts != d {
			t.Errorf("%s: state %d, of a test %d", d, r.State, tried.State)
		}
	}
}

// TestStates: each state's name leads back to it, but for what is erased.
func TestStates(t *testing.T) {
	for _, s := range []State{Counted, LeftOut, Test, Quarantined} {
		if got, ok := ParseState(s.String()); !ok || got != s {
			t.Errorf("%q is %s, %v", s.String(), got, ok)
		}
	}
	for _, name := range []string{"", "erased", "Counted"} {
		if got, ok := ParseState(name); ok {
			t.Errorf("%q is %s", name, got)
		}
	}
}
