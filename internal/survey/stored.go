package survey

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// JSON is the canonical form of answers, keys sorted, as the database keeps
// them. Equal answers have equal JSON.
func (a Answers) JSON() []byte {
	e := encoder{b: make([]byte, 0, 256)}
	e.answers(a)
	return e.b
}

// ParseStored reads what Answers.JSON wrote. It does not check the answers
// again: they were right when they were given, and the survey may have changed.
func ParseStored(b []byte) (Answers, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var raw map[string]any
	if err := d.Decode(&raw); err != nil {
		return nil, fmt.Errorf("read stored answers: %w", err)
	}
	answers := make(Answers, len(raw))
	for key, v := range raw {
		switch v := v.(type) {
		case string, bool:
			answers[key] = v
		case json.Number:
			n, ok := whole([]byte(v))
			if !ok {
				return nil, fmt.Errorf("read stored answers: %s is %s, not a whole number", key, v)
			}
			answers[key] = n
		case []any:
			list := make([]string, len(v))
			for i := range v {
				str, ok := v[i].(string)
				if !ok {
					return nil, fmt.Errorf("read stored answers: %s is no list of strings", key)
				}
				list[i] = str
			}
			answers[key] = list
		default:
			return nil, fmt.Errorf("read stored answers: %s is of no known type", key)
		}
	}
	return answers, nil
}
