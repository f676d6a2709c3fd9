package visit

import (
	"bytes"
	"compress/gzip"
	"strconv"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
)

// leastPacked is the smallest body that is worth packing, in bytes.
const leastPacked = 1024

// Packs says whether the pages of a route come packed already. The survey page
// is packed once and not for every visitor, and what follows from it goes the
// same way: in one piece, with its length.
func Packs(route string) bool {
	switch route {
	case "/t/:code", "/t/:code/frame", "/t/:code/thanks", "/receipt/:receipt":
		return true
	}
	return false
}

// packer packs one page after the other.
type packer struct {
	into bytes.Buffer
	gzip *gzip.Writer
}

var packers = sync.Pool{New: func() any {
	p := &packer{}
	p.gzip, _ = gzip.NewWriterLevel(&p.into, 5) // the level is one of those that exist
	return p
}}

// send answers with a page.
func send(c echo.Context, status int, html []byte) error {
	h := c.Response().Header()
	if !Packs(c.Path()) {
		return c.HTMLBlob(status, html)
	}
	if len(html) >= leastPacked && TakesGzip(c.Request().Header.Get("Accept-Encoding")) {
		p, _ := packers.Get().(*packer)
		defer packers.Put(p)
		p.into.Reset()
		p.gzip.Reset(&p.into)
		if _, err := p.gzip.Write(html); err != nil {
			return err
		}
		if err := p.gzip.Close(); err != nil {
			return err
		}
		html = p.into.Bytes()
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(html)))
	return c.HTMLBlob(status, html)
}

// TakesGzip says whether a browser that sends this Accept-Encoding reads gzip:
// with a weight of 0 it names what it does not.
func TakesGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(part, ";")
		if name = strings.TrimSpace(name); strings.EqualFold(name, "gzip") || name == "*" {
			weight = strings.ReplaceAll(weight, " ", "")
			return strings.Trim(strings.TrimPrefix(weight, "q="), "0.") != "" || weight == ""
		}
	}
	return false
}
