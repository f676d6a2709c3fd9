package chart

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/raster"
)

// mailOptions have the words that are asked for, and no others.
func mailOptions(language string) Options {
	w := words(language)
	return Options{Language: language, Compare: true, Words: Words{Title: w.Title, Describe: w.Describe, Nothing: w.Nothing, Score: w.Score}}
}

func TestMailGolden(t *testing.T) {
	fonts, err := raster.FindFonts(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, language string
		stops          []stop
		named          []string
	}{
		{"cafe", "en", cafeStops, []string{"queue", "menu", "drink"}},
		{"cafe-uk", "uk", cafeStops, []string{"queue", "menu", "drink"}},
		{"seventeen-zh-Hant", "zh-Hant", long(17), []string{"t0", "t2", "t6"}},
		{"empty", "en", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := sample(c.stops)
			var b, png bytes.Buffer
			if err := DrawMail(&b, m, mailOptions(c.language), c.named); err != nil {
				t.Fatal(err)
			}
			if err := raster.SmallPNG(&png, b.Bytes(), fonts, 1); err != nil {
				t.Error(err)
			}
			path := filepath.Join("testdata", c.name+"-mail.svg")
			if *update {
				if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), b.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		})
	}
}

var mailText = regexp.MustCompile(`<text x="([-0-9.]+)" y="([-0-9.]+)"[^>]*>([^<]*)</text>`)

// TestMailNumbers is that every touchpoint has its number at the foot, scored or
// not, whatever their count, and that no text leaves the picture.
func TestMailNumbers(t *testing.T) {
	for _, count := range []int{1, 2, 7, 14, 15, 56, 80} {
		m := sample(long(count))
		points := MailPoints(m)
		var b bytes.Buffer
		if err := DrawMail(&b, m, mailOptions("uk"), nil); err != nil {
			t.Fatal(err)
		}
		texts := map[string]int{}
		for _, f := range mailText.FindAllStringSubmatch(b.String(), -1) {
			texts[f[3]]++
			if x, _ := strconv.ParseFloat(f[1], 64); x < 0 || x > mailWidth {
				t.Errorf("%d: %q stands at %s", count, f[3], f[1])
			}
		}
		for i := range points {
			if texts[strconv.Itoa(i+1)] == 0 {
				t.Errorf("%d: number %d is missing", count, i+1)
			}
		}
		if texts[strconv.Itoa(len(points)+1)] != 0 && len(points) < 14 {
			t.Errorf("%d: there is a number %d", count, len(points)+1)
		}
	}
}

// TestMailNames is that those who are to be named are, unless no font has their
// letters.
func TestMailNames(t *testing.T) {
	m := sample(cafeStops)
	draw := func(o Options, named ...string) string {
		var b bytes.Buffer
		if err := DrawMail(&b, m, o, named); err != nil {
			t.Fatal(err)
		}
		return strings.Join(slices.Collect(func(yield func(string) bool) {
			for _, f := range mailText.FindAllStringSubmatch(b.String(), -1) {
				if !yield(f[3]) {
					return
				}
			}
		}), " ")
	}
	o := mailOptions("zh-Hant")
	if got := draw(o, "queue"); !strings.Contains(got, "排隊") || strings.Contains(got, "飲品") {
		t.Errorf("named the queue: %s", got)
	}
	if got := draw(o, "email"); strings.Contains(got, "會員") {
		t.Errorf("named what has no dot: %s", got)
	}
	o.Legible = func(s string) bool { return !strings.ContainsRune(s, '排') }
	if got := draw(o, "queue"); strings.Contains(got, "排隊") {
		t.Errorf("wrote what nobody can read: %s", got)
	}
	o.Legible = func(string) bool { return false }
	if got := draw(o, "queue"); strings.Contains(got, "queue") {
		t.Errorf("wrote what nobody can read: %s", got)
	}
}

// TestMailPoints is that the order of MailPoints is the journey's.
func TestMailPoints(t *testing.T) {
	var keys []string
	for _, p := range MailPoints(sample(cafeStops)) {
		keys = append(keys, p.Touchpoint.Key)
	}
	if want := []string{"social", "menu", "queue", "pay", "drink", "complaint", "email"}; !slices.Equal(keys, want) {
		t.Errorf("in the order %v", keys)
	}
	if got := MailPoints(&mood.Map{}); len(got) != 0 {
		t.Errorf("an empty map has %d", len(got))
	}
}
