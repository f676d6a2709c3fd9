// Package demo makes believable answers to the sample café's surveys, the
// same ones for the same seed. Faults are hidden in them for the map to find:
// a queue that got worse five weeks ago, a menu nobody understands, a lovely
// drink, and moments from which hardly anybody answers. So is one success: seats
// that got better since there are sockets.
package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// Weeks is how far back the answers go.
const Weeks = 12

// Worse is how long ago the queue got worse.
const Worse = 5 * 7 * 24 * time.Hour

// Better is how long ago the seats got better.
const Better = 33 * 24 * time.Hour

// names is the namespace of the answers' ids.
var names = uuid.MustParse("0b6f6a3e-4c0c-5f6b-8f55-9a3c1d2e4f60")

// generator holds what one run of Answers needs.
type generator struct {
	journey *journey.Journey
	zone    *time.Location
	now     time.Time
	rand    *rand.Rand
	phrases map[string]*grammar // by language
	said    map[string]bool     // texts that were used already
}

// Answers makes n answers to a journey's surveys over the twelve weeks before
// now, oldest first. The ids depend on their number alone, so that answers
// made again for the same database are found to be there.
func Answers(j *journey.Journey, n int, seed uint64, now time.Time) ([]*survey.Response, error) {
	phrases, err := readPhrases()
	if err != nil {
		return nil, err
	}
	g := &generator{
		journey: j, zone: j.Location(), now: now, rand: rand.New(rand.NewPCG(seed, 0x77617977)),
		phrases: phrases, said: map[string]bool{},
	}
	var all []*survey.Response
	for t, count := range g.shares(n) {
		for _, at := range g.times(t, count) {
			all = append(all, g.response(t, at))
		}
	}
	slices.SortStableFunc(all, func(a, b *survey.Response) int { return a.AnsweredAt.Compare(b.AnsweredAt) })
	for i, r := range all {
		r.ID = uuid.NewSHA1(names, fmt.Appendf(nil, "%s %d", j.Key, i))
	}
	return all, nil
}

// shares says how many of n answers each touchpoint gets, in the journey's
// order.
func (g *generator) shares(n int) func(yield func(*journey.Touchpoint, int) bool) {
	return func(yield func(*journey.Touchpoint, int) bool) {
		sum := 0.0
		for _, t := range g.journey.Walk() {
			sum += profileOf(t).weight
		}
		for _, t := range g.journey.Walk() {
			share := profileOf(t).weight / sum
			if !yield(t, int(share*float64(n)+0.5)) {
				return
			}
		}
	}
}

// response is one customer's answers.
func (g *generator) response(t *journey.Touchpoint, at time.Time) *survey.Response {
	p := g.placement(t, at)
	s := g.journey.Survey(t.Survey)
	r := &survey.Response{
		Code: p.Code, Language: g.language(), AnsweredAt: at,
		ReceivedAt: at.Add(time.Duration(g.rand.IntN(900)) * time.Millisecond), Trusted: true,
	}
	v := g.visit(t, p, at)
	v.language = r.Language
	r.Fields = s.KeepFields(g.fields(s, v.persona))
	r.Answers = g.answers(s, v)
	r.Persona = g.journey.PersonaOf(s, r.Answers, v.said, r.Fields)
	r.Sum = survey.ContentSum(r.Code, r.Answers, r.Language, r.Persona, "", r.Fields, &r.AnsweredAt)
	return r
}

// placement picks where the answer is given, the first one most often.
func (g *generator) placement(t *journey.Touchpoint, at time.Time) *journey.Placement {
	var open []*journey.Placement
	for p := range t.Live() {
		if !p.Closed(at, g.zone) {
			open = append(open, p)
		}
	}
	if len(open) == 0 {
		return &t.Placements[0]
	}
	i := 0
	for i < len(open)-1 && g.chance(0.42) {
		i++
	}
	return open[i]
}

// language of the customer: a café in Taipei with guests from elsewhere.
func (g *generator) language() string {
	tags := []string{"zh-Hant", "en", "zh-Hans", "uk"}
	tag := tags[g.weighted([]float64{0.60, 0.18, 0.12, 0.10})]
	if slices.Contains(g.journey.Languages, tag) {
		return tag
	}
	return g.journey.Languages[0]
}

// fields are the hidden fields that a link brings along.
func (g *generator) fields(s *survey.Survey, p *journey.Persona) map[string]string {
	fields := map[string]string{}
	for _, name := range s.Fields {
		switch {
		case p != nil && p.When != nil && p.When.Field == name:
			fields[name] = p.When.Is
		case name == "order" && g.chance(0.4):
			fields[name] = fmt.Sprintf("%c-%02d", 'A'+rune(g.rand.IntN(4)), 1+g.rand.IntN(60))
		}
	}
	return fields
}

func (g *generator) chance(p float64) bool { return g.rand.Float64() < p }
