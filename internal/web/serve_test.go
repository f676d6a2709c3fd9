package web

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// listen serves a house on a port of its own.
func (h *house) listen(t *testing.T) (address string, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- h.Serve(l) }()
	return l.Addr().String(), sync.OnceFunc(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
		defer cancel()
		if err := h.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
}

// TestMetrics counts by route, and tells nobody's business.
func TestMetrics(t *testing.T) {
	h := newHouse(t)
	h.ask("POST", "/api/v1/responses", `{"id":"`+id1+`","code":"k7q2x","answers":{"rating":4}}`)
	h.ask("POST", "/api/v1/responses", `{"id":"`+id1+`","code":"k7q2x","answers":{"rating":4}}`)
	h.ask("GET", "/t/k7q2x", "")
	h.ask("GET", "/nowhere/CANARY", "")
	h.ask("CANARY", "/t/k7q2x", "")
	w := httptest.NewRecorder()
	h.Metrics().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	body := w.Body.String()
	for _, line := range []string{
		`waymood_http_requests_total{method="POST",route="/api/v1/responses",status="201"} 1`,
		`waymood_http_requests_total{method="POST",route="/api/v1/responses",status="200"} 1`,
		`waymood_http_requests_total{method="GET",route="/t/:code",status="200"} 1`,
		`waymood_http_requests_total{method="GET",route="none",status="404"} 1`,
		`waymood_answers_total{outcome="kept"} 1`,
		`waymood_answers_total{outcome="repeated"} 1`,
		"waymood_answers_waiting 0",
		`waymood_http_request_seconds_count{method="GET",route="/t/:code"} 1`,
		`waymood_build_info{version="test"} 1`,
		`go_goroutines`,
	} {
		if !strings.Contains(body, line) {
			t.Errorf("no %s", line)
		}
	}
	for _, secret := range []string{"CANARY", "k7q2x", id1} {
		if strings.Contains(body, secret) {
			t.Errorf("%s is in the metrics", secret)
		}
	}
}

// TestStopping finishes what is under way and is not ready meanwhile.
func TestStopping(t *testing.T) {
	h := newHouse(t)
	address, stop := h.listen(t)
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	body := `{"code":"k7q2x","answers":{"rating":4}}`
	fmt.Fprintf(c, "POST /api/v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", len(body))
	answers := bufio.NewReader(c)
	if line, err := answers.ReadString('\n'); err != nil || line != "HTTP/1.1 100 Continue\r\n" { // which is said when it begins to read
		t.Fatal(line, err)
	}
	if _, err := io.WriteString(c, body[:10]); err != nil {
		t.Fatal(err)
	}
	if r, err := http.Get("http://" + address + "/readyz"); err != nil || r.StatusCode != 200 {
		t.Fatal(r, err)
	}
	stopped := make(chan struct{})
	go func() { defer close(stopped); stop() }()
	for !h.stopping.Load() {
		time.Sleep(time.Millisecond)
	}
	if w := h.ask("GET", "/readyz", ""); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("ready while stopping: %d", w.Code)
	}
	if _, err := io.WriteString(c, body[10:]); err != nil {
		t.Fatal(err)
	}
	if line, err := answers.ReadString('\n'); err != nil || line != "\r\n" { // the end of what it said first
		t.Fatal(line, err)
	}
	r, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != 201 {
		t.Errorf("the last answer: %d", r.StatusCode)
	}
	<-stopped
}

// TestManyAtOnce sends answers over many connections. Each is there once.
func TestManyAtOnce(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.Limits = false })
	address, stop := h.listen(t)
	defer stop()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	defer client.CloseIdleConnections()
	var senders sync.WaitGroup
	for i := range 16 {
		senders.Go(func() {
			for k := range 20 {
				body := fmt.Sprintf(`{"id":"00000000-0000-4000-8000-%012d","code":"k7q2x","answers":{"rating":%d}}`, i/2*20+k+1, k%5+1)
				r, err := client.Post("http://"+address+"/api/v1/responses", "application/json", strings.NewReader(body))
				if err != nil {
					t.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, r.Body)
				r.Body.Close()
				if r.StatusCode != 201 && r.StatusCode != 200 {
					t.Errorf("%d", r.StatusCode)
				}
			}
		})
	}
	senders.Wait()
	m := into[map[string]any](t, h.ask("GET", "/api/v1/journeys/cafe/map", "", "key", h.read))
	if got := at(m, "answers"); got != 160.0 {
		t.Errorf("%v answers, not 160", got)
	}
}

// TestRawRequests sends what no client library would.
func TestRawRequests(t *testing.T) {
	h := newHouse(t)
	address, stop := h.listen(t)
	defer stop()
	for what, c := range map[string]struct {
		request string
		status  int
	}{
		"two lengths":         {"POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400},
		"length and chunks":   {"POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
		"two hosts":           {"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
		"no host":             {"GET /healthz HTTP/1.1\r\n\r\n", 400},
		"a large header":      {"GET /healthz HTTP/1.1\r\nHost: x\r\nA: " + strings.Repeat("x", 1<<20) + "\r\n\r\n", 431},
		"ten gigabytes":       {"POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10737418240\r\n\r\n{", 413},
		"endless chunks":      {"POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + strings.Repeat("1000\r\n"+strings.Repeat(" ", 4096)+"\r\n", 40), 413},
		"absolute address":    {"GET http://evil.example/healthz HTTP/1.1\r\nHost: x\r\n\r\n", 200},
		"a header's new line": {"GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\x00c\r\n\r\n", 400},
	} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(3 * time.Minute))
		_, _ = io.WriteString(conn, c.request) // the server may hang up before the end
		r, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if r.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", what, r.StatusCode, c.status)
		}
		r.Body.Close()
		conn.Close()
	}
}

// TestTrouble says that it is busy when the store is gone, and no more.
func TestTrouble(t *testing.T) {
	h := newHouse(t)
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	w := h.ask("POST", "/api/v1/responses", `{"code":"k7q2x","answers":{"rating":4}}`)
	if w.Code != 503 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	h.isProblem(w.Code, w.Header(), w.Body.Bytes())
	w = h.ask("POST", "/api/v1/responses/batch", `{"responses":[{"code":"k7q2x","answers":{"rating":4}}]}`)
	var got struct{ Results []struct{ Status int } }
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 || got.Results[0].Status != 503 {
		t.Errorf("batch: %d %s", w.Code, w.Body)
	}
	if w := h.ask("GET", "/readyz", ""); w.Code != 503 {
		t.Errorf("ready: %d", w.Code)
	}
	if w := h.ask("GET", "/healthz", ""); w.Code != 200 {
		t.Errorf("alive: %d", w.Code)
	}
}

// TestHangingUp drops connections in the middle of a form and of a document,
// on an address of their own: the log must not name it, nor cry out.
func TestHangingUp(t *testing.T) {
	h := newHouse(t)
	address, stop := h.listen(t)
	defer stop()
	from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 72, 9, 9)}}
	for _, head := range []string{
		"POST /t/k7q2x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\nabc",
		"POST /api/v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
		"GET /t/k7q2x HTTP/1.1\r\nHost: localhost\r\n\r\n",
	} {
		for range 5 {
			c, err := from.Dial("tcp", address)
			if err != nil {
				t.Skip("only one loopback address here: ", err)
			}
			if _, err := io.WriteString(c, head); err != nil {
				t.Fatal(err)
			}
			if err := c.(*net.TCPConn).SetLinger(0); err != nil { // a reset, as when a phone loses its network
				t.Fatal(err)
			}
			c.Close()
		}
	}
	stop()
	if lines := h.log.String(); strings.Contains(lines, "127.72.9.9") || strings.Contains(lines, `"level":"ERROR"`) {
		t.Errorf("the log says:\n%s", lines)
	}
}
