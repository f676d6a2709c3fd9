package survey

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// ContentSum is 64 bits of a SHA-256 over the content of a response as sent.
// The same id with the same sum is a repetition, with another one a conflict.
// It is stored: its definition never changes.
func ContentSum(code string, answers Answers, language, persona, respondent string, fields map[string]string, answeredAt *time.Time) int64 {
	at := ""
	if answeredAt != nil && !answeredAt.IsZero() {
		at = answeredAt.UTC().Format(time.RFC3339Nano)
	}
	e := encoder{b: make([]byte, 0, 512), html: true}
	e.b = append(e.b, `{"code":`...)
	e.text(code)
	e.b = append(e.b, `,"answers":`...)
	e.answers(answers)
	for _, member := range []struct{ name, text string }{{"language", language}, {"persona", persona}, {"respondent", respondent}} {
		e.b = append(append(append(e.b, `,"`...), member.name...), `":`...)
		e.text(member.text)
	}
	e.b = append(e.b, `,"fields":`...)
	e.texts(fields)
	e.b = append(e.b, `,"answered_at":`...)
	e.text(at)
	e.b = append(e.b, '}')
	sum := sha256.Sum256(e.b)
	return int64(binary.BigEndian.Uint64(sum[:8]))
}
