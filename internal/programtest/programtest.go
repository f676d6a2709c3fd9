// Package programtest finds what tests need beside Go: programs, and the rules
// of accessibility. Where it is missing a test is skipped and says so; with
// WAYMOOD_TEST_REQUIRE in the environment it fails instead.
package programtest

import (
	"errors"
	"os"
	"os/exec"
	"testing"
)

// Path of the first of some programs that is there: names of one and the same.
func Path(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Missing(t, "there is no %s: install it to run this test", names[0])
	return ""
}

// Chromium is the path of the browser.
func Chromium(t testing.TB) string {
	t.Helper()
	return Path(t, "chromium", "chromium-browser", "google-chrome")
}

// Missing ends the test.
func Missing(t testing.TB, why string, args ...any) {
	t.Helper()
	if required() {
		t.Fatalf(why, args...)
	}
	t.Skipf(why, args...)
}

// Axe is the source of axe-core, the file that WAYMOOD_AXE names; "" where it
// names none, and the test goes on without.
func Axe(t testing.TB) string {
	t.Helper()
	source, err := os.ReadFile(os.Getenv("WAYMOOD_AXE"))
	switch {
	case err == nil:
	case required() || !errors.Is(err, os.ErrNotExist):
		t.Fatalf("WAYMOOD_AXE does not name axe.min.js: %v", err)
	default:
		t.Log("the pages are not checked for accessibility: WAYMOOD_AXE does not name axe.min.js")
	}
	return string(source)
}

func required() bool { return os.Getenv("WAYMOOD_TEST_REQUIRE") != "" }
