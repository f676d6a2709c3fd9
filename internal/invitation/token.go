package invitation

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// A token is nine random bytes, four of its end in seconds since 1970 (0:
// never), what else was decided as JSON, and the first fourteen bytes of an
// HMAC-SHA256 over the placement's code and all of that.
const (
	randomLength = 9
	fixedLength  = randomLength + 4
	macLength    = 14
	maxToken     = (fixedLength + maxExtra + macLength) * 4 / 3
)

// Signer makes and opens tokens.
type Signer struct{ secret []byte }

// NewSigner with the installation's secret for invitations.
func NewSigner(secret []byte) Signer { return Signer{secret} }

// Token is a new one for a placement. It is as safe in an address as it
// stands. The error says that the fields are too long.
func (s Signer) Token(code string, i Invitation) (string, error) {
	more, err := i.extra()
	if err != nil {
		return "", err
	}
	b := make([]byte, fixedLength, fixedLength+len(more)+macLength)
	rand.Read(b[:randomLength])
	if !i.Until.IsZero() {
		binary.BigEndian.PutUint32(b[randomLength:], uint32(i.Until.Unix()))
	}
	b = append(b, more...)
	return base64.RawURLEncoding.EncodeToString(append(b, s.mac("token", code, b)[:macLength]...)), nil
}

// Open is what a token of this installation says for this placement, and the
// id that its answer has, now and always. ok is false for all other tokens,
// and whether it is says nothing of what is wrong with them. An invitation
// that is over is opened too: its answer may be there.
func (s Signer) Open(code, token string) (i Invitation, id uuid.UUID, ok bool) {
	if len(token) > maxToken+1 {
		return Invitation{}, uuid.Nil, false
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) < fixedLength+macLength {
		return Invitation{}, uuid.Nil, false
	}
	said := b[:len(b)-macLength]
	if !hmac.Equal(b[len(said):], s.mac("token", code, said)[:macLength]) {
		return Invitation{}, uuid.Nil, false
	}
	if until := binary.BigEndian.Uint32(said[randomLength:fixedLength]); until != 0 {
		i.Until = time.Unix(int64(until), 0)
	}
	if more := said[fixedLength:]; len(more) > 0 {
		var e extra
		if json.Unmarshal(more, &e) != nil {
			return Invitation{}, uuid.Nil, false
		}
		i.Persona, i.Fields = e.Persona, e.Fields
	}
	return i, s.answer(code, said[:randomLength]), true
}

// answer is the id of an invitation's answer, a UUID of version 8. It does
// not show which invitation it came from.
func (s Signer) answer(code string, random []byte) uuid.UUID {
	id := uuid.UUID(s.mac("answer", code, random)[:16])
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

func (s Signer) mac(purpose, code string, b []byte) []byte {
	h := hmac.New(sha256.New, s.secret)
	for _, part := range []string{purpose, code} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	h.Write(b)
	return h.Sum(nil)
}
