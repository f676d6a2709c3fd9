package staff

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// TestSame: what means something goes on from page to page as it is, and the
// rest does not make every link of a page long.
func TestSame(t *testing.T) {
	fine := url.Values{"from": {"2026-10-01"}, "place": {strings.Repeat("é", 200)}, "overlay": {"office", "student", "tourist", "local"}, "compare": {"no"}}
	if got := same(fine); got.Encode() != fine.Encode() {
		t.Errorf("%v", got)
	}
	var many []string
	for i := range 2000 {
		many = append(many, "office", strings.Repeat("x", i))
	}
	got := same(url.Values{"overlay": many, "persona": {strings.Repeat("x", 2000)}, "lang": {"uk"}, "other": {"1"}})
	if len(got) != 1 || len(got["overlay"]) > mostOverlays+1 || !slices.Contains(got["overlay"], "office") {
		t.Errorf("%.300v", got)
	}
}
