package journey

import (
	"slices"
	"testing"

	"github.com/waymood/waymood/internal/survey"
)

func TestDraft(t *testing.T) {
	j := dawn(t)
	if j.Draft() || len(j.Uncovered()) > 0 {
		t.Fatalf("the sample lacks %v and covers no %v", j.Lacks(), j.Uncovered())
	}
	for _, c := range []struct {
		take  func(*Journey)
		lacks []string
	}{
		{func(j *Journey) { j.Goal = nil }, []string{"goal"}},
		{func(j *Journey) { j.Start, j.End = nil, survey.Wording{} }, []string{"start", "end"}},
		{func(j *Journey) {
			for i := range j.Personas {
				j.Personas[i].Archived = true
			}
		}, []string{"who"}},
	} {
		some := clone(j)
		c.take(some)
		if got := some.Lacks(); !slices.Equal(got, c.lacks) || !some.Draft() {
			t.Errorf("lacks %v, want %v", got, c.lacks)
		}
	}
	for i := range j.Stages {
		for k := range j.Stages[i].Touchpoints {
			tp := &j.Stages[i].Touchpoints[k]
			tp.Archived = tp.Phase != "during"
		}
	}
	if got := j.Uncovered(); !slices.Equal(got, []string{"before", "after"}) {
		t.Errorf("uncovered %v", got)
	}
}
