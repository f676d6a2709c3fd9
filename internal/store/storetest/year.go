package storetest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// YearEnd is the day after the last answer of FillYear.
var YearEnd = journey.DayOf(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), time.UTC)

// Year is a journey of twelve touchpoints with three placements each, three
// personas and four languages: what many answers are measured on.
func Year() *journey.Journey {
	names := func(en string) survey.Wording {
		return survey.Wording{"en": en, "zh-Hant": en, "zh-Hans": en, "uk": en}
	}
	j := &journey.Journey{
		Key: "year", Name: names("A year"), Timezone: "Asia/Taipei", Languages: []string{"zh-Hant", "en", "uk", "zh-Hans"}, Target: 75,
		Personas: []journey.Persona{{Key: "office", Name: names("Office")}, {Key: "student", Name: names("Student")}, {Key: "tourist", Name: names("Tourist")}},
		Surveys: []survey.Survey{{Key: "quick", Questions: []survey.Question{
			{Key: "rating", Type: survey.CSAT, Ask: names("How was it?"), Required: true},
			{Key: "why", Type: survey.Choices, Ask: names("Why?"), Options: []survey.Option{
				{Key: "wait", Label: names("The wait")}, {Key: "taste", Label: names("The taste")}, {Key: "staff", Label: names("The staff")}}},
			{Key: "comment", Type: survey.ShortText, Ask: names("What else?")},
		}}},
		Analysis: journey.Defaults(),
	}
	channels := []journey.Channel{journey.QR, journey.Kiosk, journey.Link}
	places := []string{"Counter", "Door", ""}
	for s := range 4 {
		stage := journey.Stage{Key: fmt.Sprintf("stage-%d", s+1), Name: names(fmt.Sprintf("Stage %d", s+1))}
		for t := range 3 {
			n := s*3 + t + 1
			reach := 1 - float64(n)/20
			tp := journey.Touchpoint{Key: fmt.Sprintf("touchpoint-%d", n), Name: names(fmt.Sprintf("Touchpoint %d", n)), Survey: "quick", Reach: &reach}
			for i, ch := range channels {
				p := journey.Placement{Code: fmt.Sprintf("year-%d-%s", n, ch), Channel: ch}
				if places[i] != "" {
					p.Place = names(places[i])
				}
				tp.Placements = append(tp.Placements, p)
			}
			stage.Touchpoints = append(stage.Touchpoints, tp)
		}
		j.Stages = append(j.Stages, stage)
	}
	return j
}

// FillYear keeps that many answers to the journey Year, spread evenly over the
// 365 days before YearEnd, in the order of their days. A third has a text,
// scored, and every text names a theme or two of thirty. It is always the same
// year: the same number gives the same answers.
func FillYear(t testing.TB, s *store.Store, answers int) {
	t.Helper()
	j := Year()
	Apply(t, s, j)
	random := rand.New(rand.NewPCG(7, uint64(answers)))
	var rs []*survey.Response
	after := int64(0)
	for n := range answers {
		rs = append(rs, yearAnswer(random, j, n, answers))
		if len(rs) == 8192 || n == answers-1 {
			Add(t, s, rs...)
			rs = rs[:0]
			after = scoreYear(t, s, after)
		}
	}
}

// yearAnswer is the n-th answer of a year.
func yearAnswer(random *rand.Rand, j *journey.Journey, n, of int) *survey.Response {
	touch := random.IntN(12)
	tp := &j.Stages[touch/3].Touchpoints[touch%3]
	day := YearEnd - 365 + journey.Day(n*365/of)
	at := day.Time().Add(time.Duration(7*3600+random.IntN(14*3600))*time.Second - 8*time.Hour) // 7 to 21 o'clock in Taipei
	rating := min(5, max(1, 1+random.IntN(5)+touch%3-1))
	a := survey.Answers{"rating": rating}
	if random.IntN(2) == 0 {
		a["why"] = []string{[]string{"wait", "taste", "staff"}[random.IntN(3)]}
	}
	if random.IntN(3) == 0 {
		a["comment"] = fmt.Sprintf("The line was long at %d", random.IntN(1000))
	}
	var id uuid.UUID
	for i := range 2 {
		bits := random.Uint64()
		for k := range 8 {
			id[8*i+k] = byte(bits >> (8 * k))
		}
	}
	r := &survey.Response{
		ID: id, Code: tp.Placements[random.IntN(3)].Code, Answers: a, Language: j.Languages[random.IntN(4)],
		Persona: []string{"", "office", "student", "tourist"}[random.IntN(4)], ReceivedAt: at, Trusted: true,
	}
	Sum(r)
	return r
}

// scoreYear scores all texts that wait, from the one after a number.
func scoreYear(t testing.TB, s *store.Store, after int64) int64 {
	t.Helper()
	for {
		texts, err := s.Unscored(t.Context(), after, 4096)
		if err != nil {
			t.Fatalf("unscored: %v", err)
		}
		if len(texts) == 0 {
			return after
		}
		scored := make([]store.Scored, len(texts))
		for i, u := range texts {
			h := uint64(store.TextHash(u.Text)) ^ uint64(u.Seq)*0x9e3779b97f4a7c15
			said := float64(h%2001)/1000 - 1
			label := mood.TextNeutral
			switch {
			case said < -0.2:
				label = mood.TextNegative
			case said > 0.2:
				label = mood.TextPositive
			}
			scored[i] = store.Scored{
				Seq: u.Seq, Revision: u.Revision, Hash: store.TextHash(u.Text), Language: u.Language, Model: "m1", Lists: "l1", Label: label,
				Text: mood.Text{Sentiment: said, Tokens: 8, Quality: 0.8}, Themes: []string{fmt.Sprintf("theme-%d", h>>20%30), fmt.Sprintf("theme-%d", h>>40%30)}[:1+h>>50%2],
			}
		}
		if n, err := s.SetScores(t.Context(), scored); err != nil || n != len(scored) {
			t.Fatalf("scored %d of %d: %v", n, len(scored), err)
		}
		after = texts[len(texts)-1].Seq
	}
}
