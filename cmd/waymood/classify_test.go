package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// verdicts reads the answers of classify.
func verdicts(t *testing.T, out string) (list []verdict) {
	t.Helper()
	for line := range strings.Lines(out) {
		var v verdict
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		list = append(list, v)
	}
	return list
}

// Thousands of lines of every kind are answered in their order.
func TestClassifyOrder(t *testing.T) {
	kinds := []struct{ text, language string }{
		{"太慢了，服務很差", "zh-Hant"}, {"Дуже смачно, дякую!", "uk"}, {"great coffee\r", "en"}, {"", "unknown"}, {"\x00", "unknown"}, {"\xff\xfe", "unknown"},
		{"服务很好", "zh-Hans"}, {"👍", "unknown"}, {strings.Repeat("good ", 20_000), "en"}, {`{"a":"b"}`, ""}, {"\xe5\xa5 好吃\xe5", "zh-Hant"},
	}
	var in strings.Builder
	const n = 5003 // no multiple of a batch
	for i := range n {
		if i > 0 {
			in.WriteByte('\n')
		}
		if k := kinds[i%len(kinds)]; len(k.text) < 1000 || i < 500 {
			in.WriteString(k.text)
		}
	}
	in.WriteString("x") // the last line has no end
	r := waymood(t, in.String(), "classify")
	if r.code != 0 || r.stderr != "" {
		t.Fatalf("exit %d\n%s", r.code, r.stderr)
	}
	list := verdicts(t, r.stdout)
	if len(list) != n {
		t.Fatalf("%d answers to %d lines", len(list), n)
	}
	for i, v := range list[:n-1] {
		k := kinds[i%len(kinds)]
		if len(k.text) > 1000 && i >= 500 {
			k.language = "unknown"
		}
		if k.language != "" && v.Language != k.language {
			t.Fatalf("line %d %.40q is %q, want %s", i+1, k.text, v.Language, k.language)
		}
	}
	if strings.Contains(r.stdout, ":-0,") || strings.Contains(r.stdout, ":-0}") {
		t.Error("a score is -0")
	}
}

// Every way that a file can end, and lines of the most bytes that are kept.
func TestClassifyLines(t *testing.T) {
	for in, want := range map[string]int{
		"": 0, "\n": 1, "\n\n": 2, "a": 1, "a\n": 1, "a\nb": 2, "\r\n\r\n": 2, "\r": 1, "\x00\n\x00": 2,
		strings.Repeat("a", longestLine) + "\nb\n": 2, strings.Repeat("a", longestLine+1) + "\nb": 2, strings.Repeat("好", longestLine) + "\r\n\r\n": 2,
		strings.Repeat("\n", 3000): 3000,
	} {
		file := filepath.Join(t.TempDir(), "texts")
		if err := os.WriteFile(file, []byte(in), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(ok(t, "classify", file), "\n"); got != want {
			t.Errorf("%d answers to %.20q, want %d", got, in, want)
		}
	}
}

// A line without end must not fill the memory.
func TestClassifyEndlessLine(t *testing.T) {
	cmd := program(t, "classify")
	cmd.Stdin = io.MultiReader(strings.NewReader("good\n"), io.LimitReader(endless{}, 200<<20), strings.NewReader("\ngood\n"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(out, []byte("\n")); n != 3 {
		t.Errorf("%d answers to 3 lines", n)
	}
	if peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10; peak > 180 {
		t.Errorf("%d MB for a line of 200 MB", peak)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// conversation starts classify with pipes at both ends.
func conversation(t *testing.T) (cmd *exec.Cmd, in io.WriteCloser, out *bufio.Reader, closer io.Closer, errs *bytes.Buffer) {
	t.Helper()
	cmd, errs = program(t, "classify"), &bytes.Buffer{}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(atMost, func() { _ = cmd.Process.Kill() })
	t.Cleanup(func() { timer.Stop() })
	return cmd, in, bufio.NewReader(pipe), pipe, errs
}

// Whoever types is answered before the next line, even when that has begun.
func TestClassifyTyped(t *testing.T) {
	cmd, in, out, _, _ := conversation(t)
	for i := range 3 {
		_, _ = fmt.Fprint(in, "太慢了\nsome of the ne")
		if line, err := out.ReadString('\n'); err != nil || !strings.Contains(line, `"language":`) {
			t.Fatalf("answer %d is %q: %v", i+1, line, err)
		}
		_, _ = fmt.Fprint(in, "xt\n")
		if _, err := out.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	_ = in.Close()
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
}

// When nobody reads any more, it ends without a word.
func TestClassifyClosedOutput(t *testing.T) {
	cmd, in, out, closer, errs := conversation(t)
	go func() {
		for {
			if _, err := io.WriteString(in, "good\n"); err != nil {
				return
			}
		}
	}()
	if _, err := out.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	_ = closer.Close()
	_ = cmd.Wait()
	state := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !(state.Signaled() && state.Signal() == syscall.SIGPIPE || state.Exited() && state.ExitStatus() == 0) || errs.Len() > 0 {
		t.Errorf("%v: %s", cmd.ProcessState, errs)
	}
}

// Ctrl-C ends it although it waits for input.
func TestClassifyInterrupted(t *testing.T) {
	cmd, in, out, _, errs := conversation(t)
	defer in.Close()
	_, _ = fmt.Fprintln(in, "good")
	if _, err := out.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() != failed || strings.Count(errs.String(), "\n") != 1 {
		t.Errorf("%v: %s", cmd.ProcessState, errs)
	}
}

func TestClassifyWithoutFile(t *testing.T) {
	r := waymood(t, "", "classify", "no-such-file")
	if r.code != failed || r.stdout != "" || !strings.Contains(r.stderr, "no-such-file") || strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("exit %d: %s%s", r.code, r.stdout, r.stderr)
	}
	if r := waymood(t, "", "classify", t.TempDir()); r.code != failed || strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("a folder: exit %d: %s%s", r.code, r.stdout, r.stderr)
	}
	if help := ok(t, "classify", "--help"); !strings.Contains(help, "64 KB") {
		t.Errorf("--help does not say how much of a line is read:\n%s", help)
	}
}
