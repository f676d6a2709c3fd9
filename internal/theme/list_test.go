package theme

import (
	"slices"
	"strings"
	"testing"
)

// Every theme has four labels and aliases in all three lists, and no alias both
// names a theme and only looks like one.
func TestLists(t *testing.T) {
	r := load(t)
	if len(r.Version()) != 8 {
		t.Errorf("version %q", r.Version())
	}
	seen := map[string]bool{}
	for _, th := range r.Themes() {
		if seen[th.Key] {
			t.Errorf("%s is there twice", th.Key)
		}
		seen[th.Key] = true
		for _, language := range []string{"zh-Hant", "zh-Hans", "uk", "en"} {
			if th.Label[language] == "" {
				t.Errorf("%s has no label in %s", th.Key, language)
			}
		}
	}
	names := map[string]said{}
	for _, list := range []string{"zh.txt", "uk.txt", "en.txt"} {
		b, err := data.ReadFile("data/" + list)
		if err != nil {
			t.Fatal(err)
		}
		patterns, err := r.parse(nil, string(b))
		if err != nil {
			t.Fatal(err)
		}
		all := uint64(0)
		for _, p := range patterns {
			s := names[string(p.runes)]
			s.add(p.said)
			names[string(p.runes)] = s
			for _, themes := range p.said {
				all |= themes
			}
		}
		for i, th := range r.Themes() {
			if all&(1<<i) == 0 {
				t.Errorf("%s has no alias in %s", th.Key, list)
			}
		}
	}
	for alias, s := range names {
		if s[0]&nothing != 0 && s != (said{nothing}) {
			t.Errorf("%q names a theme and only looks like one", alias)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	r := load(t)
	for _, list := range []string{"wait", "nonsense: a", "wait: *", "wait: a,,b", "wait: _ a"} {
		if _, err := r.parse(nil, list); err == nil {
			t.Errorf("%q is read", list)
		}
	}
	if err := new(Reader).label("key\ten\nwait\n"); err == nil {
		t.Error("a theme without a label is read")
	}
}

// Patterns: stems, numbers, words between, the longest one, strengths.
func TestPatterns(t *testing.T) {
	r := &Reader{themes: slices.Clone(load(t).Themes())}
	list := "wait: wait*, # min*\nqueue: wait* in _ line\nstaff: waiter*\n-: can't wait\ntaste: coffee?, tea??\nprice: rate????, xz *\n-: x* y\n/: but"
	patterns, err := r.parse(nil, list)
	if err != nil {
		t.Fatal(err)
	}
	r.aliases = grow(patterns)
	for text, want := range map[string]string{
		"waits":                      "wait",
		"waiters":                    "staff",
		"await":                      "",
		"30min":                      "wait",
		"waiting in the line":        "queue",
		"waiting in the long line":   "wait",
		"can't wait":                 "",
		"Can’t wait, waited":         "wait",
		"waiting tea":                "wait",
		"waiting, tea":               "wait taste",
		"waiting but tea":            "wait taste",
		"coffee tea":                 "taste",
		"rate":                       "price",
		"xz y":                       "",
		"rate, tea":                  "taste",
		"waitttting":                 "wait",
		"WAITING":                    "wait",
		"tea-room":                   "taste",
		"the 30 best":                "",
		"w\u0430iting":               "",
		"wait\u200bing for anything": "wait",
	} {
		if got := strings.Join(r.Find(text, "en"), " "); got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}
