package store_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// When files may not grow any more, answers are refused, none that was
// acknowledged is lost, and it goes on by itself once there is room.
func TestFullDisk(t *testing.T) {
	if path := os.Getenv("WAYMOOD_TEST_CHILD"); path != "" {
		fill(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "waymood.db")
	if out, err := child(t, "TestFullDisk", path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	mustRebuildSame(t, storetest.OpenAt(t, path, store.Options{}))
}

func fill(t *testing.T, path string) {
	s := storetest.OpenAt(t, path, store.Options{Create: true})
	storetest.Apply(t, s, storetest.Cafe())
	limit := func(bytes uint64) {
		var now syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
			t.Fatal(err)
		}
		now.Cur = bytes
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
			t.Skip(err)
		}
	}
	limit(1 << 20)
	var kept []store.Kept
	refused := 0
	for i := 0; refused < 20; i++ {
		k, err := s.AddResponse(t.Context(), typical(i))
		switch {
		case err == nil:
			kept = append(kept, k)
		case errors.Is(err, fault.Busy):
			refused++
		default:
			t.Fatalf("neither kept nor busy: %v", err)
		}
		if i > 100_000 {
			t.Fatal("the disk is never full")
		}
	}
	if _, _, err := s.Responses(t.Context(), store.Query{Journey: "cafe"}); err != nil {
		t.Errorf("reading on a full disk: %v", err)
	}
	for range 3 {
		if err := s.Ready(t.Context()); !errors.Is(err, fault.Busy) {
			t.Errorf("ready on a full disk: %v", err)
		}
	}
	limit(1 << 40)
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("not ready although there is room again: %v", err)
	}
	again, err := s.AddResponse(t.Context(), typical(1))
	if err != nil {
		t.Fatalf("after there is room again: %v", err)
	}
	for _, k := range append(kept, again) {
		if _, err := s.Response(t.Context(), k.ID); err != nil {
			t.Fatalf("lost one of %d: %v", len(kept), err)
		}
	}
}

// Killed while it makes its schema, at many different moments, a database is
// old or new, and the next start succeeds.
func TestMigrationKilled(t *testing.T) {
	if path := os.Getenv("WAYMOOD_TEST_CHILD"); path != "" {
		s, err := store.Open(t.Context(), path, store.Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		return
	}
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace not found: it kills at a chosen call")
	}
	for n := 1; n <= 12; n++ {
		path := filepath.Join(t.TempDir(), "waymood.db")
		c := child(t, "TestMigrationKilled", path)
		c.Args = append([]string{strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e",
			fmt.Sprintf("inject=fsync,fdatasync:signal=KILL:when=%d", n), c.Path}, c.Args[1:]...)
		c.Path = strace
		c.Run()
		s, err := store.Open(t.Context(), path, store.Options{Create: true})
		if err != nil {
			t.Fatalf("after a kill at sync %d: %v", n, err)
		}
		storetest.Apply(t, s, storetest.Cafe())
		storetest.Add(t, s, typical(n))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A disk that is full is called so by a start, by an answer and by a backup.
func TestFullDiskIsNamed(t *testing.T) {
	small := t.TempDir()
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("a small disk cannot be mounted: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(small, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	path := full(t, filepath.Join(small, "waymood.db"))
	elsewhere := storetest.OpenAt(t, full(t, filepath.Join(t.TempDir(), "waymood.db")), store.Options{})
	ballast := filepath.Join(small, "ballast")
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	f.Close()
	named := func(what string, err error) {
		if err == nil || !strings.Contains(err.Error(), "the disk is full") {
			t.Errorf("%s: %v", what, err)
		}
	}
	s, err := store.Open(t.Context(), path, store.Options{})
	if err == nil {
		s.Close()
	}
	named("start", err)
	_, err = store.Open(t.Context(), filepath.Join(small, "new.db"), store.Options{Create: true})
	named("first start", err)
	named("backup", elsewhere.Backup(t.Context(), filepath.Join(small, "copy.db")))
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	s, err = store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatalf("after there is room again: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// What customers say is for the owner of the files only.
func TestFilesArePrivate(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir := t.TempDir()
	s := storetest.OpenAt(t, filepath.Join(dir, "waymood.db"), store.Options{Create: true})
	storetest.Apply(t, s, storetest.Cafe())
	if err := s.Backup(t.Context(), filepath.Join(dir, "copy.db")); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 4 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v", file, info.Mode())
		}
	}
}
