package sentiment

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// The shipped model reads nearly all anchors rightly, or they would guard
// nothing.
func TestAnchors(t *testing.T) {
	s := load(t)
	right, all := map[string]int{}, map[string]int{}
	for line := range strings.Lines(anchors) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 {
			continue
		}
		all[f[0]]++
		if (s.Score(f[2], f[0]).Value() > 0) == (f[1] == "pos") {
			right[f[0]]++
		} else {
			t.Logf("wrong: %s", f[2])
		}
	}
	for _, language := range []string{"zh-Hant", "zh-Hans", "uk", "en"} {
		if all[language] != 30 || right[language] < 27 {
			t.Errorf("%s: %d of %d", language, right[language], all[language])
		}
	}
}

// Whoever sends more false answers than a house has honest ones may spoil its
// lesson, but not turn its language round.
func TestPoison(t *testing.T) {
	s := load(t)
	things := strings.Fields("queue coffee staff cake service table menu price tea counter terrace breakfast")
	bad := strings.Fields("terrible horrible awful slow dirty rude bad cold disappointing disgusting")
	good := strings.Fields("lovely great wonderful quick clean friendly good warm delicious perfect")
	var pairs []Pair
	say := func(word string, thing, other string, label Label) {
		pairs = append(pairs, Pair{Text: fmt.Sprintf("the %s and the %s were %s", thing, other, word), Label: label})
	}
	for i, thing := range things {
		for k, other := range things {
			for n := range bad {
				honest := i == k && n < 8
				if honest {
					say(bad[n], thing, other, Negative)
					say(good[n], thing, other, Positive)
				} else {
					say(bad[n], thing, other, Positive)
					say(good[n], thing, other, Negative)
				}
			}
		}
	}
	l, err := s.Learn(context.Background(), "en", pairs)
	if err != nil {
		t.Fatal(err)
	}
	if l.Trial.Better || l.Trial.Turned < 10 {
		t.Errorf("%+v", l.Trial)
	}
	if q := s.With(l).Reliability("en"); q < s.Reliability("en")/2 {
		t.Errorf("reliability %v of %v", q, s.Reliability("en"))
	}
	for _, text := range []string{"The queue was terrible", "The coffee was lovely"} {
		if s.With(l).Score(text, "en") != s.Score(text, "en") {
			t.Errorf("%q is read another way", text)
		}
	}
}
