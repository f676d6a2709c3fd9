package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// How long a text may be, link included, each in the unit of its program.
// Telegram and Discord do not say what a character is, so the stricter reading
// is taken: UTF-16 code units.
const (
	slackMost    = 3000  // characters; more is cut or split from 4,000 on
	teamsMost    = 20000 // bytes of JSON; a message may have 28 kB with all around it
	discordMost  = 2000
	telegramMost = 4096
	lineMost     = 5000
	feishuMost   = 15000 // bytes of JSON; a request may have 20 kB
	wecomMost    = 2048  // bytes
)

type object = map[string]any

// slack is a message of an incoming webhook,
// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks.
// &, < and > are escaped as https://docs.slack.dev/messaging/formatting-message-text
// asks, so that no name mentions anybody; mrkdwn is off, so that none is bold.
func slack(m Message) any {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	return object{"text": m.in(slackMost, letters, escape.Replace), "mrkdwn": false, "unfurl_links": false, "unfurl_media": false}
}

// teams is an Adaptive Card for the workflow "Post to a channel when a webhook
// request is received",
// https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using.
// A line is a TextRun, which knows no Markdown,
// https://adaptivecards.io/explorer/TextRun.html.
func teams(m Message) any {
	blocks := []any{}
	for line := range strings.SplitSeq(cut(m.Text, teamsMost, written, same), "\n") {
		blocks = append(blocks, object{"type": "RichTextBlock", "inlines": []any{object{"type": "TextRun", "text": line}}})
	}
	card := object{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
		"body": blocks,
	}
	if m.Link != "" {
		card["actions"] = []any{object{"type": "Action.OpenUrl", "title": m.Label, "url": m.Link}}
	}
	return object{"type": "message", "attachments": []any{
		object{"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil, "content": card},
	}}
}

// discord is a message of a webhook that mentions nobody and shows no preview
// (flag 4), https://discord.com/developers/docs/resources/webhook#execute-webhook.
func discord(m Message) any {
	return object{"content": m.in(discordMost, units, unmarked), "allowed_mentions": object{"parse": []string{}}, "flags": 4}
}

// waited asks Discord to answer only when the message is kept: without it a
// message that is not is no error.
func waited(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address // posting it tells what is wrong with it
	}
	q := u.Query()
	q.Set("wait", "true")
	u.RawQuery = q.Encode()
	return u.String()
}

// unmarked puts a backslash before all that means something in Discord's
// Markdown; ":" keeps addresses in names from becoming links.
func unmarked(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\*_~`|>#-+[](){}<@:!.", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// telegram is a call of sendMessage, https://core.telegram.org/bots/api#sendmessage,
// without parse_mode, so that nothing in it is read as a mark.
func telegram(settings map[string]string, m Message) any {
	call := object{
		"chat_id": settings["chat_id"], "text": m.in(telegramMost, units, same),
		"link_preview_options": object{"is_disabled": true},
	}
	if n, err := strconv.Atoi(settings["thread"]); err == nil {
		call["message_thread_id"] = n
	}
	return call
}

// line is a push message,
// https://developers.line.biz/en/reference/messaging-api/#send-push-message.
func line(settings map[string]string, m Message) any {
	return object{"to": settings["to"], "messages": []any{object{"type": "text", "text": m.in(lineMost, units, same)}}}
}

// feishu is a text of a custom bot,
// https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot. Where the
// bot has a secret the request is signed: the key is the timestamp, a line
// break and the secret, and what is signed is empty. There is no escape for
// tags and links in a text, so their marks give way to others that look alike.
func feishu(secret string, m Message, now time.Time) any {
	tame := strings.NewReplacer("<", "＜", ">", "＞", "](", "] (")
	message := object{"msg_type": "text", "content": object{"text": m.in(feishuMost, written, tame.Replace)}}
	if secret != "" {
		timestamp := strconv.FormatInt(now.Unix(), 10)
		mac := hmac.New(sha256.New, []byte(timestamp+"\n"+secret))
		message["timestamp"], message["sign"] = timestamp, base64.StdEncoding.EncodeToString(mac.Sum(nil))
	}
	return message
}

// wecom is a text of a group robot, https://developer.work.weixin.qq.com/document/path/91770.
// Only mentioned_list would mention anybody.
func wecom(m Message) any {
	return object{"msgtype": "text", "text": object{"content": m.in(wecomMost, octets, same)}}
}
