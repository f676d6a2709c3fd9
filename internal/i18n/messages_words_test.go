package i18n_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// eachText calls f for every text of every language but English.
func eachText(t *testing.T, f func(lang, id, text, english string)) {
	t.Helper()
	for _, byLang := range areas(t) {
		for lang, messages := range byLang {
			for id, m := range messages {
				for _, text := range m {
					original := byLang["en"][id]
					f(lang, id, text, original[""]+original["other"])
				}
			}
		}
	}
}

// asEnglish are the messages that are the same in English, with the reason in
// what they are: names, numbers and punctuation.
var asEnglish = regexp.MustCompile(`^[\p{P}\p{S}\p{Z}\p{N}]*$|^(Waymood|QR|API|Kiosk|AI|CSAT|NPS|CES|A4|A5|ID|URL|PNG|SVG|CSV)$`)

func TestMessagesDiffer(t *testing.T) {
	eachText(t, func(lang, id, text, english string) {
		if words := strings.TrimSpace(placeholder.ReplaceAllString(text, "")); lang != "en" && text == english && !asEnglish.MatchString(words) {
			t.Errorf("%s: %s is as in English: %q", lang, id, text)
		}
	})
}

// TestMessagesScript: each Chinese is written for its readers and not converted
// from the other. The characters that only one script has are OpenCC's.
func TestMessagesScript(t *testing.T) {
	only := func(file string) string {
		b, err := os.ReadFile("../text/data/" + file)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for lang, neighbour := range map[string]struct {
		letters string
		words   []string // of the neighbour, whatever they are written with
	}{
		"zh-Hant": {only("hans.txt"), []string{
			"反饋", "提交", "鏈接", "設備", "信息", "默認", "軟件", "硬件", "網絡", "屏幕", "打印", "掃碼", "二維碼", "用戶", "質量", "視頻", "服務器", "數據",
			"登錄", "賬號", "賬戶", "搜索", "刷新", "點擊", "鼠標", "文件夾", "菜單", "程序", "界面", "激活", "在線", "離線時", "短信", "郵箱", "字符", "缺省", "小時後", "渠道", "優化", "反映", "保證",
		}},
		"zh-Hans": {only("hant.txt"), []string{
			"链结", "连结", "资讯", "预设", "萤幕", "列印", "软体", "硬体", "网路", "伺服器", "资料库", "帐号", "登入", "登出", "程式", "介面", "滑鼠", "选单", "讯息", "装置", "送出", "位址", "使用者", "列入统计", "重新整理", "储存", "复选",
		}},
	} {
		eachText(t, func(of, id, text, _ string) {
			if of != lang {
				return
			}
			for _, r := range text {
				if unicode.Is(unicode.Han, r) && strings.ContainsRune(neighbour.letters, r) {
					t.Errorf("%s: %s has %q of the other script: %q", lang, id, r, text)
				}
			}
			for _, word := range neighbour.words {
				if strings.Contains(text, word) {
					t.Errorf("%s: %s says %q as the neighbours do: %q", lang, id, word, text)
				}
			}
		})
	}
}

var (
	straight = regexp.MustCompile(`\p{L}'\p{L}`)
	russian  = regexp.MustCompile(`[ыэъёЫЭЪЁ]`)
	doubled  = regexp.MustCompile(`  | [,.;:!?](\s|$)|[,;]{2}|\s$|^\s`)
)

func TestMessagesLetters(t *testing.T) {
	eachText(t, func(lang, id, text, _ string) {
		if straight.MatchString(text) && (lang == "uk" || lang == "en") {
			t.Errorf("%s: %s has a straight apostrophe: %q", lang, id, text)
		}
		if lang == "uk" && russian.MatchString(text) {
			t.Errorf("%s: %s has letters that Ukrainian does not use: %q", lang, id, text)
		}
		if doubled.MatchString(text) && strings.TrimSpace(text) != "" && !strings.Contains(id, "separator") {
			t.Errorf("%s: %s has stray white space or signs: %q", lang, id, text)
		}
	})
}

// built are the ids that code puts together from an area's name and a key of
// its own: an answer's.
var built = regexp.MustCompile(`^visit\.((csat|nps|ces)_(low|high)|yes|no|better|as|worse)$`)

var named = regexp.MustCompile(`\b[a-z]+\.[a-z0-9_.]+`)

// TestMessagesUsed finds messages that nothing says any more: no file names
// them, and none names their beginning up to "_" or ".", to go on by itself.
func TestMessagesUsed(t *testing.T) {
	whole, begun := map[string]bool{}, map[string]bool{}
	for _, root := range []string{"../../internal", "../../cmd", "../../templates", "../../static"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || !slices.Contains([]string{".go", ".html", ".js"}, filepath.Ext(path)) {
				return err
			}
			b, err := os.ReadFile(path)
			for _, id := range named.FindAllString(string(b), -1) {
				if strings.HasSuffix(id, "_") || strings.HasSuffix(id, ".") && strings.Count(id, ".") > 1 {
					begun[id] = true
				} else {
					whole[id] = true
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, byLang := range areas(t) {
	ids:
		for id := range byLang["en"] {
			if whole[id] || whole[strings.TrimSuffix(id, "_title")] || built.MatchString(id) {
				continue
			}
			for i, c := range id {
				if (c == '_' || c == '.') && begun[id[:i+1]] {
					continue ids
				}
			}
			t.Errorf("nothing says %s", id)
		}
	}
}
