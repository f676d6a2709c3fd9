package journey

import (
	"fmt"
	"io"
)

// codeLetters have no pair that looks alike on a poster: no 0 o, no 1 i l.
const codeLetters = "23456789abcdefghjkmnpqrstuvwxyz"

// codeLength is the length of made codes.
const codeLength = 5

// NewCode makes a placement's code from random bytes.
func NewCode(rand io.Reader) (string, error) {
	code := make([]byte, 0, codeLength)
	var b [1]byte
	for len(code) < codeLength {
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return "", fmt.Errorf("make a code: %w", err)
		}
		// 248 is the largest multiple of 31 in a byte; above it some letters
		// would come more often.
		if n := int(b[0]); n < 256-256%len(codeLetters) {
			code = append(code, codeLetters[n%len(codeLetters)])
		}
	}
	return string(code), nil
}
