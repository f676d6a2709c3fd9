package journey

import "testing"

func TestOpenOn(t *testing.T) {
	monday, err := ParseDay("2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	open := func(from, until string, hours ...string) Placement {
		return Placement{Open: &Open{From: from, Until: until, Hours: hours}}
	}
	for _, c := range []struct {
		name string
		p    Placement
		day  Day
		want bool
	}{
		{"always", Placement{}, monday, true},
		{"ended", Placement{Ended: true}, monday, false},
		{"archived", Placement{Archived: true}, monday, false},
		{"before its first day", open("2026-11-24", ""), monday, false},
		{"its first day", open("2026-11-23", ""), monday, true},
		{"its last day", open("", "2026-11-23"), monday, true},
		{"after its last day", open("", "2026-11-22"), monday, false},
		{"a day of its hours", open("", "", "mon-fri 08:00-20:00"), monday, true},
		{"none of them", open("", "", "tue-sun 08:00-20:00"), monday, false},
		{"over midnight", open("", "", "sun 20:00-02:00"), monday, true},
		{"over midnight of another day", open("", "", "sat 20:00-02:00"), monday, false},
		{"hours on a day that is not within", open("2026-12-01", "", "mon-fri 08:00-20:00"), monday, false},
	} {
		if got := c.p.OpenOn(c.day); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
		tp := Touchpoint{Placements: []Placement{{Ended: true}, c.p}}
		if got := tp.OpenOn(c.day); got != c.want {
			t.Errorf("a touchpoint, %s: %t", c.name, got)
		}
	}
}
