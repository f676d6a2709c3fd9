package api

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/fault"
)

// Lengths in characters of what comes beside the answers.
const (
	maxRespondent = 200
	maxName       = 64 // of a code, a language, a persona; longer ones exist nowhere
)

// sent is a response as sent, with nothing looked up yet.
type sent struct {
	id         uuid.UUID // zero when the sender gave none
	code       string
	answers    map[string]json.RawMessage
	language   string
	persona    string
	respondent string
	fields     map[string]string
	answeredAt *time.Time
	partial    bool // required answers may be missing
}

// readSent reads one response. The error is fault.Broken for what is no JSON,
// else fault.Invalid with everything that is wrong.
func readSent(b []byte) (*sent, error) {
	s := &sent{}
	var params []fault.Param
	refuse := func(name, code, reason string, args ...any) {
		params = append(params, wrong(name, code, reason, args...))
	}
	str := func(name string, v jsontext.Value, limit int) string {
		got, ok := text(v)
		if !ok {
			refuse(name, "wrong_type", "must be a string")
		} else if n := utf8.RuneCountInString(got); n > limit {
			refuse(name, "too_long", "has %d characters, %d are allowed", n, limit)
			got = ""
		}
		return got
	}
	unknown := 0
	var twice error // a name inside of answers or fields
	ok, err := members(b, func(name string, v jsontext.Value) {
		switch name {
		case "id":
			if got := str(name, v, maxName); got != "" {
				var ok bool
				if s.id, ok = readID(got); !ok || s.id == uuid.Nil {
					refuse(name, "bad_id", "must be a UUID, such as 0193a0de-7c1e-7d3a-8b53-5f2c9a1e4f10")
				}
			}
		case "code":
			s.code = strings.TrimSpace(str(name, v, maxName))
		case "language":
			s.language = str(name, v, maxName)
		case "persona":
			s.persona = str(name, v, maxName)
		case "respondent":
			s.respondent = str(name, v, maxRespondent)
		case "answered_at":
			if got := str(name, v, maxName); got != "" {
				if t, ok := readTime(got); ok {
					s.answeredAt = &t
				} else {
					refuse(name, "bad_time", badTime)
				}
			}
		case "partial":
			s.partial = v.Kind() == 't'
			if k := v.Kind(); k != 't' && k != 'f' && k != 'n' {
				refuse(name, "wrong_type", "must be true or false")
			}
		case "answers":
			s.answers = map[string]json.RawMessage{}
			if v.Kind() == 'n' {
				return
			}
			var is bool
			if is, twice = members(v, func(key string, v jsontext.Value) { s.answers[key] = json.RawMessage(v) }); !is && twice == nil {
				refuse(name, "wrong_type", "must be an object of answers by question key")
			}
		case "fields":
			if err := s.readFields(v, refuse); err != nil {
				twice = err
			}
		default:
			// Tell of the first few; a list of ten thousand helps nobody.
			if unknown++; unknown <= 20 {
				refuse(clip(name), "unknown_property", "there is no such property; known are id, code, answers, language, persona, respondent, fields, answered_at, partial")
			}
		}
	})
	switch {
	case err != nil:
		return nil, broken(err)
	case twice != nil:
		return nil, broken(twice)
	case !ok:
		return nil, invalid([]fault.Param{wrong("", "wrong_type", "a response is a JSON object")})
	}
	if s.code == "" && len(params) == 0 {
		refuse("code", "required", "say which placement was answered, by its code")
	}
	if s.answers == nil && len(params) == 0 {
		refuse("answers", "required", "send the answers by question key")
	}
	if len(params) > 0 {
		return nil, invalid(params)
	}
	return s, nil
}

// readFields reads the hidden fields. Those that the survey does not declare
// are dropped later, so only their being text is looked at here.
func (s *sent) readFields(v jsontext.Value, refuse func(name, code, reason string, args ...any)) error {
	if v.Kind() == 'n' {
		return nil
	}
	s.fields = map[string]string{}
	is, err := members(v, func(key string, v jsontext.Value) {
		if got, ok := text(v); ok {
			s.fields[key] = got
		} else {
			s.fields[key] = notText
		}
	})
	if !is && err == nil {
		refuse("fields", "wrong_type", "must be an object of texts")
	}
	return err
}

// readID reads a UUID in its usual spelling; the library takes braces and
// prefixes too.
func readID(s string) (uuid.UUID, bool) {
	id, err := uuid.Parse(s)
	return id, err == nil && len(s) == 36
}

// notText marks a field whose value is no string. It is invalid UTF-8, which
// no sent text can be.
const notText = "\xff"

// clip shortens a name that a stranger chose, for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > maxName {
		return string(r[:maxName]) + "…"
	}
	return s
}
