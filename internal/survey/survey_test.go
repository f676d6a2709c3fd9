package survey

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/fault"
)

// all has a question of every type.
func all() *Survey {
	options := []Option{{Key: "wait", Label: Wording{"en": "The wait"}}, {Key: "price"}, {Key: "staff"}}
	return &Survey{
		Key: "all", Fields: []string{"order", "utm_source"}, Consent: Wording{"en": "Kept for a year"},
		Questions: []Question{
			{Key: "rating", Type: CSAT, Ask: Wording{"en": "How was it?", "uk": "Як воно?"}, Required: true},
			{Key: "face", Type: Smiley4},
			{Key: "face5", Type: Smiley5},
			{Key: "friend", Type: NPS},
			{Key: "easy", Type: CES},
			{Key: "stars", Type: Stars},
			{Key: "again", Type: YesNo},
			{Key: "one", Type: Choice, Options: options, Persona: true},
			{Key: "many", Type: Choices, Options: options},
			{Key: "factors", Type: Factors, Options: options},
			{Key: "expected", Type: Expectation},
			{Key: "comment", Type: ShortText, MaxLength: 10},
			{Key: "story", Type: LongText},
			{Key: "mail", Type: Email},
		},
	}
}

// said is the outcome of parsing in one line.
func said(a Answers, err error) string {
	out := string(a.JSON())
	for _, p := range fault.Params(err) {
		out += fmt.Sprintf(" %s:%s", p.Name, p.Code)
	}
	if err != nil && !errors.Is(err, fault.Invalid) {
		out += " " + err.Error()
	}
	return out
}

func TestParseForm(t *testing.T) {
	long := strings.Repeat("字", 11)
	for _, c := range []struct{ form, want string }{
		{"rating=4", `{"rating":4}`},
		{"rating=+4+&unknown=1&rating=", `{"rating":4}`},
		{"", `{} rating:required`},
		{"rating=0", `{} rating:out_of_range`},
		{"rating=4.5", `{} rating:not_a_number`},
		{"rating=four&again=yes", `{"again":true} rating:not_a_number`},
		{"rating=4&rating=5", `{} rating:too_many`},
		{"rating=4&rating=4", `{"rating":4}`},
		{"rating=9999999999999999999999", `{} rating:not_a_number`},
		{"rating=1&face=5", `{"rating":1} face:out_of_range`},
		{"rating=1&friend=0&easy=7&stars=5&face5=1&face=4", `{"easy":7,"face":4,"face5":1,"friend":0,"rating":1,"stars":5}`},
		{"rating=1&again=maybe", `{"rating":1} again:unknown_option`},
		{"rating=1&again=NO", `{"again":false,"rating":1}`},
		{"rating=1&one=wait&many=staff&many=wait&many=wait&many=&factors=price", `{"factors":["price"],"many":["wait","staff"],"one":"wait","rating":1}`},
		{"rating=1&one=%3Cscript%3E&many=wait&many=nobody", `{"rating":1} one:unknown_option many:unknown_option`},
		{"rating=1&expected=worse", `{"expected":"worse","rating":1}`},
		{"rating=1&expected=great", `{"rating":1} expected:unknown_option`},
		{"rating=1&comment=%20%0D%0A%20", `{"rating":1}`},
		{"rating=1&comment=a%0D%0Ab%0Dc", `{"comment":"a\nb\nc","rating":1}`},
		{"rating=1&comment=" + url.QueryEscape(long), `{"rating":1} comment:too_long`},
		{"rating=1&comment=" + url.QueryEscape(long[3:]), `{"comment":"字字字字字字字字字字","rating":1}`},
		{"rating=1&comment=%ff", `{"rating":1} comment:bad_encoding`},
		{"rating=1&comment=" + strings.Repeat("x", 1<<20), `{"rating":1} comment:too_long`},
		{"rating=1&mail=li%40example.org", `{"rating":1} mail:consent_missing`},
		{"rating=1&mail=li%40example.org&consent=on", `{"mail":"li@example.org","rating":1}`},
		{"rating=1&mail=li%40example&consent=on", `{"rating":1} mail:bad_email`},
		{"rating=1&consent=on", `{"rating":1}`},
	} {
		v, err := url.ParseQuery(c.form)
		if err != nil {
			t.Fatal(err)
		}
		if got := said(all().ParseForm(v, "en")); got != c.want {
			t.Errorf("%.80s\n got %s\nwant %s", c.form, got, c.want)
		}
	}
}

func TestReasonsCanBeTranslated(t *testing.T) {
	_, err := all().ParseForm(url.Values{"rating": {"9"}, "comment": {strings.Repeat("x", 12)}}, "uk")
	want := []fault.Param{
		{Name: "rating", Code: CodeOutOfRange, Args: map[string]any{"Min": 1, "Max": 5, "Question": "Як воно?"}, Reason: "must be from 1 to 5"},
		{Name: "comment", Code: CodeTooLong, Args: map[string]any{"Max": 10, "Length": 12, "Question": "comment"}, Reason: "has 12 characters, 10 are allowed"},
	}
	if d := cmp.Diff(want, fault.Params(err)); d != "" {
		t.Error(d)
	}
	if got := fault.Detail(err); got != "2 answers were not understood; the first: rating: must be from 1 to 5" {
		t.Error(got)
	}
}

func TestNothingAnswered(t *testing.T) {
	s := all()
	s.Questions[0].Required = false
	if got := said(s.ParseForm(url.Values{}, "en")); got != "{} rating:empty" {
		t.Error(got)
	}
	if got := said(s.ParseJSON(nil)); got != "{} answers:empty" {
		t.Error(got)
	}
}

func TestParseJSON(t *testing.T) {
	for _, c := range []struct{ doc, want string }{
		{`{"rating":4}`, `{"rating":4}`},
		{`{"rating":4.0}`, `{"rating":4}`},
		{`{"rating":4e0}`, `{"rating":4}`},
		{`{"rating":4.5}`, `{} answers.rating:not_a_number`},
		{`{"rating":"4"}`, `{} answers.rating:wrong_type`},
		{`{"rating":[4]}`, `{} answers.rating:wrong_type`},
		{`{"rating":{}}`, `{} answers.rating:wrong_type`},
		{`{"rating":true}`, `{} answers.rating:wrong_type`},
		{`{"rating":1e400}`, `{} answers.rating:not_a_number`},
		{`{"rating":-1}`, `{} answers.rating:out_of_range`},
		{`{"rating":null}`, `{} answers.rating:required`},
		{`{}`, `{} answers.rating:required`},
		{`{"rating":1,"nothing":2,"other":3}`, `{"rating":1} answers.nothing:unknown_question answers.other:unknown_question`},
		{`{"rating":1,"again":false}`, `{"again":false,"rating":1}`},
		{`{"rating":1,"again":"no"}`, `{"rating":1} answers.again:wrong_type`},
		{`{"rating":1,"again":0}`, `{"rating":1} answers.again:wrong_type`},
		{`{"rating":1,"one":"wait"}`, `{"one":"wait","rating":1}`},
		{`{"rating":1,"one":["wait"]}`, `{"rating":1} answers.one:wrong_type`},
		{`{"rating":1,"one":"Wait"}`, `{"rating":1} answers.one:unknown_option`},
		{`{"rating":1,"many":["staff","wait","staff"]}`, `{"many":["wait","staff"],"rating":1}`},
		{`{"rating":1,"many":[]}`, `{"rating":1}`},
		{`{"rating":1,"many":"wait"}`, `{"rating":1} answers.many:wrong_type`},
		{`{"rating":1,"many":[1]}`, `{"rating":1} answers.many:wrong_type`},
		{`{"rating":1,"many":["wait","x"]}`, `{"rating":1} answers.many:unknown_option`},
		{`{"rating":1,"comment":5}`, `{"rating":1} answers.comment:wrong_type`},
		{`{"rating":1,"comment":""}`, `{"rating":1}`},
		{`{"rating":1,"comment":"a\u0000b"}`, `{"comment":"ab","rating":1}`},
		{`{"rating":1,"comment":"\ud83d\ude00\ud83d!\ude00"}`, `{"comment":"😀!","rating":1}`},
		{`{"rating":1,"comment":"\\ud83d"}`, `{"comment":"\\ud83d","rating":1}`},
		{"{\"rating\":1,\"comment\":\"\xff\"}", `{"rating":1} answers.comment:bad_encoding`},
		{`{"rating":1,"mail":"li@example.org"}`, `{"mail":"li@example.org","rating":1}`},
	} {
		var raw map[string]json.RawMessage
		if err := json.Unmarshal([]byte(c.doc), &raw); err != nil {
			t.Fatal(err)
		}
		if got := said(all().ParseJSON(raw)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.doc, got, c.want)
		}
	}
	many := map[string]json.RawMessage{}
	for i := range 10_000 {
		many[fmt.Sprint("k", i)] = json.RawMessage("1")
	}
	if got := said(all().ParseJSON(many)); got != "{} answers:too_many" {
		t.Error(got)
	}
}

func TestParseCells(t *testing.T) {
	for _, c := range []struct {
		cells map[string]string
		want  string
	}{
		{map[string]string{"comment": "slow"}, `{"comment":"slow"}`}, // nothing is required of what was asked elsewhere
		{map[string]string{"rating": "4", "again": "true", "many": "wait|staff", "one": ""}, `{"again":true,"many":["wait","staff"],"rating":4}`},
		{map[string]string{"rating": "4,5", "nothing": "x"}, `{} answer.nothing:unknown_question answer.rating:not_a_number`},
	} {
		if got := said(all().ParseCells(c.cells)); got != c.want {
			t.Errorf("%v\n got %s\nwant %s", c.cells, got, c.want)
		}
	}
}

func TestPrefill(t *testing.T) {
	got := all().Prefill(url.Values{"rating": {"9"}, "again": {"yes"}, "many": {"wait", "price"}, "comment": {"hello"}, "lang": {"uk"}, "mail": {"x"}})
	if got := string(got.JSON()); got != `{"again":true,"comment":"hello","many":["wait","price"]}` {
		t.Error(got)
	}
}

func TestArchivedIsStillTaken(t *testing.T) {
	s := all()
	s.Questions[0].Archived = true
	s.Questions[8].Options[0].Archived = true
	if got := said(s.ParseForm(url.Values{"rating": {"4"}, "many": {"wait"}}, "en")); got != `{"many":["wait"],"rating":4}` {
		t.Error(got)
	}
	if got := said(s.ParseForm(url.Values{"face": {"4"}}, "en")); got != `{"face":4}` {
		t.Error("an archived question is required: " + got)
	}
	for q := range s.Asked() {
		for o := range q.Offered() {
			if q.Key == "rating" || q.Key == "many" && o.Key == "wait" {
				t.Error("archived and yet shown")
			}
		}
	}
}

func TestKeepFields(t *testing.T) {
	got := all().KeepFields(map[string]string{
		"order": "  A-\u202e12\r\n\x00\xff ", "utm_source": strings.Repeat("界", 300), "role": "admin", "Order": "B",
	})
	want := map[string]string{"order": "A-12", "utm_source": strings.Repeat("界", 200)}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got := all().KeepFields(map[string]string{"role": "admin", "order": " "}); got != nil {
		t.Error(got)
	}
}

func TestDerived(t *testing.T) {
	s := all()
	a := Answers{
		"rating": 4, "friend": 10, "again": false, "one": "price", "many": []string{"wait", "staff"}, "expected": "as",
		"comment": "short", "story": "long", "mail": "li@example.org",
	}
	if _, v, ok := s.RatingOf(a); v != 4 || !ok {
		t.Error(v, ok)
	}
	if _, _, ok := s.RatingOf(Answers{"friend": 10}); ok {
		t.Error("the second scale was taken for the rating")
	}
	if got := s.Text(a); got != "short\nlong" {
		t.Errorf("%q", got)
	}
	if s.PersonaOf(a) != "price" || s.PersonaOf(nil) != "" {
		t.Error(s.PersonaOf(a))
	}
	yes := &Survey{Questions: []Question{{Key: "ok", Type: YesNo}}}
	if _, v, ok := yes.RatingOf(Answers{"ok": true}); v != 1 || !ok {
		t.Error(v, ok)
	}
	if _, v, ok := yes.RatingOf(Answers{"ok": false}); v != 0 || !ok {
		t.Error(v, ok)
	}
}

// TestFormerRating: answers that came while another question was the rating
// still count by it.
func TestFormerRating(t *testing.T) {
	s := &Survey{Questions: []Question{
		{Key: "new", Type: NPS}, {Key: "text", Type: ShortText}, {Key: "side", Type: CSAT, Archived: true}, {Key: "old", Type: CSAT, Archived: true, Rated: true},
	}}
	if q, v, ok := s.RatingOf(Answers{"old": 2, "side": 5}); !ok || v != 2 || q.Key != "old" {
		t.Error(q, v, ok)
	}
	if q, v, _ := s.RatingOf(Answers{"old": 2, "new": 9}); v != 9 || q.Key != "new" {
		t.Error(q, v)
	}
}

func TestContentSum(t *testing.T) {
	at := time.Date(2026, 11, 21, 10, 0, 0, 0, time.FixedZone("", 8*3600))
	utc := at.UTC()
	a := Answers{"rating": 4, "comment": "等太久了"}
	sum := ContentSum("k7q2x", a, "zh-Hant", "office", "r", map[string]string{"order": "A-12"}, &at)
	// The sum is stored: should this figure change, ids that come again after
	// an upgrade would be taken for conflicts.
	if sum != 4825299469860343742 {
		t.Errorf("the sum has changed: %d", sum)
	}
	if ContentSum("k7q2x", Answers{"comment": "等太久了", "rating": 4}, "zh-Hant", "office", "r", map[string]string{"order": "A-12"}, &utc) != sum {
		t.Error("equal content, other sum")
	}
	for i, other := range []int64{
		ContentSum("k7q2y", a, "zh-Hant", "office", "r", map[string]string{"order": "A-12"}, &at),
		ContentSum("k7q2x", Answers{"rating": 5}, "zh-Hant", "office", "r", map[string]string{"order": "A-12"}, &at),
		ContentSum("k7q2x", a, "uk", "office", "r", map[string]string{"order": "A-12"}, &at),
		ContentSum("k7q2x", a, "zh-Hant", "", "r", map[string]string{"order": "A-12"}, &at),
		ContentSum("k7q2x", a, "zh-Hant", "office", "", map[string]string{"order": "A-12"}, &at),
		ContentSum("k7q2x", a, "zh-Hant", "office", "r", nil, &at),
		ContentSum("k7q2x", a, "zh-Hant", "office", "r", map[string]string{"order": "A-12"}, nil),
	} {
		if other == sum {
			t.Errorf("%d: other content, same sum", i)
		}
	}
	if ContentSum("", nil, "", "", "", nil, nil) != ContentSum("", Answers{}, "", "", "", map[string]string{}, &time.Time{}) {
		t.Error("nothing is not nothing")
	}
}

func TestMail(t *testing.T) {
	for _, good := range []string{"a@b.co", "first.last+tag@sub.example.org", "li@例子.tw", "x_1-y@example.museum", "o'neil@example.org"} {
		if !Mail(good) {
			t.Errorf("%q refused", good)
		}
	}
	for _, bad := range []string{
		"", "a", "@b.co", "a@", "a@b", "a b@c.de", "a@b.co\r\nBcc: x@y.zz", "a@b@c.de", ".a@b.co", "a.@b.co", "a..b@c.de", "a@.b.co", "a@b.co.",
		"a@-b.co", "a@b-.co", "<a@b.co>", "a,b@c.de", `"a"@b.co`, "a@b.co\u202e", "a@b..co", strings.Repeat("a", 65) + "@b.co",
		"a@" + strings.Repeat("b", 250) + ".co",
	} {
		if Mail(bad) {
			t.Errorf("%q taken", bad)
		}
	}
}

func TestKeys(t *testing.T) {
	for _, good := range []string{"a", "rating", "q2", "2nd", "too-long_", strings.Repeat("a", 40)} {
		if !Key(good) {
			t.Errorf("%q refused", good)
		}
	}
	for _, bad := range []string{"", "A", "_form", "-a", "é", "a b", "a.b", "a|b", "a\n", strings.Repeat("a", 41)} {
		if Key(bad) {
			t.Errorf("%q taken", bad)
		}
	}
	if !Field("utm_Source.x") || Field("_x") || Field("a b") || !Reserved("lang") || Reserved("rating") {
		t.Error("fields")
	}
}
