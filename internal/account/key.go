package account

import (
	"crypto/rand"
	"fmt"
	"hash/crc32"
	"strings"
)

// Secret is a new API key with its text, which is shown once.
type Secret struct {
	ID   string
	Text string // wm_<8 characters, the id>_<43 random>_<8, a checksum>
}

const (
	idAlphabet     = "23456789abcdefghjkmnpqrstuvwxyz"
	secretAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	idLength       = 8
	secretLength   = 43 // 256 bits
)

// NewKey makes a key. Its checksum tells a mistyped key from a wrong one
// without a look into the database, and lets scanners find lost ones.
func NewKey() Secret {
	id := random(idAlphabet, idLength)
	text := "wm_" + id + "_" + random(secretAlphabet, secretLength)
	return Secret{ID: id, Text: text + "_" + checksum(text)}
}

// KeyID is the id in a key's text; ok is false when the text is no key.
func KeyID(text string) (id string, ok bool) {
	const length = len("wm_") + idLength + 1 + secretLength + 1 + 8
	if len(text) != length || !strings.HasPrefix(text, "wm_") {
		return "", false
	}
	id, rest := text[3:3+idLength], text[3+idLength:]
	if rest[0] != '_' || rest[1+secretLength] != '_' || checksum(text[:length-9]) != text[length-8:] {
		return "", false
	}
	return id, true
}

func checksum(text string) string { return fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(text))) }

// random characters, each as likely as the others.
func random(alphabet string, n int) string {
	out := make([]byte, 0, n)
	limit := byte(256 / len(alphabet) * len(alphabet) % 256)
	var b [64]byte
	for len(out) < n {
		rand.Read(b[:])
		for _, x := range b {
			if (limit == 0 || x < limit) && len(out) < n {
				out = append(out, alphabet[int(x)%len(alphabet)])
			}
		}
	}
	return string(out)
}
