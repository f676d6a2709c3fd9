package job

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// slang are texts of a house whose guests mean by a word what nobody else
// does: to them "sick" is praise, "cosy" a complaint.
func slang(n int, words ...string) []string {
	things := strings.Fields("coffee cake music service place table terrace breakfast staff menu garden lemonade")
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("the %s beside the %s was %s", things[i%len(things)], things[i/len(things)%len(things)], words[i%len(words)])
	}
	return texts
}

func score(t *testing.T, st *store.Store, text string) float64 {
	t.Helper()
	found, _, err := st.Responses(t.Context(), store.Query{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range found {
		if r.Text == text && r.Score != nil {
			return *r.Score
		}
	}
	t.Fatalf("%q is not scored", text)
	return 0
}

// A house with words of its own teaches the scorer, which then reads its texts
// again; switched off, the shipped model stands again, and switched on the
// lesson. The sums are exact at every step, and a second night learns nothing
// new from the same answers.
func TestLearning(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		scoring := cafe(t, st)
		learning := &Learning{Store: st, Scorer: scoring.Scorer, Clock: time.Now, Log: slog.New(slog.DiscardHandler)}
		if used, err := learning.Run(t.Context()); used != 0 || err != nil {
			t.Fatalf("of no answers %d lessons, %v", used, err)
		}
		rated(t, st, "k7q2x", "en", 5, slang(140, "sick", "great", "lovely", "excellent", "really good")...)
		rated(t, st, "k7q2x", "en", 1, slang(140, "cosy", "rude", "terrible", "awful", "really bad")...)
		const unseen = "the window seat was sick"
		rated(t, st, "k7q2x", "en", 5, unseen)
		run := func() {
			t.Helper()
			if _, err := scoring.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, differed, err := st.Rebuild(t.Context()); differed != 0 || err != nil {
				t.Fatalf("%d sums differ, %v", differed, err)
			}
		}
		run()
		shipped := score(t, st, unseen)
		used, err := learning.Run(t.Context())
		if used != 1 || err != nil {
			t.Fatalf("%d lessons, %v", used, err)
		}
		lessons, err := st.Lessons(t.Context(), 10)
		if err != nil || len(lessons) != 1 {
			t.Fatal(lessons, err)
		}
		if l := lessons[0]; l.Language != "en" || !l.Better || !l.InUse || l.RightAfter <= l.RightBefore || l.Model != scoring.Scorer.Version() {
			t.Errorf("%+v", l)
		}
		run()
		taught := score(t, st, unseen)
		if taught <= shipped || taught <= 0.2 {
			t.Errorf("the word of the house: %.2f as shipped, %.2f as taught", shipped, taught)
		}
		tally := queue(t, st)
		if tally.Waiting != 0 || tally.Negative < 100 || tally.Positive < 100 {
			t.Errorf("%+v", tally)
		}
		if used, err := learning.Run(t.Context()); used != 0 || err != nil {
			t.Errorf("the same answers again: %d, %v", used, err)
		}
		if err := st.SetLearning(t.Context(), "en", false); err != nil {
			t.Fatal(err)
		}
		run()
		if got := score(t, st, unseen); got != shipped {
			t.Errorf("switched off: %v, was %v", got, shipped)
		}
		if err := st.SetLearning(t.Context(), "en", true); err != nil {
			t.Fatal(err)
		}
		run()
		if got := score(t, st, unseen); got != taught {
			t.Errorf("switched on again: %v, was %v", got, taught)
		}
	})
}

// What staff say of texts is learnt from before the ratings are.
func TestLearningFromJudgements(t *testing.T) {
	st := storetest.Open(t)
	scoring := cafe(t, st)
	rated(t, st, "k7q2x", "en", 3, slang(140, "sick", "great", "lovely", "excellent", "really good")...)
	rated(t, st, "k7q2x", "en", 3, slang(140, "cosy", "rude", "terrible", "awful", "really bad")...)
	if _, err := scoring.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	found, _, err := st.Responses(t.Context(), store.Query{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range found {
		said := mood.TextNegative
		for _, praise := range []string{"sick", "great", "excellent", "lovely", "good"} {
			if strings.HasSuffix(r.Text, praise) {
				said = mood.TextPositive
			}
		}
		if err := st.Judge(t.Context(), r.ID, store.Judgement{Sentiment: said, Author: "u1", At: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	learning := &Learning{Store: st, Scorer: scoring.Scorer, Clock: time.Now, Log: slog.New(slog.DiscardHandler)}
	used, err := learning.Run(t.Context())
	if used != 1 || err != nil {
		t.Fatalf("%d lessons, %v", used, err)
	}
	if lessons, err := st.Lessons(t.Context(), 10); err != nil || len(lessons) != 1 || lessons[0].Tested != 280 {
		t.Errorf("%+v, %v", lessons, err)
	}
}
