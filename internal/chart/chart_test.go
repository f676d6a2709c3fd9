package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files anew")

func options(language string) Options {
	o := Options{Language: language, Words: words(language), Compare: true}
	o.Heading = map[string]string{"en": "Dawn Café · in-store visit", "zh-Hant": "晨曦咖啡・到店旅程", "uk": "Кав’ярня «Світанок»"}[language]
	o.Link = func(tp *journey.Touchpoint) string { return "#tp-" + tp.Key }
	o.Subheading = "2026-10-24 – 2026-11-20 · 226"
	return o
}

func TestGolden(t *testing.T) {
	one := []stop{cafeStops[2], cafeStops[3], cafeStops[4]}
	one[0].now, one[0].before = []int64{0, 0, 0, 1, 0}, nil
	one[1].now, one[1].before = nil, nil
	one[2].now, one[2].before = nil, nil
	office, students := slices.Clone(cafeStops), slices.Clone(cafeStops[:6])
	for i := range office {
		office[i].now, office[i].before = slices.Clone(office[i].now), nil
		slices.Reverse(office[i].now)
		office[i].now[2] /= 2
	}
	students[3].now = []int64{1, 0, 1, 1}
	personas := []Overlay{{"Office worker", sample(office)}, {"Students and other young people", sample(students)}, {"Tourists", sample(cafeStops[1:4])}}
	for _, c := range []struct {
		name     string
		language string
		stops    []stop
		over     []Overlay
	}{
		{"cafe", "en", cafeStops, nil},
		{"cafe-zh-Hant", "zh-Hant", cafeStops, nil},
		{"one-answer", "en", one, nil},
		{"three", "uk", cafeStops[1:4], nil},
		{"eight", "en", long(8), nil},
		{"fourteen-zh-Hant", "zh-Hant", long(14), nil},
		{"fourteen-uk", "uk", long(14), nil},
		{"seventeen", "en", long(17), nil},
		{"personas", "en", cafeStops, personas},
		{"empty", "en", nil, nil},
	} {
		for suffix, draw := range map[string]func(io.Writer, *mood.Map, Options) error{"": Draw, "-phone": DrawPhone} {
			name := c.name + suffix
			t.Run(name, func(t *testing.T) {
				var b bytes.Buffer
				o := options(c.language)
				o.Overlays = c.over
				if err := draw(&b, sample(c.stops), o); err != nil {
					t.Fatal(err)
				}
				wellFormed(t, b.Bytes())
				golden(t, name+".svg", b.Bytes())
			})
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s differs; look at it and run with -update:\n%s", path, d)
	}
}

var inline = regexp.MustCompile(`(?i)<style|<script|\sstyle=|\son[a-z]+=|NaN|Inf`)

// wellFormed also holds what the page's policy forbids.
func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(svg))
	for {
		_, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if bad := inline.Find(svg); bad != nil {
		t.Errorf("found %q", bad)
	}
}

func TestHostileTexts(t *testing.T) {
	evil := "</text><script>alert(1)</script>\x00\"'&\u202e"
	stops := []stop{cafeStops[2]}
	stops[0].key, stops[0].quote, stops[0].name = `"><b>`, evil, [3]string{evil, evil, evil}
	o := options("en")
	o.Heading, o.ID = evil, `"x`
	for _, draw := range []func(io.Writer, *mood.Map, Options) error{Draw, DrawPhone} {
		var b bytes.Buffer
		if err := draw(&b, sample(stops), o); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, b.Bytes())
		if strings.Contains(b.String(), "<b>") {
			t.Error("not escaped")
		}
	}
}

func TestEveryPointIsALink(t *testing.T) {
	for _, draw := range []func(io.Writer, *mood.Map, Options) error{Draw, DrawPhone} {
		var b bytes.Buffer
		if err := draw(&b, sample(cafeStops), options("en")); err != nil {
			t.Fatal(err)
		}
		for _, s := range cafeStops {
			if n := strings.Count(b.String(), `href="#tp-`+s.key+`"`); n != 1 {
				t.Errorf("%s: %d links", s.key, n)
			}
		}
	}
}

func TestNoQuotesNoRow(t *testing.T) {
	stops := []stop{cafeStops[3]}
	stops[0].quote = ""
	var b bytes.Buffer
	if err := Draw(&b, sample(stops), options("en")); err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{"In their words", "What they name"} {
		if strings.Contains(b.String(), row) {
			t.Errorf("row %q is empty and drawn", row)
		}
	}
}

// A journey without touchpoints says so in an empty plot.
func TestNoTouchpoints(t *testing.T) {
	var b bytes.Buffer
	m := mood.Build(mood.Input{Journey: &journey.Journey{Stages: []journey.Stage{{Key: "bare"}}}})
	if err := Draw(&b, m, options("en")); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "no touchpoints yet") {
		t.Error(b.String())
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text string
		max  float64
		most int
		want []string
	}{
		{"Shop front & menu", 60, 4, []string{"Shop", "front &", "menu"}},
		{"等太久了,前面只有三個人", 60, 9, []string{"等太久了,", "前面只有三", "個人"}},
		{"等太久了,前面只有三個人", 60, 2, []string{"等太久了,", "前面只有…"}},
		{"Obslugovuvannya", 50, 4, []string{"Obslu-", "govuv-", "annya"}},
		{"太少（4 則，需要 5 則）", 70, 4, []string{"太少", "（4\u00a0則，需", "要 5\u00a0則）"}},
		{"information\u00a013%", 76, 4, []string{"information", "13%"}},
		{"", 50, 4, nil},
		{"  two \n lines ", 500, 4, []string{"two lines"}},
	} {
		if d := cmp.Diff(c.want, wrap(c.text, c.max, c.most, style{})); d != "" {
			t.Errorf("%q: %s", c.text, d)
		}
	}
}

// Lines of equal length are not worth a cut word, nor a torn bracket.
func TestBalance(t *testing.T) {
	for _, c := range []struct {
		text string
		max  float64
		want []string
	}{
		{"Complaint desk", 76, []string{"Complaint", "desk"}},
		{"pain no. 1 (over 99% sure)", 150, []string{"pain no. 1", "(over 99% sure)"}},
		{"痛點第 1 名（超過 99% 的把握）", 140, []string{"痛點第 1\u00a0名", "（超過 99% 的把握）"}},
	} {
		if d := cmp.Diff(c.want, balance(c.text, c.max, 4, style{})); d != "" {
			t.Errorf("%q: %s", c.text, d)
		}
	}
}

// A line is never wider than asked for, and no word is lost on the way.
func TestWrapHoldsItsWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab W,.-щЖ我們。「」(x) \u00a0"))).Draw(t, "text")
		max := rapid.Float64Range(30, 200).Draw(t, "max")
		lines := wrap(text, max, 1000, style{})
		for _, l := range lines {
			if textWidth(l, style{}) > max {
				t.Fatalf("%q is wider than %v", l, max)
			}
		}
		bare := strings.NewReplacer(" ", "", "\u00a0", "", "-", "")
		if got, want := bare.Replace(strings.Join(lines, "")), bare.Replace(text); got != want {
			t.Fatalf("%q became %q", want, got)
		}
		for _, l := range wrap(text, max, 2, style{}) {
			if textWidth(l, style{}) > max {
				t.Fatalf("shortened %q is wider than %v", l, max)
			}
		}
	})
}

// Whatever the answers and the texts are, both drawings are well formed.
func TestDrawAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var stops []stop
		for i := range rapid.IntRange(0, 16).Draw(r, "touchpoints") {
			s := stop{key: fmt.Sprintf("t%d", i), reach: rapid.Float64Range(0, 1).Draw(r, "reach")}
			name := rapid.String()
			s.name = [3]string{name.Draw(r, "name"), "", ""}
			s.stage = [3]string{fmt.Sprint(i / rapid.IntRange(1, 4).Draw(r, "stage")), name.Draw(r, "stage name"), ""}
			s.quote = name.Draw(r, "quote")
			for range 5 {
				s.now = append(s.now, rapid.Int64Range(0, 12).Draw(r, "now"))
				s.before = append(s.before, rapid.Int64Range(0, 12).Draw(r, "before"))
			}
			stops = append(stops, s)
		}
		m, o := sample(stops), options("en")
		o.Width = rapid.Float64Range(0, 900).Draw(r, "width")
		for _, draw := range []func(io.Writer, *mood.Map, Options) error{Draw, DrawPhone} {
			var b bytes.Buffer
			if err := draw(&b, m, o); err != nil {
				r.Fatal(err)
			}
			if err := xml.Unmarshal(b.Bytes(), new(struct{})); err != nil {
				r.Fatal(err)
			}
		}
	})
}

func BenchmarkDraw(b *testing.B) {
	m, o := sample(long(12)), options("zh-Hant")
	b.ReportAllocs()
	for b.Loop() {
		if err := Draw(io.Discard, m, o); err != nil {
			b.Fatal(err)
		}
	}
}

// Lanes and overlays are drawn where they have something to say, and nothing
// leads anywhere without a Link.
func TestLanesAndOverlays(t *testing.T) {
	m := sample(cafeStops)
	o := options("en")
	o.Link = nil
	o.Lanes = []Lane{
		{Name: "What we do", Lines: map[string][]Line{"queue": {{Text: "Second till"}, {Text: "Mei, 28 Nov", Assumed: true}}}},
		{Name: "Nothing here"},
	}
	o.Overlays = []Overlay{{"Office", sample(cafeStops[2:5])}, {"Students", sample(cafeStops[:3])}}
	for name, draw := range map[string]func(io.Writer, *mood.Map, Options) error{"wide": Draw, "tall": DrawPhone} {
		var b bytes.Buffer
		if err := draw(&b, m, o); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, b.Bytes())
		svg := b.String()
		if strings.Contains(svg, "<a ") || strings.Contains(svg, "Nothing here") {
			t.Errorf("%s: there is a link or an empty lane", name)
		}
		for _, want := range []string{"Office", "Students"} {
			if !strings.Contains(svg, want) {
				t.Errorf("%s: %q is missing", name, want)
			}
		}
		if got := strings.Contains(svg, "Second till"); got != (name == "wide") {
			t.Errorf("%s: the lane is drawn: %v", name, got)
		}
	}
}
