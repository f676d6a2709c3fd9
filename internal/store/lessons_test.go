package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// Labels come from ratings and, before them, from staff; answers that do not
// count teach nothing.
func TestLabelled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		happy, sarcastic, out := storetest.Answer("queue-qr", 5, "quick"), storetest.Answer("queue-qr", 5, "oh great"), storetest.Answer("queue-qr", 1, "slow")
		unrated := storetest.Answer("queue-qr", 5, "no stars")
		delete(unrated.Answers, "rating")
		storetest.Sum(unrated)
		storetest.Add(t, s, happy, sarcastic, out, unrated, storetest.Answer("queue-qr", 3, ""))
		read(t, s, "m1", mood.TextPositive)
		judge(t, s, sarcastic.ID, store.Judgement{Sentiment: mood.TextNegative, Author: "u1"})
		if err := s.SetState(t.Context(), out.ID, survey.LeftOut); err != nil {
			t.Fatal(err)
		}
		got, err := s.Labelled(t.Context(), "en", 10)
		if err != nil {
			t.Fatal(err)
		}
		var labels []string
		for _, l := range got {
			labels = append(labels, fmt.Sprint(l.Text, " ", l.Class, " ", l.Hand))
		}
		if d := cmp.Diff([]string{"oh great -1 true", "quick 1 false"}, labels); d != "" {
			t.Error(d)
		}
		if none, err := s.Labelled(t.Context(), "uk", 10); len(none) != 0 || err != nil {
			t.Errorf("in a language that nobody wrote: %v, %v", none, err)
		}
		if one, err := s.Labelled(t.Context(), "en", 1); len(one) != 1 || err != nil {
			t.Errorf("limit: %v, %v", one, err)
		}
	})
}

func TestLessons(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
		lesson := func(language string, better bool) store.Lesson {
			return store.Lesson{Language: language, Model: "m1", MadeAt: at, Pairs: 500, Tested: 400, RightBefore: 320, RightAfter: 350, P: 0.001, Reliability: 0.7, Better: better, Body: []byte(language)}
		}
		add := func(l store.Lesson, use bool) int64 {
			t.Helper()
			id, err := s.AddLesson(t.Context(), l, use)
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		inUse := func() string {
			t.Helper()
			list, err := s.LessonsInUse(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			for _, l := range list {
				text += fmt.Sprint(l.ID, string(l.Body), " ")
			}
			return text
		}
		first := add(lesson("uk", true), true)
		refused := add(lesson("uk", false), false)
		english := add(lesson("en", true), true)
		if want := fmt.Sprint(english, "en ", first, "uk "); inUse() != want {
			t.Errorf("in use %q, want %q", inUse(), want)
		}
		second := add(lesson("uk", true), true)
		if want := fmt.Sprint(english, "en ", second, "uk "); inUse() != want {
			t.Errorf("in use %q, want %q", inUse(), want)
		}
		all, err := s.Lessons(t.Context(), 10)
		if err != nil || len(all) != 4 || all[0].ID != second || !all[0].InUse || all[3].InUse || all[0].Body != nil || !all[0].MadeAt.Equal(at) || all[0].RightAfter != 350 {
			t.Errorf("%+v, %v", all, err)
		}
		if err := s.SetLearning(t.Context(), "uk", false); err != nil || inUse() != fmt.Sprint(english, "en ") {
			t.Errorf("switched off: %q, %v", inUse(), err)
		}
		if off, err := s.LearningOff(t.Context()); err != nil || !off["uk"] || off["en"] {
			t.Errorf("off: %v, %v", off, err)
		}
		if err := errors.Join(s.UseLesson(t.Context(), first), s.SetLearning(t.Context(), "uk", true)); err != nil || inUse() != fmt.Sprint(english, "en ", first, "uk ") {
			t.Errorf("back to the first: %q, %v", inUse(), err)
		}
		if err := s.UseLesson(t.Context(), refused); !errors.Is(err, fault.Conflict) {
			t.Errorf("one that was never in use: %v", err)
		}
		if err := s.UseLesson(t.Context(), 999); !errors.Is(err, fault.NotFound) {
			t.Errorf("one that is none: %v", err)
		}
		for range 60 {
			add(lesson("uk", false), false)
		}
		if all, err := s.Lessons(t.Context(), 100); err != nil || len(all) != 52 || inUse() != fmt.Sprint(english, "en ", first, "uk ") {
			t.Errorf("%d are kept and %q is in use, %v", len(all), inUse(), err)
		}
	})
}

func TestTerms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		j, err := s.Journey(t.Context(), "cafe")
		if err != nil {
			t.Fatal(err)
		}
		done, now, err := s.TermsDue(t.Context(), j, 0)
		if err != nil || !done.At.IsZero() || now.Mark != 0 {
			t.Fatalf("%+v %+v %v", done, now, err)
		}
		old := storetest.Answer("queue-qr", 1, "long ago")
		old.AnsweredAt, old.Trusted = old.ReceivedAt.AddDate(0, 0, -40), true
		storetest.Sum(old)
		storetest.Add(t, s, old, storetest.Answer("queue-qr", 1, "the door sticks"), storetest.Answer("drink-qr", 5, "lovely"))
		read(t, s, "m1", mood.TextNegative)
		sample, err := s.Sample(t.Context(), j, journey.DayOf(time.Now(), time.UTC)-30, 10)
		want := []store.Said{{Touchpoint: "drink", Language: "en", Text: "lovely", Class: mood.Happy}, {Touchpoint: "queue", Language: "en", Text: "the door sticks", Class: mood.Unhappy}}
		if d := cmp.Diff(want, sample); d != "" || err != nil {
			t.Error(d, err)
		}
		_, now, err = s.TermsDue(t.Context(), j, 0)
		if err != nil || now.Mark == 0 {
			t.Fatal(now, err)
		}
		terms := map[string][]store.Term{"queue": {
			{Text: "door", Language: "en", Answers: 9, AnswersOf: 40, Elsewhere: 4, ElsewhereOf: 200, Z: 3.9, P: 0.001},
			{Text: "двері", Language: "uk", Answers: 3, AnswersOf: 9, Elsewhere: 0, ElsewhereOf: 20, Z: 2.1, P: 0.03},
		}}
		for range 2 {
			if err := s.SetTerms(t.Context(), j, terms, now); err != nil {
				t.Fatal(err)
			}
			got, err := s.Terms(t.Context(), j)
			if d := cmp.Diff(terms, got); d != "" || err != nil {
				t.Error(d, err)
			}
		}
		if done, _, err := s.TermsDue(t.Context(), j, 0); err != nil || done.Mark != now.Mark || done.At.IsZero() {
			t.Error(done, err)
		}
		if err := s.SetTerms(t.Context(), j, nil, now); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Terms(t.Context(), j); len(got) != 0 || err != nil {
			t.Error(got, err)
		}
	})
}
