package poster

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/chart"
)

var (
	textOf = regexp.MustCompile(`<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"([^>]*)>([^<]*)</text>`)
	useOf  = regexp.MustCompile(`<use href="#[^"]*" transform="translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)"/>`)
)

// area of something on the paper, in millimetres.
type area struct {
	what                     string
	left, top, right, bottom float64
}

func (a area) meets(b area) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// texts on a paper, as wide as they are taken to be.
func texts(t *testing.T, svg string) []area {
	t.Helper()
	var all []area
	for _, m := range textOf.FindAllStringSubmatch(svg, -1) {
		x, y, size := number(t, m[1]), number(t, m[2]), number(t, m[3])
		wide := chart.Width(m[5], size, strings.Contains(m[4], "font-weight"))
		if strings.Contains(m[4], "middle") {
			x -= wide / 2
		}
		all = append(all, area{m[5], x, y - 0.8*size, x + wide, y + 0.15*size})
	}
	return all
}

// TestNothingOverlaps draws the hardest texts and addresses in all formats:
// nothing leaves the paper, and no text touches another, or a code's quiet
// zone.
func TestNothingOverlaps(t *testing.T) {
	long := strings.Repeat("Чи легко вам було дочекатися своєї черги й замовити напій? ", 6)
	for name, p := range map[string]*Poster{
		"short": {Headlines: []Text{{"zh-Hant", "這杯給幾顆星？"}}, Promises: []Text{{"zh-Hant", "只要 10 秒・免下載 App・免註冊"}}},
		"usual": {
			Headlines: []Text{{"uk", "Чи порадили б ви «Світанок» другові?"}, {"en", "Would you recommend Dawn to a friend?"}, {"zh-Hans", "您会把晨曦推荐给朋友吗？"}},
			Promises:  []Text{{"uk", "10 секунд · без застосунку та реєстрації"}, {"en", "10 seconds · no app, no registration"}, {"zh-Hans", "只需 10 秒・不用下载 App・不用注册"}},
		},
		"long": {
			Headlines: []Text{{"uk", long}, {"en", long}, {"zh-Hant", strings.Repeat("排隊的感覺如何", 40)}},
			Promises:  []Text{{"uk", long}, {"en", long}, {"zh-Hant", long}}, Foot: long,
		},
		"word":  {Headlines: []Text{{"en", strings.Repeat("Donaudampfschiff", 12)}, {"uk", strings.Repeat("ж", 200)}}},
		"empty": {},
	} {
		for _, address := range []string{"http://192.168.1.20:8080/t/k7q2x", "https://feedback.a-rather-long-name-of-a-chain-of-shops.example.org/customers/of/ours/t/a-code-of-thirty-two-characters"} {
			for _, logo := range []bool{false, true} {
				q := *p
				var err error
				if q.Code, err = Encode(address, logo); err != nil {
					t.Fatal(err)
				}
				q.Address, q.ID, q.fold = address, "k7q2x", long
				for _, f := range Formats {
					at := fmt.Sprintf("%s, %s, %d modules", name, f, len(q.Code.Modules))
					svg := q.Draw(f)
					on := texts(t, svg)
					if len(on) == 0 {
						t.Fatalf("%s: no text", at)
					}
					codes := 0
					for _, m := range useOf.FindAllStringSubmatch(svg, -1) {
						codes++
						x, y, scale := number(t, m[1]), number(t, m[2]), number(t, m[3])
						around, side := quiet*scale, float64(len(q.Code.Modules))*scale
						on = append(on, area{"a code", x - around + 0.1, y - around + 0.1, x + side + around - 0.1, y + side + around - 0.1})
					}
					if want := map[Format]int{A4: 1, A5: 1, Tent: 2, Sheet: 12}[f]; codes != want {
						t.Errorf("%s: %d codes, want %d", at, codes, want)
					}
					for i, a := range on {
						if a.left < 0 || a.top < 0 || a.right > 210 || a.bottom > 297 {
							t.Errorf("%s: %.30q leaves the paper: %+v", at, a.what, a)
						}
						for _, b := range on[:i] {
							if a.meets(b) {
								t.Errorf("%s: %.30q and %.30q overlap", at, a.what, b.what)
							}
						}
					}
				}
			}
		}
	}
}
