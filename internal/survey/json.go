package survey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/waymood/waymood/internal/fault"
)

// maxAnswers is how many answers one response may have.
const maxAnswers = 200

// ParseJSON reads answers of the API. A program is told of everything that is
// not as documented: unknown questions, wrong types (a number as a string),
// unknown options. null, "" and [] are no answer; whole numbers may be
// written 4 or 4.0; an option listed twice counts once. Questions and options
// that are archived are still taken, because a device may have been offline
// since before they were. Answers that are right are returned even when
// others are wrong; each Param is named "answers.<key>".
func (s *Survey) ParseJSON(raw map[string]json.RawMessage) (Answers, error) {
	r := reader{survey: s, prefix: "answers.", answers: Answers{}}
	if len(raw) > maxAnswers {
		return nil, tooManyAnswers(len(raw))
	}
	r.all(func(q *Question) (any, *fault.Param) {
		if msg, ok := raw[q.Key]; ok {
			return q.json(msg)
		}
		return nil, nil
	})
	for _, key := range sorted(raw) {
		if s.Question(key) == nil {
			key = cleanLine(key, MaxKeyLength)
			r.params = append(r.params, fault.Param{
				Name: r.prefix + key, Code: CodeUnknownQuestion, Args: map[string]any{"Question": key},
				Reason: "there is no such question in this survey",
			})
		}
	}
	if len(r.answers) == 0 && len(r.params) == 0 {
		r.params = append(r.params, fault.Param{
			Name: "answers", Code: CodeEmpty, Args: map[string]any{"Question": "answers"}, Reason: "nothing was answered",
		})
	}
	return r.done()
}

func tooManyAnswers(n int) error {
	return &fault.Error{
		Kind: fault.Invalid, Detail: fmt.Sprintf("%d answers were sent, %d are allowed", n, maxAnswers),
		Params: []fault.Param{{
			Name: "answers", Code: CodeTooMany, Args: map[string]any{"Max": maxAnswers, "Question": "answers"},
			Reason: fmt.Sprintf("at most %d answers are allowed", maxAnswers),
		}},
	}
}

// json reads one answer strictly.
func (q *Question) json(msg json.RawMessage) (any, *fault.Param) {
	msg = bytes.TrimSpace(msg)
	if len(msg) == 0 || string(msg) == "null" {
		return nil, nil
	}
	if !utf8.Valid(msg) {
		return nil, bad(CodeBadEncoding, "is not valid UTF-8; send text encoded as UTF-8", nil)
	}
	wrong := func(want string) (any, *fault.Param) {
		return nil, bad(CodeWrongType, "must be "+want, map[string]any{"Want": want})
	}
	switch _, isScale := q.Type.Scale(); {
	case q.Type == YesNo:
		switch string(msg) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return wrong("true or false")
	case isScale:
		if msg[0] != '-' && (msg[0] < '0' || msg[0] > '9') {
			return wrong("a number")
		}
		n, ok := whole(msg)
		if !ok {
			return nil, q.notANumber()
		}
		return q.number(n)
	case q.Type.Several():
		var list []json.RawMessage
		if msg[0] != '[' || json.Unmarshal(msg, &list) != nil {
			return wrong("a list of option keys")
		}
		if len(list) > maxAnswers {
			return nil, bad(CodeTooMany, fmt.Sprintf("at most %d options are allowed", maxAnswers), map[string]any{"Max": maxAnswers})
		}
		keys := make([]string, len(list))
		for i, m := range list {
			var ok bool
			if keys[i], ok = jsonString(m); !ok {
				return wrong("a list of option keys")
			}
		}
		return q.options(keys)
	}
	str, ok := jsonString(msg)
	if !ok {
		return wrong("a string")
	}
	if q.Type == Choice || q.Type == Expectation {
		return q.one(str)
	}
	return q.text(str)
}

// whole reads a number that has no fraction, however it is written.
func whole(msg []byte) (int, bool) {
	if n, err := strconv.Atoi(string(msg)); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(string(msg), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1e9 {
		return 0, false
	}
	return int(f), true
}

// jsonString decodes a JSON string. Halves of a surrogate pair, which a
// script leaves when it cuts a text inside an emoji, are dropped; the decoder
// would put replacement characters in their place.
func jsonString(msg []byte) (string, bool) {
	if len(msg) == 0 || msg[0] != '"' {
		return "", false
	}
	if last := len(msg) - 1; last > 0 && msg[last] == '"' && asIs(msg[1:last]) {
		return string(msg[1:last]), true
	}
	var s string
	if json.Unmarshal(dropLoneSurrogates(msg), &s) != nil {
		return "", false
	}
	return s, true
}

// asIs says whether the inside of a JSON string, valid UTF-8, stands for
// itself.
func asIs(inside []byte) bool {
	for _, ch := range inside {
		if ch == '"' || ch == '\\' || ch < ' ' {
			return false
		}
	}
	return true
}

func dropLoneSurrogates(msg []byte) []byte {
	if !bytes.Contains(msg, []byte(`\ud`)) && !bytes.Contains(msg, []byte(`\uD`)) {
		return msg
	}
	out := make([]byte, 0, len(msg))
	for i := 0; i < len(msg); {
		if msg[i] != '\\' || i+1 >= len(msg) {
			out = append(out, msg[i])
			i++
			continue
		}
		high, isEscape := escape(msg[i:])
		if !isEscape {
			out = append(out, msg[i], msg[i+1])
			i += 2
			continue
		}
		switch {
		case high >= 0xD800 && high < 0xDC00:
			if low, ok := escape(msg[i+6:]); ok && low >= 0xDC00 && low < 0xE000 {
				out = append(out, msg[i:i+12]...)
				i += 6
			}
		case high >= 0xDC00 && high < 0xE000:
		default:
			out = append(out, msg[i:i+6]...)
		}
		i += 6
	}
	return out
}

// escape reads a \uXXXX at the start of b.
func escape(b []byte) (uint64, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return n, err == nil
}
