package survey

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// stepped is a survey of four steps: the second only for who is unhappy, the
// third for who names the wait there, the fourth for all who answer.
func stepped() *Survey {
	return &Survey{Questions: []Question{
		{Key: "gone", Type: NPS, Archived: true, Step: true},
		{Key: "rating", Type: CSAT, Required: true, Step: true},
		{Key: "praise", Type: ShortText, ShowIf: "rating == 5"},
		{Key: "why", Type: Choices, Options: []Option{{Key: "wait"}, {Key: "price"}}, ShowIf: "rating <= 3", Step: true},
		{Key: "which", Type: ShortText, ShowIf: "why has price and rating <= 2 or why has wait"},
		{Key: "long", Type: YesNo, ShowIf: "why has wait", Step: true},
		{Key: "again", Type: NPS, ShowIf: "rating >= 2", Step: true},
	}}
}

// told is a step in one line.
func told(s Step) string {
	parts := make([]string, len(s.Prompts))
	for i, p := range s.Prompts {
		if parts[i] = p.Key; p.If != nil {
			parts[i] += "(" + p.If.String() + ")"
		}
	}
	line := fmt.Sprintf("%d/%d %s", s.Number, s.Of, strings.Join(parts, " "))
	if s.More {
		line += " → " + s.MoreIf.String()
	}
	return line
}

func TestStep(t *testing.T) {
	for _, tt := range []struct {
		index int
		given Answers
		want  string
	}{
		{0, nil, "1/4 rating praise(rating == 5) → rating <= 3 or rating >= 2"},
		{0, Answers{"rating": 5, "why": []string{"wait"}}, "1/4 rating praise(rating == 5) → rating <= 3 or rating >= 2"},
		{1, Answers{"rating": 2}, "2/4 why which(why has price or why has wait) → "},
		{1, Answers{"rating": 3}, "2/4 why which(why has wait) → "},
		{1, Answers{"rating": 1}, "2/3 why which(why has price or why has wait) → why has wait"},
		{2, Answers{"rating": 1, "why": []string{"wait"}}, "3/3 long"},
		{3, Answers{"rating": 4}, "2/2 again"},
		{3, Answers{"rating": 2, "why": []string{"wait"}}, "4/4 again"},
	} {
		if got := told(stepped().Step(tt.index, tt.given)); got != tt.want {
			t.Errorf("step %d after %v: %s, want %s", tt.index, tt.given, got, tt.want)
		}
	}
	if s := stepped().Step(1, Answers{"rating": 4}); len(s.Prompts) > 0 {
		t.Errorf("who is happy is asked %s", told(s))
	}
	if n := len((&Survey{}).Steps()); n != 1 {
		t.Errorf("a survey without questions has %d steps", n)
	}
}

func TestAfterAndBefore(t *testing.T) {
	for _, tt := range []struct {
		given               Answers
		way                 []int // from the first step on
		beforeLast, stepOne int
	}{
		{Answers{"rating": 5}, []int{3}, 0, 0},
		{Answers{"rating": 1, "why": []string{"price"}}, []int{1}, 1, 0},
		{Answers{"rating": 2, "why": []string{"wait"}}, []int{1, 2, 3}, 2, 0},
		{nil, nil, 0, 0},
	} {
		s := stepped()
		var way []int
		for i, ok := s.After(0, tt.given); ok; i, ok = s.After(i, tt.given) {
			way = append(way, i)
		}
		if fmt.Sprint(way) != fmt.Sprint(tt.way) {
			t.Errorf("%v leads through %v, want %v", tt.given, way, tt.way)
		}
		if got := s.Before(3, tt.given); got != tt.beforeLast {
			t.Errorf("%v: before the last step comes %d, want %d", tt.given, got, tt.beforeLast)
		}
		if got := s.Before(1, tt.given); got != tt.stepOne {
			t.Errorf("%v: before the second step comes %d, want %d", tt.given, got, tt.stepOne)
		}
	}
}

// TestStepsAskWhatIsRead walks through surveys with any answers: what the steps
// ask, with the conditions left over, is what is read in the end, and the
// condition of another step tells whether one follows.
func TestStepsAskWhatIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := stepped()
		for i := range s.Questions {
			s.Questions[i].Step = rapid.Bool().Draw(t, "step")
		}
		all := Answers{"rating": rapid.IntRange(1, 5).Draw(t, "rating"), "long": true, "again": 9, "praise": "p", "which": "w"}
		if why := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"wait", "price"}), rapid.ID).Draw(t, "why"); len(why) > 0 {
			all["why"] = why
		}
		asked := Answers{}
		for i, ok := 0, true; ok; {
			step := s.Step(i, asked)
			for _, p := range step.Prompts {
				if v, answered := all[p.Key]; answered && p.If.Holds(asked) {
					asked[p.Key] = v
				}
			}
			next, follows := s.After(i, asked)
			if follows != (step.More && step.MoreIf.Holds(asked)) {
				t.Fatalf("step %d (%s) with %v: another follows is %v", i, told(step), asked, follows)
			}
			if follows && s.Before(next, asked) != i {
				t.Fatalf("before step %d comes %d, and not %d", next, s.Before(next, asked), i)
			}
			i, ok = next, follows
		}
		read := Answers{}
		for q := range s.Asked() {
			c, _ := s.Condition(q)
			if v, answered := all[q.Key]; answered && c.Holds(read) {
				read[q.Key] = v
			}
		}
		if fmt.Sprint(asked) != fmt.Sprint(read) {
			t.Fatalf("asked %v, read %v", asked, read)
		}
	})
}
