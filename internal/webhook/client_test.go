package webhook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"golang.org/x/net/dns/dnsmessage"
)

// names is a DNS server that says what it is told to, the next address at each
// question.
type names struct {
	sync.Mutex
	of    map[string][]string
	asked map[string]int
}

// serve answers questions until the test ends; the resolver asks it alone.
func (n *names) serve(t *testing.T) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var done sync.WaitGroup
	done.Go(func() {
		b := make([]byte, 1500)
		for {
			l, from, err := conn.ReadFrom(b)
			if err != nil {
				return
			}
			if reply, err := n.reply(b[:l]); err == nil {
				conn.WriteTo(reply, from)
			}
		}
	})
	t.Cleanup(func() { conn.Close(); done.Wait() })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func (n *names) reply(question []byte) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(question); err != nil {
		return nil, err
	}
	m.Response, m.Additionals = true, nil
	for _, q := range m.Questions {
		name := strings.TrimSuffix(q.Name.String(), ".")
		n.Lock()
		list := n.of[name]
		if list == nil {
			m.RCode = dnsmessage.RCodeNameError
		} else {
			at := netip.MustParseAddr(list[min(n.asked[name], len(list)-1)])
			h := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}
			switch {
			case at.Is4() && q.Type == dnsmessage.TypeA:
				m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AResource{A: at.As4()}})
				n.asked[name]++
			case at.Is6() && q.Type == dnsmessage.TypeAAAA:
				m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AAAAResource{AAAA: at.As16()}})
				n.asked[name]++
			}
		}
		n.Unlock()
	}
	return m.Pack()
}

// canary counts who comes in, over IPv4 and IPv6 on the same port.
type canary struct {
	port string
	hits atomic.Int64
}

func newCanary(t *testing.T) *canary {
	t.Helper()
	c := new(canary)
	listen := func(network, address string) net.Listener {
		l, err := net.Listen(network, address)
		if err != nil {
			return nil
		}
		server := &http.Server{ConnState: func(_ net.Conn, s http.ConnState) {
			if s == http.StateNew {
				c.hits.Add(1)
			}
		}, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "a secret of this network") })}
		go server.Serve(l)
		t.Cleanup(func() { server.Close() })
		return l
	}
	l := listen("tcp4", "0.0.0.0:0")
	if l == nil {
		t.Fatal("no port")
	}
	_, c.port, _ = net.SplitHostPort(l.Addr().String())
	listen("tcp6", "[::]:"+c.port)
	return c
}

func one() Request {
	return Request{Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte("{}")}
}

// Nothing private is reached, however it is written and whatever its name says.
func TestPrivateAddressesAreRefused(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:9")
	t.Setenv("http_proxy", "http://127.0.0.1:9")
	c := newCanary(t)
	dns := &names{asked: map[string]int{}, of: map[string][]string{
		"rebinding.test": {"127.0.0.1"}, "flips.test": {"192.0.2.1", "127.0.0.1"}, "six.test": {"::1"}, "mapped.test": {"::ffff:127.0.0.1"},
		"nat64.test": {"64:ff9b::7f00:1"}, "cgn.test": {"100.64.0.1"}, "metadata.test": {"169.254.169.254"},
	}}
	stub := NewClient(Options{Resolver: dns.serve(t)})
	machine := NewClient(Options{})
	defer stub.Close()
	defer machine.Close()
	hosts := []string{
		"127.0.0.1", "127.1.2.3", "0.0.0.0", "[::]", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "169.254.169.254", "[::ffff:169.254.169.254]",
		"10.0.0.1", "10.255.255.254", "172.16.0.1", "172.31.255.254", "192.168.0.1", "192.168.255.254", "100.64.0.1", "100.127.255.254",
		"192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
		"[fc00::1]", "[fdff::1]", "[fe80::1]", "[fe80::1%25lo]", "[fec0::1]", "[ff02::1]", "[64:ff9b::7f00:1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:db8::1]", "[2001::1]", "[100::1]",
		"localhost", "localhost.", "LOCALHOST", "ip6-localhost", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "0", "127.0.0.1.", "[::1]",
		"１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1",
		"rebinding.test", "flips.test", "six.test", "mapped.test", "nat64.test", "cgn.test", "metadata.test",
	}
	for _, host := range hosts {
		client := machine
		if strings.HasSuffix(host, ".test") {
			client = stub
		}
		for range 2 { // the second time a name may say something else
			r := one()
			r.URL = "http://" + host + ":" + c.port + "/"
			res := client.Post(t.Context(), Standard, r)
			if res.OK || res.Status != 0 || res.Trouble != Blocked && res.Trouble != Unknown && res.Trouble != BadAddress {
				t.Errorf("%s: %+v", host, res)
			}
			if strings.HasSuffix(host, ".test") && res.Trouble != Blocked {
				t.Errorf("%s was not looked up: %+v", host, res)
			}
		}
	}
	for _, address := range []string{
		"file:///etc/passwd", "gopher://127.0.0.1:" + c.port + "/_x", "ftp://127.0.0.1/", "http://a@127.0.0.1:" + c.port, "http://a:b@example.com/", "//127.0.0.1/", "http:///x", "http://", "", "javascript:alert(1)", "http://127.0.0.1:" + c.port + "\r\nX: y/", "unix:///var/run/docker.sock", "http://example.com:99999/",
	} {
		r := one()
		r.URL = address
		if res := machine.Post(t.Context(), Standard, r); res.OK || res.Status != 0 {
			t.Errorf("%q: %+v", address, res)
		}
	}
	if n := c.hits.Load(); n != 0 {
		t.Errorf("%d connections came in", n)
	}
	// Not because nothing works: with leave the same addresses are reached.
	open := NewClient(Options{Private: true, Resolver: dns.serve(t)})
	defer open.Close()
	for _, host := range []string{"127.0.0.1", "rebinding.test"} {
		r := one()
		r.URL = "http://" + host + ":" + c.port
		if res := open.Post(t.Context(), Standard, r); !res.OK || res.Status != 200 {
			t.Errorf("%s with leave: %+v", host, res)
		}
	}
	if c.hits.Load() == 0 {
		t.Error("the test is blind")
	}
}

// The ports of other services are refused, with leave for private addresses
// too.
func TestPorts(t *testing.T) {
	private := guard(true)
	for port, want := range map[int]bool{80: true, 443: true, 8443: true, 5678: true, 65535: true, 25: false, 22: false, 465: false, 587: false, 53: false, 0: false, 6667: false, 6000: false, 1023: false} {
		for _, to := range []string{"127.0.0.1", "93.184.215.14", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]"} {
			if err := private("tcp", fmt.Sprintf("%s:%d", to, port), nil); (err == nil) != want {
				t.Errorf("%s:%d: %v", to, port, err)
			}
		}
	}
	public := guard(false)
	for to, network := range map[string]string{"93.184.215.14:443": "tcp4", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:443": "tcp6"} {
		if err := public(network, to, nil); err != nil {
			t.Errorf("%s: %v", to, err)
		}
	}
	if err := public("udp4", "93.184.215.14:443", nil); !errors.Is(err, errBlocked) {
		t.Errorf("another network: %v", err)
	}
}

// A redirect is an answer, not a way.
func TestRedirectsAreNotFollowed(t *testing.T) {
	c := newCanary(t)
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := httptest.NewServer(http.RedirectHandler("http://127.0.0.1:"+c.port+"/", status))
		client := NewClient(Options{Private: true})
		r := one()
		r.URL = s.URL
		if res := client.Post(t.Context(), Standard, r); res.OK || res.Status != status || res.Trouble != Redirected {
			t.Errorf("%+v", res)
		}
		client.Close()
		s.Close()
	}
	if n := c.hits.Load(); n != 0 {
		t.Errorf("%d connections came in", n)
	}
}

// What is signed is what receivers verify, with either secret.
func TestSigned(t *testing.T) {
	secrets := []string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_plJ3nmyCDGBKInavdOK15jsl"}
	now := time.Now()
	r, err := Signed("https://example.com", secrets, Event{ID: "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", Type: "alert.raised", Time: now, Data: []byte(`{"a":"<等>"}`)}, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range append(secrets, "whsec_AAAA") {
		key, err := standard.NewWebhook(secret)
		if err != nil {
			t.Fatal(err)
		}
		if err := key.Verify(r.Body, r.Header); (err == nil) != (secret != "whsec_AAAA") {
			t.Errorf("%s: %v", secret, err)
		}
		if key.Verify(append(r.Body, ' '), r.Header) == nil {
			t.Error("another body has the same signature")
		}
	}
	if want := fmt.Sprintf(`{"type":"alert.raised","timestamp":%q,"data":{"a":"<等>"}}`, now.UTC().Format("2006-01-02T15:04:05.000Z")); string(r.Body) != want {
		t.Errorf("%s\nwant %s", r.Body, want)
	}
	if _, err := Signed("", []string{"whsec_not base64!"}, Event{Data: []byte("{}")}, now); err == nil || strings.Contains(err.Error(), "base64!") {
		t.Errorf("a broken secret: %v", err)
	}
}

func TestRetryAfter(t *testing.T) {
	for text, want := range map[string]time.Duration{"": 0, "120": 2 * time.Minute, "-5": 0, "soon": 0, "99999999999": 30 * 24 * time.Hour, "9999999": 30 * 24 * time.Hour, "Wed, 21 Oct 2015 07:28:00 GMT": 0} {
		if got := retryAfter(http.Header{"Retry-After": {text}}); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	later := retryAfter(http.Header{"Retry-After": {time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)}})
	if later < 59*time.Minute || later > time.Hour {
		t.Errorf("in an hour: %v", later)
	}
}
