package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/waymood/waymood/templates"
)

// Every template is listed with what it is, and what is printed of it is
// applied as it is.
func TestTemplates(t *testing.T) {
	listed := ok(t, "template")
	for _, name := range templates.Journeys() {
		if !strings.Contains("\n"+listed, "\n"+name+" ") {
			t.Errorf("%s is not listed:\n%s", name, listed)
		}
		database := filepath.Join(t.TempDir(), "a.db")
		r := waymood(t, ok(t, "template", name), "apply", "--database", database, "-")
		if r.code != 0 {
			t.Errorf("%s: exit %d: %s", name, r.code, r.stderr)
		}
		if again := waymood(t, ok(t, "export", "journey", "--database", database, name), "apply", "--database", database, "-"); !strings.Contains(again.stdout, "nothing to change") {
			t.Errorf("%s, exported and applied again: %s%s", name, again.stdout, again.stderr)
		}
	}
	if r := waymood(t, "", "template", "teahouse"); r.code != 1 || !strings.Contains(r.stderr, "there is cafe") {
		t.Errorf("exit %d: %s", r.code, r.stderr)
	}
}
