package visit

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// season is the sample journey with a placement that is open on some days.
func season(t *testing.T, open journey.Open, zone string) *journey.Journey {
	t.Helper()
	j := everyJourney(t)
	_, queue := j.Touchpoint("queue")
	queue.Placements = append(queue.Placements, journey.Placement{Code: "season", Channel: journey.Link, Timezone: zone, Open: &open})
	return j
}

// TestSeason says when a survey opens and since when it is closed, by the
// clock of the place and in the words of the visitor.
func TestSeason(t *testing.T) {
	for _, zone := range []string{"", "Europe/Kyiv", "America/Chicago", "Australia/Lord_Howe"} {
		t.Run(zone, func(t *testing.T) {
			s := newSite(t, season(t, journey.Open{From: "2027-05-01", Until: "2027-08-31", Hours: []string{"mon 08:00-09:00"}}, zone))
			at, err := time.LoadLocation(zone)
			if zone == "" {
				at, err = time.LoadLocation("Asia/Taipei")
			}
			if err != nil {
				t.Fatal(err)
			}
			s.clock = time.Date(2027, 5, 1, 0, 0, 0, 0, at).Add(-time.Second)
			for lang, words := range map[string]string{"en": "taken here from 1 May 2027.", "uk": "приймаються з 1 травня 2027 року.", "zh-Hant": "從 2027 年 5 月 1 日起", "zh-Hans": "从2027年5月1日起"} {
				s.get("/t/season?lang="+lang).status(410).has(words, `<html lang="`+lang+`">`, `aria-current="true"`).lacks("<form")
			}
			s.clock = s.clock.Add(time.Second)
			s.get("/t/season?lang=en").status(200)
			s.clock = time.Date(2027, 9, 1, 0, 0, 0, 0, at).Add(-time.Second)
			s.get("/t/season?lang=en").status(200)
			s.clock = s.clock.Add(time.Second)
			for lang, words := range map[string]string{"en": "until 31 August 2027.", "uk": "до 31 серпня 2027 року включно.", "zh-Hant": "到 2027 年 8 月 31 日為止", "zh-Hans": "到2027年8月31日为止"} {
				s.get("/t/season?lang="+lang).status(410).has(words).lacks("<form", "href=\"/")
			}
		})
	}
}

// TestOpenedInTime: who opened the form before the end can send it after it,
// correct it, and be shown what is wrong; for as long as the form is good.
func TestOpenedInTime(t *testing.T) {
	s := newSite(t, season(t, journey.Open{Until: "2027-08-31"}, ""))
	taipei, _ := time.LoadLocation("Asia/Taipei")
	end := time.Date(2027, 9, 1, 0, 0, 0, 0, taipei)
	s.clock = end.Add(-time.Minute)
	form := s.get("/t/season?lang=en").status(200).form()
	other := s.get("/t/season?lang=en").status(200).form()
	s.clock = end.Add(time.Minute)

	form.Set("comment", "in time")
	form = s.post("/t/season", form).status(422).has("in time").form()
	form.Set("_switch", "uk")
	form = s.post("/t/season", form).status(200).has(`<html lang="uk">`, "in time").form()
	form.Set("mood", "2")
	to := s.post("/t/season", form).status(303).Header().Get("Location")
	s.get(to).status(200).has("/receipt/")
	form.Set("mood", "5")
	s.post("/t/season", s.post("/t/season", form).status(409).form()).status(303)
	record := s.records()[0]
	if *record.Rating != 5 || record.State != survey.Counted || !record.AnsweredAt.Equal(s.clock.Truncate(time.Millisecond)) {
		t.Errorf("kept %+v", record)
	}

	// A token for another form, no token, or one that is too old: closed, and
	// what was written is shown.
	for name, change := range map[string]func(url.Values){
		"another's": func(f url.Values) { f.Set("_token", form.Get("_token")) },
		"none":      func(f url.Values) { f.Del("_token") },
		"invented":  func(f url.Values) { f.Set("_token", "AAAAAAAAAAAAAAAAAAAAAAAA") },
		"too old":   func(url.Values) { s.clock = end.Add(FormLife) },
	} {
		sent := url.Values{}
		for key, values := range other {
			sent[key] = values
		}
		sent.Set("mood", "1")
		sent.Set("comment", "<i>my words</i>")
		change(sent)
		page := s.post("/t/season", sent).status(410).has("until 31 August 2027", "&lt;i&gt;my words", "It was not sent").lacks("<i>my", "my+words", "hreflang")
		again := page.form()
		again.Set("_switch", "uk")
		s.post("/t/season", again).status(410).has("&lt;i&gt;my words", `<html lang="uk">`, "Надіслати це не вдалося")
		if page.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: it is kept", name)
		}
		s.clock = end.Add(time.Minute)
	}
	if n := len(s.records()); n != 1 {
		t.Errorf("%d answers", n)
	}
}

// TestEndedMeanwhile: the same where staff end a placement.
func TestEndedMeanwhile(t *testing.T) {
	s := newSite(t)
	form := s.get("/t/every?lang=en").status(200).form()
	j := everyJourney(t)
	_, _, placement := j.Placement("every")
	placement.Ended = true
	storetest.Apply(t, s.store, j)
	s.get("/t/every?lang=en").status(410).has("This survey is closed")
	s.post("/t/every", url.Values{"mood": {"3"}, "lang": {"en"}}).status(410)
	form.Set("mood", "3")
	s.post("/t/every", form).status(303)
	if n := len(s.records()); n != 1 {
		t.Errorf("%d answers", n)
	}
	// Programs keep to the hour: the store itself lets nobody in.
	r := s.pages.response(visit{Spot: spotOfStore(t, s, "every"), lang: "en"}, someID, survey.Answers{"mood": 3})
	r.Admitted = false
	if _, err := s.store.AddResponse(t.Context(), r); !errors.Is(err, fault.Gone) {
		t.Errorf("the store took an answer after the end: %v", err)
	}
}
