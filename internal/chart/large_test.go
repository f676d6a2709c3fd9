package chart

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Any journey has a picture of a bounded size that says what it leaves out.
func TestLargeJourneys(t *testing.T) {
	for _, c := range []struct {
		count, strips int
		says          string // of what is left out
	}{
		{1, 1, ""},
		{14, 1, ""},
		{15, 2, ""},
		{mostPoints, 4, ""},
		{mostPoints + 1, 2, "28 of 57 touchpoints"},
		{10_000, 2, "28 of 10000 touchpoints"},
	} {
		t.Run(fmt.Sprint(c.count), func(t *testing.T) {
			m := sample(long(c.count))
			for name, draw := range map[string]func(io.Writer, *mood.Map, Options) error{"wide": Draw, "tall": DrawPhone} {
				var b bytes.Buffer
				if err := draw(&b, m, options("en")); err != nil {
					t.Fatal(err)
				}
				wellFormed(t, b.Bytes())
				if b.Len() > 250_000 {
					t.Errorf("%s: %d bytes", name, b.Len())
				}
				if c.says != "" != strings.Contains(b.String(), "touchpoints") || !strings.Contains(b.String(), c.says) {
					t.Errorf("%s: it does not say %q", name, c.says)
				}
				if n := strings.Count(b.String(), `class="mood-point"`); n != min(c.count, map[bool]int{true: chosen, false: c.count}[c.says != ""]) {
					t.Errorf("%s: %d touchpoints", name, n)
				}
				paper := map[bool]string{true: `"mood-map mood-strips"`, false: `"mood-map"`}[c.count > mostColumns]
				if c.count == mostColumns {
					paper = `"mood-map mood-a3"`
				}
				if name == "wide" && !strings.Contains(b.String(), "class="+paper) {
					t.Errorf("it is not for the paper %s", paper)
				}
				if n := strings.Count(b.String(), ">target 75<"); name == "wide" && n != c.strips {
					t.Errorf("%d strips, want %d", n, c.strips)
				}
			}
		})
	}
}

// Of very many touchpoints those are drawn that hurt, and no line joins what
// are no neighbours.
func TestTelling(t *testing.T) {
	stops := long(400)
	calm := []int64{0, 2, 10, 30, 20}
	for i := range stops {
		stops[i].now, stops[i].before = calm, nil
	}
	for _, i := range []int{17, 230, 399} {
		stops[i].now = []int64{40, 10, 1}
	}
	w := whole(sample(stops), options("en"))
	for _, key := range []string{"t17", "t230", "t399"} {
		at := -1
		for i, p := range w.points {
			if p.Touchpoint.Key == key {
				at = i
			}
		}
		if at < 0 {
			t.Errorf("%s is not drawn", key)
		} else if !w.apart[at] && w.points[at-1].Touchpoint.Key != fmt.Sprintf("t%d", 16) {
			t.Errorf("%s is joined to %s", key, w.points[at-1].Touchpoint.Key)
		}
	}
}

// Names and quotes of any kind stay within their place.
func TestOddTexts(t *testing.T) {
	for name, text := range map[string]string{
		"long word":     strings.Repeat("Donaudampfschiff", 30),
		"long Chinese":  strings.Repeat("等太久了", 80),
		"right to left": "الانتظار طويل جدا ولا أحد يساعد",
		"emoji":         "👩‍👩‍👧‍👦🇹🇼👍🏽 so good 😀😀😀",
		"markup":        `<b>&amp;</b> "x" ]]>`,
		"controls":      "a\x00b\x1bc\u202ed\ufffe",
		"broken UTF-8":  "caf\xe9 \xff\xfe",
		"nothing":       "",
		"spaces":        "   \n\t  ",
	} {
		t.Run(name, func(t *testing.T) {
			stops := []stop{cafeStops[1], cafeStops[2]}
			for i := range stops {
				stops[i].name, stops[i].quote = [3]string{text, text, text}, text
				stops[i].stage = [3]string{text, text, text}
			}
			o := options("en")
			o.Heading, o.Finding = text, text
			o.Overlays = []Overlay{{text, sample(stops)}}
			o.Lanes = []Lane{{Name: text, Unit: text, Lines: map[string][]Line{"queue": {{Text: text}, {Text: text}}}}}
			for _, draw := range []func(io.Writer, *mood.Map, Options) error{Draw, DrawPhone} {
				var b bytes.Buffer
				if err := draw(&b, sample(stops), o); err != nil {
					t.Fatal(err)
				}
				wellFormed(t, b.Bytes())
				if !utf8.Valid(b.Bytes()) || b.Len() > 60_000 {
					t.Errorf("%d bytes, UTF-8: %v", b.Len(), utf8.Valid(b.Bytes()))
				}
			}
		})
	}
}

// What cannot be painted goes by another name, and is not quoted.
func TestLegible(t *testing.T) {
	stops := []stop{cafeStops[2], cafeStops[3]}
	stops[0].quote = "等太久了"
	stops[1].name = [3]string{"", "點餐", ""}
	o := options("zh-Hant")
	o.Legible = func(s string) bool { return !strings.ContainsAny(s, "排隊等太久點餐購買") }
	var b bytes.Buffer
	if err := Draw(&b, sample(stops), o); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{">Черга до каси<": true, ">pay<": true, "等太久了": false, ">點餐<": false, "second. Easy.": true} {
		if strings.Contains(b.String(), text) != want {
			t.Errorf("%s is drawn: %v", text, !want)
		}
	}
}

// Silence is told apart from too few answers, a stage without touchpoints is
// passed over.
func TestSilence(t *testing.T) {
	stops := []stop{cafeStops[2], cafeStops[3]}
	stops[0].now = nil
	m := sample(stops)
	m.Stages = append(m.Stages, mood.Stage{Stage: &journey.Stage{Key: "bare"}})
	var b bytes.Buffer
	if err := Draw(&b, m, options("en")); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), ">silent<") || strings.Contains(b.String(), "bare") {
		t.Error(b.String())
	}
}
