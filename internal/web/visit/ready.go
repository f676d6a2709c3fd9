package visit

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"net/http"
	"strconv"
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
	head, between []byte // between stands between id and token
	middleLength  int    // of what changes, in bytes
	tail          []byte
	packedHead    []byte // gzip's header and deflated head, ending on a byte
	packedTail    []byte // the last deflated block
	headSum       uint32 // CRC-32 of head
	plainFields   []field
	packedFields  []field
}

// newReadyPage cuts a page at the id and the token with which it was
// rendered.
func newReadyPage(of *journey.Journey, lang, policy string, html []byte, id uuid.UUID, token string) (*readyPage, error) {
	head, rest, ok := bytes.Cut(html, []byte(id.String()))
	between, tail, ok2 := bytes.Cut(rest, []byte(token))
	if !ok || !ok2 || len(between) > 200 {
		return nil, fmt.Errorf("the survey page lacks its id or token")
	}
	p := &readyPage{of: of, head: head, between: between, tail: tail, headSum: crc32.ChecksumIEEE(head)}
	p.middleLength = len(p.middle(nil, id, token))

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
	p.plainFields = p.fields(lang, policy, "", len(html))
	p.packedFields = p.fields(lang, policy, "gzip", len(p.packed(nil, id, token)))
	return p, nil
}

// middle is the part that changes, appended to out.
func (p *readyPage) middle(out []byte, id uuid.UUID, token string) []byte {
	out = append(out, id.String()...)
	return append(append(out, p.between...), token...)
}

// plain is the page for one visit, appended to out.
func (p *readyPage) plain(out []byte, id uuid.UUID, token string) []byte {
	return append(p.middle(append(out, p.head...), id, token), p.tail...)
}

// packed is the page for one visit as one gzip stream, appended to out. The
// part that changes goes in as a stored block between the two deflated ones,
// so nothing is compressed anew; only the checksum runs on over middle and
// tail.
func (p *readyPage) packed(out []byte, id uuid.UUID, token string) []byte {
	length := uint16(p.middleLength)
	out = append(out, p.packedHead...)
	out = append(out, 0) // not the last block, stored
	out = binary.LittleEndian.AppendUint16(out, length)
	out = binary.LittleEndian.AppendUint16(out, ^length)
	out = p.middle(out, id, token)
	sum := crc32.Update(p.headSum, crc32.IEEETable, out[len(out)-p.middleLength:])
	out = append(out, p.packedTail...)
	out = binary.LittleEndian.AppendUint32(out, crc32.Update(sum, crc32.IEEETable, p.tail))
	return binary.LittleEndian.AppendUint32(out, uint32(len(p.head)+p.middleLength+len(p.tail)))
}

// field is a header with its values, which are shared by all answers.
type field struct {
	name   string
	values []string
}

// fields are the headers of all answers with this page: ids and tokens are
// equally long, and so are the pages.
func (p *readyPage) fields(lang, policy, encoding string, length int) []field {
	h := http.Header{}
	headers(h, lang, policy)
	h.Set("Cache-Control", keep)
	h.Set("Vary", "Accept-Language, Accept-Encoding")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(length))
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	all := make([]field, 0, len(h))
	for name, values := range h {
		all = append(all, field{name, values[:1:1]})
	}
	return all
}

// buffers are used again from page to page.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// send answers with the page.
func (p *readyPage) send(c echo.Context, id uuid.UUID, token string) error {
	buffer, _ := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	fields := p.plainFields
	if TakesGzip(c.Request().Header.Get("Accept-Encoding")) {
		fields, *buffer = p.packedFields, p.packed((*buffer)[:0], id, token)
	} else {
		*buffer = p.plain((*buffer)[:0], id, token)
	}
	r := c.Response()
	h := r.Header()
	for _, f := range fields {
		h[f.name] = f.values
	}
	r.WriteHeader(http.StatusOK)
	_, err := r.Write(*buffer)
	return err
}
