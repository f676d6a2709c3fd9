package letter

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// can is what an attacker would like to be run, with a mark to find it by.
const can = `<img src=x onerror=window.__x=1>"'><svg/onload=window.__x=1>{{7*7}}${7*7}CANARY</p></td></table><style>*{display:none}</style><!--[if mso]>`

// steering are characters that turn, hide or break what stands around them.
const steering = "\u202eevil\u202c\u2066\u200b\u2060\ufeff\x00\x07\r\nBcc: x@example.net\u2028\u2029\u00ad"

// hostile makes every name of a journey an attack.
func hostile(j *journey.Journey) {
	evil := func(what string) survey.Wording {
		w := survey.Wording{}
		for _, language := range languages {
			w[language] = what + can + steering + strings.Repeat("字", 400)
		}
		return w
	}
	j.Name = evil("journey")
	for i := range j.Stages {
		j.Stages[i].Name = evil("stage")
		for k := range j.Stages[i].Touchpoints {
			tp := &j.Stages[i].Touchpoints[k]
			tp.Name, tp.Owner = evil("touchpoint"), "team"+can+steering
		}
	}
}

// TestHostile is that names and words of an attacker stand in a letter as texts,
// shortened, and change nothing else in it.
func TestHostile(t *testing.T) {
	long := can + steering + "שלום " + strings.Repeat("Z\u0300\u0301\u0302\u0303\u0304", 200) + strings.Repeat("waiting ", 500)
	d := newDawn(t, hostile, func(all []*survey.Response) {
		for _, r := range all {
			if _, said := r.Answers["comment"]; said {
				r.Answers["comment"] = strings.ReplaceAll(long, "\x00", "") // which the store refuses
				storetest.Sum(r)
			}
		}
	})
	for _, language := range languages {
		t.Run(language, func(t *testing.T) {
			m, msg := d.digest(language, func(s *subscription.Subscription) { s.Mail = "chen@example.com" })
			checkMessage(t, msg)
			checkHarmless(t, msg)
			if ids, _ := quotesOf(t, d, m); len(ids) == 0 {
				t.Error("nothing hostile was quoted, so that quotes were not tried")
			}
			if !strings.Contains(msg.Text, "CANARY") || !strings.Contains(msg.Text, "שלום") {
				t.Error("nothing hostile was told, so that nothing was tried")
			}
		})
	}
}

// checkHarmless is that an attacker's texts are texts: whole in one node, and
// not too long.
func checkHarmless(t *testing.T, m *mail.Message) {
	t.Helper()
	if strings.Contains(m.HTML, "<!--[if mso]>CANARY") || strings.Contains(m.HTML, "<img src=x") || strings.Contains(m.HTML, "<svg") || strings.Count(m.HTML, "<!--[if mso]>") != 3 {
		t.Error("an attack stands in the HTML as it was written")
	}
	if strings.Contains(m.Subject, "\n") || strings.Contains(m.Subject, "\r") || utf8.RuneCountInString(m.Subject) > 200 {
		t.Errorf("the subject is %q", m.Subject)
	}
	whole, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(whole), "\r\n\r\n")
	if strings.Contains(strings.ToLower(head), "\nbcc:") {
		t.Errorf("somebody else gets it, too:\n%s", head)
	}
	doc, err := html.Parse(strings.NewReader(m.HTML))
	if err != nil {
		t.Fatal(err)
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode && n.Parent.Data != "style" && utf8.RuneCountInString(n.Data) > mostText+1 {
			t.Errorf("a text has %d characters", utf8.RuneCountInString(n.Data))
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
	}
	walk(doc)
}

func TestTidy(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		most           int
	}{
		{"as it is", "等太久了，«добре» fine.", "等太久了，«добре» fine.", 99},
		{"lines", " a\r\n\tb\u2028c ", "a b c", 99},
		{"direction", "a\u202eb\u2066c\u200fd\u061ce", "abcde", 99},
		{"unseen", "p\u200ba\u2060y\ufeffp\u00ada\x00l\x1b[31m", "paypal[31m", 99},
		{"an emoji of several", "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 é", "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 é", 99},
		{"spaces that hold", "4\u00a0則", "4\u00a0則", 99},
		{"piled marks", "Z\u0300\u0301\u0302\u0303\u0304a\u0301", "Z\u0300\u0301\u0302a\u0301", 99},
		{"broken letters", "a\xffb\xed\xa0\x80c", "abc", 99},
		{"long", "one two, three", "one two…", 8},
		{"long, whole emoji", "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧👩‍👩‍👧…", 12},
		{"just long enough", "12345678", "12345678", 8},
		{"nothing", " \n ", "", 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := tidy(c.in, c.most); got != c.want {
				t.Errorf("%q became %q, not %q", c.in, got, c.want)
			}
		})
	}
}
