package letter

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	gomessage "github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"
	"github.com/google/uuid"
	"github.com/rivo/uniseg"
	"golang.org/x/net/html"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/snapshot"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

const public = "https://mood.example.com/"

// elements and attributes are all that letters are made of.
var (
	elements = strings.Fields("html head meta title style body div table tbody tr td th caption h1 h2 h3 p b ul li bdi a img span br")
	allowed  = strings.Fields("lang dir xmlns:o charset name content class style aria-hidden role width height cellpadding cellspacing border bgcolor align valign href target src alt scope")
)

var addressPattern = regexp.MustCompile(`https?://[^\s<>"]+`)

// addresses in a text, in their order.
func addresses(text string) []string { return addressPattern.FindAllString(text, -1) }

// bare is a text without what wrapping and quoting add to it.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '>' {
			return -1
		}
		return r
	}, s)
}

// part of a mail as it goes over the wire.
type wirePart struct{ kind, cid, body string }

// parts of a message, decoded.
func parts(t *testing.T, m *mail.Message) []wirePart {
	t.Helper()
	whole, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	e, err := gomessage.Read(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	var list []wirePart
	err = e.Walk(func(_ []int, e *gomessage.Entity, err error) error {
		if err != nil || e == nil {
			return err
		}
		kind, _, err := e.Header.ContentType()
		if err != nil || strings.HasPrefix(kind, "multipart/") {
			return err
		}
		b, err := io.ReadAll(e.Body)
		list = append(list, wirePart{kind, strings.Trim(e.Header.Get("Content-Id"), "<>"), string(b)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// checkMessage holds a mail to what every letter must be, read from its wire
// form: two parts that tell the same, nothing that is loaded or run, pictures
// that are there, and no character that disturbs.
func checkMessage(t *testing.T, m *mail.Message) {
	t.Helper()
	var plain, page string
	pictures := map[string]bool{}
	for _, p := range parts(t, m) {
		switch p.kind {
		case "text/plain":
			plain = strings.ReplaceAll(p.body, "\r\n", "\n")
		case "text/html":
			page = strings.ReplaceAll(p.body, "\r\n", "\n")
		case "image/png":
			pictures[p.cid] = true
		default:
			t.Errorf("there is a part of %s", p.kind)
		}
	}
	if plain == "" || page == "" {
		t.Fatal("a part is missing")
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	c := checker{T: t, plain: bare(plain), pictures: pictures, shown: map[string]bool{}}
	c.walk(doc)
	for cid := range pictures {
		if !c.shown[cid] {
			t.Errorf("the picture %s is not shown", cid)
		}
	}
	told := addresses(plain)
	slices.Sort(told)
	slices.Sort(c.links)
	if !slices.Equal(slices.Compact(told), slices.Compact(c.links)) {
		t.Errorf("links of the HTML %q, of the text %q", c.links, told)
	}
	checkLines(t, plain)
	for name, s := range map[string]string{"the subject": m.Subject, "the text": plain, "the HTML": page} {
		if strings.ContainsFunc(s, func(r rune) bool { return hidden(r) || unicode.IsControl(r) && r != '\n' }) {
			t.Errorf("%s has characters that disturb", name)
		}
	}
	if i, k := strings.Index(page, "<style>\n"), strings.LastIndex(page, "</style>"); k-i > 8192 {
		t.Errorf("Gmail drops a style sheet of %d bytes", k-i)
	}
	if strings.Contains(page, "ZgotmplZ") {
		t.Error("the template refused a value")
	}
}

// checkLines is that no line of text but an address is too wide.
func checkLines(t *testing.T, plain string) {
	t.Helper()
	for line := range strings.Lines(plain) {
		line = strings.TrimSuffix(line, "\n")
		if uniseg.StringWidth(line) > columns && strings.ContainsAny(strings.TrimSpace(line), " ") {
			t.Errorf("a line is %d wide: %q", uniseg.StringWidth(line), line)
		}
	}
}

// checker walks through the HTML of a letter.
type checker struct {
	*testing.T
	plain    string
	pictures map[string]bool
	shown    map[string]bool
	links    []string
}

func (c *checker) walk(n *html.Node) {
	switch n.Type {
	case html.ElementNode:
		c.element(n)
		if n.Data == "style" || n.Data == "title" || attribute(n, "aria-hidden") != "" || strings.HasPrefix(attribute(n, "class"), "brand") ||
			strings.HasPrefix(attribute(n, "class"), "legend") { // it is the picture's, which the text part has not
			return
		}
	case html.TextNode:
		if s := bare(n.Data); s != "" && !strings.Contains(c.plain, s) {
			c.Errorf("the text part does not tell %q", strings.TrimSpace(n.Data))
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.walk(child)
	}
}

func (c *checker) element(n *html.Node) {
	if !slices.Contains(elements, n.Data) {
		c.Errorf("there is a <%s>", n.Data)
	}
	for _, a := range n.Attr {
		name := a.Key
		if a.Namespace != "" {
			name = a.Namespace + ":" + name
		}
		if !slices.Contains(allowed, name) {
			c.Errorf("<%s> has %s=%q", n.Data, name, a.Val)
		}
		if name == "style" && strings.ContainsAny(a.Val, "(@\\<") {
			c.Errorf("<%s> has the style %q", n.Data, a.Val)
		}
	}
	switch n.Data {
	case "a":
		href := attribute(n, "href")
		if !strings.HasPrefix(href, public) {
			c.Errorf("a link leads to %q", href)
		}
		c.links = append(c.links, href)
	case "img":
		cid, here := strings.CutPrefix(attribute(n, "src"), "cid:")
		if !here || !c.pictures[cid] {
			c.Errorf("a picture comes from %q", attribute(n, "src"))
		}
		if attribute(n, "alt") == "" {
			c.Error("a picture has no words")
		}
		c.shown[cid] = true
	case "table":
		if attribute(n, "role") != "presentation" && !heads(n) {
			c.Error("a table is neither one of figures nor there for the layout alone")
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// heads tells whether a table has heads of its columns and rows.
func heads(n *html.Node) bool {
	scopes := map[string]bool{}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Data == "th" {
			scopes[attribute(n, "scope")] = true
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
	}
	walk(n)
	return scopes["row"] && scopes["col"]
}

func parseID(t *testing.T, s string) uuid.UUID {
	t.Helper()
	id, err := uuid.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// document of a digest in the outbox.
func document(t *testing.T, m *store.Mail) *Document {
	t.Helper()
	d := new(Document)
	if err := json.Unmarshal(m.Document, d); err != nil {
		t.Fatal(err)
	}
	return d
}

// headline of a digest in the outbox.
func (d *desk) headline(m *store.Mail) string {
	d.t.Helper()
	said := new(Document)
	if err := json.Unmarshal(m.Document, said); err != nil {
		d.t.Fatal(err)
	}
	return said.Digest.Headline(d.Catalog.In(m.Language))
}

// told is a mail that says a digest, with an empty map.
func (d *desk) told(sub *subscription.Subscription, what *digest.Digest) store.Mail {
	d.t.Helper()
	b, err := json.Marshal(Document{Digest: what, Map: &snapshot.Map{Version: 1, Key: sub.Journey, Target: 75}})
	if err != nil {
		d.t.Fatal(err)
	}
	return store.Mail{Key: uuid.NewString(), Kind: store.DigestMail, Subscription: sub.ID, Journey: sub.Journey, To: sub.Mail, Language: sub.Language, Document: b}
}
