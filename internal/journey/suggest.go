package journey

import "strings"

// nearest is the known word that was most likely meant, or "". Up to a third
// of a word may be wrong.
func nearest(word string, known []string) string {
	best, bestAt := "", len([]rune(word))/3+1
	for _, k := range known {
		if strings.EqualFold(k, word) {
			return k
		}
		d := distance(strings.ToLower(word), strings.ToLower(k))
		if d <= bestAt && (d < bestAt || best == "") && d < len([]rune(k)) {
			best, bestAt = k, d
		}
	}
	return best
}

// distance is the number of letters added, removed, replaced or swapped with
// their neighbour (optimal string alignment) that make a into b.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	if len(s) > 60 || len(t) > 60 {
		return 60
	}
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for k := range rows[0] {
		rows[0][k] = k
	}
	for i := 1; i <= len(s); i++ {
		for k := 1; k <= len(t); k++ {
			cost := 1
			if s[i-1] == t[k-1] {
				cost = 0
			}
			rows[i][k] = min(rows[i-1][k]+1, rows[i][k-1]+1, rows[i-1][k-1]+cost)
			if i > 1 && k > 1 && s[i-1] == t[k-2] && s[i-2] == t[k-1] {
				rows[i][k] = min(rows[i][k], rows[i-2][k-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}

// languageSlips are tags that people write for the four languages.
var languageSlips = map[string]string{
	"zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh_tw": "zh-Hant", "zh-hant-tw": "zh-Hant", "tw": "zh-Hant", "zht": "zh-Hant",
	"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh_cn": "zh-Hans", "zh-hans-cn": "zh-Hans", "cn": "zh-Hans", "zhs": "zh-Hans",
	"ua": "uk", "ukr": "uk", "uk-ua": "uk", "uk_ua": "uk",
	"en-us": "en", "en-gb": "en", "en_us": "en", "en_gb": "en", "eng": "en",
}
