package job

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// rated adds answers with a mark and words at a place.
func rated(t *testing.T, st *store.Store, code, language string, rating int, texts ...string) {
	t.Helper()
	var rs []*survey.Response
	for _, text := range texts {
		a := survey.Answers{"rating": rating, "comment": text}
		rs = append(rs, &survey.Response{
			ID: uuid.New(), Code: code, Answers: a, Language: language, ReceivedAt: time.Now(),
			Sum: survey.ContentSum(code, a, language, "", "", nil, nil),
		})
	}
	for _, added := range st.AddResponses(t.Context(), rs) {
		if added.Err != nil {
			t.Fatal(added.Err)
		}
	}
}

// numbered are n texts that differ.
func numbered(n int, format string) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf(format, i)
	}
	return texts
}

// What unhappy customers name at one touchpoint and hardly anybody elsewhere
// is found, in each language by itself; what everybody names is not.
func TestTerms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		scoring := cafe(t, st)
		terms := &Terms{Store: st, Themes: scoring.Themes, Clock: time.Now, Log: slog.New(slog.DiscardHandler)}
		if read, err := terms.Run(t.Context()); read != 0 || err != nil {
			t.Fatalf("without an answer: %d, %v", read, err)
		}
		rated(t, st, "k7q2x", "en", 1, numbered(12, "My neighbour %d was kept up this morning by the broken doorbell")...)
		rated(t, st, "k7q2x", "en", 5, numbered(30, "A sunny morning with my neighbour, visit %d")...)
		rated(t, st, "k7q2x", "uk", 1, numbered(9, "Знову скрипіла підлога, коли йшла сусідка %d")...)
		rated(t, st, "k7q2x", "uk", 5, numbered(20, "Гарний ранок, зустріла сусідку %d")...)
		if _, err := scoring.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if read, err := terms.Run(t.Context()); read != 1 || err != nil {
			t.Fatalf("%d journeys read, %v", read, err)
		}
		j, err := st.Journey(t.Context(), "dawn")
		if err != nil {
			t.Fatal(err)
		}
		found, err := st.Terms(t.Context(), j)
		if err != nil {
			t.Fatal(err)
		}
		by := map[string]map[string]bool{"en": {}, "uk": {}}
		for _, term := range found["queue"] {
			by[term.Language][term.Text] = true
		}
		if en := by["en"]; !(en["doorbell"] || en["broken doorbell"]) || en["neighbour"] || en["morning"] {
			t.Errorf("English: %v", en)
		}
		if uk := by["uk"]; !(uk["підлога"] || uk["скрипіла підлога"]) || uk["сусідка"] || uk["сусідку"] {
			t.Errorf("Ukrainian: %v", uk)
		}
		if len(found) != 1 {
			t.Errorf("terms at places without answers: %v", found)
		}
		if read, err := terms.Run(t.Context()); read != 0 || err != nil {
			t.Errorf("nothing is new, yet %d were read, %v", read, err)
		}
		all, _, err := st.Responses(t.Context(), store.Query{Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		erased := 0
		for _, r := range all {
			if strings.Contains(r.Text, "doorbell") && erased < 11 {
				erased++
				if err := st.Erase(t.Context(), r.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		if read, err := terms.Run(t.Context()); read != 1 || err != nil {
			t.Fatalf("after an erasure %d journeys read, %v", read, err)
		}
		if found, err := st.Terms(t.Context(), j); err != nil || strings.Contains(fmt.Sprint(found), "doorbell") {
			t.Errorf("words of erased answers stand: %v, %v", found, err)
		}
		terms.Clock = func() time.Time { return time.Now().Add(100 * 24 * time.Hour) }
		if _, err := scoring.RunAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		rated(t, st, "k7q2x", "en", 3, "one more")
		if _, err := scoring.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if read, err := terms.Run(t.Context()); read != 1 || err != nil {
			t.Fatal(read, err)
		}
		if found, err := st.Terms(t.Context(), j); len(found) != 0 || err != nil {
			t.Errorf("a season later the old terms stand still: %v, %v", found, err)
		}
	})
}
