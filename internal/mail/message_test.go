package mail

import (
	"bytes"
	"io"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"
	gomail "github.com/emersion/go-message/mail"

	"github.com/waymood/waymood/internal/mail/mailtest"
)

// parse reads a message with a library that did not write it.
func parse(t testing.TB, m *Message) (*gomail.Reader, []byte) {
	t.Helper()
	raw, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	r, err := gomail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return r, raw
}

// fields are the names of a message's headers, sorted.
func fields(raw []byte) []string {
	var names []string
	head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	for line := range strings.SplitSeq(string(head), "\r\n") {
		if name, _, ok := strings.Cut(line, ":"); ok && line[0] != ' ' && line[0] != '\t' {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestMessage(t *testing.T) {
	m := letter("chen@example.com")
	m.Unsubscribe = "https://mood.example.com/digest/" + strings.Repeat("t", 300)
	m.Pictures = []Picture{{CID: "curve@waymood", PNG: []byte("\x89PNG"), Name: "curve.png"}}
	for language, subject := range map[string]string{
		"zh-Hant": "排隊從 57 掉到 38；28% 的人提到等候（晨曦咖啡，40 份回答）",
		"zh-Hans": "排队从 57 跌到 38；28% 的人提到等候（晨曦咖啡，40 份回答）",
		"uk":      "Черга впала з 57 до 38; про очікування пишуть 28 % (кав’ярня «Світанок», 40 відповідей)",
		"en":      `Queue fell 57 -> 38; waiting is named in 28 % ("Dawn" Café, 40 answers)`,
	} {
		m.Language, m.Subject, m.Text, m.HTML = language, subject, subject+"\n\n"+strings.Repeat(subject+" ", 80), "<p>"+strings.Repeat(subject, 80)+"</p>"
		r, raw := parse(t, m)
		if got, err := r.Header.Subject(); err != nil || got != subject {
			t.Errorf("%s: subject %q, %v", language, got, err)
		}
		for name, want := range map[string]string{
			"Message-Id": "<0193-a@mood.example.com>", "Content-Language": language, "Auto-Submitted": "auto-generated",
			"List-Unsubscribe": "<" + m.Unsubscribe + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q", language, name, got)
			}
		}
		if date, err := r.Header.Date(); err != nil || !date.Equal(m.Date) {
			t.Errorf("date %v, %v", date, err)
		}
		for i, line := range bytes.Split(raw, []byte("\r\n")) {
			if len(line) > 998 || bytes.ContainsAny(line, "\r\n") || !utf8.Valid(line) {
				t.Errorf("%s: line %d: %q", language, i, line)
			}
		}
		if kind := contents(t, raw); kind != "multipart/related(multipart/alternative(text/plain text/html) image/png)" {
			t.Errorf("%s: it is %s", language, kind)
		}
		text, _ := r.NextPart()
		body, err := io.ReadAll(text.Body)
		if got := strings.TrimRight(strings.ReplaceAll(string(body), "\r\n", "\n"), " "); err != nil || got != strings.TrimRight(m.Text, " ") {
			t.Errorf("%s: the text came as %q, %v", language, got, err)
		}
	}
}

// contents is what a message is made of: type(parts).
func contents(t testing.TB, raw []byte) string {
	t.Helper()
	e, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return contentsOf(t, e)
}

func contentsOf(t testing.TB, e *message.Entity) string {
	kind, _, _ := e.Header.ContentType()
	parts := e.MultipartReader()
	if parts == nil {
		return kind
	}
	var list []string
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			return kind + "(" + strings.Join(list, " ") + ")"
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, contentsOf(t, p))
	}
}

// Whatever stands in names and subjects, the message has the headers it should
// have and goes to whom it should.
func TestHeadersCannotBeInjected(t *testing.T) {
	_, ordinary := parse(t, letter("chen@example.com"))
	want := fields(ordinary)
	server := mailtest.Start(t, mailtest.Options{})
	x := sender(t, server)
	for _, evil := range []string{
		"a\r\nBcc: x@evil.example", "a\nBcc: x@evil.example", "a\rBcc: x@evil.example", "a%0d%0aBcc: x@evil.example", "a\u2028Bcc: x@evil.example", "a\u2029Bcc: x",
		"a\u0085Bcc: x@evil.example", "\r\n\r\n<script>", "a\x00b", strings.Repeat("long ", 4000), strings.Repeat("長", 4000), strings.Repeat("x", 9000),
		`"quoted" <x@evil.example>`, "=?utf-8?q?Bcc=3A_x=40evil.example?=", "\u202etxet", "\xff\xfe", "👩‍👩‍👧‍👦" + strings.Repeat("é", 300), "",
	} {
		m := letter("chen@example.com")
		m.Subject, m.Language = evil, "en"
		m.From = (&netmail.Address{Name: evil, Address: "mood@example.com"}).String()
		r, raw := parse(t, m)
		if got := fields(raw); !slices.Equal(got, want) {
			t.Errorf("%.40q: headers %v", evil, got)
		}
		for i, line := range bytes.Split(raw, []byte("\r\n")) {
			if len(line) > 998 || bytes.ContainsAny(line, "\r\n\x00") {
				t.Errorf("%.40q: line %d: %.200q", evil, i, line)
			}
		}
		subject, err := r.Header.Subject()
		if err != nil || strings.ContainsAny(subject, "\r\n\u2028\u2029\u202e\x00") || utf8.RuneCountInString(subject) > longestHeadline {
			t.Errorf("%.40q: subject %q, %v", evil, subject, err)
		}
		if from, err := r.Header.AddressList("From"); err != nil || len(from) != 1 || from[0].Address != "mood@example.com" {
			t.Errorf("%.40q: from %v, %v", evil, from, err)
		}
		before := len(server.Mails())
		if err := x.Send(t.Context(), m); err != nil {
			t.Errorf("%.40q: %v", evil, err)
		}
		got := server.Mails()[before:]
		if len(got) != 1 || got[0].To != "chen@example.com" || got[0].From != "mood@example.com" || !slices.Equal(slices.DeleteFunc(fields(got[0].Data), func(s string) bool { return s == "Received" }), want) {
			t.Errorf("%.40q: arrived as %+v", evil, got)
		}
	}
	for _, to := range []string{
		"chen@example.com, x@evil.example", "chen@example.com\r\nRCPT TO:<x@evil.example>", "<chen@example.com> SIZE=1\r\nRSET", "chen", "", "a b@example.com",
		strings.Repeat("a", 300) + "@example.com", "chen@example.com\x00", "\"a\r\nb\"@example.com",
	} {
		m := letter(to)
		if _, err := m.Bytes(); err == nil || strings.Contains(err.Error(), "evil") || strings.Contains(err.Error(), "chen") {
			t.Errorf("to %q: %v", to, err)
		}
	}
	for _, id := range []string{"", "a@b>\r\nBcc: x", "a b@c", "nothing"} {
		m := letter("chen@example.com")
		m.ID = id
		if _, err := m.Bytes(); err == nil {
			t.Errorf("Message-ID %q was taken", id)
		}
	}
	for _, u := range []string{"javascript:alert(1)", "https://a.example/>\r\nBcc: x", "mailto:x@evil.example", "https://a.example/x, <mailto:x@evil.example>"} {
		m := letter("chen@example.com")
		m.Unsubscribe = u
		if _, err := m.Bytes(); err == nil {
			t.Errorf("unsubscribe at %q was taken", u)
		}
	}
}

// Hosts of all kinds make a Message-ID.
func TestMessageIDs(t *testing.T) {
	for host, want := range map[string]string{
		"mood.example.com": "mood.example.com", "кава.example": "xn--80aaf4a.example", "咖啡.example": "xn--bur6r.example", "waymood_app": "waymood_app",
		"192.168.1.20": "192.168.1.20", "fd00::1": "fd00::1", "localhost": "localhost",
	} {
		m := letter("chen@example.com")
		m.ID = "0193-a@" + host
		if r, _ := parse(t, m); r.Header.Get("Message-Id") != "<0193-a@"+want+">" {
			t.Errorf("%s: %s", host, r.Header.Get("Message-Id"))
		}
	}
}

// Over http there is no one-click.
func TestUnsubscribeOverHTTP(t *testing.T) {
	m := letter("chen@example.com")
	m.Unsubscribe = "http://192.168.1.20:8080/digest/t"
	r, _ := parse(t, m)
	if got := r.Header.Get("List-Unsubscribe"); got != "<"+m.Unsubscribe+">" || r.Header.Get("List-Unsubscribe-Post") != "" {
		t.Errorf("%q", got)
	}
}

func TestTextOfAMail(t *testing.T) {
	m := letter("chen@example.com")
	m.HTML = ""
	m.Text = "one\r\ntwo\n.\nthree\x00\x1b[31m\n"
	m.Date = time.Date(2026, 1, 1, 0, 0, 0, 0, time.FixedZone("", 8*3600))
	server := mailtest.Start(t, mailtest.Options{})
	if err := sender(t, server).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	e, err := message.Read(bytes.NewReader(server.Mails()[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(e.Body); err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != "one\ntwo\n.\nthree[31m\n" {
		t.Errorf("%q, %v", body, err)
	}
}
