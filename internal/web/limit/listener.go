package limit

import (
	"net"
	"net/netip"
	"slices"
	"sync"
)

// connections counts the open ones of each sender.
type connections struct {
	net.Listener
	most    int
	trusted []netip.Prefix

	mu   sync.Mutex
	open map[netip.Addr]int
}

// Listener lets each sender have some connections at a time, and closes more
// at once. Trusted proxies, which stand for many, have as many as they like.
func Listener(l net.Listener, most int, trusted []netip.Prefix) net.Listener {
	return &connections{Listener: l, most: most, trusted: trusted, open: map[netip.Addr]int{}}
}

// Accept waits for a connection that is not one too many.
func (l *connections) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		at, err := netip.ParseAddrPort(c.RemoteAddr().String())
		address := at.Addr().Unmap()
		if err != nil || slices.ContainsFunc(l.trusted, func(p netip.Prefix) bool { return p.Contains(address) }) {
			return c, nil
		}
		from := Sender(address.String())
		if l.enter(from) {
			return &connection{Conn: c, leave: sync.OnceFunc(func() { l.leave(from) })}, nil
		}
		_ = c.Close() // nobody there has anything to be told
	}
}

func (l *connections) enter(from netip.Addr) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[from] >= l.most {
		return false
	}
	l.open[from]++
	return true
}

func (l *connections) leave(from netip.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[from]--; l.open[from] == 0 {
		delete(l.open, from)
	}
}

// connection is one that is counted until it is closed.
type connection struct {
	net.Conn
	leave func()
}

func (c *connection) Close() error {
	c.leave()
	return c.Conn.Close()
}
