package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/waymood/waymood/internal/store"

	"github.com/waymood/waymood/internal/programtest"
)

// Each runs a test on SQLite and, where its programs are found, on a
// PostgreSQL that the test starts itself.
func Each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachDatabase(t, func(t *testing.T, database string) {
		f(t, OpenAt(t, database, store.Options{Create: true}))
	})
}

// EachDatabase is Each for tests that open the store themselves, once or
// several times: it gives the name of an empty database.
func EachDatabase(t *testing.T, f func(t *testing.T, database string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, filepath.Join(t.TempDir(), "waymood.db")) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t)) })
}

// Postgres is the URL of an empty PostgreSQL database. The test is skipped
// where there is no PostgreSQL.
func Postgres(t testing.TB) string {
	t.Helper()
	c := shared()
	if errors.Is(c.err, errNoPostgres) {
		programtest.Missing(t, "PostgreSQL not found: install it or set WAYMOOD_TEST_POSTGRES to the folder of its programs")
	}
	if c.err != nil {
		t.Fatalf("start PostgreSQL: %v", c.err)
	}
	name := fmt.Sprintf("test%d", c.databases.Add(1))
	if err := c.exec("create database " + name); err != nil {
		t.Fatalf("create database: %v", err)
	}
	t.Cleanup(func() {
		if err := c.exec("drop database " + name + " with (force)"); err != nil {
			t.Errorf("drop database: %v", err)
		}
	})
	return c.url(name)
}

// Main is for TestMain: it runs the tests and stops PostgreSQL afterwards.
func Main(m *testing.M, afterwards ...func()) {
	code := m.Run()
	for _, f := range afterwards {
		f()
	}
	if started.Load() {
		shared().stop()
	}
	os.Exit(code)
}

var errNoPostgres = errors.New("PostgreSQL not found")

// cluster is a PostgreSQL server in a temporary folder that listens on a
// socket there and nowhere else.
type cluster struct {
	bin       string
	dir       string
	server    *exec.Cmd
	err       error
	databases atomic.Int64
}

var started atomic.Bool

var shared = sync.OnceValue(func() *cluster {
	c := &cluster{}
	if c.bin, c.err = postgresBin(); c.err != nil {
		return c
	}
	started.Store(true)
	if c.err = c.start(); c.err != nil {
		c.stop()
	}
	return c
})

func postgresBin() (string, error) {
	if dir := os.Getenv("WAYMOOD_TEST_POSTGRES"); dir != "" {
		return dir, nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errNoPostgres
}

func (c *cluster) start() error {
	var err error
	if c.dir, err = os.MkdirTemp("", "waymood-pg-"); err != nil {
		return err
	}
	as, err := c.account()
	if err != nil {
		return err
	}
	data := filepath.Join(c.dir, "data")
	initdb := exec.Command(filepath.Join(c.bin, "initdb"), "-D", data, "-U", "waymood", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
	initdb.SysProcAttr, initdb.Dir = as, c.dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	c.server = exec.Command(filepath.Join(c.bin, "postgres"), "-D", data, "-k", c.dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB")
	c.server.SysProcAttr, c.server.Dir = as, c.dir
	var log strings.Builder
	c.server.Stdout, c.server.Stderr = &log, &log
	if err := c.server.Start(); err != nil {
		return err
	}
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = c.exec("select 1"); err == nil {
			return nil
		}
	}
	return fmt.Errorf("the server does not answer: %w: %s", err, log.String())
}

// account the server runs under: not root's, which PostgreSQL refuses.
func (c *cluster) account() (*syscall.SysProcAttr, error) {
	as := dying()
	if os.Getuid() != 0 {
		return as, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("root may not run PostgreSQL, and there is no other account: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return as, os.Chown(c.dir, uid, gid)
}

func (c *cluster) url(name string) string {
	return "postgres://waymood@/" + name + "?host=" + c.dir + "&sslmode=disable"
}

// exec runs a statement in the server's own database.
func (c *cluster) exec(query string) error {
	db, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(context.Background(), query)
	return err
}

func (c *cluster) stop() {
	if c.server != nil && c.server.Process != nil {
		c.server.Process.Signal(syscall.SIGINT) // end connections, write everything, stop
		c.server.Wait()
	}
	os.RemoveAll(c.dir)
}
