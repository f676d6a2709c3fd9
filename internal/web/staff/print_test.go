package staff_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/survey"
)

var drawing = regexp.MustCompile(`(?s)<svg .*?</svg>`)

// TestPrintAll is one document with every wall placement.
func TestPrintAll(t *testing.T) {
	h := cafe(t, account.Viewer)
	p := h.get(dawn + "/posters?format=a4&lang=zh-Hant,en")
	h.want(p, http.StatusOK, `<html lang="en">`, "感覺如何？", "192.168.1.20:8080/t/k7q2x<", "posters.zip?lang=zh-Hant%2Cen", dawn+`/posters"`)
	h.lacks(p, "Як вам?", "<script", "style=")
	walls := len(drawing.FindAllString(p.Body, -1))
	if all := strings.Count(h.get(dawn+"/posters").Body, "?format=tent"); walls < 3 || walls != all {
		t.Errorf("%d posters, %d placements on walls", walls, all)
	}
	for _, lang := range survey.Languages {
		for _, query := range []string{"?format=tent", "?format=sheet&lang=uk"} {
			p := h.get(dawn+"/posters"+query, "Accept-Language", lang)
			h.want(p, http.StatusOK, `<html lang="`+lang+`">`)
			clean(t, query, lang, p)
		}
	}
	sheets := drawing.FindAllString(h.get(dawn+"/posters?format=sheet&lang=uk").Body, -1)
	if want := (walls*3 + 11) / 12; len(sheets) != want || strings.Count(strings.Join(sheets, ""), "<use ") != walls*3 {
		t.Errorf("%d sheets for %d placements, want %d", len(sheets), walls, want)
	}
	out := newHouse(t, "http://localhost:8080")
	out.apply("testdata/cafe.yaml")
	out.signIn(account.Viewer)
	p = out.get(dawn + "/posters?format=a4")
	out.want(p, http.StatusOK, "Printing waits for an address")
	out.lacks(p, "<svg")
	out.want(out.get(dawn+"/posters.zip"), http.StatusConflict)
}

// TestPostersZip unpacks it: safe names, whole drawings, the same bytes again.
func TestPostersZip(t *testing.T) {
	h := cafe(t, account.Viewer)
	p := h.get(dawn + "/posters.zip?lang=uk&lang=en&format=a4")
	h.want(p, http.StatusOK)
	if got := p.Header.Get("Content-Disposition"); got != "attachment; filename=dawn-posters.zip" || p.Header.Get("Content-Type") != "application/zip" {
		t.Errorf("%q of type %q", got, p.Header.Get("Content-Type"))
	}
	if again := h.get(dawn + "/posters.zip?lang=uk,en"); again.Body != p.Body {
		t.Error("the second file differs")
	}
	z, err := zip.NewReader(bytes.NewReader([]byte(p.Body)), int64(len(p.Body)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		if strings.ContainsFunc(f.Name, func(r rune) bool { return r > 127 }) && f.NonUTF8 {
			t.Errorf("%q is not marked as UTF-8", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(r); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	for _, end := range []string{"k7q2x-qr.svg", "k7q2x-a4.svg", "k7q2x-a5.svg", "k7q2x-tent.svg", "k7q2x-sheet.svg"} {
		if !slices.ContainsFunc(names, func(s string) bool { return strings.HasPrefix(s, "queue/dawn-queue-") && strings.HasSuffix(s, end) }) {
			t.Errorf("%s is missing in %q", end, names)
		}
	}
	if slices.ContainsFunc(names, func(s string) bool { return strings.Count(s, "/") != 1 || strings.Contains(s, "..") }) {
		t.Errorf("names %q", names)
	}
	h.want(h.get("/admin/journeys/nowhere/posters.zip"), http.StatusNotFound)
}
