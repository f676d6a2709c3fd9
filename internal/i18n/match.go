package i18n

import (
	"strings"

	"golang.org/x/text/language"
)

// maxHeader bounds how much of an Accept-Language header is read. Browsers
// send some dozens of bytes.
const maxHeader = 512

// Match chooses the language of a page among the offered ones, of which the
// first is the default: what was asked for by a link, else what the browser
// accepts, in its order, else the default. It returns one of the offered
// tags as they are written there, or "" when none is offered.
//
// Two tags match when language and script are the same, so en-GB is en and
// zh-HK is zh-Hant, but Traditional never answers for Simplified and no
// language answers for a neighbour (ru and uk).
func Match(asked, acceptLanguage string, offered []string) string {
	if len(offered) == 0 {
		return ""
	}
	kinds := make([]kind, len(offered))
	for i, tag := range offered {
		kinds[i], _ = kindOf(tag)
	}
	find := func(k kind) (string, bool) {
		for i := range kinds {
			if kinds[i] == k && k != (kind{}) {
				return offered[i], true
			}
		}
		return "", false
	}

	if k, _ := kindOf(asked); k != (kind{}) {
		if tag, ok := find(k); ok {
			return tag
		}
	}
	for _, k := range accepted(acceptLanguage) {
		if tag, ok := find(k); ok {
			return tag
		}
	}
	return offered[0]
}

// kind is what has to be the same for two tags to match.
type kind struct {
	base   language.Base
	script language.Script
}

// kindOf reads a tag; bare tells that it names Chinese without saying which.
// Anything that is no tag is the zero kind, which matches nothing.
func kindOf(s string) (k kind, bare bool) {
	if s == "" || len(s) > 64 {
		return kind{}, false
	}
	tag, err := language.Parse(s)
	if err != nil {
		return kind{}, false
	}
	return kindOfTag(tag)
}

var (
	chinese     = language.MustParseBase("zh")
	traditional = language.MustParseScript("Hant")
	simplified  = language.MustParseScript("Hans")
)

// sinitic are the tags of Chinese languages whose readers are used to one of
// the two scripts when the tag names none.
var sinitic = map[string]language.Script{
	"yue": traditional, // Cantonese
	"nan": traditional, // Taiwanese, Hokkien
	"hak": traditional, // Hakka
	"lzh": traditional, // literary Chinese
	"wuu": simplified,  // Wu, Shanghainese
	"cmn": simplified,  // Mandarin, as zh
}

func kindOfTag(tag language.Tag) (k kind, bare bool) {
	base, known := tag.Base()
	if known == language.No {
		return kind{}, false
	}
	script, _ := tag.Script()
	_, named, region := tag.Raw()
	noScript, noRegion := named.String() == "Zzzz", region.String() == "ZZ"
	if usual, ok := sinitic[base.String()]; ok {
		base = chinese
		if noScript {
			script = usual
		}
	}
	if base == chinese && noScript && region.String() == "MY" {
		script = simplified // as Malaysia's schools write it; the tables say otherwise
	}
	return kind{base, script}, base == chinese && tag.String() == "zh" && noScript && noRegion
}

// accepted are the kinds that an Accept-Language header asks for, best
// first. A bare zh beside zh-TW, as browsers in Taiwan send it, means the
// same script as the full tag does; alone it is Simplified.
func accepted(header string) []kind {
	if len(header) > maxHeader {
		header = header[:maxHeader]
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		tags = readable(header)
	}
	var kinds []kind
	var bares []int
	script, told := simplified, false
	for _, tag := range tags {
		k, bare := kindOfTag(tag)
		if k == (kind{}) {
			continue
		}
		if bare {
			bares = append(bares, len(kinds))
		} else if k.base == chinese && !told {
			script, told = k.script, true
		}
		kinds = append(kinds, k)
	}
	for _, i := range bares {
		kinds[i].script = script
	}
	return kinds
}

// readable picks the tags out of a header that is not well-formed as a
// whole, in the order in which they stand.
func readable(header string) []language.Tag {
	var tags []language.Tag
	for part := range strings.SplitSeq(header, ",") {
		name, _, _ := strings.Cut(part, ";")
		if tag, err := language.Parse(strings.TrimSpace(name)); err == nil {
			tags = append(tags, tag)
		}
	}
	return tags
}
