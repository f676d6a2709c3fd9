package visit

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Lifetimes of tokens.
const (
	FormLife = 24 * time.Hour // a page left open over night still sends
	TestLife = 2 * time.Hour  // of a test link, as TestToken's callers should ask for
)

// signer makes and checks short tokens: four bytes of time, fourteen of a
// keyed hash over the time and what the token is for.
type signer struct{ hashes *sync.Pool }

// newSigner keeps its hashes: making one costs more than using it.
func newSigner(secret []byte) signer {
	return signer{&sync.Pool{New: func() any { return hmac.New(sha256.New, secret) }}}
}

func (s signer) sign(at time.Time, parts ...string) string {
	var b [18]byte
	binary.BigEndian.PutUint32(b[:4], uint32(at.Unix()))
	copy(b[4:], s.mac(b[:4], parts))
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// open says what time a token carries, if it was signed for these parts.
func (s signer) open(token string, parts ...string) (at time.Time, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) != 18 || !hmac.Equal(b[4:], s.mac(b[:4], parts)) {
		return time.Time{}, false
	}
	return time.Unix(int64(binary.BigEndian.Uint32(b[:4])), 0), true
}

func (s signer) mac(at []byte, parts []string) []byte {
	h, _ := s.hashes.Get().(hash.Hash)
	defer s.hashes.Put(h)
	h.Reset()
	h.Write(at)
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return h.Sum(nil)[:14]
}

// formToken shows that this installation gave this id to a page of this
// placement at this time. Nobody needs one to answer: scripts post without.
// Only who has one may replace the answer that was given under the id.
func (p *Pages) formToken(code string, id uuid.UUID, at time.Time) string {
	return p.forms.sign(at, code, string(id[:]))
}

func (p *Pages) ownsForm(token, code string, id uuid.UUID) bool {
	at, ok := p.forms.open(token, code, string(id[:]))
	now := p.Clock()
	return ok && now.Sub(at) < FormLife && at.Sub(now) < time.Minute
}

// TestToken is what ?test= carries on a survey's link, so that staff can try
// the survey without their answers being counted. The secret is the store's
// for "test".
func TestToken(secret []byte, code string, until time.Time) string {
	return newSigner(secret).sign(until, "test", code)
}

// CheckTestToken says whether a test token is one of this installation for
// this placement and still good.
func CheckTestToken(secret []byte, code, token string, now time.Time) bool {
	until, ok := newSigner(secret).open(token, "test", code)
	return ok && now.Before(until)
}
