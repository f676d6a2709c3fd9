package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// What was learnt can be listed, switched off and on by hand.
func TestLearn(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	ok(t, "apply", "--database", database, dawnFile(t))
	if out := ok(t, "learn", "--database", database); !strings.Contains(out, "Nothing was learnt yet") {
		t.Errorf("of no answers: %q", out)
	}
	var lessons []lessonLine
	must(t, json.Unmarshal([]byte(ok(t, "learn", "--json", "--database", database)), &lessons), "read JSON")
	if len(lessons) != 0 {
		t.Errorf("%+v", lessons)
	}
	ok(t, "learn", "--off", "uk", "--database", database)
	ok(t, "learn", "--on", "uk", "--database", database)
	if r := waymood(t, "", "learn", "--off", "klingon", "--database", database); r.code != 2 || !strings.Contains(r.stderr, "klingon") {
		t.Errorf("an unknown language: %+v", r)
	}
}
