package text

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	// a page of a person
	profilePattern = regexp.MustCompile(`(?i)(?:https?://)?(?:[a-z]{1,3}\.)?(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|line|t|wa|threads|weibo|vk|snapchat|telegram|youtube|linktr|m)\.(?:com|me|ee|net|be)/[@A-Za-z0-9_.\-/?=%&#~+\x1a]+`)
	handlePattern  = regexp.MustCompile(`@\x1a?[A-Za-z0-9_][A-Za-z0-9_.\x1a]*[A-Za-z0-9_]`)
	// the name of a messenger and what somebody is called there
	accountPattern = regexp.MustCompile(`(?i)(line|wechat|weixin|telegram|tg|whatsapp|viber|skype|instagram|insta|ig|discord|kakao|微信|薇信|vx|(?:加我|加|我的|我|私)[賴赖]|[賴赖]|телеграмі|телеграм|тг|вайбер|інстаграм|інста|инста)` +
		`(\s*(?:的?\s*id|号|號|帳號|账号|号码|me|мій|my)?\s*)([:：是=–—\-]?)(\s*\x1a*\s*)([A-Za-z0-9][A-Za-z0-9_.\-\x1a]{1,30}[A-Za-z0-9_])`)
)

// messengers are parts that any text which accountPattern matches has.
var messengers = []string{"LINE", "Line", "line", "微信", "賴", "赖", "薇信", "vx", "VX", "WeChat", "wechat", "Wechat", "WECHAT", "eixin", "elegram", "tg", "TG", "Tg", "hats", "iber", "kype", "nsta", "ig", "IG", "Ig", "iscord", "akao", "елеграм", "тг", "айбер", "нста"}

// products are what stands behind the name of a messenger and is no account.
var products = classes(map[byte]string{1: "pay app id ok login link vip qr code group bot not does is was the and or me ads official store shop taxi today bank works please for at with music points point friends"})

// hideContacts hides handles, pages of people and accounts of messengers.
func hideContacts(r *reading) {
	if bytes.IndexByte(r.text, '/') >= 0 && bytes.IndexByte(r.text, '.') >= 0 {
		hideAll(r, profilePattern, maskedContact)
	}
	if bytes.IndexByte(r.text, '@') >= 0 {
		hideHandles(r)
	}
	s := string(r.text)
	for _, m := range messengers {
		if strings.Contains(s, m) {
			for _, a := range accounts(s) {
				r.hide(a.from, a.to, maskedContact)
			}
			return
		}
	}
}

func hideHandles(r *reading) {
	for _, m := range handlePattern.FindAllIndex(r.text, -1) {
		if before, _ := utf8.DecodeLastRune(r.text[:m[0]]); wordRune(before) || before >= '0' && before <= '9' || letterless(string(r.text[m[0]:m[1]])) {
			continue
		}
		r.hide(m[0], m[1], maskedContact)
	}
}

func letterless(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' })
}

// behindMark is the least length of an account where a mark stands already.
const behindMark = 6

// accounts are the names that people have in messengers: behind a colon or with
// a digit or a sign in them, or behind 微信 and 加賴, where a word in Latin
// letters is little else.
func accounts(s string) (found []span) {
	for at := 0; ; {
		m := accountPattern.FindStringSubmatchIndex(s[at:])
		if m == nil {
			return found
		}
		part := func(n int) string { return s[at+m[2*n] : at+m[2*n+1]] }
		app, link, colon, gap, id := part(1), part(2), part(3), part(4), part(5)
		before, _ := utf8.DecodeLastRuneInString(s[:at+m[0]])
		odd := strings.ContainsAny(id, "0123456789_") && !letterless(id)
		if strings.ContainsRune(gap, markByte) && (!odd || len(id) < behindMark) {
			at += m[10]
			continue
		}
		latin := app[0] < utf8.RuneSelf
		name := !latin || app == "LINE" || app == "Line" || latin && !strings.EqualFold(app, "line") || strings.Contains(strings.ToLower(link), "id")
		switch {
		case latin && wordRune(before), latin && link+colon+gap == "", letterless(id), products[strings.ToLower(id)] != 0:
		case !latin && (app == "賴" || app == "赖") && colon == "" && strings.TrimSpace(link) == "":
		case odd, strings.HasSuffix(strings.ToLower(strings.TrimSpace(link)), "id") && latinWords[strings.ToLower(id)] == 0 && len(id) >= behindMark, strings.ContainsAny(colon, ":：是") && name, !latin && app[0] >= 0xE0:
			found = append(found, span{at + m[10], at + m[11]})
		}
		at += m[10]
	}
}
