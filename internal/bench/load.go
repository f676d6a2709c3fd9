package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// load is one request, sent again and again over several connections. The
// client writes and reads bytes: one that did more would be most of what is
// measured.
type load struct {
	address     string
	connections int
	length      time.Duration
	want        int // the only status that counts
	request     []byte
}

// outcome of one run.
type outcome struct {
	rate float64 // a second
	p99  time.Duration
	cpu  time.Duration // of the whole process, for one request
}

func (l load) run() (outcome, error) {
	var (
		all      sync.WaitGroup
		mu       sync.Mutex
		times    []time.Duration
		firstErr error
	)
	start, busy := time.Now(), cpu()
	end := start.Add(l.length)
	for range l.connections {
		all.Go(func() {
			own, err := l.one(end)
			mu.Lock()
			defer mu.Unlock()
			times = append(times, own...)
			if err != nil && firstErr == nil {
				firstErr = err
			}
		})
	}
	all.Wait()
	took, worked := time.Since(start), cpu()-busy
	if firstErr == nil && len(times) == 0 {
		firstErr = errors.New("nothing was answered in time")
	}
	if firstErr != nil {
		return outcome{}, fmt.Errorf("load on %s: %w", l.address, firstErr)
	}
	slices.Sort(times)
	return outcome{rate: float64(len(times)) / took.Seconds(), p99: times[len(times)*99/100], cpu: worked / time.Duration(len(times))}, nil
}

// cpu is what the process has used so far.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// one connection's requests until end, one after the other.
func (l load) one(end time.Time) ([]time.Duration, error) {
	c, err := net.Dial("tcp", l.address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if err := c.SetDeadline(end.Add(10 * time.Second)); err != nil {
		return nil, err
	}
	r := bufio.NewReader(c)
	var times []time.Duration
	for {
		start := time.Now()
		if start.After(end) {
			return times, nil
		}
		if _, err := c.Write(l.request); err != nil {
			return nil, err
		}
		status, err := skip(r)
		if err != nil {
			return nil, err
		}
		if status != l.want {
			return nil, fmt.Errorf("status %d, not %d", status, l.want)
		}
		times = append(times, time.Since(start))
	}
}

// skip reads past one answer.
func skip(r *bufio.Reader) (status int, err error) {
	length, chunked := -1, false
	for first := true; ; first = false {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		switch name, value, _ := bytes.Cut(line, []byte(": ")); {
		case first && len(line) >= 12:
			if status, err = strconv.Atoi(string(line[9:12])); err != nil {
				return 0, err
			}
		case len(line) == 0 && chunked:
			return status, skipChunks(r)
		case len(line) == 0:
			if length < 0 {
				return 0, fmt.Errorf("status %d without Content-Length", status)
			}
			_, err := r.Discard(length)
			return status, err
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = true
		}
	}
}

// skipChunks reads past a body that comes in pieces.
func skipChunks(r *bufio.Reader) error {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		length, err := strconv.ParseInt(string(bytes.TrimRight(line, "\r\n")), 16, 32)
		if err != nil {
			return err
		}
		if _, err := r.Discard(int(length) + len("\r\n")); err != nil || length == 0 {
			return err
		}
	}
}
