package mood_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/mood"
)

// TestTelling picks what explains a point, the newest of equals first.
func TestTelling(t *testing.T) {
	quotes := []mood.Quote{
		{Text: "So fast, I was delighted", Class: mood.Happy},
		{Text: "Bad", Class: mood.Unhappy},
		{Text: "一般", Class: mood.Unhappy},
		{Text: "It was neither here nor there", Class: mood.Neutral},
		{Text: "隊伍排到門外，沒有人管", Class: mood.Unhappy},
		{Text: "The line did not move", Class: mood.Unhappy},
		{Text: "Too long", Class: mood.Unhappy},
	}
	for name, c := range map[string]struct {
		point mood.Point
		want  []string
	}{
		"pain":    {mood.Point{Pain: &mood.Pain{}}, []string{"隊伍排到門外，沒有人管", "The line did not move", "Too long", "It was neither here nor there"}},
		"delight": {mood.Point{Delight: &mood.Delight{}}, []string{"So fast, I was delighted", "It was neither here nor there", "隊伍排到門外，沒有人管", "The line did not move", "Too long"}},
		"low":     {mood.Point{Mood: &mood.Interval{Value: 40}}, []string{"隊伍排到門外，沒有人管", "The line did not move", "Too long", "So fast, I was delighted", "It was neither here nor there"}},
		"unknown": {mood.Point{}, []string{"So fast, I was delighted", "It was neither here nor there", "隊伍排到門外，沒有人管", "The line did not move", "Too long"}},
	} {
		c.point.Quotes = quotes
		var got []string
		for _, q := range c.point.Telling() {
			got = append(got, q.Text)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	p := mood.Point{Themes: []mood.Theme{{Key: "staff", Pull: -4}, {Key: "price", Pull: 1}, {Key: "wait", Pull: 9}, {Key: "queue", Pull: 3}, {Key: "seat"}}}
	if got := p.Costly(2); len(got) != 2 || got[0].Key != "wait" || got[1].Key != "queue" {
		t.Errorf("costly are %v", got)
	}
	m := mood.Map{Stages: []mood.Stage{{Points: []mood.Point{{Pain: &mood.Pain{}, Quotes: quotes}}}}}
	m.EachQuote(func(q *mood.Quote) { q.Text += "!" })
	m.TellOnly(1)
	left := m.Stages[0].Points[0].Quotes
	if len(left) != 1 || left[0].Text != "隊伍排到門外，沒有人管!" {
		t.Errorf("left is %v", left)
	}
}
