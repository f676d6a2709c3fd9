package webhook

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/fault"
)

// Shape is the form in which an endpoint wants to be told: events as they are,
// or messages of a chat program.
type Shape string

// The shapes. All but Standard are chats, which are told a text and a link.
const (
	Standard Shape = "standard" // signed JSON, see standardwebhooks.com
	Slack    Shape = "slack"
	Teams    Shape = "teams"
	Discord  Shape = "discord"
	Telegram Shape = "telegram"
	LINE     Shape = "line"
	Feishu   Shape = "feishu" // Lark outside of China
	WeCom    Shape = "wecom"
)

// Shapes in the order in which people choose among them.
func Shapes() []Shape {
	return []Shape{Standard, Slack, Teams, Discord, Telegram, LINE, Feishu, WeCom}
}

// Known says whether there is such a shape.
func (s Shape) Known() bool { return slices.Contains(Shapes(), s) }

// Chat says whether people read there, and not programs.
func (s Shape) Chat() bool { return s.Known() && s != Standard }

// Message is what a chat is told.
type Message struct {
	ID    string // of the delivery, the same over retries; a UUID
	Text  string // plain; lines are parted by \n
	Link  string // where to read more; "" for none
	Label string // what a button to the link says, where there are buttons
}

// Request is what goes to an endpoint, by POST.
type Request struct {
	URL    string
	Header http.Header
	Body   []byte
}

// Tell makes the request that tells a chat a message. The address is what the
// chat program gave (of Telegram and LINE the one of their API); settings are
// those that Fields names. fault.Invalid for Standard and unknown shapes.
func (s Shape) Tell(address string, settings map[string]string, m Message, now time.Time) (Request, error) {
	m = m.tidy()
	header := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	var body any
	switch s {
	case Slack:
		body = slack(m)
	case Teams:
		body = teams(m)
	case Discord:
		address, body = waited(address), discord(m)
	case Telegram:
		address, body = strings.TrimSuffix(address, "/")+"/bot"+settings["token"]+"/sendMessage", telegram(settings, m)
	case LINE:
		header.Set("Authorization", "Bearer "+settings["token"])
		header.Set("X-Line-Retry-Key", m.ID)
		address, body = strings.TrimSuffix(address, "/")+"/v2/bot/message/push", line(settings, m)
	case Feishu:
		body = feishu(settings["sign"], m, now)
	case WeCom:
		body = wecom(m)
	default:
		return Request{}, fault.New(fault.Invalid, "%q is no chat program that is known here", string(s))
	}
	b, err := encode(body)
	return Request{URL: address, Header: header, Body: b}, err
}

// encode writes JSON with <, > and & as they are: escaped they would take six
// times the room that there is.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
