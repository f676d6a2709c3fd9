package visit

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/waymood/waymood/static"
)

// TestStyleParts: every part is a file, and every file a part.
func TestStyleParts(t *testing.T) {
	files, err := fs.Glob(static.FS, "visit/*.css")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range files {
		if name := strings.TrimSuffix(path.Base(f), ".css"); name != "base" {
			found = append(found, name)
		}
	}
	want := slices.Sorted(slices.Values(partNames[:]))
	if !slices.Equal(found, want) {
		t.Errorf("files %v\nparts %v", found, want)
	}
	if cssSaid != 1<<(len(partNames)-1) {
		t.Errorf("there are names for %d parts, and the last has the bit %b", len(partNames), cssSaid)
	}
	s := readStyles()
	for i, css := range s.parts {
		if css == "" || strings.Contains(css, "/*") || strings.Contains(css, "\n") {
			t.Errorf("part %s is %q", partNames[i], css)
		}
	}
}
