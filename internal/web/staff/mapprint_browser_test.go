//go:build browser

package staff_test

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/survey"
)

// wide writes a journey of count touchpoints in four stages.
func wide(t *testing.T, count int) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "journey: wide%d\nname: {en: Journey of %d}\ntimezone: Asia/Taipei\nlanguages: [en]\nstages:\n", count, count)
	for s := range 4 {
		fmt.Fprintf(&b, "  - key: s%d\n    name: {en: Stage number %d}\n    touchpoints:\n", s, s)
		for i := s * count / 4; i < (s+1)*count/4; i++ {
			fmt.Fprintf(&b, "      - {key: t%[1]d, name: {en: Touchpoint number %[1]d}, action: {en: I stand and wait here}, survey: quick, placements: [{code: w%[2]d-%[1]d, channel: qr}]}\n", i, count)
		}
	}
	b.WriteString("surveys:\n  quick:\n    questions:\n      - {key: rating, type: csat, ask: {en: How was it?}}\n")
	file := filepath.Join(t.TempDir(), "wide.yaml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestBrowserMapOnPaper prints maps: up to 8 touchpoints on A4, to 14 on A3, more in
// strips on A3 upright, the whole picture on the first paper.
func TestBrowserMapOnPaper(t *testing.T) {
	h := newHouse(t, "http://waymood.example:8080")
	for _, count := range []int{8, 14, 20} {
		h.apply(wide(t, count))
		h.answer(fmt.Sprintf("w%d-0", count), survey.Answers{"rating": 2}, noon) // else the page says how to begin
	}
	h.signIn(account.Viewer)
	p := newPress(t, h)
	for count, mm := range map[int]image.Point{8: {297, 210}, 14: {420, 297}, 20: {297, 420}} {
		papers := p.print(fmt.Sprintf("/admin/journeys/wide%d?lang=en", count))
		if len(papers) == 0 {
			t.Errorf("%d touchpoints: no paper", count)
			continue
		}
		size := papers[0].Bounds().Size()
		if abs(size.X-int(float64(mm.X)*dpi/25.4)) > 20 || abs(size.Y-int(float64(mm.Y)*dpi/25.4)) > 20 {
			t.Errorf("%d touchpoints: the paper is %v, want %v mm", count, size, mm)
		}
		if dir := os.Getenv("WAYMOOD_SCREENSHOTS"); dir != "" {
			keep(t, filepath.Join(dir, fmt.Sprintf("paper-%d.png", count)), papers[0])
		}
		if got := inked(papers[0]); got < 0.9 {
			t.Errorf("%d touchpoints: %.0f %% of the first paper's middle is printed on, so the picture is not there", count, 100*got)
		}
	}
}

func abs(x int) int { return max(x, -x) }

// inked is the share of the rows in a paper's middle with anything on them.
func inked(paper image.Image) float64 {
	b := paper.Bounds()
	rows, marked := 0, 0
	for y := b.Dy() * 35 / 100; y < b.Dy()*60/100; y++ {
		rows++
		for x := range b.Dx() {
			if r, _, _, _ := paper.At(x, y).RGBA(); r < 0xfa00 {
				marked++
				break
			}
		}
	}
	return float64(marked) / float64(rows)
}

func keep(t *testing.T, file string, img image.Image) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, img), f.Close()); err != nil {
		t.Fatal(err)
	}
}
