package survey

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"time"
)

// ContentSum is 64 bits of a SHA-256 over the content of a response as sent.
// The same id with the same sum is a repetition, with another one a conflict.
// It is stored: its definition never changes.
func ContentSum(code string, answers Answers, language, persona, respondent string, fields map[string]string, answeredAt *time.Time) int64 {
	content := struct {
		Code       string            `json:"code"`
		Answers    Answers           `json:"answers"`
		Language   string            `json:"language"`
		Persona    string            `json:"persona"`
		Respondent string            `json:"respondent"`
		Fields     map[string]string `json:"fields"`
		AnsweredAt string            `json:"answered_at"`
	}{code, answers, language, persona, respondent, fields, ""}
	if answers == nil {
		content.Answers = Answers{}
	}
	if fields == nil {
		content.Fields = map[string]string{}
	}
	if answeredAt != nil && !answeredAt.IsZero() {
		content.AnsweredAt = answeredAt.UTC().Format(time.RFC3339Nano)
	}
	b, err := json.Marshal(content)
	if err != nil {
		panic(err) // only canonical types are in answers, see Answers
	}
	sum := sha256.Sum256(b)
	return int64(binary.BigEndian.Uint64(sum[:8]))
}
