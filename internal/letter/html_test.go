package letter

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/mail"
)

// TestClip is that the HTML of the largest letter stays below what Gmail shows
// of a mail.
func TestClip(t *testing.T) {
	f, err := readFrame()
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("字", mostName)
	table := &scores{Caption: long, Touchpoint: long, Score: long, Change: long}
	for i := range 56 {
		table.Rows = append(table.Rows, score{Number: fmt.Sprint(i), Name: long[:60], Score: "38", Change: "−19", Mark: "few answers, a first idea", Short: true})
	}
	address := link{long, public + "digest/" + strings.Repeat("A", 120)}
	s := &sheet{Language: "uk", Title: long, Preview: long, Parts: []part{{Scores: table}}}
	for range 3 {
		card := []part{{Head: long}, {Buttons: []link{address, address, address}}, {Links: []link{address}}}
		for range 6 {
			card = append(card, part{Fact: &fact{"Label:", strings.Repeat("字", 200)}})
		}
		for range 2 {
			card = append(card, part{Quote: &quote{strings.Repeat("字", mostQuote), "zh-Hant"}})
		}
		s.Parts = append(s.Parts, part{Card: card})
	}
	for range 20 {
		s.Parts = append(s.Parts, part{Lines: []link{address}})
	}
	html, err := f.html(s)
	if err != nil {
		t.Fatal(err)
	}
	if len(html) > 102_000 {
		t.Errorf("it has %d bytes", len(html))
	}
}

// TestPage is that a page's pictures stand in it, and that no text is taken for
// one.
func TestPage(t *testing.T) {
	f, err := readFrame()
	if err != nil {
		t.Fatal(err)
	}
	html, err := f.html(&sheet{Language: "en", Title: `src="cid:a@b"`, Parts: []part{{Picture: &picture{CID: "a@b", Alt: `src="cid:a@b"`}}}})
	if err != nil {
		t.Fatal(err)
	}
	page := Page(&mail.Message{HTML: html, Pictures: []mail.Picture{{CID: "a@b", PNG: []byte("PNG")}}})
	if strings.Count(page, `src="data:image/png;base64,UE5H"`) != 1 || strings.Contains(page, `src="cid:`) {
		t.Error(page)
	}
}

// TestLooks is that every style is used, and that none is asked for in vain.
func TestLooks(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "templates", "mail", "letter.html"))
	if err != nil {
		t.Fatal(err)
	}
	template := string(b)
	for kind := range look {
		if !strings.Contains(template, `{{style "`+kind+`"}}`) {
			t.Errorf("the style %q is not used", kind)
		}
	}
	if _, err := style("none"); err == nil {
		t.Error("a style that is not there is no error")
	}
	if _, err := word("none"); err == nil {
		t.Error("what Word is not told is no error")
	}
}
