package text

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	// a page of a person
	profilePattern = regexp.MustCompile(`(?i)(?:https?://)?(?:[a-z]{1,3}\.)?(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|line|t|wa|threads|weibo|vk|snapchat|telegram|youtube|linktr|m)\.(?:com|me|ee|net|be)/[@A-Za-z0-9_.\-/?=%&#~+]+`)
	handlePattern  = regexp.MustCompile(`@[A-Za-z0-9_][A-Za-z0-9_.]*[A-Za-z0-9_]`)
	// the name of a messenger and what somebody is called there
	accountPattern = regexp.MustCompile(`(?i)(line|wechat|weixin|telegram|tg|whatsapp|viber|skype|instagram|insta|ig|discord|kakao|微信|加賴|加赖|телеграмі|телеграм|тг|вайбер|інстаграм|інста|инста)` +
		`(\s*(?:id|号|號|帳號|账号|号码|me|мій|my)?\s*)([:：是]?)(\s*)([A-Za-z0-9][A-Za-z0-9_.\-]{1,30}[A-Za-z0-9_])`)
)

// messengers are parts that any text which accountPattern matches has.
var messengers = []string{"LINE", "Line", "line", "微信", "加賴", "加赖", "WeChat", "wechat", "Wechat", "WECHAT", "eixin", "elegram", "tg", "TG", "Tg", "hats", "iber", "kype", "nsta", "ig", "IG", "Ig", "iscord", "akao", "елеграм", "тг", "айбер", "нста"}

// products are what stands behind the name of a messenger and is no account.
var products = classes(map[byte]string{1: "pay app id ok login link vip qr code group bot not does is was the and or me ads official store shop taxi today bank works please for at with music points point friends"})

// maskContacts hides handles, pages of people and accounts of messengers.
func maskContacts(s string) string {
	if strings.Contains(s, "/") && strings.Contains(s, ".") {
		s = profilePattern.ReplaceAllString(s, maskedContact)
	}
	if strings.Contains(s, "@") {
		s = hide(s, handles(s), maskedContact)
	}
	for _, m := range messengers {
		if strings.Contains(s, m) {
			return hide(s, accounts(s), maskedContact)
		}
	}
	return s
}

func handles(s string) (found []span) {
	for _, m := range handlePattern.FindAllStringIndex(s, -1) {
		if before, _ := utf8.DecodeLastRuneInString(s[:m[0]]); wordRune(before) || before >= '0' && before <= '9' || before == ']' || letterless(s[m[0]:m[1]]) {
			continue
		}
		found = append(found, span{m[0], m[1]})
	}
	return found
}

func letterless(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' })
}

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
		latin := app[0] < utf8.RuneSelf
		name := app == "LINE" || app == "Line" || latin && !strings.EqualFold(app, "line") || strings.Contains(strings.ToLower(link), "id")
		switch {
		case latin && wordRune(before), latin && link+colon+gap == "", letterless(id), products[strings.ToLower(id)] != 0:
		case odd, colon != "" && name, !latin && app[0] >= 0xE0:
			found = append(found, span{at + m[10], at + m[11]})
		}
		at += m[10]
	}
}
