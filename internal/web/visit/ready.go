package visit

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
)

// maxReady bounds the ready pages; one takes about 25 kB.
const maxReady = 512

// readyPages are survey pages that were rendered and compressed once and now
// only miss what is different on every visit: the response's id and the form
// token, which stand together near the end.
type readyPages struct {
	mu    sync.RWMutex
	pages map[readyKey]*readyPage
}

type readyKey struct {
	code, lang string
	frame      bool
}

// get is the ready page of a placement, if it was made from this very
// revision of the journey: a new revision is a new pointer.
func (r *readyPages) get(key readyKey, of *journey.Journey) *readyPage {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if page := r.pages[key]; page != nil && page.of == of {
		return page
	}
	return nil
}

func (r *readyPages) put(key readyKey, page *readyPage) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pages == nil {
		r.pages = map[readyKey]*readyPage{}
	}
	if len(r.pages) >= maxReady {
		for old := range r.pages { // any one: the map's order is as good as any
			delete(r.pages, old)
			break
		}
	}
	r.pages[key] = page
}

// readyPage is a page cut in three: head, the part that changes, tail.
type readyPage struct {
	of            *journey.Journey
	policy        string // that lets in the page's style
	head, between []byte // between stands between id and token
	tail          []byte
	packedHead    []byte // gzip's header and deflated head, ending on a byte
	packedTail    []byte // the last deflated block
	headSum       uint32 // CRC-32 of head
}

// newReadyPage cuts a page at the id and the token with which it was
// rendered.
func newReadyPage(of *journey.Journey, html []byte, id uuid.UUID, token string) (*readyPage, error) {
	head, rest, ok := bytes.Cut(html, []byte(id.String()))
	between, tail, ok2 := bytes.Cut(rest, []byte(token))
	if !ok || !ok2 || len(between) > 200 {
		return nil, fmt.Errorf("the survey page lacks its id or token")
	}
	p := &readyPage{of: of, head: head, between: between, tail: tail, headSum: crc32.ChecksumIEEE(head)}

	var b bytes.Buffer
	b.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255}) // RFC 1952: deflate, no time, best, unknown system
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(head); err != nil {
		return nil, err
	}
	if err := w.Flush(); err != nil { // ends on a byte, so that a block can follow
		return nil, err
	}
	p.packedHead = bytes.Clone(b.Bytes())

	b.Reset()
	w.Reset(&b)
	if _, err := w.Write(tail); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	p.packedTail = bytes.Clone(b.Bytes())
	return p, nil
}

// middle is the part that changes.
func (p *readyPage) middle(id uuid.UUID, token string) []byte {
	m := make([]byte, 36, 36+len(p.between)+len(token))
	copy(m, id.String())
	return append(append(m, p.between...), token...)
}

// plain is the page for one visit.
func (p *readyPage) plain(id uuid.UUID, token string) []byte {
	m := p.middle(id, token)
	out := make([]byte, 0, len(p.head)+len(m)+len(p.tail))
	return append(append(append(out, p.head...), m...), p.tail...)
}

// packed is the page for one visit as one gzip stream. The part that changes
// goes in as a stored block between the two deflated ones, so nothing is
// compressed anew; only the checksum runs on over middle and tail. It is
// appended to out.
func (p *readyPage) packed(out []byte, id uuid.UUID, token string) []byte {
	m := p.middle(id, token)
	out = append(out, p.packedHead...)
	out = append(out, 0) // not the last block, stored
	out = binary.LittleEndian.AppendUint16(out, uint16(len(m)))
	out = binary.LittleEndian.AppendUint16(out, ^uint16(len(m)))
	out = append(append(out, m...), p.packedTail...)
	sum := crc32.Update(crc32.Update(p.headSum, crc32.IEEETable, m), crc32.IEEETable, p.tail)
	out = binary.LittleEndian.AppendUint32(out, sum)
	return binary.LittleEndian.AppendUint32(out, uint32(len(p.head)+len(m)+len(p.tail)))
}

// buffers are used again from page to page.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// send answers with the page.
func (p *readyPage) send(c echo.Context, id uuid.UUID, token string) error {
	h := c.Response().Header()
	h.Add("Vary", "Accept-Encoding")
	var body []byte
	if takesGzip(c.Request().Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		buffer, _ := buffers.Get().(*[]byte)
		defer buffers.Put(buffer)
		*buffer = p.packed((*buffer)[:0], id, token)
		body = *buffer
	} else {
		body = p.plain(id, token)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return c.Blob(http.StatusOK, "text/html; charset=utf-8", body)
}

// takesGzip reads an Accept-Encoding.
func takesGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(part, ";")
		if name = strings.TrimSpace(name); strings.EqualFold(name, "gzip") || name == "*" {
			weight = strings.ReplaceAll(weight, " ", "")
			return strings.Trim(strings.TrimPrefix(weight, "q="), "0.") != "" || weight == ""
		}
	}
	return false
}
