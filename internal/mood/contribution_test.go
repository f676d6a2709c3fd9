package mood

import (
	"math"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
	"pgregory.net/rapid"
)

func TestNormalise(t *testing.T) {
	var f struct{ Output map[string][]float64 }
	fixture(t, "A1_normalise", &f)
	scales := map[string]survey.Scale{"effort5_reversed": {Min: 5, Max: 1, Neutral: 3}}
	for name, kind := range map[string]survey.Type{
		"csat5": survey.CSAT, "smiley4": survey.Smiley4, "ces7": survey.CES, "nps_m7.5": survey.NPS, "thumb": survey.YesNo,
	} {
		scales[name], _ = kind.Scale()
	}
	for name, want := range f.Output {
		s := scales[name]
		for i, w := range want {
			near(t, name, normalise(s, min(s.Min, s.Max)+float64(i)), w)
		}
	}
}

func TestClasses(t *testing.T) {
	for _, c := range []struct {
		kind                survey.Type
		lastUnhappy, lastNo int // the highest value of each class
	}{
		{survey.NPS, 6, 8}, {survey.CSAT, 2, 3}, {survey.Stars, 2, 3}, {survey.Smiley5, 2, 3},
		{survey.Smiley4, 2, 2}, {survey.CES, 3, 4}, {survey.YesNo, 0, 0},
	} {
		s, _ := c.kind.Scale()
		for x := int(s.Min); x <= int(s.Max); x++ {
			want := Happy
			if x <= c.lastUnhappy {
				want = Unhappy
			} else if x <= c.lastNo {
				want = Neutral
			}
			if got := Contribute(journey.Defaults(), &Rating{s, float64(x)}, nil); got.RatingClass != want || got.Class() != want {
				t.Errorf("%s %d: %d, want %d", c.kind, x, got.RatingClass, want)
			}
		}
	}
}

func TestCombine(t *testing.T) {
	var f struct {
		Output []struct {
			S     *float64
			WT    float64 `json:"w_t"`
			E     float64
			Omega float64
			Mixed bool
		}
	}
	fixture(t, "A2_combine", &f)
	five, _ := survey.CSAT.Scale()
	for i, c := range []Contribution{
		Contribute(journey.Analysis{}, &Rating{five, 4}, &Text{Sentiment: .10 - .70, Tokens: 8, Quality: .8}),
		Contribute(journey.Analysis{}, nil, &Text{Sentiment: .05 - .85, Tokens: 3, Quality: .8}),
		Contribute(journey.Analysis{}, &Rating{five, 1}, nil),
	} {
		want := f.Output[i]
		near(t, "w_t", float64(c.TextOmega)/Unit, want.WT)
		near(t, "e", float64(c.E)/Unit, want.E)
		near(t, "omega", float64(c.Omega)/Unit, want.Omega)
		if want.S != nil {
			near(t, "s", float64(c.TextE)/Unit, *want.S)
		}
		if c.HasText != (want.S != nil) || c.Mixed != want.Mixed {
			t.Errorf("case %d: %+v, want mixed %v", i, c, want.Mixed)
		}
	}
}

func TestContributeEdges(t *testing.T) {
	five, _ := survey.CSAT.Scale()
	text := Contribute(journey.Analysis{}, nil, &Text{Sentiment: -0.9, Tokens: 9, Quality: 0})
	if !text.HasText || text.Omega != 0 || text.E != 0 || text.TextClass != Unhappy || text.TextE != -90000000 {
		t.Errorf("a text in a language without known quality has a class but no mood: %+v", text)
	}
	if got := Contribute(journey.Analysis{}, nil, nil); got != (Contribution{}) {
		t.Errorf("nothing said: %+v", got)
	}
	edge := Contribute(journey.Analysis{}, &Rating{five, 4}, &Text{Sentiment: -0.5, Tokens: 5, Quality: 0.4})
	if !edge.Mixed {
		t.Errorf("w_t 0.2 and a difference of exactly 1 are mixed: %+v", edge)
	}
	if got := Contribute(journey.Analysis{}, &Rating{five, 99}, &Text{Sentiment: math.NaN(), Tokens: -3, Quality: 7}); got.RatingE != Unit || got.Omega != Unit || got.TextOmega != 0 || got.E != Unit {
		t.Errorf("out of range: %+v", got)
	}
}

func contributions() *rapid.Generator[Contribution] {
	return rapid.Custom(func(t *rapid.T) Contribution {
		var r *Rating
		var x *Text
		if rapid.Bool().Draw(t, "rated") {
			kind := rapid.SampledFrom([]survey.Type{survey.CSAT, survey.NPS, survey.CES, survey.Smiley4, survey.YesNo}).Draw(t, "kind")
			s, _ := kind.Scale()
			r = &Rating{s, float64(rapid.IntRange(int(s.Min), int(s.Max)).Draw(t, "value"))}
		}
		if rapid.Bool().Draw(t, "wrote") {
			x = &Text{rapid.Float64Range(-1, 1).Draw(t, "s"), rapid.IntRange(0, 40).Draw(t, "tokens"), rapid.Float64Range(0, 1).Draw(t, "q")}
		}
		return Contribute(journey.Defaults(), r, x)
	})
}

func TestContributionStaysInRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := contributions().Draw(t, "c")
		for _, v := range []int64{c.RatingE, c.TextE, c.E} {
			if v < -Unit || v > Unit {
				t.Fatalf("%+v", c)
			}
		}
		if c.Omega < 0 || c.Omega > Unit || c.TextOmega < 0 || c.TextOmega > Unit/2 || c.HasRating && c.Omega != Unit {
			t.Fatalf("%+v", c)
		}
	})
}
