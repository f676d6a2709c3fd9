package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/web/visit"
	"github.com/waymood/waymood/static"
)

// file is a file that browsers fetch beside the pages, read and packed once.
type file struct {
	plain, packed []byte // packed is nil where it would not be smaller
	kind          string
	hash          string // of the content, in its address and its ETag
}

// files are all of them by name: what is not in the map is not there, however
// a path is written.
type files map[string]*file

func readFiles(catalog *i18n.Catalog) (files, error) {
	all := files{}
	err := fs.WalkDir(static.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) == ".go" {
			return err
		}
		b, err := fs.ReadFile(static.FS, name)
		if err != nil {
			return err
		}
		if name == embedFile {
			all[name], err = newEmbed(b, catalog)
		} else {
			all[name], err = newFile(name, b)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read static files: %w", err)
	}
	return all, nil
}

// newFile packs a file.
func newFile(name string, b []byte) (*file, error) {
	sum := sha256.Sum256(b)
	f := &file{plain: b, hash: hex.EncodeToString(sum[:6]), kind: mime.TypeByExtension(path.Ext(name))}
	if f.kind == "" {
		f.kind = "application/octet-stream"
	}
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if packed.Len() < len(b)*9/10 {
		f.packed = packed.Bytes()
	}
	return f, nil
}

// address of a file with its content's hash, so that browsers may keep it for
// good. Templates write {{static "app.css"}}.
func (all files) address(name string) string {
	if f, ok := all[name]; ok {
		return "/static/" + name + "?v=" + f.hash
	}
	return "/static/" + name
}

// reach says whose pages may use a file: all that want the script made for
// them, and the survey in a frame that its page has sandboxed, which to the
// browser is of no origin.
func reach(name string) string {
	switch name {
	case embedFile, "frame.js", "visit.js":
		return "cross-origin"
	}
	return "same-origin"
}

func (all files) serve(c echo.Context) error {
	return all.send(c, c.Param("*"))
}

func (all files) send(c echo.Context, name string) error {
	f, ok := all[name]
	if !ok {
		return fault.NotFound
	}
	h := c.Response().Header()
	h.Set("Content-Type", f.kind)
	h.Set("Etag", `"`+f.hash+`"`)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cross-Origin-Resource-Policy", reach(name))
	if c.QueryParam("v") == f.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "public, max-age=300, must-revalidate")
	}
	body := f.plain
	if f.packed != nil && visit.TakesGzip(c.Request().Header.Get("Accept-Encoding")) {
		body = f.packed
		h.Set("Content-Encoding", "gzip")
		h.Set("Etag", `"`+f.hash+`-gz"`)
	}
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(body))
	return nil
}
