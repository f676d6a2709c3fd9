package text

import (
	"strings"
	"unicode/utf8"
)

// The surnames are the commonest in Taiwan and the mainland in both scripts,
// without those that are mostly other words in a sentence (和 都 向 于 從 連).
const (
	surnames = `陳陈林黃黄張张李王吳吴劉刘蔡楊杨許许鄭郑謝谢郭洪曾邱廖賴赖周徐蘇苏葉叶莊庄呂吕江何蕭萧羅罗高潘簡简朱鍾钟彭游詹胡施沈余盧卢梁趙赵顏颜柯翁魏孫孙戴范方宋鄧邓杜傅侯曹薛丁卓馬马阮董溫温唐藍蓝石蔣蒋古紀纪姚倪歐欧程湯汤康姜涂邵鄒邹韓韩尹錢钱龔龚嚴严尤俞裴童陸陆葛譚谭袁武賀贺孟夏秦田巫汪白崔閻阎龍龙龐庞喬乔梅甘黎商顧顾郝萬万毛任熊易史牛雷金戚嵇聶聂齊齐關关殷冉岳包申祁費费寧宁駱骆樊章覃阎倫伦苗鮑鲍凌華华焦柳辛孔段邢賈贾靳翟穆瞿匡麥麦桂褚裘耿管祝柴霍蒙路屈饒饶左伍`

	compounds = ` 歐陽 欧阳 司馬 司马 上官 諸葛 诸葛 司徒 東方 皇甫 尉遲 范姜 張簡 端木 `

	// words that begin or end with a surname and are none.
	falseNames = ` 高傲 高冷 馬偕 马偕 謝謝 谢谢 感謝 感谢 多謝 多谢 任何 如何 為何 为何 幾何 几何 最高 很高 超高 太高 好高 不高 極高 高興 高兴 高度 高級 高级 高檔 高档 高峰 高溫 高温 高手 高湯 高鐵 高铁 高價 高价 高分
		方便 方面 方式 方法 方向 方才 地方 對方 对方 官方 店方 校方 院方 警方 資方 資深 黃色 黄色 黃金 黄金 黃昏 黄昏 蛋黃 蛋黄 白飯 白饭 白米 白色 白天 白目 白痴 明白 空白 白開 白开 蛋白 白白
		金額 金额 金錢 金钱 金屬 金属 現金 现金 押金 訂金 订金 定金 獎金 奖金 基金 年金 馬上 马上 立馬 立马 馬桶 马桶 馬路 马路 石頭 石头 花生 江浙 武器 田園 任務 任务 任意 任性 主任 責任 责任 信任
		溫度 温度 溫暖 温暖 溫柔 温柔 室溫 氣溫 高溫 常溫 保溫 包裝 包装 包括 包廂 包厢 包含 包子 麵包 面包 書包 钱包 錢包 毛巾 毛病 羽毛 關門 关门 關心 关心 關於 关于 關係 关系 相關 有關 有关 無關 开关 開關
		管理 管道 主管 不管 儘管 尽管 保管 路線 路线 路上 走路 網路 网路 道路 馬路 路過 路过 左右 左邊 左边 古早 古老 古典 簡單 简单 簡直 简直 簡陋 简陋 簡訊 费用 費用 浪費 浪费 免費 免费 消費 消费 收費 收费 小費 小费 付费 付費
		萬一 万一 千万 千萬 商品 商店 商家 商量 廠商 厂商 電商 电商 容易 交易 輕易 轻易 易懂 歷史 历史 牛肉 牛奶 牛排 水牛 雷同 地雷 商務 商务 連鎖 葉子 叶子 茶葉 茶叶 梅花 梅子 林口 森林 園林 樹林 士林 員林 雲林 許多 许多 也許 也许 或許 或许 允許 允许
		周到 周末 周圍 周围 周邊 周边 周年 一周 上周 下周 每周 本周 四周 游泳 旅游 游客 導游 导游 游戲 游戏 網游 依賴 依赖 余地 多余 其余 剩余 華麗 华丽 豪華 豪华 繁華 中華 嚴重 严重 嚴格 严格 嚴肅 高高 万年 萬年 易怒 萬分 万分 石沉 任勞 任劳 毛手 毛躁 路怒 高速 马虎 馬虎 方案 白眼 石化 任內 任内 華而 华而 麥片 麦片 麥當 麦当 小麥 小麦 桂花 肉桂 段時 段时 一段 段落 階段 阶段 寧靜 宁静 寧可 宁可 康健 健康 安康
		顧客 顾客 照顧 照顾 回顧 章魚 規章 文章 蓝色 藍色 龍蝦 龙虾 水龍 夏天 夏季 秦漢 甘甜 程度 過程 过程 课程 課程 工程 行程 流程 康復 丁點 湯頭 汤头 湯麵 喝湯 熱湯 清湯 雞湯 施工 施設 設施 设施 措施 實施 童裝 兒童 儿童
		唐突 郝好 何必 何時 何时 何況 何况 曾經 曾经 未曾 不曾 溫馨 温馨 祝福 祝你 祝您 慶祝 柴魚 屈臣 伍佰 辛苦 辛辣 苗條 蒙受 單方 配方 處方 多方 遠方 前方 後方 上方 下方 平方 藥方 蘇打 苏打 徐徐 孟買 宋朝 陸續 陆续 大陸 大陆 登陸 登录 登錄 武功 武漢 洪水 紀念 纪念 年紀 年纪 世紀 经纪 經紀 `

	// characters that follow a name rather than belong to it.
	afterNames = `的了很是不都在有就也還还又再才只會会要想對对把被給给讓让跟態态服處处理動动做作說说講讲叫來来去超太非常特真最沒没無无著着過过得嗎吗吧呢啊喔哦呀啦先小女經经老店這这那們们一姓您你我他她什員员生師师和與与及跑吃喝帶带拿收找走站坐看問问回笑罵骂兇凶臉脸從从到用幫帮以前後后上下也卻却挂掛,`

	// characters that may stand right behind a name without a title
	behindNames = afterNames + `打親亲主送教介推解耐熱热專专細细剪開开拉人手為为願愿肯已正剛刚常總总每多準准接回答記记忘弄撞請请謝谢感技講永十各竟居一全完根仍差爛烂糟棒讚赞冷`

	// surnames that are words: one character more behind a role makes no name
	wordSurnames = `方石白任路華华金毛萬万易古溫温包關关管費费程雷龍龙牛夏章甘史施祝辛苗柴蒙湯汤康寧宁齊齐焦耿商武田秦段麥麦桂江游凌`

	givenLetters = 2 // of a Chinese name after the surname at most
)

var (
	// behind a name
	titlesBehind = []string{"先生", "小姐", "女士", "太太", "店長", "店长", "經理", "经理", "老師", "老师", "醫師", "医师", "醫生", "医生", "師傅", "师傅", "護理師", "护理师", "護士", "护士", "教練", "教练", "副店", "主任", "阿姨", "領班", "领班"}
	// before a name
	rolesBefore = []string{"服務員", "服务员", "服務生", "服务生", "服務人員", "服务人员", "店員", "店员", "店長", "店长", "設計師", "设计师", "咖啡師", "咖啡师", "司機", "司机", "客服", "前台", "櫃台", "櫃檯", "快遞員", "快递员", "外送員", "外卖员", "護理師", "护理师", "經理", "经理", "收銀員", "收银员", "按摩師", "美容師", "美容师", "美髮師", "导游", "導遊", "業務員", "业务员", "員工", "员工", "同事", "助理", "行員", "騎手", "骑手", "助教", "護士", "护士", "專員", "专员", "顧問", "顾问", "工程師", "工程师", "美甲師", "美甲师", "教練", "教练"}
	selfBefore  = []string{"我叫", "名字是", "名字叫", "姓名是", "姓名："}
	staffBehind = []string{"店員", "店员", "員工", "员工", "服務", "服务", "小姐", "先生", "司機", "司机", "經理", "经理", "護士", "护士", "男", "女", "店長", "店长", "客服", "師傅", "师傅", "老師", "老师", "醫師", "医生"}
	// nicknames that are none
	falseNicks = ` 小心 小聲 小声 小妹 小弟 小姐 小哥 小時 小时 小朋 小孩 小費 小费 小事 小氣 小气 小吃 小小 小便 小店 小幫 小帮 小伙 小夥 小編 小编 小路 小菜 小份 小杯 小點 小点 小題 小问 小問 小型 小學 小学 小組 小组 小兒 小儿 小女 小男 小鮮 小王子 小巧 小狗 小貓 小猫 小包 小額 小额 小白 小偷 小人 小屋 小籠 小笼 小火 阿姨 阿伯 阿嬤 阿公 阿婆 阿桑 阿弟 阿妹 阿里 阿們 阿嬷 阿叔 阿嫂 `
)

// cueStarts are the characters that a title or a role begins with.
var cueStarts = func() map[rune]bool {
	m := map[rune]bool{}
	for _, list := range [][]string{titlesBehind, tradesBehind, rolesBefore, selfBefore} {
		for _, w := range list {
			r, _ := utf8.DecodeRuneInString(w)
			m[r] = true
		}
	}
	return m
}()

// chineseNames finds names in Chinese by surnames and titles, and by what
// stands before them. A title alone, 小姐 or 老師, is no name.
func chineseNames(s string) (found []span) {
	for i := 0; i < len(s); {
		if s[i] < 0xE0 {
			i++
			continue
		}
		rest := s[i:]
		r, n := decode(rest)
		if strings.HasPrefix(rest[n:], "姓") && isSurname(r) && prefixed(rest[n+len("姓"):], staffBehind) != "" {
			found = append(found, span{i, i + n})
		}
		if !cueStarts[r] {
			i += n
			continue
		}
		if t := prefixed(rest, titlesBehind); t != "" {
			if from := nameBefore(s, i, t); from < i {
				found = append(found, span{from, i})
			}
		} else if t := prefixed(rest, tradesBehind); t != "" && !strings.HasPrefix(rest[len(t):], "務") && !strings.HasPrefix(rest[len(t):], "务") {
			if from := nameBeforeTrade(s, i); from < i {
				found = append(found, span{from, i})
			}
		}
		cueLength, self := 0, false
		if t := prefixed(rest, selfBefore); t != "" {
			cueLength, self = len(t), true
		} else if t := prefixed(rest, rolesBefore); t != "" {
			cueLength = len(t)
		}
		if cueLength > 0 {
			if n := nameAt(s[i+cueLength:], self); n > 0 {
				found = append(found, span{i + cueLength, i + cueLength + n})
				i += cueLength + n
				continue
			}
		}
		if strings.HasPrefix(rest, "我姓") {
			r, n := decode(rest[len("我姓"):])
			if next, _ := decode(rest[len("我姓")+n:]); isSurname(r) || IsHan(r) && !IsHan(next) {
				found = append(found, span{i + len("我姓"), i + len("我姓") + n})
			}
		}
		i += n
	}
	return found
}

func prefixed(s string, list []string) string {
	for _, p := range list {
		if strings.HasPrefix(s, p) {
			return p
		}
	}
	return ""
}

func isSurname(r rune) bool { return IsHan(r) && strings.ContainsRune(surnames, r) }

// falseName reports whether the two characters are a word that only looks like
// a surname.
func falseName(a, b rune) bool {
	var w [8]byte
	n := utf8.EncodeRune(w[:], a)
	n += utf8.EncodeRune(w[n:], b)
	return pairIn(falseNames, string(w[:n]))
}

// pairIn reports whether w is one of the words of list, spaces around each.
func pairIn(list, w string) bool {
	for at := 0; ; {
		i := strings.Index(list[at:], w)
		if i < 0 {
			return false
		}
		i += at
		if end := i + len(w); list[i-1] <= ' ' && list[end] <= ' ' {
			return true
		}
		at = i + len(w)
	}
}

// nameBefore is where the name begins that ends at s[end:], before the title t,
// or end. The longest that begins with a surname counts.
func nameBefore(s string, end int, t string) int {
	var back [4]rune // back[0] stands right before the title
	var at [4]int
	n, i := 0, end
	for n < len(back) {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if size == 0 || !IsHan(r) {
			break
		}
		i -= size
		back[n], at[n] = r, i
		n++
	}
	if n == 0 {
		return end
	}
	if n >= 2 && pairIn(compounds, string(back[1])+string(back[0])) {
		return at[1]
	}
	if n >= 3 && pairIn(compounds, string(back[2])+string(back[1])) && !strings.ContainsRune(afterNames, back[0]) {
		return at[2]
	}
	if n >= 2 && (back[1] == '小' || back[1] == '阿') && !strings.ContainsRune(afterNames, back[0]) && !pairIn(falseNicks, string(back[1])+string(back[0])) {
		return at[1]
	}
	for k := min(n-1, givenLetters); k >= 0; k-- {
		if !isSurname(back[k]) || k+1 < n && falseName(back[k+1], back[k]) || k > 0 && falseName(back[k], back[k-1]) {
			continue
		}
		whole := true
		for j := range k {
			whole = whole && !strings.ContainsRune(afterNames, back[j]) && (j > 0 || !isSurname(back[j]) || k == 2)
		}
		if first, _ := decode(t); k == 0 && falseName(back[0], first) {
			continue
		}
		if whole {
			return at[k]
		}
	}
	return end
}

// ends reports whether a name that is the first k of r may end there.
func ends(r []rune, k int) bool { return k >= len(r) || strings.ContainsRune(behindNames, r[k]) }

// nameAt is the length of the name that s begins with, after a role or 我叫: a
// surname with one or two characters, or 小 or 阿 with one.
func nameAt(s string, self bool) int {
	var r [5]rune // two for a compound surname, two given, one behind
	var at [6]int
	n := 0
	for n < len(r) {
		c, size := decode(s[at[n]:])
		if !IsHan(c) {
			break
		}
		r[n], at[n+1] = c, at[n]+size
		n++
	}
	if n < 2 {
		return 0
	}
	belongs := func(c rune) bool { return !strings.ContainsRune(afterNames, c) }
	if r[0] == '小' || r[0] == '阿' {
		if !belongs(r[1]) || pairIn(falseNicks, string(r[:2])) {
			return 0
		}
		return at[2]
	}
	if r[0] == '老' && isSurname(r[1]) && ends(r[:n], 2) {
		return at[2]
	}
	first := 1
	if pairIn(compounds, string(r[:2])) {
		first = 2
	} else if !isSurname(r[0]) || falseName(r[0], r[1]) {
		return 0
	}
	small := n > first+1 && r[first] == '小' && belongs(r[first+1]) && !pairIn(falseNicks, string(r[first:first+2]))
	if first >= n || !belongs(r[first]) && !small {
		return 0
	}
	if n > first+1 && belongs(r[first+1]) && !falseName(r[first], r[first+1]) && ends(r[:n], first+2) {
		return at[first+2]
	}
	if small || !ends(r[:n], first+1) || !self && strings.ContainsRune(wordSurnames, r[0]) {
		return 0
	}
	if !self && n > first+1 && prefixed(s[at[first+1]:], titlesBehind) != "" {
		return 0 // the title finds it
	}
	return at[first+1]
}
