package ticket

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// A token is its version, the number of the act, its end in seconds since 1970
// (0: never), the texts with their lengths before them, and the first fourteen
// bytes of an HMAC-SHA256 over all of that. Within a mail, a link of it stays
// below the length at which programs break lines in ways that cut links.
const (
	version     = 1
	fixedLength = 1 + 1 + 4
	macLength   = 14
	maxToken    = 1024 // characters
	packed      = 0xff // a length that says: sixteen bytes of a UUID
	maxText     = packed - 1
)

// Signer makes and opens tokens.
type Signer struct{ secret []byte }

// NewSigner with the installation's secret for links in mails.
func NewSigner(secret []byte) Signer { return Signer{secret} }

// Token is as safe in an address as it stands, and the same for the same
// ticket. "" for an act that is none and for texts of more than 254 bytes: no
// link at all is better than one that does something else.
func (s Signer) Token(t Ticket) string {
	b := make([]byte, fixedLength, 128)
	b[0], b[1] = version, byte(slices.Index(acts[:], t.Act)+1)
	if b[1] == 0 {
		return ""
	}
	if !t.Until.IsZero() {
		binary.BigEndian.PutUint32(b[2:], uint32(t.Until.Unix()))
	}
	for _, text := range t.texts() {
		if len(*text) > maxText {
			return ""
		}
		b = appendText(b, *text)
	}
	token := base64.RawURLEncoding.EncodeToString(append(b, s.mac(b)...))
	if len(token) > maxToken {
		return ""
	}
	return token
}

// Open is what a token of this installation may do. ok is false for all others,
// and nothing says what is wrong with them. One that is over is opened too, so
// that its holder can be told so.
func (s Signer) Open(token string) (t Ticket, ok bool) {
	if len(token) > maxToken || strings.ContainsAny(token, "\r\n") { // which base64 would skip
		return Ticket{}, false
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) < fixedLength+macLength {
		return Ticket{}, false
	}
	said := b[:len(b)-macLength]
	if !hmac.Equal(b[len(said):], s.mac(said)) {
		return Ticket{}, false
	}
	if said[0] != version || said[1] == 0 || int(said[1]) > len(acts) {
		return Ticket{}, false
	}
	t.Act = acts[said[1]-1]
	if until := binary.BigEndian.Uint32(said[2:fixedLength]); until != 0 {
		t.Until = time.Unix(int64(until), 0)
	}
	rest := said[fixedLength:]
	for _, text := range t.texts() {
		if *text, rest, ok = cutText(rest); !ok {
			return Ticket{}, false
		}
	}
	return t, len(rest) == 0
}

// texts of a ticket in the order of a token.
func (t *Ticket) texts() [5]*string {
	return [5]*string{&t.Mail, &t.Subscription, &t.Journey, &t.Touchpoint, &t.Kind}
}

// appendText writes a text, a UUID in less than half its letters.
func appendText(b []byte, s string) []byte {
	if id, err := uuid.Parse(s); err == nil && id.String() == s {
		return append(append(b, packed), id[:]...)
	}
	return append(append(b, byte(len(s))), s...)
}

func cutText(b []byte) (s string, rest []byte, ok bool) {
	if len(b) == 0 {
		return "", nil, false
	}
	n, b := int(b[0]), b[1:]
	if n == packed {
		if len(b) < 16 {
			return "", nil, false
		}
		return uuid.UUID(b[:16]).String(), b[16:], true
	}
	if len(b) < n {
		return "", nil, false
	}
	return string(b[:n]), b[n:], true
}

func (s Signer) mac(b []byte) []byte {
	h := hmac.New(sha256.New, s.secret)
	h.Write([]byte("ticket\x00"))
	h.Write(b)
	return h.Sum(nil)[:macLength]
}
