package journey

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/fault"
)

var update = flag.Bool("update", false, "write what is found to the golden files")

// TestMistakes: each file of testdata/mistakes beside what is told of it.
func TestKeyOfPage(t *testing.T) {
	src := "journey: new\nname: {en: A}\ntimezone: UTC\nlanguages: [en]\nstages: [{key: s, name: {en: S}, touchpoints: [{key: t, name: {en: T}, reach: 1, survey: q}]}]\nsurveys: {q: {questions: [{key: r, type: csat, ask: {en: R}}]}}\n"
	if _, warnings, err := Parse("new.yaml", []byte(src)); err != nil || len(warnings) != 1 || warnings[0].Line != 1 {
		t.Errorf("%v %v", warnings, err)
	}
}

func TestMistakes(t *testing.T) {
	files, err := filepath.Glob("testdata/mistakes/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			journeys, warnings, err := Parse(filepath.Base(file), src)
			var wrong *FileError
			if !errors.As(err, &wrong) || journeys != nil {
				t.Fatalf("%v, %v", journeys, err)
			}
			if !slices.IsSortedFunc(wrong.Mistakes, func(a, b Mistake) int { return byMark(a.Mark, b.Mark) }) {
				t.Error("not in the order of the lines")
			}
			for _, m := range wrong.Mistakes {
				if m.Line == 0 || m.Column == 0 || m.What == "" || m.Remedy == "" {
					t.Errorf("incomplete: %+v", m)
				}
			}
			got := wrong.Error() + "\n"
			for _, w := range warnings {
				got += "warning: " + w.String() + "\n"
			}
			golden := strings.TrimSuffix(file, ".yaml") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestFileErrorIsAFault(t *testing.T) {
	_, _, err := Parse("x.yaml", []byte("journey: A\n"))
	if !errors.Is(err, fault.Invalid) || fault.Detail(err) == "" || len(fault.Params(err)) != len(err.(*FileError).Mistakes) {
		t.Errorf("%v, %q, %v", err, fault.Detail(err), fault.Params(err))
	}
}

func TestTooLarge(t *testing.T) {
	_, _, err := Parse("x.yaml", append([]byte("journey: a\n#"), make([]byte, MaxFileSize)...))
	if err == nil || !strings.HasPrefix(err.Error(), "x.yaml:1:1: the file has 1048588 bytes; a journey file has at most 1048576") {
		t.Error(err)
	}
}

func TestMistakesInJSON(t *testing.T) {
	_, _, err := ParseJSON([]byte(`{"journey":"dawn","name":{"en":5},"timezone":"UTC","languages":["en"],"target":"75","stages":[{"key":"a","name":{"en":"A"},
		"touchpoints":[{"key":"t","name":{"en":"T"},"survey":"q","reach":2,"reach":3}]}],"surveys":{"q":{"questions":[{"key":"r","type":"csat","ask":{"en":"R"}}]}}}`))
	want := []string{
		"name.en: the journey's name in en is no string; write it in quotation marks",
		"target: the target is no number; write a number from 0 to 100",
		"stages[0].touchpoints[0].reach: the reach of touchpoint \"t\" is 2; write a number from 0 to 1",
		"stages[0].touchpoints[0].reach: \"reach\" stands twice in a touchpoint; keep one of them",
	}
	if d := cmp.Diff(want, strings.Split(err.Error(), "\n")); d != "" {
		t.Error(d)
	}
	for _, src := range []string{"", "{", `{"a":1}{"b":2}`, `{"a":1}x`, "nul", `{"a" 1}`, "\"\xff\"", strings.Repeat(`[`, 100) + strings.Repeat(`]`, 100)} {
		if _, _, err := ParseJSON([]byte(src)); !errors.Is(err, fault.Broken) {
			t.Errorf("%q: %v", src, err)
		}
	}
	if _, _, err := ParseJSON(make([]byte, MaxFileSize+1)); !errors.Is(err, fault.TooLarge) {
		t.Error(err)
	}
	for _, src := range []string{"[]", "null", "5", "{}", `"x"`} {
		if _, _, err := ParseJSON([]byte(src)); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", src, err)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"touchpoints", "name", "key", "en", "uk", "csat", "ces"}
	for word, want := range map[string]string{"touchpoint": "touchpoints", "nmae": "name", "Key": "key", "ekn": "en", "xyz": "", "cast": "csat", "": "", "EN": "en"} {
		if got := nearest(word, known); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
