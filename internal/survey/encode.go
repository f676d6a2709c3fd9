package survey

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// encoder writes what encoding/json would write, byte for byte: each answer is
// encoded twice on its way, and reflection was a good part of that way.
type encoder struct {
	b    []byte
	html bool // <, > and & are escaped, as json.Marshal does
}

// answers as an object with its keys sorted.
func (e *encoder) answers(a Answers) {
	e.b = append(e.b, '{')
	for i, key := range slices.Sorted(maps.Keys(a)) {
		e.key(i, key)
		switch v := a[key].(type) {
		case string:
			e.text(v)
		case int:
			e.b = strconv.AppendInt(e.b, int64(v), 10)
		case bool:
			e.b = strconv.AppendBool(e.b, v)
		case []string:
			e.list(v)
		default:
			e.any(v)
		}
	}
	e.b = append(e.b, '}')
}

// texts as an object with its keys sorted.
func (e *encoder) texts(m map[string]string) {
	e.b = append(e.b, '{')
	for i, key := range slices.Sorted(maps.Keys(m)) {
		e.key(i, key)
		e.text(m[key])
	}
	e.b = append(e.b, '}')
}

// key of the member after i others.
func (e *encoder) key(i int, key string) {
	if i > 0 {
		e.b = append(e.b, ',')
	}
	e.text(key)
	e.b = append(e.b, ':')
}

func (e *encoder) text(s string) {
	if !plain(s) {
		e.any(s)
		return
	}
	e.b = append(append(append(e.b, '"'), s...), '"')
}

func (e *encoder) list(all []string) {
	if all == nil {
		e.any(all)
		return
	}
	e.b = append(e.b, '[')
	for i, s := range all {
		if i > 0 {
			e.b = append(e.b, ',')
		}
		e.text(s)
	}
	e.b = append(e.b, ']')
}

// any value, the long way.
func (e *encoder) any(v any) {
	var b bytes.Buffer
	long := json.NewEncoder(&b)
	long.SetEscapeHTML(e.html)
	if err := long.Encode(v); err != nil {
		panic(err) // only canonical types are in answers, see Answers
	}
	e.b = append(e.b, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

// plain texts stand for themselves in any JSON.
func plain(s string) bool {
	ascii := true
	for i := range len(s) {
		switch ch := s[i]; {
		case ch < ' ', ch == '"', ch == '\\', ch == '<', ch == '>', ch == '&':
			return false
		case ch >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(s) && !strings.ContainsAny(s, "\u2028\u2029")
}
