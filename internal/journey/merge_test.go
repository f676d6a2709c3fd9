package journey

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const before = `
journey: shop
name: {en: Shop}
timezone: UTC
languages: [en]
teams: {floor: {mail: floor@example.org}}
personas: [{key: a, name: {en: A}}, {key: b, name: {en: B}}]
events: [{date: 2026-11-01, text: {en: Rival opened}}]
stages:
  - key: one
    name: {en: One}
    touchpoints:
      - key: queue
        name: {en: Queue}
        owner: floor
        reach: 1
        survey: quick
        placements:
          - {code: k7q2x, channel: qr, place: {en: Door, uk: Двері}}
          - {code: till2, channel: kiosk, place: {en: Till}}
      - {key: pay, name: {en: Pay}, reach: 1, survey: quick, placements: [{code: pay22, channel: qr}]}
  - key: two
    name: {en: Two}
    touchpoints:
      - {key: mail, name: {en: Mail}, reach: 0.2, survey: other, placements: [{code: mail2, channel: email}]}
surveys:
  quick:
    questions:
      - {key: rating, type: csat, ask: {en: How?}}
      - {key: why, type: choice, ask: {en: Why?}, options: [{key: wait, label: {en: Wait}}, {key: price, label: {en: Price}}, {key: staff, label: {en: Staff}}], show_if: rating <= 3}
      - {key: comment, type: text, ask: {en: More?}}
  other:
    questions: [{key: nps, type: nps, ask: {en: Recommend?}}]
`

func parse(t testing.TB, src string) *Journey {
	t.Helper()
	journeys, _, err := Parse("shop.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return journeys[0]
}

func merge(t testing.TB, old, new *Journey) *Journey {
	t.Helper()
	m, err := Merge(old, new, func(string, string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func lines(changes []Change) string {
	var b strings.Builder
	for _, c := range changes {
		b.WriteString(c.String() + "\n")
	}
	return b.String()
}

// change is a file with pieces replaced.
func change(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(before) }

func TestDiff(t *testing.T) {
	old := merge(t, nil, parse(t, before))
	for name, c := range map[string]struct{ file, want string }{
		"nothing":             {before, ""},
		"reach":               {change("reach: 1\n", "reach: 0.8\n"), "~ touchpoint queue: reach 1 → 0.8\n"},
		"no reach":            {change("reach: 0.2, ", ""), "~ touchpoint mail: reach 0.2 → nothing\n"},
		"renamed":             {change("{en: Queue}", "{en: Line, uk: Черга}"), "~ touchpoint queue: name en: Queue → en: Line, uk: Черга\n"},
		"target":              {change("languages: [en]", "languages: [en]\ntarget: 80\nanalysis: {effect: 0.2}"), "~ journey shop: target 75 → 80\n~ journey shop: effect 0.15 → 0.2\n"},
		"archived touchpoint": {change("      - {key: pay, name: {en: Pay}, reach: 1, survey: quick, placements: [{code: pay22, channel: qr}]}\n", ""), "- touchpoint pay archived (its answers are kept)\n"},
		"archived placement":  {change("          - {code: till2, channel: kiosk, place: {en: Till}}\n", ""), "- placement till2 archived (its answers are kept)\n"},
		"new touchpoint":      {change("      - {key: pay,", "      - {key: menu, name: {en: Menu}, survey: quick, placements: [{code: menu2, channel: qr}]}\n      - {key: pay,"), "+ touchpoint menu\n+ placement menu2\n"},
		"moved touchpoint":    {change("      - {key: pay, name: {en: Pay}, reach: 1, survey: quick, placements: [{code: pay22, channel: qr}]}\n", "", "      - {key: mail,", "      - {key: pay, name: {en: Pay}, reach: 1, survey: quick, placements: [{code: pay22, channel: qr}]}\n      - {key: mail,"), "~ touchpoint pay: moved from stage one to stage two\n"},
		"option":              {change("{key: price, label: {en: Price}}, ", ""), "- option quick.why.price archived (its answers are kept)\n"},
		"order":               {change("{key: wait, label: {en: Wait}}, {key: price, label: {en: Price}}", "{key: price, label: {en: Price}}, {key: wait, label: {en: Wait}}"), "~ question quick.why: order of options wait, price, staff → price, wait, staff\n"},
		"question":            {change("      - {key: comment, type: text, ask: {en: More?}}\n", "      - {key: story, type: text, ask: {en: More?}}\n"), "+ question quick.story\n- question quick.comment archived (its answers are kept)\n"},
		"step":                {change("{key: comment, type: text,", "{key: comment, type: text, step: true,"), "~ question quick.comment: step false → true\n"},
		"team":                {change("teams: {floor: {mail: floor@example.org}}", ""), "- team floor removed\n"},
		"name of a team":      {change("teams: {floor: {mail: floor@example.org}}", "teams: {floor: {name: {en: Floor}, mail: floor@example.org}}"), "~ team floor: name nothing → en: Floor\n"},
		"event":               {change("events: [{date: 2026-11-01, text: {en: Rival opened}}]", "events: [{date: 2026-11-02, text: {en: Rival opened}}]"), "+ event 2026-11-02\n- event 2026-11-01 removed\n"},
		"persona":             {change(", {key: b, name: {en: B}}", ""), "- persona b archived (its answers are kept)\n"},
		"ended":               {change("kiosk, place: {en: Till}", "kiosk, ended: true, place: {en: Till}"), "~ placement till2: ended false → true\n"},
		"survey":              {change("  other:\n    questions: [{key: nps, type: nps, ask: {en: Recommend?}}]\n", "", "survey: other", "survey: quick"), "~ touchpoint mail: survey other → quick\n- survey other archived (its answers are kept)\n"},
	} {
		t.Run(name, func(t *testing.T) {
			m := merge(t, old, parse(t, c.file))
			if d := cmp.Diff(c.want, lines(Diff(old, m))); d != "" {
				t.Error(d)
			}
			// Applied once more it changes nothing.
			if again := merge(t, m, parse(t, c.file)); !cmp.Equal(m, again) {
				t.Error(cmp.Diff(m, again))
			}
			// The way back restores all there was.
			back := merge(t, m, parse(t, before))

			live, _ := back.YAML()
			want, _ := old.YAML()
			if d := cmp.Diff(string(want), string(live)); d != "" {
				t.Error(d)
			}
			for _, c := range Diff(m, back) {
				if c.Kind == "created" && !strings.HasPrefix(c.Path, "event") && !strings.HasPrefix(c.Path, "team") {
					t.Errorf("made anew instead of restored: %s", c)
				}
			}
		})
	}
	if got := lines(Diff(nil, old)); got != `+ journey shop
+ persona a
+ persona b
+ stage one
+ touchpoint queue
+ placement k7q2x
+ placement till2
+ touchpoint pay
+ placement pay22
+ stage two
+ touchpoint mail
+ placement mail2
+ survey quick
+ survey other
+ team floor
+ event 2026-11-01
` {
		t.Error(got)
	}
}

func TestArchivedStage(t *testing.T) {
	old := merge(t, nil, parse(t, before))
	file := before[:strings.Index(before, "  - key: two")] + before[strings.Index(before, "surveys:"):]
	m := merge(t, old, parse(t, file))
	if got := lines(Diff(old, m)); got != "- stage two archived (its answers are kept)\n- touchpoint mail archived (its answers are kept)\n" {
		t.Error(got)
	}
	s, tp, p := m.Placement("mail2")
	if s == nil || !s.Archived || !tp.Archived || !p.Archived {
		t.Error(s, tp, p)
	}
	back := merge(t, m, parse(t, before))
	if got := lines(Diff(m, back)); got != "+ stage two is back\n+ touchpoint mail is back\n+ placement mail2 is back\n" {
		t.Error(got)
	}
}

func TestMergeKeepsCodes(t *testing.T) {
	old := merge(t, nil, parse(t, before))
	m := merge(t, old, parse(t, change("code: k7q2x, ", "", "place: {en: Door, uk: Двері}", "place: {en: Front door, uk: Двері}", "code: till2, ", "", "{code: pay22, channel: qr}", "{channel: qr, place: {en: New}}")))
	_, queue := m.Touchpoint("queue")
	if queue.Placements[0].Code != "k7q2x" || queue.Placements[1].Code != "till2" || len(queue.Placements) != 2 {
		t.Errorf("%+v", queue.Placements)
	}
	_, pay := m.Touchpoint("pay")
	if len(pay.Placements) != 2 || len(pay.Placements[0].Code) != codeLength || pay.Placements[0].Code == "pay22" || !pay.Placements[1].Archived {
		t.Errorf("another place got the code of this one: %+v", pay.Placements)
	}
	// Two alike placements get a code each.
	twins := parse(t, change("[{code: pay22, channel: qr}]", "[{channel: qr}, {channel: qr}]"))
	m = merge(t, old, twins)
	_, pay = m.Touchpoint("pay")
	if pay.Placements[0].Code != "pay22" || pay.Placements[1].Code == "pay22" || pay.Placements[1].Code == "" {
		t.Errorf("%+v", pay.Placements)
	}
	if _, tp := twins.Touchpoint("pay"); tp.Placements[0].Code != "" {
		t.Error("Merge changed its argument")
	}
}

// TestMovedCode: a code that names another touchpoint now is not left behind.
func TestMovedCode(t *testing.T) {
	old := merge(t, nil, parse(t, before))
	m := merge(t, old, parse(t, change("          - {code: till2, channel: kiosk, place: {en: Till}}\n", "", "[{code: pay22, channel: qr}]", "[{code: pay22, channel: qr}, {code: till2, channel: kiosk, place: {en: Till}}]")))
	if got := lines(Diff(old, m)); got != "~ placement till2: moved from touchpoint queue to touchpoint pay\n" {
		t.Error(got)
	}
	n := 0
	for _, s := range m.Stages {
		for _, tp := range s.Touchpoints {
			for _, p := range tp.Placements {
				if p.Code == "till2" {
					n++
				}
			}
		}
	}
	if n != 1 {
		t.Errorf("the code stands %d times", n)
	}
}

func TestChangedType(t *testing.T) {
	old := merge(t, nil, parse(t, before))
	changed := parse(t, change("{key: comment, type: text", "{key: comment, type: yes_no"))
	_, err := Merge(old, changed, func(s, q string) bool { return s == "quick" && q == "comment" })
	var wrong *FileError
	if !errors.As(err, &wrong) || err.Error() != `shop.yaml:31:30: question "comment" of survey "quick" has answers of type text and would become yes_no; keep the type, or give the new question another key and leave "comment" out` {
		t.Error(err)
	}
	m, err := Merge(old, changed, func(string, string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	if got := lines(Diff(old, m)); got != "~ question quick.comment: type text → yes_no\n" {
		t.Error(got)
	}
}

func TestRatingOfThePast(t *testing.T) {
	old := merge(t, nil, parse(t, before))
	m := merge(t, old, parse(t, change("{key: rating, type: csat, ask: {en: How?}}", "{key: stars, type: stars, ask: {en: How?}}", ", show_if: rating <= 3", "")))
	s := m.Survey("quick")
	if s.Rating().Key != "stars" || !s.Question("rating").Archived || !s.Question("rating").Rated || s.Question("stars").Rated {
		t.Errorf("%+v", s.Questions)
	}
	back := merge(t, m, parse(t, before)).Survey("quick")
	if back.Rating().Key != "rating" || back.Question("rating").Rated || !back.Question("stars").Rated {
		t.Errorf("%+v", back.Questions)
	}
}

func TestNewCode(t *testing.T) {
	code, err := NewCode(bytes.NewReader([]byte{0, 255, 248, 30, 31, 247, 1}))
	if err != nil || code != "2z2z3" {
		t.Error(code, err)
	}
	if _, err := NewCode(bytes.NewReader(nil)); err == nil {
		t.Error("a code out of nothing")
	}
	if len(codeLetters) != 31 || strings.ContainsAny(codeLetters, "01ilo") {
		t.Error(codeLetters)
	}
}
