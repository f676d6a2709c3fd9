package webhook

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/uuid"
)

var at = time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)

const link = "https://mood.example.com/admin/journeys/dawn_1/touchpoints/queue?from=2026-10-24&to=2026-11-21"

// chatSettings are settings that each shape takes.
func chatSettings(s Shape) map[string]string {
	switch s {
	case Telegram:
		return map[string]string{"token": "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11", "chat_id": "-1001234567890", "thread": "7"}
	case LINE:
		return map[string]string{"token": "a+channel/access=token", "to": "C4af4980629aaaaaaaaaaaaaaaaaaaaaa"}
	case Feishu:
		return map[string]string{"sign": "a-secret-of-the-bot"}
	}
	return nil
}

// chats are endpoints that take what the documentation of each chat program
// says, and nothing else; the answer is the text as people would read it.
var chats = map[Shape]func(t *testing.T, r *http.Request, body []byte) string{
	Slack: func(t *testing.T, _ *http.Request, body []byte) string {
		var m struct {
			Text   string
			Mrkdwn *bool
			Links  bool `json:"unfurl_links"`
			Media  bool `json:"unfurl_media"`
		}
		strict(t, body, &m)
		if m.Mrkdwn == nil || *m.Mrkdwn || m.Links || m.Media || utf8.RuneCountInString(m.Text) > 4000 {
			t.Errorf("%s", body)
		}
		if bare := regexp.MustCompile(`&(amp|lt|gt);`).ReplaceAllString(m.Text, ""); strings.ContainsAny(bare, "<>") || strings.Contains(strings.ReplaceAll(bare, "&to=", ""), "&") {
			t.Errorf("not escaped: %s", bare)
		}
		return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(m.Text)
	},
	Teams: func(t *testing.T, _ *http.Request, body []byte) string {
		var m struct {
			Type        string
			Attachments []struct {
				ContentType string
				ContentURL  any `json:"contentUrl"`
				Content     struct {
					Schema, Type, Version string
					S                     string `json:"$schema"`
					Body                  []struct {
						Type    string
						Inlines []struct{ Type, Text string }
					}
					Actions []struct{ Type, Title, URL string }
				}
			}
		}
		strict(t, body, &m)
		if len(body) > 28<<10 || m.Type != "message" || len(m.Attachments) != 1 || m.Attachments[0].ContentType != "application/vnd.microsoft.card.adaptive" || m.Attachments[0].ContentURL != nil {
			t.Fatalf("%d bytes: %.300s", len(body), body)
		}
		card := m.Attachments[0].Content
		if card.Type != "AdaptiveCard" || card.Version != "1.4" || len(card.Actions) != 1 || card.Actions[0].Type != "Action.OpenUrl" || card.Actions[0].Title != "Look at it" {
			t.Fatalf("%+v", card)
		}
		text := ""
		for _, block := range card.Body {
			if block.Type != "RichTextBlock" || len(block.Inlines) != 1 || block.Inlines[0].Type != "TextRun" || strings.Contains(block.Inlines[0].Text, "\n") {
				t.Errorf("a line is %+v", block)
			}
			text += block.Inlines[0].Text + "\n"
		}
		return text + card.Actions[0].URL
	},
	Discord: func(t *testing.T, r *http.Request, body []byte) string {
		var m struct {
			Content  string
			Flags    int
			Mentions struct{ Parse []string } `json:"allowed_mentions"`
		}
		strict(t, body, &m)
		if r.URL.Query().Get("wait") != "true" || r.URL.Query().Get("thread_id") != "5" || !strings.Contains(string(body), `"parse":[]`) || m.Flags != 4 || long(m.Content) > 2000 {
			t.Errorf("%s %s", r.URL, body)
		}
		head, tail, _ := strings.Cut(m.Content, "\nhttps://")
		if bare := regexp.MustCompile(`\\[^0-9A-Za-z\s]`).ReplaceAllString(head, ""); strings.ContainsAny(bare, "*_~`|>#[]<@:\\") {
			t.Errorf("not escaped: %q", bare)
		}
		return regexp.MustCompile(`\\([^0-9A-Za-z\s])`).ReplaceAllString(head, "$1") + "\nhttps://" + tail
	},
	Telegram: func(t *testing.T, r *http.Request, body []byte) string {
		var m struct {
			Chat    string `json:"chat_id"`
			Thread  int    `json:"message_thread_id"`
			Text    string
			Preview struct {
				Off bool `json:"is_disabled"`
			} `json:"link_preview_options"`
		}
		strict(t, body, &m)
		if r.URL.Path != "/hook/bot123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11/sendMessage" || m.Chat != "-1001234567890" || m.Thread != 7 || !m.Preview.Off || long(m.Text) > 4096 {
			t.Errorf("%s %s", r.URL, body)
		}
		return m.Text
	},
	LINE: func(t *testing.T, r *http.Request, body []byte) string {
		var m struct {
			To       string
			Messages []struct{ Type, Text string }
		}
		strict(t, body, &m)
		if _, err := uuid.Parse(r.Header.Get("X-Line-Retry-Key")); err != nil || r.URL.Path != "/hook/v2/bot/message/push" || r.Header.Get("Authorization") != "Bearer a+channel/access=token" {
			t.Errorf("%s %v", r.URL, r.Header)
		}
		if m.To != "C4af4980629aaaaaaaaaaaaaaaaaaaaaa" || len(m.Messages) != 1 || m.Messages[0].Type != "text" || long(m.Messages[0].Text) > 5000 {
			t.Fatalf("%s", body)
		}
		return m.Messages[0].Text
	},
	Feishu: func(t *testing.T, _ *http.Request, body []byte) string {
		var m struct {
			Timestamp, Sign string
			Type            string `json:"msg_type"`
			Content         struct{ Text string }
		}
		strict(t, body, &m)
		mac := hmac.New(sha256.New, []byte(m.Timestamp+"\na-secret-of-the-bot"))
		if m.Type != "text" || m.Timestamp != "1795147200" || m.Sign != base64.StdEncoding.EncodeToString(mac.Sum(nil)) || len(body) > 20<<10 {
			t.Errorf("%d bytes: %.300s", len(body), body)
		}
		if strings.ContainsAny(m.Content.Text, "<>") || strings.Contains(m.Content.Text, "](") {
			t.Errorf("has tags: %s", m.Content.Text)
		}
		return strings.NewReplacer("＜", "<", "＞", ">", "] (", "](").Replace(m.Content.Text)
	},
	WeCom: func(t *testing.T, _ *http.Request, body []byte) string {
		var m struct {
			Type string `json:"msgtype"`
			Text struct{ Content string }
		}
		strict(t, body, &m)
		if m.Type != "text" || len(m.Text.Content) > 2048 {
			t.Errorf("%d bytes: %.300s", len(m.Text.Content), body)
		}
		return m.Text.Content
	},
}

func strict(t *testing.T, body []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil || !utf8.Valid(body) {
		t.Fatalf("%v in %.300s", err, body)
	}
}

// long counts as JavaScript does.
func long(s string) int { return len(utf16.Encode([]rune(s))) }

// send posts a request to its endpoint over the machine's own network.
func send(t *testing.T, r Request) {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header = r.Header
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	_ = a.Body.Close()
}

// TestTell sends texts of many kinds to endpoints of every chat program.
func TestTell(t *testing.T) {
	texts := map[string]string{
		"plain":    "Queue is falling: 57 → 41\n排隊・черга 🙂",
		"marks":    "*bold* _it_ ~no~ `code` # head\n> quote [x](https://evil.example) ||spoiler|| 1. one <b>&amp;</b>",
		"mentions": "@everyone @here <!channel> <@U123> <at user_id=\"all\">all</at> @all <@&7>",
		"links":    "https://evil.example/x http://127.0.0.1 www.evil.example <https://evil.example|here>",
	}
	for s, read := range chats {
		var got string
		endpoint := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil || r.Method != http.MethodPost || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
				t.Errorf("%s %v %v", r.Method, r.Header, err)
			}
			got = read(t, r, body)
		}))
		defer endpoint.Close()
		address := endpoint.URL + "/hook"
		if s == Discord {
			address += "?thread_id=5"
		}
		tell := func(t *testing.T, text string) {
			t.Helper()
			r, err := s.Tell(address, chatSettings(s), Message{ID: uuid.NewString(), Text: text, Link: link, Label: "Look at it"}, at)
			if err != nil {
				t.Fatal(err)
			}
			got = "nothing"
			send(t, r)
		}
		t.Run(string(s), func(t *testing.T) {
			for name, text := range texts {
				tell(t, text)
				if want := text + "\n" + link; got != want {
					t.Errorf("%s is read as\n%q, want\n%q", name, got, want)
				}
			}
			tell(t, "a\x00b\x1b[31mc\u202ed\u2066e\rf\tg\xff")
			if got != "ab[31mcdefg\n"+link {
				t.Errorf("control characters: %q", got)
			}
			for name, one := range map[string]string{"letters": "x", "names": "名", "faces": "🙂", "marks": "*", "tags": "<", "quotes": "\"", "lines": "a\n"} {
				tell(t, strings.Repeat(one, 30000/len(one)))
				if !strings.HasSuffix(got, "…\n"+link) || long(got) < 600 && name != "lines" {
					t.Errorf("30,000 bytes of %s end as %q, %d long", name, got[max(len(got)-120, 0):], long(got))
				}
			}
		})
	}
	if len(chats) != len(Shapes())-1 {
		t.Error("there are shapes that are not tried")
	}
	if _, err := Standard.Tell("https://example.com", nil, Message{}, at); err == nil {
		t.Error("the standard shape is no chat, and tells")
	}
}

// TestJudge: replies as the documentation of each program shows them.
func TestJudge(t *testing.T) {
	for _, c := range []struct {
		shape  Shape
		status int
		body   string
		took   bool
		why    string
	}{
		{Slack, 200, "ok", true, ""},
		{Slack, 404, "no_service", false, ""},
		{Teams, 202, "", true, ""},
		{Discord, 200, `{"id":"1","code":3}`, true, ""},
		{Discord, 400, `{"message":"Cannot send an empty message","code":50006}`, false, ""},
		{Telegram, 200, `{"ok":true,"result":{"message_id":1}}`, true, ""},
		{Telegram, 200, `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`, false, "error_code 400"},
		{Telegram, 403, `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`, false, "error_code 403"},
		{LINE, 200, `{"sentMessages":[{"id":"461230966842064897","quoteToken":"x"}]}`, true, ""},
		{LINE, 429, `{"message":"You have reached your monthly limit."}`, false, ""},
		{LINE, 409, `{"message":"The retry key is already accepted"}`, true, ""},
		{Slack, 409, `{"message":"The retry key is already accepted"}`, false, ""},
		{Feishu, 200, `{"code":0,"msg":"success","data":{}}`, true, ""},
		{Feishu, 200, `{"Extra":null,"StatusCode":0,"StatusMessage":"success","code":0}`, true, ""},
		{Feishu, 200, `{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}`, false, "code 19021"},
		{Feishu, 200, `{"StatusCode":9499,"StatusMessage":"Bad Request"}`, false, "StatusCode 9499"},
		{WeCom, 200, `{"errcode":0,"errmsg":"ok"}`, true, ""},
		{WeCom, 200, `{"errcode":93000,"errmsg":"invalid webhook url"}`, false, "errcode 93000"},
		{WeCom, 200, `{"errcode":"93000"}`, true, ""},
		{WeCom, 200, `<html>`, true, ""},
		{Standard, 200, `{"errcode":1,"code":2,"ok":false}`, true, ""},
		{Standard, 302, ``, false, ""},
	} {
		header := http.Header{"X-Line-Accepted-Request-Id": {"f"}}
		if took, why := c.shape.Judge(c.status, header, []byte(c.body)); took != c.took || why != c.why {
			t.Errorf("%s %d %s: %t %q", c.shape, c.status, c.body, took, why)
		}
	}
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		"Queue at 8.30":                    "Queue at 8.30",
		"a\r\nb\tc":                        "a b c",
		"@everyone":                        "@\u2060everyone",
		"see https://evil.example/x":       "see https:\u2060//evil.\u2060example/x",
		"晨曦咖啡・到店旅程":                        "晨曦咖啡・到店旅程",
		strings.Repeat("名", 5000):          strings.Repeat("名", 79) + "…",
		strings.Repeat("x", 79) + " " + "": strings.Repeat("x", 79),
	} {
		if got := Name(in); got != want {
			t.Errorf("%.40q is told as %q", in, got)
		}
	}
}

// TestCheck: what is wrong with an address and settings.
func TestCheck(t *testing.T) {
	const good = "https://hooks.slack.com/services/T0/B0/x"
	for _, c := range []struct {
		shape   Shape
		address string
		change  func(map[string]string)
		want    string
	}{
		{Slack, good, nil, ""},
		{Standard, "http://example.com:8080/x?y=1", nil, ""},
		{Standard, "", nil, "url required"},
		{Standard, "example.com", nil, "url bad_url"},
		{Standard, "https://", nil, "url bad_url"},
		{Standard, "https://:443/", nil, "url bad_url"},
		{Standard, "https://example.com/a b", nil, "url bad_url"},
		{Standard, "https://example.com/\nb", nil, "url bad_url"},
		{Standard, "https://example.com/" + strings.Repeat("x", 2000), nil, "url bad_url"},
		{Standard, "file:///etc/passwd", nil, "url bad_url"},
		{Standard, "gopher://example.com/", nil, "url bad_scheme"},
		{Standard, "javascript:alert(1)", nil, "url bad_url"},
		{Standard, "https://a:b@example.com/", nil, "url userinfo"},
		{Standard, "http://127.0.0.1/", nil, "url private_address"},
		{Standard, "http://[::1]/", nil, "url private_address"},
		{Standard, "http://[::ffff:10.0.0.1]/", nil, "url private_address"},
		{Standard, "http://169.254.169.254/latest", nil, "url private_address"},
		{Standard, "http://192.168.1.1:9000/", nil, "url private_address"},
		{Standard, "http://0.0.0.0/", nil, "url private_address"},
		{Standard, "http://LOCALHOST./", nil, "url private_address"},
		{Slack, "https://hooks.slack.com/…", nil, "url bad_url"},
		{Standard, "http://example.com:25/", nil, "url bad_port"},
		{Standard, "http://example.com:0/", nil, "url bad_port"},
		{Telegram, telegramAPI, nil, ""},
		{Telegram, telegramAPI, func(m map[string]string) { delete(m, "token"); delete(m, "thread") }, "settings.token required"},
		{Telegram, telegramAPI, func(m map[string]string) { m["token"] = "1:x/../../y" }, "settings.token bad_form"},
		{Telegram, telegramAPI, func(m map[string]string) { m["chat_id"] = "me" }, "settings.chat_id bad_form"},
		{Telegram, telegramAPI, func(m map[string]string) { m["chat_id"] = "@my_channel" }, ""},
		{LINE, lineAPI, nil, ""},
		{LINE, lineAPI, func(m map[string]string) { m["to"] = "everybody"; m["token"] = "a\r\nb" }, "settings.token bad_form, settings.to bad_form"},
		{Feishu, good, nil, ""},
		{Feishu, good, func(m map[string]string) { delete(m, "sign") }, ""},
	} {
		settings := chatSettings(c.shape)
		if c.change != nil {
			c.change(settings)
		}
		var got []string
		for _, p := range c.shape.Check(c.address, settings, false) {
			got = append(got, p.Name+" "+p.Code)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s at %.60q: %q, want %q", c.shape, c.address, s, c.want)
		}
		if len(c.want) > 0 && strings.HasSuffix(c.want, "private_address") && len(c.shape.Check(c.address, settings, true)) > 0 {
			t.Errorf("%s is refused though private addresses are allowed", c.address)
		}
	}
}
