package store

import (
	"bytes"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// While the database does not answer, pages go on with the journeys that are
// known, and the log says so once.
func TestJourneysWhileAway(t *testing.T) {
	var log bytes.Buffer
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "waymood.db"), Options{Create: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	have := s.catalog.Load()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		have.checked.Store(sinceStart() - int64(time.Minute))
		if c, err := s.current(t.Context()); err != nil || c != have {
			t.Errorf("current: %v %v", c, err)
		}
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 {
		t.Errorf("%d lines: %s", n, &log)
	}
}
