package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/store/storetest"
)

// The tests start the real program as a process of its own. It is this very
// test binary, which becomes the program when the variable says so: nothing
// has to be built twice, and what is tested is what was compiled.
const beProgram = "WAYMOOD_TEST_BE_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(beProgram) != "" {
		main()
		return
	}
	storetest.Main(m)
}

// program is the command that runs waymood in an empty folder, with no
// settings but those given.
func program(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Dir = t.TempDir()
	cmd.Env = []string{beProgram + "=1", "PATH=" + os.Getenv("PATH"), "HOME=" + cmd.Dir, "TMPDIR=" + os.TempDir()}
	return cmd
}

// result is what a command left behind.
type result struct {
	code           int
	stdout, stderr string
}

// waymood runs a command to its end.
func waymood(t testing.TB, stdin string, args ...string) result {
	t.Helper()
	return finish(t, program(t, args...), stdin)
}

func finish(t testing.TB, cmd *exec.Cmd, stdin string) result {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	err := cmd.Run()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// ok runs a command that must succeed and returns what it printed.
func ok(t testing.TB, args ...string) string {
	t.Helper()
	r := waymood(t, "", args...)
	if r.code != 0 {
		t.Fatalf("waymood %s: exit %d\n%s%s", strings.Join(args, " "), r.code, r.stdout, r.stderr)
	}
	return r.stdout
}

// server is a running service.
type server struct {
	cmd    *exec.Cmd
	url    string
	lines  *bufio.Scanner
	errs   *bytes.Buffer
	exited chan error
}

// start runs serve or demo and waits until it prints the line that begins
// with or contains word.
func start(t testing.TB, word string, args ...string) (*server, string) {
	t.Helper()
	return startProgram(t, word, program(t, args...))
}

func startProgram(t testing.TB, word string, cmd *exec.Cmd) (*server, string) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{cmd: cmd, lines: bufio.NewScanner(out), errs: &bytes.Buffer{}, exited: make(chan error, 1)}
	s.lines.Buffer(nil, 1<<20)
	cmd.Stderr = s.errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.kill() })
	found := make(chan string, 1)
	go func() {
		defer close(found)
		for s.lines.Scan() {
			if strings.Contains(s.lines.Text(), word) {
				found <- s.lines.Text()
				break
			}
		}
		_, _ = io.Copy(io.Discard, out)
		s.exited <- cmd.Wait()
	}()
	select {
	case line, told := <-found:
		if !told {
			t.Fatalf("%v ended before it said %q\n%s", cmd.Args[1:], word, s.errs)
		}
		return s, line
	case <-time.After(atMost):
		t.Fatalf("%v does not say %q\n%s", cmd.Args[1:], word, s.errs)
	}
	return nil, ""
}

// serve starts a service on a database and a free port.
func serve(t testing.TB, database string, more ...string) *server {
	t.Helper()
	s, line := start(t, "answers at ", append([]string{"serve", "--listen", "127.0.0.1:0", "--database", database, "--limits", "off"}, more...)...)
	_, s.url, _ = strings.Cut(line, "answers at ")
	s.url = strings.Replace(s.url, "localhost", "127.0.0.1", 1)
	return s
}

// kill ends the process the hard way; it may be called twice.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	s.exited <- <-s.exited
}

// stop ends the process as an operator does and returns its exit code.
func (s *server) stop(t testing.TB) int {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-s.exited:
		s.exited <- err
	case <-time.After(atMost):
		t.Fatal("the service does not stop")
	}
	return s.cmd.ProcessState.ExitCode()
}

// dawnFile writes the sample journey to a file.
func dawnFile(t testing.TB) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "dawn.yaml")
	src, err := os.ReadFile("../../templates/journeys/dawn.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, src, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// request sends one request and reads the whole reply.
func request(ctx context.Context, method, url, key string, body any) (status int, reply []byte, err error) {
	var in io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		in = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, url, in)
	if err != nil {
		return 0, nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	reply, err = io.ReadAll(res.Body)
	return res.StatusCode, reply, err
}

// get fetches JSON that must be there.
func get[T any](t testing.TB, url, key string) (v T) {
	t.Helper()
	status, body, err := request(t.Context(), http.MethodGet, url, key, nil)
	if err != nil || status != http.StatusOK {
		t.Fatalf("GET %s: %d, %v\n%s", url, status, err, body)
	}
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("GET %s: %v\n%s", url, err, body)
	}
	return v
}

// atMost is how long a test waits for what should come at once before it is
// said not to come: long enough for a machine that is busy with other things.
const atMost = 3 * time.Minute

// until waits for what another process brings about.
func until(t testing.TB, what string, come func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	late := time.After(atMost)
	for !come() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("after %v it is not so yet that %s", atMost, what)
		}
	}
}

// lines of a text, without empty ones.
func lines(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' })
}

func must(t testing.TB, err error, doing string) {
	t.Helper()
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", doing, err))
	}
}
