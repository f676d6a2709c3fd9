package text

import (
	"strings"
	"testing"
)

// What people write to get a contact past the mask, whole text by whole text.
func TestMaskDisguised(t *testing.T) {
	var lines []string
	for _, c := range []string{"\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u00AD", "\u200E", "\u200F", "\u202A", "\u202E", "\u2066", "\u2069"} {
		lines = append(lines, "電話 0912"+c+"345"+c+"678", "電話 "+strings.Join(strings.Split("0912345678", ""), c))
	}
	for _, c := range []string{"\u2007", "\u2009", "\u3000", "\u00A0", "\u202F", "    ", "\t", "\n", "\r\n", "\u2212", "~", "*", "|", ",", "，", ", ", "—", "_", "·", "・", "／", " / ", "[phone]", " [name] ", "[", "👍", ":", ";"} {
		lines = append(lines, "電話 0912"+c+"345"+c+"678", "電話 +886"+c+"912"+c+"345"+c+"678")
	}
	lines = append(lines,
		"電話 09·12·34·56·78", "電話 09_12_345_678", "電話 0912—345—678", "電話 ٠٩١٢٣٤٥٦٧٨", "電話 ０９１２-３４５-６７８", "電話 𝟎𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "電話 𝟶𝟿𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾",
		"電話 ⓪⑨①②③④⑤⑥⑦⑧", "電話 ⓿❾❶❷❸❹❺❻❼❽", "電話 0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "電話 ⁰⁹¹²³⁴⁵⁶⁷⁸", "電話 零九一二三四五六七八", "電話 〇九一二三四五六七八", "電話 零九一二 三四五 六七八", "電話 零九12三四五678",
		"電話 2345.67.8901", "電話 02/27/1234", "電話 09:12:34:56:78", "電話 0912[phone]345678", "電話 2345,6789", "電話 0̶9̶1̶2̶3̶4̶5̶6̶7̶8̶", "電話 २३४५६७८९", "電話 零、九、一、二、三、四、五、六、七、八",
		"電話 0912345678 0922333444", "電話 09123456780922333444",
	)
	for _, s := range lines {
		if got := Mask(s, "zh-Hant"); got != "電話 [phone]" {
			t.Errorf("Mask(%q) = %q", s, got)
		}
	}
	for in, want := range map[string]string{
		"write bob＠evil.com":                   "write [mail]",
		"write bob﹫evil.com now":               "write [mail] now",
		"write bob@evil．com":                   "write [mail]",
		"write bob@evil。com。":                  "write [mail]。",
		"write bob @ evil.com":                 "write [mail]",
		"write bob (at) evil.com":              "write [mail]",
		"write bob [at] evil dot com":          "write [mail]",
		"write: bob at evil dot com":           "write: [mail]",
		"write: Bob AT evil DOT co dot uk":     "write: [mail]",
		"write bob@evil dot com":               "write [mail]",
		"write bob{at}evil{dot}com":            "write [mail]",
		"write bob@[10.0.0.1]":                 "write [mail]",
		"write bob@[IPv6:2001:db8::1]":         "write [mail]",
		"write bob\u200B@\u200Bevil.com":       "write [mail]",
		"write b\u00ADob@ev\u200Dil.c\u2060om": "write [mail]",
		`write "bob smith"@evil.com`:           "write [mail]",
		"write o'bob!x@evil.com":               "write [mail]",
		"write bob[mail]@evil.com":             "write [mail]",
		"write bob@evil[mail].com":             "write [mail]",
		"write 𝐛𝐨𝐛@𝐞𝐯𝐢𝐥.𝐜𝐨𝐦":                   "write [mail]",
		"пишіть bob собака evil крапка com":    "пишіть [mail]",
		"write ｂｏｂ＠ｅｖｉｌ．ｃｏｍ":                   "write [mail]",

		"card 4111\u200B1111\u200B1111\u200B1111":  "card [card]",
		"card 4111·1111·1111·1111":                 "card [card]",
		"card 4111_1111_1111_1111":                 "card [card]",
		"IBAN UA21\u200B3223130000026007233566001": "IBAN [iban]",
		"IBAN DE89·3704·0044·0532·0130·00":         "IBAN [iban]",
		"IBAN DE89.3704.0044.0532.0130.00 ok":      "IBAN [iban] ok",
		"IBAN DE 89 3704 0044 0532 0130 00":        "IBAN [iban]",
		"IBAN ＤＥ８９３７０４００４４０５３２０１３０００":              "IBAN [iban]",

		"add ＠dark_fox99":              "add [contact]",
		"add @dark\u200B_fox99":        "add [contact]",
		"add @\u200Bdark_fox99":        "add [contact]",
		"[mail]@dark_fox99":            "[mail][contact]",
		"add @dark[contact]_fox99":     "add [contact]",
		"我的賴 darkfox99":                "我的賴 [contact]",
		"我的賴是darkfox99":                "我的賴是[contact]",
		"加我賴 darkfox99":                "加我賴 [contact]",
		"加我賴：darkfox":                  "加我賴：[contact]",
		"賴ID: darkfox":                 "賴ID: [contact]",
		"LINE ID darkfox99":            "LINE ID [contact]",
		"LINE ID darkfox":              "LINE ID [contact]",
		"L\u200BINE ID: darkfox":       "L\u200BINE ID: [contact]",
		"ＬＩＮＥ ＩＤ：ｄａｒｋｆｏｘ":              "ＬＩＮＥ ＩＤ：[contact]",
		"telegram: darkfox":            "telegram: [contact]",
		"telegram: dark\u200Bfox99":    "telegram: [contact]",
		"TG darkfox99":                 "TG [contact]",
		"вайбер darkfox99":             "вайбер [contact]",
		"телеграм: darkfox":            "телеграм: [contact]",
		"LINE: [contact] darkfox99":    "LINE: [contact] [contact]",
		"see t.me/darkfox":             "see [contact]",
		"see t\u200B.me/dark\u200Bfox": "see [contact]",
		"see wa.me/886912345678":       "see [contact]",
		"see t。me/darkfox":             "see [contact]",

		"我叫王\u200B小明":                      "我叫[name]",
		"我叫王\u2060小\uFEFF明，很生氣":            "我叫[name]，很生氣",
		"Дякую Ole\u200Bna Petrenko":       "Дякую [name]",
		"Our waitress\u200BAnna was great": "Our waitress\u200B[name] was great",
		"Thanks 𝐀𝐧𝐧𝐚!":                     "Thanks [name]!",
		"王曉琳店員態度差":                         "[name]店員態度差",
		"那個王曉琳店員態度差":                       "那個[name]店員態度差",
		"店員王曉琳態度差":                         "店員[name]態度差",
		"店員王曉琳":                            "店員[name]",
		"店員王琳態度差":                          "店員[name]態度差",
		"王小明店員很親切":                         "[name]店員很親切",
		"telegram - darkfox99":             "telegram - [contact]",
		"王琳店員很親切":                          "[name]店員很親切",
		"陈晓东服务员很好":                         "[name]服务员很好",
		"今天李志明司機開很快":                       "今天[name]司機開很快",
	} {
		got := Mask(in, "")
		if got != want {
			t.Errorf("Mask(%q) = %q, want %q", in, got, want)
		}
		if again := Mask(got, ""); again != got {
			t.Errorf("Mask(%q) = %q", got, again)
		}
	}
}

// What only looks like a number, a contact or a name stays.
func TestMaskPlain(t *testing.T) {
	for _, s := range []string{
		"1,234,567 元", "NT$1,234,567", "1,234,567.89 UAH", "1,200,000-1,500,000", "1,234 5,678", "2345.67", "paid 2345.67 of 3000", "12345,67 грн",
		"2020-2024", "2020–2024", "2019~2021", "10:00-22:00", "09:00~18:00", "週一至週五 09:00-18:00，週六 10:00-17:00", "10.00-22.00", "09:12:34", "2026-11-21 10:30:45",
		"2026-11-21", "21.11.2026", "11/21/2026", "2026/11/21 10:30", "民國 113/05/06", "01.05.2026-06.05.2026", "2026-05-01 ~ 2026-05-06", "order 123456", "#123456", "訂單 654321 沒到",
		"1200~1500元", "1000-1500元", "120, 150, 99 і 200", "2019, 2020, 2021", "原價1200，特價1100", "12、14、15、18桌", "100% 200% 300%", "100元 200元 300元", "5/5", "5 / 5 / 5 / 5",
		"一二三四", "三百五十", "一、二、三、四、五、六、七、八、九", "2026-11-21一直等", "星期一二三四五都一樣", "三三兩兩", "一個一個來", "二零二四年五月六日", "十二點三十五分",
		"I looked at that dot", "coffee @ 3.50", "2 coffees @ 45 each", "meet at noon", "Met at Evil Corp", "dotted line", "❤️❤️ 好吃 👨‍👩‍👧", "好吃😋😋 100分", "👍🏽 10/10",
		"依賴iPhone太多", "LINE Pay 不能用", "LINE ID 無法登入", "賴 老師", "LINE id is required", "telegram bot is slow", "5*5*5", "60*90 cm", "1. 20\n2. 30", "A. 12\nB. 15\nC. 20",
		"高雄店員很好", "萬華店員很好", "王品店員很好", "許多店員", "商店員工", "資深店員", "戴眼鏡店員", "路易莎店員", "康是美店員", "程式客服", "尤其店員態度", "顧店員工", "嚴厲店員", "高冷店員", "屈臣氏店員", "小七店員", "麥當勞店員", "金石堂店員", "感謝所有店員", "溫馨可愛店員", "連鎖店員工", "包廂服務員", "黃衣店員", "申訴客服", "任何店員", "馬偕護士", "高級小吃店員", "陳列小物店員",
		"店員態度差", "店員好", "店員高傲", "服務員管太多", "員工方言很重", "店員服務態度差", "店員溫和", "客服石頭",
		"[phone]", "12 [phone] 34", "[mail] [name]",
	} {
		if got := Mask(s, ""); got != s {
			t.Errorf("Mask(%q) = %q", s, got)
		}
	}
}
