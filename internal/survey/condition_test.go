package survey

import (
	"errors"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConditionHolds(t *testing.T) {
	a := Answers{"rating": 3, "again": false, "one": "wait", "many": []string{"wait", "staff"}, "expected": "worse"}
	for src, want := range map[string]bool{
		"rating <= 3": true, "rating<3": false, "rating == 3": true, "rating != 3": false, "rating >= 4": false, "rating > 2": true,
		"again == no": true, "again == yes": false, "again != yes": true, "again == false": true,
		"one == wait": true, "one != wait": false, "one == 'wait'": true,
		"many has staff": true, "many has price": false, "expected == worse": true, "expected != worse": false,
		"rating > 4 or many has wait":                    true,
		"rating > 4 or many has wait and again == yes":   false,
		"rating <= 3 or many has price and again == yes": true, // "and" binds tighter
		"many has price and again == yes or rating <= 3": true,
		"face > 1":  false, // no answer passes nothing
		"face != 1": false,
		"many has wait and rating <= 3 and again == no or one == price": true,
	} {
		s := all()
		q := &s.Questions[12]
		q.ShowIf = src
		c, err := s.Condition(q)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		if got := c.Holds(a); got != want {
			t.Errorf("%s: %v", src, got)
		}
	}
	var none *Condition
	if !none.Holds(nil) {
		t.Error("a question without condition is hidden")
	}
}

func TestConditionMistakes(t *testing.T) {
	for src, want := range map[string]string{
		"rating":                      `the condition ends after "rating"; use one of == != < <= > >= has`,
		"rating = 3":                  `"=" is no comparison; write ==`,
		"rating =< 3":                 `"=<" is no comparison; write <=`,
		"rating => 3":                 `"=>" is no comparison; write >=`,
		"rating <> 3":                 `"<>" is no comparison; write !=`,
		"rating is 3":                 `"is" is no comparison; use one of == != < <= > >= has`,
		"rating <=":                   `"rating <=" has no value to compare with; write a number, yes, no or an option's key after it`,
		"rating <= <= 3":              `"<=" stands where a value is expected; write a number, yes, no or an option's key`,
		"rating <= 3 and":             `the condition ends where a question is expected; write "question op value", such as "rating <= 3"`,
		"rating <= 3 && again == yes": `"&&" is not known; write "and"`,
		"rating <= 3 || again == yes": `"||" is not known; write "or"`,
		"rating <= 3 again == yes":    `"again" stands where "and" or "or" is expected; join comparisons by "and" or "or"`,
		"(rating <= 3)":               `"(rating" is no question; write "question op value", such as "rating <= 3"; there are no brackets and no "not"`,
		"one == 'wait":                `a quotation mark is not closed; close it or leave both out`,
		"ratng <= 3":                  `there is no question "ratng"; name an earlier question of this survey`,
		"story == x":                  `the question "story" depends on itself; name an earlier question`,
		"mail == x":                   `the question "mail" comes later; move "mail" before "story"`,
		"rating <= 6":                 `"6" is no answer to "rating"; write a whole number from 1 to 5`,
		"rating <= many":              `"many" is no answer to "rating"; write a whole number from 1 to 5`,
		"rating has 3":                `"has" cannot be used on "rating", which is of type csat; use == or != or < or <= or > or >=`,
		"again == maybe":              `"maybe" is no answer to "again"; write yes or no`,
		"again > no":                  `">" cannot be used on "again", which is of type yes_no; use == or !=`,
		"one has wait":                `"has" cannot be used on "one", which is of type choice; use == or !=`,
		"one == waiting":              `"waiting" is no option of "one"; use one of wait, price, staff`,
		"many == wait":                `"==" cannot be used on "many", which is of type choices; use has`,
		"expected == good":            `"good" is no answer to "expected"; write better, as or worse`,
		"comment == good":             `"comment" is of type text, which conditions cannot look at; name a question with a scale or options`,
	} {
		s := all()
		q := &s.Questions[12]
		q.ShowIf = src
		_, err := s.Condition(q)
		var c *ConditionError
		if !errors.As(err, &c) || c.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", src, err, want)
		}
	}
}

// TestHiddenQuestions: what a visitor was not asked is neither required nor
// wrong nor kept, and neither is what depends on it.
func TestHiddenQuestions(t *testing.T) {
	s := &Survey{Questions: []Question{
		{Key: "rating", Type: CSAT},
		{Key: "why", Type: Choice, Required: true, Options: []Option{{Key: "wait"}, {Key: "price"}}, ShowIf: "rating <= 2"},
		{Key: "long", Type: YesNo, Required: true, ShowIf: "why == wait"},
		{Key: "comment", Type: ShortText, Required: true, ShowIf: "long == yes"},
	}}
	for _, c := range []struct{ form, want string }{
		{"rating=5", `{"rating":5}`},
		{"rating=5&why=wait&long=yes&comment=x", `{"rating":5}`},
		{"rating=5&why=nonsense", `{"rating":5}`},
		{"rating=2", `{"rating":2} why:required`},
		{"rating=2&why=price&long=yes&comment=x", `{"rating":2,"why":"price"}`},
		{"rating=2&why=wait", `{"rating":2,"why":"wait"} long:required`},
		{"rating=2&why=wait&long=yes&comment=x", `{"comment":"x","long":true,"rating":2,"why":"wait"}`},
		{"why=wait", `{} rating:empty`},
	} {
		v, _ := url.ParseQuery(c.form)
		if got := said(s.ParseForm(v, "en")); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.form, got, c.want)
		}
	}
}

func TestConditionForPeople(t *testing.T) {
	s := all()
	q := &s.Questions[12]
	q.ShowIf = "rating<=3 and again==true or many has wait"
	c, err := s.Condition(q)
	if err != nil {
		t.Fatal(err)
	}
	want := &Condition{Any: []Group{
		{{Question: "rating", Op: "<=", Value: "3", Number: 3}, {Question: "again", Op: "==", Value: "yes"}},
		{{Question: "many", Op: "has", Value: "wait"}},
	}}
	if d := cmp.Diff(want, c); d != "" {
		t.Error(d)
	}
}
