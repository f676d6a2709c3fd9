package action

import (
	"maps"
	"strings"
	"testing"
)

func TestTell(t *testing.T) {
	a := sample()
	refuses(t, a.Tell(map[string]string{"en": strings.Repeat("字", 281), "uk": "добре"}, true), []string{"told.en too_long"})
	if len(a.Told.Text) != 0 {
		t.Errorf("something is told: %v", a.Told)
	}
	if err := a.Tell(map[string]string{"en": "  A\x1b \u202esecond\n\x00 till\u2069 ", "uk": " ", "zh-Hant": strings.Repeat("字", 280)}, false); err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"en": "A second till", "zh-Hant": strings.Repeat("字", 280)}; !maps.Equal(a.Told.Text, want) {
		t.Errorf("%v", a.Told.Text)
	}
}

func TestTells(t *testing.T) {
	for name, c := range map[string]struct {
		state      State
		text       bool
		whole      bool
		touchpoint string
		day        int64
		want       bool
	}{
		"the first day":      {Live, true, false, "queue", today, true},
		"the day before":     {Live, true, false, "queue", today - 1, false},
		"the last day":       {Measured, true, false, "queue", today + 89, true},
		"after ninety days":  {Measured, true, false, "queue", today + 90, false},
		"elsewhere":          {Live, true, false, "pay", today, false},
		"the whole journey":  {Live, true, true, "pay", today, true},
		"without a text":     {Live, false, true, "queue", today, false},
		"while being done":   {Doing, true, true, "queue", today, false},
		"when it was a flop": {Dropped, true, true, "queue", today, false},
	} {
		a := sample()
		a.State, a.LiveOn = c.state, today
		if c.text {
			a.Told.Text = map[string]string{"en": "Done"}
		}
		a.Told.Whole = c.whole
		if got := a.Tells(c.touchpoint, c.day); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestSay(t *testing.T) {
	for name, c := range map[string]struct {
		says   Says
		note   string
		action int64
		wrong  []string
	}{
		"no problem":             {NoProblem, "closed for repairs", 0, nil},
		"no problem, no reason":  {NoProblem, " ", 3, []string{"note required"}},
		"being done, by a note":  {BeingDone, "the landlord mends it", 0, nil},
		"being done, by another": {BeingDone, "", 3, nil},
		"being done, who knows":  {BeingDone, "", 0, []string{"note required"}},
		"a novel":                {NoProblem, strings.Repeat("x", 501), 0, []string{"note too_long"}},
		"something else":         {"maybe", "x", 0, []string{"says unknown"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Say(c.says, c.note, c.action, today)
			refuses(t, err, c.wrong)
		})
	}
}

func TestMutedFor28Days(t *testing.T) {
	quiet, err := Say(NoProblem, "known", 0, today)
	if err != nil {
		t.Fatal(err)
	}
	if !quiet.Muted(today) || !quiet.Muted(today+27) || quiet.Muted(today+28) || !quiet.Holds(today+27) || quiet.Holds(today+28) {
		t.Errorf("%+v", quiet)
	}
	busy, err := Say(BeingDone, "", 3, today)
	if err != nil || busy.Muted(today) || !busy.Holds(today+400) {
		t.Errorf("%v %+v", err, busy)
	}
}
