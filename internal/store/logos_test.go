package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

func TestLogos(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		if _, err := s.Logo(t.Context(), "cafe"); !errors.Is(err, fault.NotFound) {
			t.Errorf("before: %v", err)
		}
		if err := s.SetLogo(t.Context(), "nowhere", []byte("x")); !errors.Is(err, fault.NotFound) {
			t.Errorf("of no journey: %v", err)
		}
		for _, want := range []string{"first\x00\xff", "second"} {
			if err := s.SetLogo(t.Context(), "cafe", []byte(want)); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Logo(t.Context(), "cafe"); err != nil || string(got) != want {
				t.Errorf("%q %v, want %q", got, err, want)
			}
		}
		for range 2 {
			if err := s.EraseLogo(t.Context(), "cafe"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Logo(t.Context(), "cafe"); !errors.Is(err, fault.NotFound) {
			t.Errorf("after: %v", err)
		}
	})
}

// A backup brings the mark along; once erased it is in no file.
func TestLogoKeptAndErased(t *testing.T) {
	folder := t.TempDir()
	s := storetest.OpenAt(t, filepath.Join(folder, "a.db"), store.Options{Create: true})
	storetest.Apply(t, s, storetest.Cafe())
	mark := []byte("canary-of-a-logo")
	if err := s.SetLogo(t.Context(), "cafe", mark); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(folder, "copy.bak")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	restored := filepath.Join(folder, "b.db")
	if err := store.Restore(t.Context(), restored, copied); err != nil {
		t.Fatal(err)
	}
	if got, err := storetest.OpenAt(t, restored, store.Options{}).Logo(t.Context(), "cafe"); err != nil || !bytes.Equal(got, mark) {
		t.Errorf("restored %q, %v", got, err)
	}
	if err := s.EraseLogo(t.Context(), "cafe"); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "a.db*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if b, err := os.ReadFile(file); err != nil || bytes.Contains(b, mark) {
			t.Errorf("%s still holds it (%v)", file, err)
		}
	}
}
