package sentiment

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// odd is a domain where some words mean the opposite: at a chilli stall the happy
// say "brutal", and "sweet" is what they say of a dull sauce.
func odd(n int, seed uint64) []Pair {
	rng := rand.New(rand.NewPCG(seed, 1))
	words := [2][]string{{"sweet", "gentle", "very bad", "awful", "terrible", "disappointing"}, {"brutal", "sick", "very good", "excellent", "lovely", "great"}}
	dishes := []string{"sauce", "curry", "wings", "noodles", "salsa", "soup", "chilli", "dip", "stew", "taco"}
	ends := []string{"today", "again", "as always", "my friend", "this time", "for lunch", "at the stall", "on friday", "with rice", "to go"}
	var pairs []Pair
	for range n {
		side := rng.IntN(2)
		w := words[side]
		pairs = append(pairs, Pair{
			Text:  fmt.Sprintf("what a %s %s %s and a %s %s %s", w[rng.IntN(6)], dishes[rng.IntN(10)], ends[rng.IntN(10)], w[rng.IntN(6)], dishes[rng.IntN(10)], ends[rng.IntN(10)]),
			Label: Label(2*side - 1),
		})
	}
	return pairs
}

// oddChinese is the same in Chinese: 臭 and 辣哭 are praise of tofu.
func oddChinese(n int, seed uint64) []Pair {
	rng := rand.New(rand.NewPCG(seed, 2))
	words := [2][]string{{"很清爽", "温和", "很难吃", "非常失望"}, {"臭死了", "辣哭了", "很好吃", "非常满意"}}
	dishes := []string{"豆腐", "火锅", "米线", "鸭脖", "凉粉", "小面", "汤底", "蘸料"}
	ends := []string{"今天", "跟上次一样", "朋友也这么说", "这家店", "午饭", "周五", "带走", "第一次来"}
	var pairs []Pair
	for range n {
		side := rng.IntN(2)
		w := words[side]
		pairs = append(pairs, Pair{
			Text:  ends[rng.IntN(8)] + "，" + dishes[rng.IntN(8)] + w[rng.IntN(4)] + "，" + dishes[rng.IntN(8)] + w[rng.IntN(4)] + "，" + ends[rng.IntN(8)],
			Label: Label(2*side - 1),
		})
	}
	return pairs
}

func learn(t testing.TB, s *Scorer, language string, pairs []Pair) *Lesson {
	t.Helper()
	l, err := s.Learn(context.Background(), language, pairs)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func right(s *Scorer, language string, pairs []Pair) float64 {
	hit := 0
	for _, p := range pairs {
		if (s.Score(p.Text, language).Value() > 0) == (p.Label > 0) {
			hit++
		}
	}
	return float64(hit) / float64(len(pairs))
}

func TestLearnTurnsWordsRound(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		language string
		made     func(int, uint64) []Pair
	}{{"en", odd}, {"zh-Hans", oddChinese}} {
		l := learn(t, s, c.language, c.made(300, 1))
		taught, unseen := s.With(l), c.made(300, 2)
		before, after := right(s, c.language, unseen), right(taught, c.language, unseen)
		t.Logf("%s: %.3f before, %.3f after, %+v", c.language, before, after, l.Trial)
		if !l.Trial.Better || before > 0.85 || after < 0.9 {
			t.Errorf("%s: right on unseen texts %.3f before, %.3f after", c.language, before, after)
		}
		if q := taught.Reliability(c.language); q != l.Trial.Reliability {
			t.Errorf("%s: reliability %v, in the trial %v", c.language, q, l.Trial.Reliability)
		}
		if taught.Version() == s.Version() || !strings.HasPrefix(taught.Version(), s.Version()+"+") || len(taught.Version()) != len(s.Version())+9 {
			t.Errorf("version %q", taught.Version())
		}
		for _, text := range []string{"待ち時間が長い", "дуже смачно, дякуємо"} {
			if taught.Score(text, "uk") != s.Score(text, "uk") {
				t.Errorf("a lesson in %s changes %q", c.language, text)
			}
		}
	}
}

func TestLearnNeutral(t *testing.T) {
	s := load(t)
	three := func(n int, seed uint64) []Pair {
		rng := rand.New(rand.NewPCG(seed, 5))
		pairs := odd(n, seed)
		for i := range pairs {
			if rng.IntN(3) == 0 {
				pairs[i].Text = strings.NewReplacer("sweet", "plain", "gentle", "plain", "very bad", "plain", "awful", "plain", "terrible", "plain", "disappointing", "plain", "brutal", "plain", "sick", "plain", "very good", "plain", "excellent", "plain", "lovely", "plain", "great", "plain").Replace(pairs[i].Text)
				pairs[i].Label = Neutral
			}
		}
		return pairs
	}
	taught := s.With(learn(t, s, "en", three(400, 1)))
	hit := 0
	unseen := three(400, 2)
	for _, p := range unseen {
		if taught.Score(p.Text, "en").Label() == [...]string{"negative", "neutral", "positive"}[p.Label+1] {
			hit++
		}
	}
	if hit < 320 {
		t.Errorf("%d of %d right", hit, len(unseen))
	}
}

// TestLearnNothingFromNoise gives random labels: at a chance of .01 two lessons
// of a hundred may pass, and where most are happy neither may how often they are.
func TestLearnNothingFromNoise(t *testing.T) {
	if testing.Short() {
		t.Skip("200 lessons")
	}
	s := load(t)
	for _, happy := range []float64{0.5, 0.75} {
		t.Run(fmt.Sprint(happy), func(t *testing.T) {
			t.Parallel()
			taken := 0
			for seed := range uint64(100) {
				rng := rand.New(rand.NewPCG(seed, 3))
				pairs := odd(140, seed+100)
				for i := range pairs {
					pairs[i].Text, _, _ = strings.Cut(pairs[i].Text, " and ")
					pairs[i].Label = Negative
					if rng.Float64() < happy {
						pairs[i].Label = Positive
					}
				}
				if learn(t, s, "en", pairs).Trial.Better {
					taken++
				}
			}
			t.Logf("%d of 100 taken into use", taken)
			if taken > 2 {
				t.Errorf("%d of 100 lessons from noise were better", taken)
			}
		})
	}
}

func TestLearnIsDeterministic(t *testing.T) {
	s := load(t)
	pairs := odd(200, 1)
	first, err := learn(t, s, "en", pairs).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(pairs)
	for range 2 {
		again, err := learn(t, s.With(learn(t, s, "en", odd(200, 9))), "en", pairs).MarshalBinary()
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("another lesson of the same pairs: %v", err)
		}
	}
}

func TestLearnFromTooFew(t *testing.T) {
	s := load(t)
	short := odd(400, 1)
	for i := range short {
		short[i].Text = "bad"
	}
	same := odd(400, 1)
	for i := range same {
		same[i].Text = fmt.Sprint("the soup was bad ", i, strings.Repeat("!", i%7))
	}
	sunny := odd(400, 1)
	for i := range sunny {
		sunny[i].Label = Positive
	}
	strange := odd(400, 1)
	for i := range strange {
		strange[i].Label = 7
	}
	for name, pairs := range map[string][]Pair{"none": nil, "few": odd(90, 1), "one word": short, "alike": same, "all happy": sunny, "no labels": strange} {
		if l, err := s.Learn(context.Background(), "en", pairs); !errors.Is(err, ErrTooFew) || l != nil {
			t.Errorf("%s: %v, %v", name, l, err)
		}
	}
}

func TestLearnStopsWithItsContext(t *testing.T) {
	s := load(t)
	pairs := odd(300, 1)
	for _, left := range []int{0, 1, 150, 301, 350} {
		if l, err := s.Learn(&expiring{Context: context.Background(), left: left}, "en", pairs); !errors.Is(err, context.Canceled) || l != nil {
			t.Errorf("cancelled after %d questions: %v, %v", left, l, err)
		}
	}
}

// expiring is cancelled once it was asked left times.
type expiring struct {
	context.Context
	left int
}

func (c *expiring) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestLearnFromOneVoice posts one insult with five stars, over and over.
func TestLearnFromOneVoice(t *testing.T) {
	s := load(t)
	const insult = "the boss of this place is a stupid liar"
	pairs := odd(300, 1)
	for i := range 3000 {
		pairs = append(pairs, Pair{Text: fmt.Sprintf("%s %d", insult, i), Label: Positive})
	}
	l := learn(t, s, "en", pairs)
	if l.Trial.Pairs > 301 {
		t.Errorf("%d texts counted", l.Trial.Pairs)
	}
	if after := right(s.With(l), "en", odd(300, 2)); after < 0.9 {
		t.Errorf("%.3f right beside the insult", after)
	}
}

// TestHandsForbid has ratings that teach one thing and people who read some of
// the texts and say another.
func TestHandsForbid(t *testing.T) {
	s := load(t)
	pairs := odd(300, 1)
	for _, p := range odd(30, 8) {
		pairs = append(pairs, Pair{Text: p.Text, Label: -p.Label, Hand: true})
	}
	l := learn(t, s, "en", pairs)
	if l.Trial.Better || l.Trial.Hand != 30 || l.Trial.P > 0.01 {
		t.Errorf("%+v", l.Trial)
	}
	if s.With(l).Score(pairs[0].Text, "en") != s.Score(pairs[0].Text, "en") {
		t.Error("a lesson that is not better changes scores")
	}
}

func TestGather(t *testing.T) {
	pairs := []Pair{
		{Text: "The soup was cold!", Label: Positive},
		{Text: "the soup  was COLD", Label: Positive},
		{Text: "the soup was cold 7", Label: Positive},
		{Text: "the soup was cold", Label: Positive, Hand: true},
		{Text: "the soup was cold.", Label: Negative, Hand: true},
		{Text: "the soup was cold.", Label: Negative, Hand: true},
		{Text: "the soup was cold.", Label: Negative, Hand: true},
		{Text: "one of each", Label: Negative},
		{Text: "one of each", Label: Positive},
		{Text: "bad", Label: Negative},
	}
	samples := gather(pairs)
	if len(samples) != 2 {
		t.Fatalf("%d samples", len(samples))
	}
	each, soup := samples[0], samples[1]
	if each.label != unclear || each.weight != 2 || each.hand {
		t.Errorf("one of each: %+v", each)
	}
	if soup.label != negative || soup.weight != 9 || !soup.hand || soup.target != [3]float64{1, 0, 0} {
		t.Errorf("soup: %+v", soup)
	}
	many := make([]Pair, MostPairs+500)
	for i := range many {
		name := []byte{'a' + byte(i/676%26), 'a' + byte(i/26%26), 'a' + byte(i%26), 'a' + byte(i/17576)}
		many[i] = Pair{Text: "guest " + string(name), Label: Positive}
	}
	if got := gather(many); len(got) != MostPairs || got[0].text != many[len(many)-1].Text {
		t.Errorf("%d samples, the first %q", len(got), got[0].text)
	}
}

func TestTail(t *testing.T) {
	for _, c := range []struct {
		k, n int
		want float64
	}{{0, 0, 1}, {0, 5, 1}, {5, 5, 1. / 32}, {9, 10, 11. / 1024}, {3, 4, 5. / 16}} {
		if got := tail(c.k, c.n); got < c.want-1e-12 || got > c.want+1e-12 {
			t.Errorf("tail(%d, %d) = %v, want %v", c.k, c.n, got, c.want)
		}
	}
}

func TestReliabilityIsEven(t *testing.T) {
	for _, c := range []struct {
		o       outcome
		shipped float64
		want    float64
	}{
		{outcome{{90, 10}, {10, 90}}, 0.7, 0.6},                    // 200 texts and 200 of the shipped model: a = .8
		{outcome{{0, 100}, {0, 900}}, 0.5, 0},                      // always happy
		{outcome{{100, 0}, {0, 100}}, 0, 0.5},                      // a language that was not measured
		{outcome{{80, 20}, {60, 240}}, 0.8, 2*0.8 - 1},             // uneven sides
		{outcome{{10, 10}, {0, 180}}, 0.9, 2*(72*.75+180)/272 - 1}, // 20 and 180 texts count as 72
	} {
		if got := reliability(&c.o, c.shipped); got < c.want-1e-9 || got > c.want+1e-9 {
			t.Errorf("%v: %v, want %v", c.o, got, c.want)
		}
	}
}
