package storetest

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
)

// Freeze stops every process of the PostgreSQL that tests share, as a server
// does that hangs: it answers nothing and closes nothing. Thaw lets it go on;
// the end of the test does too.
func Freeze(t testing.TB) (thaw func()) {
	t.Helper()
	c := shared()
	if c.server == nil {
		t.Fatal("there is no PostgreSQL")
	}
	pids := append(children(t, c.server.Process.Pid), c.server.Process.Pid)
	send := func(s syscall.Signal) {
		for _, pid := range pids {
			syscall.Kill(pid, s) // a process that has ended meanwhile is no matter
		}
	}
	thaw = sync.OnceFunc(func() { send(syscall.SIGCONT) })
	t.Cleanup(thaw)
	send(syscall.SIGSTOP)
	return thaw
}

func children(t testing.TB, of int) []int {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	var pids []int
	for _, stat := range stats {
		b, err := os.ReadFile(stat)
		if err != nil {
			continue
		}
		// pid (name) state parent …
		fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
		if parent, _ := strconv.Atoi(string(fields[1])); parent == of {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(stat)))
			pids = append(pids, pid)
		}
	}
	return pids
}
