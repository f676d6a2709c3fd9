package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// A backup taken while answers pour in holds all that was acknowledged before
// it began, and can be put in the place of the database.
func TestBackupUnderWriteAndRestore(t *testing.T) {
	dir := t.TempDir()
	database, copy := filepath.Join(dir, "a b%20?#.db"), filepath.Join(dir, "copy.db")
	s, err := store.Open(t.Context(), database, store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Apply(t, s, storetest.Cafe())
	var mu sync.Mutex
	var acknowledged []uuid.UUID
	ctx, stop := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	enough := make(chan struct{}, 1)
	for range 4 {
		wait.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				kept, err := s.AddResponse(context.Background(), typical(i))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				acknowledged = append(acknowledged, kept.ID)
				if len(acknowledged) == 200 {
					enough <- struct{}{}
				}
				mu.Unlock()
			}
		})
	}
	<-enough
	mu.Lock()
	before := acknowledged[:len(acknowledged):len(acknowledged)]
	mu.Unlock()
	if err := s.Backup(t.Context(), copy); err != nil {
		t.Fatal(err)
	}
	stop()
	wait.Wait()
	if err := s.Backup(t.Context(), copy); !errors.Is(err, fault.Conflict) {
		t.Errorf("a backup over another: %v", err)
	}
	if err := store.Restore(t.Context(), database, copy); !errors.Is(err, fault.Busy) {
		t.Errorf("restored under a running server: %v", err)
	}
	if _, err := s.AddResponse(t.Context(), typical(1)); err != nil {
		t.Errorf("the server after a refused restore: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), database, copy); err != nil {
		t.Fatal(err)
	}
	s = storetest.OpenAt(t, database, store.Options{})
	for _, id := range before {
		if _, err := s.Response(t.Context(), id); err != nil {
			t.Fatalf("lost %v: %v", id, err)
		}
	}
	mustRebuildSame(t, s)
	h, err := s.Health(t.Context())
	if err != nil || h.Integrity != "ok" || h.Engine != "SQLite" {
		t.Errorf("%+v %v", h, err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*restore*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRestoreRefusesWhatIsNoBackup(t *testing.T) {
	dir := t.TempDir()
	database := full(t, filepath.Join(dir, "waymood.db"))
	sum := hash(t, database)
	junk := filepath.Join(dir, "junk")
	if err := os.WriteFile(junk, bytes.Repeat([]byte("junk"), 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	torn := full(t, filepath.Join(dir, "torn.db"))
	damage(t, torn)
	for _, file := range []string{junk, torn, filepath.Join(dir, "absent")} {
		if err := store.Restore(t.Context(), database, file); err == nil {
			t.Errorf("restored %s", file)
		}
	}
	if hash(t, database) != sum {
		t.Error("the database was changed")
	}
}

// full makes a database with some answers in it and closes it.
func full(t *testing.T, path string) string {
	t.Helper()
	s, err := store.Open(t.Context(), path, store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Apply(t, s, storetest.Cafe())
	for i := range 600 {
		storetest.Add(t, s, typical(i))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func hash(t *testing.T, path string) [32]byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(b)
}

// damage overwrites a page in the middle.
func damage(t *testing.T, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := len(b) / 2 / 4096 * 4096
	random := rand.NewChaCha8([32]byte{1})
	random.Read(b[at : at+4096])
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A damaged database is neither opened nor changed, and the error says what
// to do.
func TestDamagedDatabase(t *testing.T) {
	for name, spoil := range map[string]func(path string){
		"page":      func(path string) { damage(t, path) },
		"truncated": func(path string) { os.Truncate(path, 3*4096+100) },
		"garbage":   func(path string) { os.WriteFile(path, bytes.Repeat([]byte{0xde, 0xad}, 9000), 0o600) },
		"newer":     func(path string) { newer(t, path) },
	} {
		t.Run(name, func(t *testing.T) {
			path := full(t, filepath.Join(t.TempDir(), "waymood.db"))
			spoil(path)
			sum := hash(t, path)
			s, err := store.Open(t.Context(), path, store.Options{Create: true})
			if err == nil {
				s.Close()
				t.Fatal("it was opened")
			}
			if text := err.Error(); !strings.Contains(text, path) || !strings.Contains(text, "restore") {
				t.Errorf("the error names neither file nor remedy: %v", err)
			}
			if hash(t, path) != sum {
				t.Error("the file was changed")
			}
		})
	}
}

// newer pretends that a later program has been here.
func newer(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("insert into goose_db_version (version_id, is_applied) values (999999, 1)"); err != nil {
		t.Fatal(err)
	}
}

func TestNoDatabase(t *testing.T) {
	dir := t.TempDir()
	if _, err := store.Open(t.Context(), filepath.Join(dir, "none.db"), store.Options{}); !errors.Is(err, fault.NotFound) {
		t.Errorf("absent: %v", err)
	}
	if _, err := store.Open(t.Context(), dir, store.Options{Create: true}); err == nil {
		t.Error("a folder was opened")
	}
	if _, err := store.Open(t.Context(), filepath.Join(dir, "no", "folder.db"), store.Options{Create: true}); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("no folder: %v", err)
	}
	if _, err := store.Open(t.Context(), "postgres://waymood:secret@127.0.0.1:1/none?connect_timeout=1", store.Options{}); !errors.Is(err, fault.Busy) || strings.Contains(err.Error(), "secret") {
		t.Errorf("no server: %v", err)
	}
}

// Opening twice, and by several at once, is the same as opening once.
func TestOpenTogether(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		var wait sync.WaitGroup
		secrets := make([][]byte, 4)
		for i := range secrets {
			wait.Go(func() {
				s, err := store.Open(t.Context(), database, store.Options{Create: true})
				if err != nil {
					t.Error(err)
					return
				}
				secrets[i] = s.Secret("x")
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		for _, secret := range secrets {
			if !bytes.Equal(secret, secrets[0]) {
				t.Error("two secrets")
			}
		}
	})
}

// While another program holds the database, answers wait, then are refused;
// afterwards all is well.
func TestLockedDatabase(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a time-out of 5 s")
	}
	path := filepath.Join(t.TempDir(), "waymood.db")
	s := storetest.OpenAt(t, path, store.Options{Create: true})
	storetest.Apply(t, s, storetest.Cafe())
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), "begin immediate"); err != nil {
		t.Fatal(err)
	}
	r := storetest.Answer("queue-qr", 4, "")
	if _, err := s.AddResponse(t.Context(), r); !errors.Is(err, fault.Busy) {
		t.Errorf("locked: %v", err)
	}
	if len(tallies(t, s, store.Filter{})) != 0 {
		t.Error("reading saw something")
	}
	if _, err := conn.ExecContext(t.Context(), "rollback"); err != nil {
		t.Fatal(err)
	}
	if kept, err := s.AddResponse(t.Context(), r); err != nil || kept.Again {
		t.Errorf("afterwards: %v %v", kept, err)
	}
}

// child runs this test's other half in a process of its own.
func child(t *testing.T, name, path string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^"+name+"$", "-test.v")
	c.Env = append(os.Environ(), "WAYMOOD_TEST_CHILD="+path)
	return c
}

// Killed while answers pour in: every acknowledged answer is there, none
// twice, and the tallies fit.
func TestKilledUnderWrite(t *testing.T) {
	if path := os.Getenv("WAYMOOD_TEST_CHILD"); path != "" {
		pour(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "waymood.db")
	full(t, path)
	for range 3 {
		c := child(t, "TestKilledUnderWrite", path)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		acknowledged := readIDs(out, 100+rand.IntN(400))
		c.Process.Kill()
		acknowledged = append(acknowledged, readIDs(out, 1_000_000)...)
		c.Wait()
		s, err := store.Open(t.Context(), path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range acknowledged {
			if _, err := s.Response(t.Context(), id); err != nil {
				t.Fatalf("lost one of %d: %v", len(acknowledged), err)
			}
		}
		mustRebuildSame(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func pour(t *testing.T, path string) {
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for i := 0; ; i++ {
				kept, err := s.AddResponse(t.Context(), typical(i))
				if err != nil {
					t.Error(err)
					return
				}
				os.Stdout.WriteString("ack " + kept.ID.String() + "\n")
			}
		})
	}
	wait.Wait()
}

func readIDs(from interface{ Read([]byte) (int, error) }, most int) []uuid.UUID {
	var ids []uuid.UUID
	for len(ids) < most {
		var word, id string
		if _, err := fmt.Fscanln(from, &word, &id); err != nil && word == "" {
			return ids
		}
		if word == "ack" {
			if u, err := uuid.Parse(id); err == nil {
				ids = append(ids, u)
			}
		}
	}
	return ids
}
