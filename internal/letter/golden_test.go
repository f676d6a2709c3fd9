package letter

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/mail"
)

var update = flag.Bool("update", false, "write the golden files")

var tokens = regexp.MustCompile(`/digest/[A-Za-z0-9_-]+`)

// golden compares a letter's subject and text part with a file; what is signed
// differs from store to store.
func golden(t *testing.T, name string, m *mail.Message) {
	t.Helper()
	got := "Subject: " + m.Subject + "\n\n" + tokens.ReplaceAllString(m.Text, "/digest/TOKEN")
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
