package text

import (
	"bytes"
	"regexp"
	"strings"
)

// The parts of a mail address, as RFC 5321 has them and as people write them
// who hope that no program reads them. \x1a is a mark that stands within.
const (
	mailLocal  = `(?:"[^"\n]{1,64}"|“[^”\n]{1,64}”|[\p{L}\p{M}\p{N}._%+\-'!#$&*/=?^{|}~\x1a]+)`
	mailHost   = `(?:[\p{L}\p{M}\p{N}_\-\x1a]+(?:\.[\p{L}\p{M}\p{N}_\-\x1a]+)+|\[[0-9A-Za-z:.]{2,60}\])`
	mailLabel  = `[a-z0-9\-\x1a]+`
	mailAt     = `(?:@| {0,3}@ {1,3}| {0,3}(?:[(\[{<] ?at ?[)\]}>]|собака|小老鼠) {0,3})`
	mailDot    = `(?:\.| \. | {0,2}[(\[{<] ?(?:dot|крапка|точка|點|点) ?[)\]}>] {0,2}| {1,3}(?:dot|крапка|точка) {1,3})`
	mailSuffix = `[a-z]{2,12}\b`
)

var (
	mailPattern   = regexp.MustCompile(mailLocal + `@` + mailHost)
	spacedPattern = regexp.MustCompile(`(?i)` + mailLocal + mailAt + mailLabel + `(?:` + mailDot + mailLabel + `)*` + mailDot + mailSuffix)
	spokenPattern = regexp.MustCompile(`(?i)` + mailLocal + ` {1,3}at {1,3}` + mailLabel + `(?: {1,3}dot {1,3}` + mailLabel + `)* {1,3}dot {1,3}` + mailSuffix)
)

// hideMail hides mail addresses.
func hideMail(r *reading) {
	sign := bytes.IndexByte(r.text, '@') >= 0
	if sign {
		hideAll(r, mailPattern, maskedMail)
	}
	if sign || spells(r.text) {
		hideAll(r, spacedPattern, maskedMail)
		hideAll(r, spokenPattern, maskedMail)
	}
}

func hideAll(r *reading, pattern *regexp.Regexp, mark string) {
	for _, m := range pattern.FindAllIndex(r.text, -1) {
		r.hide(m[0], m[1], mark)
	}
}

// spells reports whether s may spell out the signs of a mail address: it has
// the word dot in any case, at before a bracket, or another word for @.
func spells[T string | []byte](s T) bool {
	for i := 0; i+2 < len(s); i++ {
		switch s[i] | 0x20 {
		case 'd':
			if s[i+1]|0x20 == 'o' && s[i+2]|0x20 == 't' {
				return true
			}
		case 'a':
			if s[i+1]|0x20 != 't' {
				continue
			}
			next := s[i+2]
			if next == ' ' && i+3 < len(s) {
				next = s[i+3]
			}
			if next == ')' || next == ']' || next == '}' || next == '>' {
				return true
			}
		case 0xD1 | 0x20, 0xE5: // с, 小
			if strings.HasPrefix(string(s[i:min(len(s), i+12)]), "собака") || strings.HasPrefix(string(s[i:min(len(s), i+9)]), "小老鼠") {
				return true
			}
		}
	}
	return false
}
