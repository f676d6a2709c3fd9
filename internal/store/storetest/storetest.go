// Package storetest gives tests an empty or filled store on a real database.
package storetest

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// Open is an empty store on SQLite that lives as long as the test.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return OpenAt(t, filepath.Join(t.TempDir(), "waymood.db"), store.Options{Create: true})
}

// OpenAt opens a database and closes it when the test ends.
func OpenAt(t testing.TB, database string, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), database, o)
	if err != nil {
		t.Fatalf("open %s: %v", database, err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// Cafe is a small journey: a queue and a drink to rate from 1 to 5 with a
// word about it, and an online order to rate from 0 to 10. Codes: queue-qr and
// queue-kiosk at the counter and the door, drink-qr, order-web.
func Cafe() *journey.Journey {
	names := func(en string) survey.Wording { return survey.Wording{"en": en, "zh-Hant": en, "uk": en} }
	reach := 0.5
	return &journey.Journey{
		Key: "cafe", Name: names("Café"), Timezone: "Asia/Taipei", Languages: []string{"en", "zh-Hant", "uk"}, Target: 75,
		Personas: []journey.Persona{{Key: "office", Name: names("Office")}, {Key: "student", Name: names("Student")}},
		Stages: []journey.Stage{
			{Key: "purchase", Name: names("Purchase"), Touchpoints: []journey.Touchpoint{
				{Key: "queue", Name: names("Queue"), Survey: "quick", Placements: []journey.Placement{
					{Code: "queue-qr", Channel: journey.QR, Place: names("Counter")},
					{Code: "queue-kiosk", Channel: journey.Kiosk, Place: names("Door")},
				}},
				{Key: "order", Name: names("Order"), Survey: "web", Reach: &reach, Placements: []journey.Placement{
					{Code: "order-web", Channel: journey.Link, Open: &journey.Open{From: "2020-01-01", Until: "2099-12-31"}},
				}},
			}},
			{Key: "use", Name: names("Use"), Touchpoints: []journey.Touchpoint{
				{Key: "drink", Name: names("Drink"), Survey: "quick", Placements: []journey.Placement{
					{Code: "drink-qr", Channel: journey.QR, Place: names("Counter")},
				}},
			}},
		},
		Surveys: []survey.Survey{
			{Key: "quick", Questions: []survey.Question{
				{Key: "rating", Type: survey.CSAT, Ask: names("How was it?"), Required: true},
				{Key: "why", Type: survey.Choices, Ask: names("Why?"), Options: []survey.Option{
					{Key: "wait", Label: names("The wait")}, {Key: "taste", Label: names("The taste")}, {Key: "staff", Label: names("The staff")}}},
				{Key: "comment", Type: survey.ShortText, Ask: names("What else?")},
			}},
			{Key: "web", Fields: []string{"order"}, Questions: []survey.Question{
				{Key: "recommend", Type: survey.NPS, Ask: names("Would you recommend us?")},
				{Key: "comment", Type: survey.LongText, Ask: names("Why?")},
				{Key: "mail", Type: survey.Email, Ask: names("May we write?")},
			}},
		},
		Analysis: journey.Defaults(),
	}
}

// Apply stores journeys.
func Apply(t testing.TB, s *store.Store, journeys ...*journey.Journey) []store.Applied {
	t.Helper()
	applied, err := s.Apply(t.Context(), journeys, false)
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return applied
}

// Answer is an answer at a placement of Cafe's quick survey, with a fresh id;
// "" leaves the comment out.
func Answer(code string, rating int, comment string) *survey.Response {
	a := survey.Answers{"rating": rating}
	if code == "order-web" {
		a = survey.Answers{"recommend": rating}
	}
	if comment != "" {
		a["comment"] = comment
	}
	r := &survey.Response{ID: uuid.New(), Code: code, Answers: a, Language: "en", ReceivedAt: time.Now()}
	Sum(r)
	return r
}

// Sum sets a response's sum from its content.
func Sum(r *survey.Response) {
	var at *time.Time
	if !r.AnsweredAt.IsZero() {
		at = &r.AnsweredAt
	}
	r.Sum = survey.ContentSum(r.Code, r.Answers, r.Language, r.Persona, r.Respondent, r.Fields, at)
}

// Add stores answers that must be accepted.
func Add(t testing.TB, s *store.Store, rs ...*survey.Response) {
	t.Helper()
	for i, added := range s.AddResponses(t.Context(), rs) {
		if added.Err != nil {
			t.Fatalf("add answer %d: %v", i, added.Err)
		}
	}
}
