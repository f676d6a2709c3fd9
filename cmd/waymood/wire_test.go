//go:build browser

package main

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// wire is the network between a tablet and the service, at an address that
// stays while services come and go. It can be cut in several ways.
type wire struct {
	listener net.Listener
	done     sync.WaitGroup

	mu     sync.Mutex
	to     string // host:port of the service
	cut    cut
	people map[net.Conn]bool // that are connected, both ends
}

// cut is what is wrong with a wire.
type cut int

const (
	whole     cut = iota
	unplugged     // connections break
	silent        // nothing comes through, and nobody says so
	deaf          // requests arrive, their answers do not come back
)

func newWire(t *testing.T) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err, "listen")
	w := &wire{listener: l, people: map[net.Conn]bool{}}
	w.done.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			w.done.Go(func() { w.carry(c) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		w.set(unplugged)
		w.done.Wait()
	})
	return w
}

func (w *wire) url() string { return "http://" + w.listener.Addr().String() }

// lead the wire to a service.
func (w *wire) lead(s *server) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to = strings.TrimPrefix(s.url, "http://")
}

// set changes what is wrong with the wire. All connections break, as when a
// tablet comes into another network.
func (w *wire) set(how cut) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = how
	for c := range w.people {
		_ = c.Close()
	}
}

func (w *wire) join(c net.Conn) (cut, string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.people[c] = true
	return w.cut, w.to
}

func (w *wire) leave(c net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.people, c)
	_ = c.Close()
}

func (w *wire) carry(tablet net.Conn) {
	how, to := w.join(tablet)
	defer w.leave(tablet)
	switch how {
	case unplugged:
		return
	case silent:
		_, _ = io.Copy(io.Discard, tablet)
		return
	}
	service, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	w.join(service)
	defer w.leave(service)
	w.done.Go(func() {
		_, _ = io.Copy(service, tablet)
		_ = service.Close()
	})
	if how == deaf {
		_, _ = io.Copy(io.Discard, service)
		return
	}
	_, _ = io.Copy(tablet, service)
}
