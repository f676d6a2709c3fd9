package text

import (
	_ "embed"
	"strings"
	"sync"
)

// The three tables come from opencc-js 1.4.2 (MIT) and the dictionaries it
// carries (OpenCC, Apache-2.0); both licences lie beside them in data/.
// fold.txt is pairs "traditional, simplified"; hans.txt and hant.txt are the
// characters that only one of the two scripts uses, without those that real
// texts of the other script use too (台, 里, 只), and with characters that only
// written Cantonese has on the Traditional side.
var (
	//go:embed data/fold.txt
	foldPairs string
	//go:embed data/hans.txt
	hansOnly string
	//go:embed data/hant.txt
	hantOnly string
)

const (
	scriptBoth byte = iota
	scriptHans
	scriptHant
	scriptKanji
)

// kanjiOnly are characters of Japanese that neither Chinese script writes.
const kanjiOnly = `悪圧囲壱隠円応桜殴穏仮価壊懐拡覚楽観気帰犠拠挙駆継県険検権顕験厳広効恒鉱黒砕済剤雑惨賛歯児実釈収渋従獣縦粛処渉焼乗浄剰畳縄壌嬢譲醸触図粋酔髄枢瀬斉斎摂専戦銭繊捜挿巣騒増蔵臓続堕対帯滞択沢単弾遅昼鋳庁徴聴勅鎮塚逓鉄転伝闘徳読届弐悩脳廃拝売発髪抜蛮浜払変辺歩豊毎黙訳薬様謡頼覧両猟塁励齢歴働込峠畑辻匂枠駅営`

// hanTables answers two questions about a character of the basic plane: its
// Simplified form (0: itself) and the script that it gives away.
type hanTables struct {
	simplified [0x10000]uint16
	script     [0x10000]byte
}

var han = sync.OnceValue(func() *hanTables {
	t := new(hanTables)
	var first rune
	for _, r := range foldPairs {
		switch {
		case r == '\n':
		case first == 0:
			first = r
		default:
			t.simplified[first] = uint16(r)
			first = 0
		}
	}
	for _, r := range kanjiOnly {
		if t.simplified[r] == 0 && !strings.ContainsRune(foldPairs, r) {
			t.script[r] = scriptKanji
		}
	}
	for _, r := range hansOnly {
		t.script[r] = scriptHans
	}
	for _, r := range hantOnly {
		t.script[r] = scriptHant
	}
	return t
})

// IsHan reports whether r is a Chinese character: the unified ideographs with
// their extensions, the compatibility block and 〇 々.
func IsHan(r rune) bool {
	switch {
	case r < 0x3005:
		return false
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0x3400 && r <= 0x4DBF:
		return true
	case r == 0x3005 || r == 0x3007:
		return true
	case r >= 0xF900 && r <= 0xFAFF:
		return true
	}
	return r >= 0x20000 && r <= 0x323AF
}
