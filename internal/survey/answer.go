package survey

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/waymood/waymood/internal/fault"
)

func bad(code, reason string, args map[string]any) *fault.Param {
	return &fault.Param{Code: code, Reason: reason, Args: args}
}

// number checks a rating.
func (q *Question) number(n int) (any, *fault.Param) {
	s, _ := q.Type.Scale()
	if n < int(s.Min) || n > int(s.Max) {
		return nil, bad(CodeOutOfRange, fmt.Sprintf("must be from %g to %g", s.Min, s.Max), q.bounds())
	}
	return n, nil
}

func (q *Question) notANumber() *fault.Param {
	s, _ := q.Type.Scale()
	return bad(CodeNotANumber, fmt.Sprintf("must be a whole number from %g to %g", s.Min, s.Max), q.bounds())
}

func (q *Question) bounds() map[string]any {
	s, _ := q.Type.Scale()
	return map[string]any{"Min": int(s.Min), "Max": int(s.Max)}
}

// options checks the chosen keys and puts them in the order of the question's
// options, each once: a list is a set.
func (q *Question) options(keys []string) (any, *fault.Param) {
	chosen := map[string]bool{}
	for _, k := range keys {
		k = strings.TrimSpace(k)
		if k == "" {
			continue
		}
		if q.Option(k) == nil {
			return nil, q.unknownOption(k)
		}
		chosen[k] = true
	}
	if len(chosen) == 0 {
		return nil, nil
	}
	list := make([]string, 0, len(chosen))
	for _, o := range q.Options {
		if chosen[o.Key] {
			list = append(list, o.Key)
		}
	}
	return list, nil
}

// one checks the single chosen key of a choice or an expectation.
func (q *Question) one(key string) (any, *fault.Param) {
	switch {
	case key == "":
		return nil, nil
	case q.Type == Expectation && !slices.Contains(Expectations[:], key),
		q.Type == Choice && q.Option(key) == nil:
		return nil, q.unknownOption(key)
	}
	return key, nil
}

func (q *Question) unknownOption(key string) *fault.Param {
	key = cleanLine(key, MaxKeyLength)
	known := make([]string, 0, len(q.Options))
	for o := range q.Offered() {
		known = append(known, o.Key)
	}
	if q.Type == Expectation {
		known = Expectations[:]
	}
	return bad(CodeUnknownOption, fmt.Sprintf("%q is no option; choose from %s", key, strings.Join(known, ", ")), map[string]any{"Option": key})
}

// text checks a text or a mail address.
func (q *Question) text(s string) (any, *fault.Param) {
	limit := q.Limit()
	tooLong := func(n int) *fault.Param {
		return bad(CodeTooLong, fmt.Sprintf("has %d characters, %d are allowed", n, limit), map[string]any{"Max": limit, "Length": n})
	}
	if len(s) > 64*HardMaxLength { // refuse a megabyte before working on it
		return nil, tooLong(len(s))
	}
	s, ok := Clean(s)
	if !ok {
		return nil, bad(CodeBadEncoding, "is not valid UTF-8; send text encoded as UTF-8", nil)
	}
	if s == "" {
		return nil, nil
	}
	if n := utf8.RuneCountInString(s); n > limit {
		return nil, tooLong(n)
	}
	if q.Type == Email && !Mail(s) {
		return nil, bad(CodeBadMail, "is no mail address; it looks like name@example.org", nil)
	}
	return s, nil
}

// Mail says whether s looks like one mail address. It asks for what makes an
// address deliverable, not for all that RFC 5322 permits: comments, quotes and
// anything that could end a header are refused.
func Mail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(local) > 64 || len(s) > maxMailLength || len(domain) < 3 ||
		strings.ContainsFunc(s, func(r rune) bool {
			return r <= ' ' || r == 0x7F || blank(r) || keep(r) != r || strings.ContainsRune(`"(),:;<>[\]`, r)
		}) || strings.Contains(domain, "@") || !strings.Contains(domain, ".") {
		return false
	}
	for _, part := range []string{local, domain} {
		if strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".") || strings.Contains(part, "..") {
			return false
		}
	}
	for label := range strings.SplitSeq(domain, ".") {
		if strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") || len(label) > 63 {
			return false
		}
	}
	return true
}

// yesNo reads the words for yes and no that forms and files use.
func yesNo(s string) (v, ok bool) {
	switch strings.ToLower(s) {
	case "yes", "true", "1":
		return true, true
	case "no", "false", "0":
		return false, true
	}
	return false, false
}
