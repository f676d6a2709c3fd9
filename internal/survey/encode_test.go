package survey

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"testing"
	"time"
	"unicode/utf8"
)

// What is written by hand is what encoding/json writes: sums are stored.
func FuzzEncode(f *testing.F) {
	for _, s := range []string{"", "wait", `a "b" \`, "<&>", "等了很久", "черга\u2028\u2029", "\x00\x1f\x7f", "\xff\xed\xa0\x80", "😀\t"} {
		f.Add(s, 3, true)
	}
	f.Fuzz(func(t *testing.T, s string, n int, yes bool) {
		a := Answers{"rating": n, "again": yes, "comment": s, s: "key", "why": []string{s, "wait"}, "none": []string{}, "nil": []string(nil)}
		var want bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(map[string]any(a)); err != nil {
			t.Fatal(err)
		}
		if got := string(a.JSON()) + "\n"; got != want.String() {
			t.Errorf("%s\nnot\n%s", got, &want)
		}
		at := time.Unix(int64(n), 0)
		for _, fields := range []map[string]string{nil, {"table": s, s: "7"}} {
			got := ContentSum(s, a, "uk", s, s, fields, &at)
			if want := sumByReflection(t, s, a, "uk", s, s, fields, &at); got != want {
				t.Errorf("the sum is %d, not %d", got, want)
			}
		}
	})
}

func TestSumOfNothing(t *testing.T) {
	if got, want := ContentSum("", nil, "", "", "", nil, nil), sumByReflection(t, "", Answers{}, "", "", "", nil, nil); got != want {
		t.Errorf("the sum is %d, not %d", got, want)
	}
}

func sumByReflection(t *testing.T, code string, a Answers, language, persona, respondent string, fields map[string]string, at *time.Time) int64 {
	content := struct {
		Code       string            `json:"code"`
		Answers    Answers           `json:"answers"`
		Language   string            `json:"language"`
		Persona    string            `json:"persona"`
		Respondent string            `json:"respondent"`
		Fields     map[string]string `json:"fields"`
		AnsweredAt string            `json:"answered_at"`
	}{code, a, language, persona, respondent, fields, ""}
	if fields == nil {
		content.Fields = map[string]string{}
	}
	if at != nil {
		content.AnsweredAt = at.UTC().Format(time.RFC3339Nano)
	}
	b, err := json.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// The short way of reading a string reads what the long one does.
func FuzzJSONString(f *testing.F) {
	for _, s := range []string{`""`, `"`, `"等"`, `"a"b"`, `"\u00e9"`, `"a\"`, "\"\t\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, msg []byte) {
		if !utf8.Valid(msg) || bytes.Contains(bytes.ToLower(msg), []byte(`\ud`)) || len(bytes.TrimSpace(msg)) != len(msg) {
			return
		}
		var want string
		ok := len(msg) > 0 && msg[0] == '"' && json.Unmarshal(msg, &want) == nil
		if got, is := jsonString(msg); is != ok || ok && got != want {
			t.Errorf("%q is %q, %v, not %q, %v", msg, got, is, want, ok)
		}
	})
}
