package visit

import (
	"slices"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
)

// did keeps an action that is in effect since some days and tells customers of
// it.
func (s *site) did(touchpoint string, ago int64, whole bool, text map[string]string) {
	s.t.Helper()
	ctx := s.t.Context()
	j, err := s.store.Journey(ctx, "every")
	if err != nil {
		s.t.Fatal(err)
	}
	today := int64(journey.DayOf(s.clock, j.Location()))
	a, err := s.store.AddAction(ctx, j, action.Action{Touchpoint: touchpoint, Kind: action.Fix, Title: "Never told", Owner: "Nobody’s business", Due: today})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.store.ChangeAction(ctx, j, a.ID, a.Revision, func(a *action.Action) error {
		if err := a.Tell(text, whole); err != nil {
			return err
		}
		return a.GoLive(today-ago, today)
	}); err != nil {
		s.t.Fatal(err)
	}
}

// TestYouSaidWeDid: customers read what was done about what they said, where and
// as long as it is meant.
func TestYouSaidWeDid(t *testing.T) {
	s := newSite(t)
	spot, err := s.store.Spot(t.Context(), "every")
	if err != nil {
		t.Fatal(err)
	}
	here := spot.Touchpoint.Key
	if spot, err = s.store.Spot(t.Context(), "faces"); err != nil {
		t.Fatal(err)
	}
	there := spot.Touchpoint.Key
	if here == there {
		t.Fatal("there is but one touchpoint to try it at")
	}
	s.get("/t/every/thanks?lang=en").status(200).lacks("You said, we did", `class="said"`, ".said")
	s.did(here, 100, false, map[string]string{"en": "Long ago."})
	s.did(here, 40, false, map[string]string{"en": "Third newest."})
	s.did(here, 30, true, map[string]string{"en": "A second till <b>is</b> open.", "uk": "Відкрили другу касу."})
	s.did(here, 3, false, map[string]string{"zh-Hant": "開了第二個收銀台。", "uk": "Більше світла."})
	s.did(here, 2, false, nil)
	s.get("/t/every/thanks?lang=en").status(200).
		has("You said, we did", `<p lang="en"><bdi>A second till &lt;b&gt;is&lt;/b&gt; open.</bdi></p>`, `<p lang="zh-Hant"><bdi>開了第二個收銀台。</bdi></p>`).
		lacks("Long ago", "Third newest", "Never told", "<b>is", "business")
	s.get("/t/every/thanks?lang=uk").has("Ви сказали — ми зробили", "Відкрили другу касу.", "Більше світла.")
	s.get("/t/every/thanks?lang=en", "Accept-Language", "uk").has("A second till", `<p lang="uk"><bdi>Більше світла.`)
	s.get("/t/faces/thanks?lang=en").has("A second till").lacks("開了第二個收銀台", "Більше світла")
	s.clock = s.clock.AddDate(0, 0, 70)
	s.get("/t/faces/thanks?lang=en").lacks("A second till", "You said")
	s.get("/t/every/thanks?lang=uk").has("Більше світла").lacks("другу касу")
}

// TestWrittenOrder: Traditional answers for Simplified only where nothing else
// is there.
func TestWrittenOrder(t *testing.T) {
	for _, c := range []struct{ text, order, lang, want string }{
		{"en zh-Hans", "zh-Hans en zh-Hant", "zh-Hant", "en zh-Hans"},
		{"zh-Hans", "zh-Hans en zh-Hant", "zh-Hant", "zh-Hans"},
		{"uk en", "uk en", "zh-Hans", "uk en"},
		{"uk zh-Hant", "en", "en", "zh-Hant uk"},
		{"zh-Hant zh-Hans", "zh-Hant zh-Hans", "zh-Hans", "zh-Hans zh-Hant"},
	} {
		text := map[string]string{}
		for tag := range strings.FieldsSeq(c.text) {
			text[tag] = "…"
		}
		if got := written(text, strings.Fields(c.order), c.lang); !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("%s for %s: %v", c.text, c.lang, got)
		}
	}
}
