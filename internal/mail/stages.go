package mail

import "strings"

// Reason reads a Refusal's text again: how far it came, and what was said. A
// text that is none has no stage.
func Reason(text string) (Stage, string) {
	stage, said, _ := strings.Cut(text, ": ")
	switch s := Stage(stage); s {
	case Letter, Connect, Encrypt, SignIn, From, Recipient, Content, Unsure:
		return s, said
	}
	return "", text
}
