// Package mail makes messages and sends them through a mail server.
package mail

import (
	"bytes"
	"fmt"
	netmail "net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"
)

// Message is a mail to one address.
type Message struct {
	ID          string // the whole Message-ID without <>; the same at every try
	From        string // an address, with or without a name: Dawn <dawn@example.com>
	To          string // one address
	Subject     string
	Language    string // BCP 47
	Date        time.Time
	Text        string    // says all that the HTML says
	HTML        string    // "" for a mail of text alone; names its pictures as cid:CID
	Pictures    []Picture // in the HTML
	Unsubscribe string    // address that a mail program posts to; "": the mail has none
	// Still is asked when the server waits for the message and nothing of it was
	// sent yet; with an error nothing is. nil: it is sent.
	Still func() error
}

// Picture is an image inside a message.
type Picture struct {
	CID  string // content id without <>
	PNG  []byte
	Name string // of the file, should somebody save it
}

// messageID is what the house writes: words and dots on both sides of @.
var messageID = regexp.MustCompile(`^[A-Za-z0-9._+-]{1,120}@[A-Za-z0-9._:\[\]-]{1,200}$`)

// id is a Message-ID in ASCII, as hosts of all scripts can be written; "" where
// it is none.
func id(s string) string {
	left, host, _ := strings.Cut(s, "@")
	s = left + "@" + Host(host)
	if !messageID.MatchString(s) {
		return ""
	}
	return s
}

// Host is a host's name as mails write it: кава.example is xn--80aaf4a.example.
// What is no such name stays as it is.
func Host(name string) string {
	if ascii, err := idna.Lookup.ToASCII(name); err == nil {
		return ascii
	}
	return name
}

// Bytes is the whole message as it goes over the wire and into an .eml file.
func (m *Message) Bytes() ([]byte, error) {
	built, err := m.build()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = built.WriteTo(&b)
	return b.Bytes(), err
}

// build lays the message out. Errors name no address.
func (m *Message) build(more ...gomail.MsgOption) (*gomail.Msg, error) {
	from, err := address(m.From)
	if err != nil {
		return nil, fmt.Errorf("the sender's address: %w", err)
	}
	to, err := address(m.To)
	if err != nil {
		return nil, fmt.Errorf("the recipient's address: %w", err)
	}
	if id(m.ID) == "" {
		return nil, fmt.Errorf("the Message-ID is none")
	}
	b := gomail.NewMsg(append(more, gomail.WithEncoding(gomail.EncodingB64), gomail.WithNoDefaultUserAgent())...)
	b.FromMailAddress(from)
	b.ToMailAddress(to)
	b.Subject(headline(m.Subject))
	b.SetMessageIDWithValue(id(m.ID))
	b.SetDateWithValue(m.Date)
	b.SetGenHeader(gomail.HeaderContentLang, headline(m.Language))
	// Nobody's out-of-office note is an answer to this.
	b.SetGenHeader("Auto-Submitted", "auto-generated")
	b.SetGenHeader("X-Auto-Response-Suppress", "All")
	if err := m.unsubscribe(b); err != nil {
		return nil, err
	}
	b.SetBodyString(gomail.TypeTextPlain, body(m.Text), encoding(m.Text))
	if m.HTML == "" {
		return b, nil
	}
	b.AddAlternativeString(gomail.TypeTextHTML, body(m.HTML), encoding(m.HTML))
	for _, p := range m.Pictures {
		err := b.EmbedReader(fileName(p.Name), bytes.NewReader(p.PNG),
			gomail.WithFileContentType("image/png"), gomail.WithFileContentID("<"+fileName(p.CID)+">"))
		if err != nil {
			return nil, fmt.Errorf("put the picture in: %w", err)
		}
	}
	return b, nil
}

// unsubscribe names the address for mail programs. One click works over https
// alone (RFC 8058); over http the address is offered as a page to open.
func (m *Message) unsubscribe(b *gomail.Msg) error {
	if m.Unsubscribe == "" {
		return nil
	}
	u, err := url.Parse(m.Unsubscribe)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.ContainsAny(m.Unsubscribe, "<> ,") {
		return fmt.Errorf("the address to unsubscribe at is none")
	}
	if u.Scheme == "https" {
		return b.SetListUnsubscribeOneClick(u.String())
	}
	b.SetListUnsubscribe(u.String())
	return nil
}

// address reads one address. What the library says of a wrong one quotes it,
// so it is not passed on.
func address(s string) (*netmail.Address, error) {
	a, err := netmail.ParseAddress(s)
	if err != nil || a.Address != plain(a.Address) || len(a.Address) > 254 {
		return nil, fmt.Errorf("write one such as mood@example.com")
	}
	a.Name = headline(a.Name)
	return a, nil
}

// CheckAddress says whether a mail can be sent from or to an address; its error
// says what to write and does not repeat it.
func CheckAddress(s string) error {
	_, err := address(s)
	return err
}

// encoding is what keeps a text's lines short: quoted-printable where most of
// it can be read as it is, else base64, which is shorter for other scripts.
func encoding(s string) gomail.PartOption {
	wide := 0
	for i := range len(s) {
		if s[i] >= 0x80 {
			wide++
		}
	}
	if wide*6 > len(s) {
		return gomail.WithPartEncoding(gomail.EncodingB64)
	}
	return gomail.WithPartEncoding(gomail.EncodingQP)
}
