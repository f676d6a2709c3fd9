package visit

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// Of all the ways to a survey's page, those by which a customer opens it count
// as a view.
func TestViewsAreCounted(t *testing.T) {
	for what, c := range map[string]struct {
		look  func(s *site)
		views int64
	}{
		"plain":             {func(s *site) { s.get("/t/faces").status(200) }, 1},
		"upper case":        {func(s *site) { s.get("/t/FACES").status(200) }, 1},
		"frame":             {func(s *site) { s.get("/t/faces/frame", "Sec-Fetch-Site", "cross-site").status(200) }, 1},
		"in a language":     {func(s *site) { s.get("/t/faces?lang=uk").status(200) }, 1},
		"filled in":         {func(s *site) { s.get("/t/faces?rating=4&lang=en").status(200) }, 1},
		"twice":             {func(s *site) { s.get("/t/faces").status(200); s.get("/t/faces").status(200) }, 2},
		"from our own page": {func(s *site) { s.get("/t/faces?lang=uk", "Sec-Fetch-Site", "same-origin").status(200) }, 0},
		"fetched ahead":     {func(s *site) { s.get("/t/faces", "Sec-Purpose", "prefetch;prerender").status(200) }, 0},
		"unknown":           {func(s *site) { s.get("/t/nowhere").status(404) }, 0},
		"staff try it": {func(s *site) {
			s.get("/t/faces?test=" + TestToken(s.pages.testSecret, "faces", s.clock.Add(TestLife))).status(200)
		}, 0},
		"only asked": {func(s *site) {
			r := httptest.NewRequest(http.MethodGet, "/t/faces", nil)
			s.do(r.WithContext(Unseen(r.Context()))).status(200)
		}, 0},
		"shown again with what is wrong": {func(s *site) { s.post("/t/faces", url.Values{}).status(422) }, 0},
	} {
		t.Run(what, func(t *testing.T) {
			database := filepath.Join(t.TempDir(), "waymood.db")
			s := newSite(t)
			st, err := store.Open(t.Context(), database, store.Options{Create: true})
			if err != nil {
				t.Fatal(err)
			}
			storetest.Apply(t, st, everyJourney(t))
			s.pages.Store = st
			c.look(s)
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
			st = storetest.OpenAt(t, database, store.Options{})
			journeys, err := st.Journeys(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			today := journey.DayOf(s.clock, journeys[0].Location())
			views, err := st.Views(t.Context(), journeys[0], journey.Period{From: today, To: today + 1}, store.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			var all int64
			for _, v := range views {
				all += v.Views
			}
			if all != c.views {
				t.Errorf("%d views, want %d", all, c.views)
			}
		})
	}
}
