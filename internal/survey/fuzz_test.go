package survey

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/waymood/waymood/internal/fault"
)

// canonical fails unless answers are what Answers promises and survive being
// stored.
func canonical(t testing.TB, s *Survey, a Answers) {
	t.Helper()
	for key, v := range a {
		q := s.Question(key)
		if q == nil {
			t.Fatalf("an answer to no question: %s", key)
		}
		scale, isScale := q.Type.Scale()
		ok := false
		switch v := v.(type) {
		case int:
			ok = isScale && q.Type != YesNo && v >= int(scale.Min) && v <= int(scale.Max)
		case bool:
			ok = q.Type == YesNo
		case string:
			ok = v != "" && utf8.ValidString(v) && !q.Type.Several() && !isScale && (!q.Type.IsText() || utf8.RuneCountInString(v) <= q.Limit())
		case []string:
			ok = len(v) > 0 && q.Type.Several()
		}
		if !ok {
			t.Fatalf("%s is %#v", key, v)
		}
	}
	back, err := ParseStored(a.JSON())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(a, back); d != "" {
		t.Fatal(d)
	}
	// The database may hold what encoding/json writes as well.
	plain, _ := json.Marshal(a)
	if back, err = ParseStored(plain); err != nil || !cmp.Equal(a, back) {
		t.Fatal(err, back)
	}
	s.RatingOf(a)
	s.Text(a)
	ContentSum("k7q2x", a, "", "", "", nil, nil)
}

func conditional() *Survey {
	s := all()
	s.Questions[3].ShowIf = "rating <= 3 or face > 2"
	s.Questions[11].ShowIf = "many has wait and again == no"
	return s
}

func FuzzParseForm(f *testing.F) {
	f.Add("rating=4&many=wait&many=price&comment=%E7%AD%89&mail=a%40b.co&consent=on")
	f.Add("rating=%ff&again=&one=x&friend=10&face=3")
	s := conditional()
	f.Fuzz(func(t *testing.T, query string) {
		v, _ := url.ParseQuery(query)
		a, err := s.ParseForm(v, "uk")
		if err != nil && (!errors.Is(err, fault.Invalid) || len(fault.Params(err)) == 0) {
			t.Fatal(err)
		}
		canonical(t, s, a)
		canonical(t, s, s.Prefill(v))
	})
}

func FuzzParseJSON(f *testing.F) {
	f.Add([]byte(`{"rating":4,"many":["wait"],"comment":"\ud83d","again":true}`))
	f.Add([]byte(`{"rating":4.0,"story":"\u0000","nothing":{}}`))
	s := conditional()
	f.Fuzz(func(t *testing.T, doc []byte) {
		var raw map[string]json.RawMessage
		if json.Unmarshal(doc, &raw) != nil {
			return
		}
		a, err := s.ParseJSON(raw)
		if err != nil && (!errors.Is(err, fault.Invalid) || len(fault.Params(err)) == 0) {
			t.Fatal(err)
		}
		canonical(t, s, a)
	})
}

func FuzzCondition(f *testing.F) {
	for _, src := range []string{"rating <= 3 and many has wait or again == no", "one == 'x", "a=b", "rating<=3or"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		c, err := ParseCondition(src)
		if err != nil {
			var wrong *ConditionError
			if !errors.As(err, &wrong) || wrong.Remedy == "" || wrong.Offset < 0 || wrong.Offset > len(src) {
				t.Fatalf("%#v", err)
			}
			return
		}
		for _, g := range c.Any {
			if len(g) == 0 {
				t.Fatal("an empty group")
			}
		}
		c.Holds(Answers{"rating": 3, "many": []string{"wait"}, "again": true, "one": "x"})
		s := all()
		s.Questions[12].ShowIf = src
		s.Condition(&s.Questions[12])
	})
}

func FuzzStored(f *testing.F) {
	f.Add([]byte(`{"rating":4,"many":["wait"],"again":true}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		a, err := ParseStored(doc)
		if err != nil {
			return
		}
		if b, err := ParseStored(a.JSON()); err != nil || !cmp.Equal(a, b) {
			t.Fatal(err, a, b)
		}
	})
}

// TestStoredIsWhatItWas: stored answers are the answers, and JSON of the API
// is read to the same answers as a form with the same content.
func TestStoredIsWhatItWas(t *testing.T) {
	s := all()
	rapid.Check(t, func(t *rapid.T) {
		form := url.Values{}
		doc := map[string]any{}
		for _, q := range s.Questions {
			if q.Key != "rating" && rapid.Bool().Draw(t, "skip "+q.Key) {
				continue
			}
			scale, isScale := q.Type.Scale()
			switch {
			case q.Type == YesNo:
				v := rapid.Bool().Draw(t, q.Key)
				doc[q.Key] = v
				form.Set(q.Key, map[bool]string{true: "yes", false: "no"}[v])
			case isScale:
				n := rapid.IntRange(int(scale.Min), int(scale.Max)).Draw(t, q.Key)
				doc[q.Key] = n
				form.Set(q.Key, string(mustJSON(n)))
			case q.Type.Several():
				v := rapid.SliceOfN(rapid.SampledFrom([]string{"wait", "price", "staff"}), 1, 4).Draw(t, q.Key)
				doc[q.Key], form[q.Key] = v, v
			case q.Type == Choice:
				doc[q.Key] = "price"
				form.Set(q.Key, "price")
			case q.Type == Expectation:
				v := rapid.SampledFrom(Expectations[:]).Draw(t, q.Key)
				doc[q.Key] = v
				form.Set(q.Key, v)
			case q.Type == Email:
				doc[q.Key] = "li@example.org"
				form.Set(q.Key, "li@example.org")
				form.Set(ConsentField, "on")
			default:
				v := rapid.StringN(0, 8, -1).Draw(t, q.Key)
				doc[q.Key] = v
				form.Set(q.Key, v)
			}
		}
		a, err := s.ParseForm(form, "en")
		if err != nil {
			t.Fatal(err)
		}
		var raw map[string]json.RawMessage
		if err := json.Unmarshal(mustJSON(doc), &raw); err != nil {
			t.Fatal(err)
		}
		b, err := s.ParseJSON(raw)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ParseStored(a.JSON())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(a, b) + cmp.Diff(a, back); d != "" {
			t.Fatal(d)
		}
		if !bytes.Equal(a.JSON(), b.JSON()) {
			t.Fatal("equal answers, other JSON")
		}
	})
}

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
