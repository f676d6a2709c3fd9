package text

import (
	"strings"
	"unicode/utf8"
)

const (
	// characters that begin or end a word that only stands where a name could
	notGiven = `店家區区站部門门廳厅館馆院校號号櫃柜台牌間间樓楼層层班組组線线內内外國国市縣县街路口罩鏡镜機机車车貨货食飯饭麵面餐湯汤度級级分式色質质物品料業业融衣褲裤髮发頭头帽個个瘦大胖矮壯壮冷挑冰傲記记姓醫医年月日週周次種种類类名所全每各數数部何麼么值`

	// words that look like a name where a trade stands behind
	notNamed = ` 高雄 石牌 古亭 王品 華碩 华硕 路易 康是 金石 武漢 武汉 溫州 温州 江蘇 江苏 江南 馬祖 马祖 馬偕 马偕 馬來 马来 陸客 陆客 賴皮 赖皮 戴眼 戴口 戴帽 戴著 嚴厲 严厉 沈默 沉默 尤其 殷勤 申訴 申诉 申請 申请 倫敦 伦敦 穆斯 卓越 顧店 顾店 陳列 陈列 陳年 陈年 梁社 葉門 董事 葛瑪 龍山 龙山 湯姆 汤姆 熊貓 熊猫 賀年 孫子 孙子 許久 许久 余額 沈迷 孟加 彭湖 蘇寧 苏宁 蘇澳 蘇州 苏州 喬治 乔治 鄧白 羅東 罗东 潘朵 左營 左营 岡山 鳳山 尹始 曹操 柯南 康橋 康桥 連江 葉克 蔡司 蕭邦 羅馬 罗马 曼谷 `

	// characters before a name of two
	beforeNames = `的是那位個个叫和跟被找給给謝谢有在由請请讓让名為为與与到遇而但對对及向天次候時时`
)

// tradesBehind are what people do; a name stands before them too, but seldom.
var tradesBehind = strings.Fields(`店員 店员 服務員 服务员 服務生 服务生 服務人員 服务人员 設計師 设计师 咖啡師 咖啡师 司機 司机 客服 外送員 外卖员 快遞員 快递员 收銀員 收银员 美容師 美容师 美髮師 美发师 導遊 导游 業務員 业务员 員工 员工 助理 專員 专员 顧問 顾问 工程師 工程师 美甲師 美甲师 騎手 骑手 助教`)

// nameBeforeTrade is where the name begins that ends at s[end:], before a trade,
// or end: a surname and two characters, or one where nothing stands before that
// it could be a word with. It is stricter than nameBefore, for a place, a brand
// or what somebody is like stands there more often.
func nameBeforeTrade(s string, end int) int {
	var back [4]rune // back[0] stands right before the trade
	var at [4]int
	n := 0
	for i := end; n < len(back); n++ {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if size == 0 || !IsHan(r) {
			break
		}
		i -= size
		back[n], at[n] = r, i
	}
	belongs := func(c rune) bool {
		return !strings.ContainsRune(afterNames, c) && !strings.ContainsRune(notGiven, c)
	}
	for k := min(n-1, givenLetters); k > 0; k-- {
		if !isSurname(back[k]) || falseName(back[k], back[k-1]) || pairIn(notNamed, string(back[k])+string(back[k-1])) || k+1 < n && falseName(back[k+1], back[k]) {
			continue
		}
		small := k == 2 && back[1] == '小' && !pairIn(falseNicks, string(back[1])+string(back[0]))
		if !belongs(back[0]) || !belongs(back[k-1]) && !small || k > 1 && falseName(back[1], back[0]) {
			continue
		}
		if k == 1 && (strings.ContainsRune(wordSurnames+"高黃黄藍蓝紅", back[1]) || n > 2 && !strings.ContainsRune(beforeNames, back[2])) {
			continue
		}
		return at[k]
	}
	return end
}
