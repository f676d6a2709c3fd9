//go:build browser

package staff_test

import (
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	printing "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/programtest"
)

// press prints pages of a house as a browser does.
type press struct {
	*house
	browser context.Context
	pdf     string // pdftoppm
	zbar    string
}

func newPress(t *testing.T, h *house) *press {
	t.Helper()
	p := &press{house: h, pdf: programtest.Path(t, "pdftoppm"), zbar: programtest.Path(t, "zbarimg")}
	server := httptest.NewServer(h.Server)
	t.Cleanup(server.Close)
	ctx := programtest.Browser(t, chromedp.Flag("host-resolver-rules", "MAP "+h.host+" "+server.Listener.Addr().String()))
	p.browser = ctx
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1200, 900)); err != nil {
		t.Fatal(err)
	}
	var cookies []string
	for _, c := range h.cookies {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	headers := network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Cookie": strings.Join(cookies, "; ")}}
	if _, err := chromedp.Call(ctx, network.SetExtraHTTPHeaders, headers); err != nil {
		t.Fatal(err)
	}
	return p
}

const dpi = 150

// print gives the papers of a page, in shades of grey.
func (p *press) print(path string) []image.Image {
	p.t.Helper()
	if err := chromedp.Do(p.browser, chromedp.Navigate(p.origin+path)); err != nil {
		p.t.Fatal(err)
	}
	if arrived, err := chromedp.Run(p.browser, chromedp.Evaluate[bool](`!!document.querySelector("main h1")`)); err != nil || !arrived {
		p.t.Fatalf("%s does not open: %v", path, err)
	}
	none, css := 0.0, true
	made, err := chromedp.Call(p.browser, printing.PrintToPDF, printing.PrintToPDFParams{
		PreferCSSPageSize: &css, MarginTop: &none, MarginBottom: &none, MarginLeft: &none, MarginRight: &none,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	folder := p.t.TempDir()
	file := filepath.Join(folder, "posters.pdf")
	if err := os.WriteFile(file, made.Data, 0o600); err != nil {
		p.t.Fatal(err)
	}
	if out, err := exec.Command(p.pdf, "-gray", "-png", "-r", fmt.Sprint(dpi), file, filepath.Join(folder, "page")).CombinedOutput(); err != nil {
		p.t.Fatalf("%v: %s", err, out)
	}
	names, err := filepath.Glob(filepath.Join(folder, "page-*.png"))
	if err != nil {
		p.t.Fatal(err)
	}
	slices.Sort(names)
	var papers []image.Image
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			p.t.Fatal(err)
		}
		img, err := png.Decode(f)
		f.Close()
		if err != nil {
			p.t.Fatal(err)
		}
		papers = append(papers, img)
	}
	return papers
}

// says is what the codes on a paper say, looked for in a grid of columns and
// rows over a part of it in millimetres; "" where there is none.
func (p *press) says(paper image.Image, left, top, wide, high float64, columns, rows int) []string {
	p.t.Helper()
	px := func(mm float64) int { return int(mm * dpi / 25.4) }
	var all []string
	for i := range columns * rows {
		x, y := left+wide*float64(i%columns)/float64(columns), top+high*float64(i/columns)/float64(rows)
		cut := image.NewGray(image.Rect(0, 0, px(wide/float64(columns)), px(high/float64(rows))))
		draw.Draw(cut, cut.Bounds(), paper, image.Pt(px(x), px(y)), draw.Src)
		file := filepath.Join(p.t.TempDir(), "cut.png")
		f, err := os.Create(file)
		if err != nil {
			p.t.Fatal(err)
		}
		if err := png.Encode(f, cut); err != nil {
			p.t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			p.t.Fatal(err)
		}
		out, err := exec.Command(p.zbar, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file).Output()
		if _, exited := err.(*exec.ExitError); err != nil && !exited { // 4: there is none
			p.t.Fatal(err)
		}
		all = append(all, strings.TrimSpace(string(out)))
	}
	return all
}

// TestBrowserPosters prints every format, with and without a logo, on as many
// pages as there should be, and has every code on them read.
func TestBrowserPosters(t *testing.T) {
	h := cafe(t, account.Editor)
	p := newPress(t, h)
	const want = "http://192.168.1.20:8080/t/k7q2x"
	for _, logo := range []bool{false, true} {
		if logo {
			if err := h.store.SetLogo(t.Context(), "dawn", pngOf(t, mark(300, 300))); err != nil {
				t.Fatal(err)
			}
		}
		for _, tt := range []struct {
			format                string
			paperWide             float64
			left, top, wide, high float64
			columns, rows         int
		}{
			{"a4", 210, 0, 0, 210, 297, 1, 1},
			{"a5", 148, 0, 0, 148, 210, 1, 1},
			{"tent", 210, 10, 10, 190, 200, 1, 2},
			{"sheet", 210, 12, 12.5, 186, 272, 3, 4},
		} {
			papers := p.print("/t/k7q2x/poster?format=" + tt.format)
			if len(papers) != 1 {
				t.Fatalf("%s: %d pages", tt.format, len(papers))
			}
			if got := float64(papers[0].Bounds().Dx()) * 25.4 / dpi; got < tt.paperWide-1 || got > tt.paperWide+1 {
				t.Errorf("%s is printed on paper %.0f mm wide", tt.format, got)
			}
			for i, got := range p.says(papers[0], tt.left, tt.top, tt.wide, tt.high, tt.columns, tt.rows) {
				if got != want {
					t.Errorf("%s, logo %v: code %d says %q", tt.format, logo, i+1, got)
				}
			}
		}
	}
	// All at once: a page each, and rows of three stickers.
	walls := strings.Count(h.get(dawn+"/posters").Body, "?format=tent")
	papers := p.print(dawn + "/posters?format=a4")
	if len(papers) != walls {
		t.Errorf("%d pages for %d placements", len(papers), walls)
	}
	read := map[string]int{}
	for _, paper := range papers {
		read[p.says(paper, 0, 0, 210, 297, 1, 1)[0]]++
	}
	sheets := p.print(dawn + "/posters?format=sheet")
	if len(sheets) != (walls+3)/4 {
		t.Errorf("%d sheets for %d placements", len(sheets), walls)
	}
	for i, paper := range sheets {
		rows := min(4, walls-4*i)
		for _, said := range p.says(paper, 12, 12.5, 186, 68*float64(rows), 3, rows) {
			read[said]++
		}
	}
	if len(read) != walls {
		t.Errorf("%d different codes of %d placements: %v", len(read), walls, read)
	}
	for said, times := range read {
		if times != 4 || !strings.HasPrefix(said, "http://192.168.1.20:8080/t/") {
			t.Errorf("%q is read %d times, not 4", said, times)
		}
	}
}

// TestBrowserNoPoster: while nobody else can open the address, what is printed
// says so and has no code.
func TestBrowserNoPoster(t *testing.T) {
	h := newHouse(t, "http://localhost:8080")
	h.apply("testdata/cafe.yaml")
	h.signIn(account.Viewer)
	p := newPress(t, h)
	for _, path := range []string{"/t/k7q2x/poster", dawn + "/posters?format=a4", dawn + "/posters"} {
		for _, paper := range p.print(path) {
			if got := p.says(paper, 0, 0, 297, 297, 1, 1); got[0] != "" {
				t.Errorf("%s prints a code that says %q", path, got[0])
			}
		}
	}
}
