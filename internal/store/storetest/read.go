package storetest

import (
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
)

// Read scores all texts that wait, without a model: each names those of some
// themes whose keys stand in it, and is unhappy where it says "bad", else
// happy.
func Read(t testing.TB, s *store.Store) {
	t.Helper()
	list, err := s.Unscored(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var scored []store.Scored
	for _, u := range list {
		one := store.Scored{
			Seq: u.Seq, Revision: u.Revision, Hash: store.TextHash(u.Text), Language: "en", Model: "test", Lists: "test",
			Label: mood.TextPositive, Text: mood.Text{Sentiment: 0.9, Tokens: 6, Quality: 0.8},
		}
		if strings.Contains(u.Text, "bad") {
			one.Label, one.Text.Sentiment = mood.TextNegative, -0.6
		}
		for _, key := range []string{"queue", "price", "staff", "wifi"} {
			if strings.Contains(u.Text, key) {
				one.Themes = append(one.Themes, key)
			}
		}
		scored = append(scored, one)
	}
	if n, err := s.SetScores(t.Context(), scored); err != nil || n != len(scored) {
		t.Fatal(n, err)
	}
}
