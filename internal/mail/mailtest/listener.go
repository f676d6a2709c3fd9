package mailtest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"
)

// listener counts connections and fails before the greeting.
type listener struct {
	net.Listener
	s *Server
}

func (l *listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		l.s.mu.Lock()
		l.s.connections++
		n := l.s.connections
		l.s.open++
		l.s.most = max(l.s.most, l.s.open)
		l.s.mu.Unlock()
		counted := &conn{Conn: c, s: l.s, n: n}
		if l.refuse(counted) {
			continue
		}
		if l.s.TLS != nil {
			return tls.Server(counted, l.s.TLS), nil
		}
		return counted, nil
	}
}

// refuse says whether a connection was dealt with already.
func (l *listener) refuse(c *conn) bool {
	if l.s.Fail == nil {
		return false
	}
	f := l.s.Fail(Connect, c.n, "")
	switch {
	case f == nil:
		return false
	case f.Hold:
		go func() {
			<-l.s.closed
			_ = c.Close()
		}()
	default:
		if !f.Drop {
			_, _ = fmt.Fprintf(c, "%d %s\r\n", f.Code, f.Text)
		}
		_ = c.Close()
	}
	return true
}

// conn is a counted connection. It is open until the server has said goodbye on
// it or closed it: a client that reads the goodbye may make the next connection
// before the server comes to closing this one. Under TLS goodbyes are not seen.
type conn struct {
	net.Conn
	s    *Server
	n    int
	once sync.Once
}

// Number is the how-manieth connection this is, from 1.
func (c *conn) Number() int { return c.n }

func (c *conn) Write(p []byte) (int, error) {
	if bytes.HasPrefix(p, []byte("221 ")) {
		c.over()
	}
	return c.Conn.Write(p)
}

func (c *conn) Close() error {
	c.over()
	return c.Conn.Close()
}

func (c *conn) over() {
	c.once.Do(func() {
		c.s.mu.Lock()
		c.s.open--
		c.s.mu.Unlock()
	})
}

// Certificate is a server's TLS with a certificate that nobody signed but
// itself, and the pool in which it is trusted.
func Certificate(t testing.TB, host string) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(made)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}
