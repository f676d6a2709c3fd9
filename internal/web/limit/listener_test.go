package limit

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"testing"
)

// TestListener: a third connection of one sender is closed, another sender's
// is not, and one that ends makes room for the next.
func TestListener(t *testing.T) {
	for name, tt := range map[string]struct {
		trusted []netip.Prefix
		third   bool
	}{
		"a sender":        {nil, false},
		"another's proxy": {[]netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")}, false},
		"a trusted proxy": {[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, true},
	} {
		t.Run(name, func(t *testing.T) {
			inner, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			l := Listener(inner, 2, tt.trusted)
			defer l.Close()
			taken := make(chan net.Conn)
			go func() {
				defer close(taken)
				for {
					c, err := l.Accept()
					if errors.Is(err, net.ErrClosed) {
						return
					}
					taken <- c
				}
			}()
			dial := func() net.Conn {
				c, err := net.Dial("tcp", inner.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = c.Close() })
				return c
			}
			dial()
			first := <-taken
			dial()
			second := <-taken
			third := dial()
			if tt.third {
				<-taken
				return
			}
			if _, err := io.ReadAll(third); err != nil { // closed, or reset
				var reset net.Error
				if !errors.As(err, &reset) {
					t.Errorf("the third: %v", err)
				}
			}
			for range 2 { // closing twice makes room once
				_ = first.Close()
			}
			dial()
			fourth := <-taken
			if n := len(l.(*connections).open); n != 1 {
				t.Errorf("%d senders are counted", n)
			}
			if n := l.(*connections).open[netip.MustParseAddr("127.0.0.1")]; n != 2 {
				t.Errorf("%d connections are counted", n)
			}
			_, _ = second.Close(), fourth.Close()
			if n := len(l.(*connections).open); n != 0 {
				t.Errorf("%d senders are counted after the end", n)
			}
		})
	}
}
