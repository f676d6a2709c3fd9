// Package altcha asks a device for a little work and checks that it was done,
// by the protocol of Altcha (https://altcha.org), version 1 with SHA-256: the
// device is given the hash of a salt and a number, and finds the number by
// trying. Challenges are signed, so that nothing of them has to be kept.
package altcha

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/fault"
)

const algorithm = "SHA-256"

// Challenge is what a device is given.
type Challenge struct {
	Algorithm string `json:"algorithm"`
	Challenge string `json:"challenge"` // hex of the hash of salt and number
	MaxNumber int64  `json:"maxnumber"` // the number is 0..MaxNumber
	Salt      string `json:"salt"`      // ends with the id and the time, as a query
	Signature string `json:"signature"`
}

// payload is what a device sends back, as base64 of JSON.
type payload struct {
	Algorithm string `json:"algorithm"`
	Challenge string `json:"challenge"`
	Number    *int64 `json:"number"`
	Salt      string `json:"salt"`
	Signature string `json:"signature"`
}

// New makes a challenge for a number of 0..most that the caller chose at
// random. It is bound to an id and good until expires, in whole seconds; salt
// makes it unlike any other.
func New(key []byte, salt string, number, most int64, id string, expires time.Time) Challenge {
	c := Challenge{Algorithm: algorithm, MaxNumber: most}
	// The last & keeps digits of the number from being taken for the time's.
	c.Salt = salt + "?id=" + url.QueryEscape(id) + "&expires=" + strconv.FormatInt(expires.Unix(), 10) + "&"
	c.Challenge = hashOf(c.Salt, number)
	c.Signature = sign(key, c.Challenge)
	return c
}

// maxPayload is far more than a payload has, in characters.
const maxPayload = 2048

// Open checks a payload and gives the id that its challenge was bound to. Work
// that was not done, or for a challenge that key did not sign, is
// fault.Invalid; an expired one is fault.Gone.
func Open(key []byte, sent string, now time.Time) (id string, err error) {
	wrong := fault.New(fault.Invalid, "This is not the work that was asked for.")
	if len(sent) > maxPayload {
		return "", wrong
	}
	b, err := base64.StdEncoding.DecodeString(sent)
	if err != nil {
		return "", wrong
	}
	var p payload
	if err := json.Unmarshal(b, &p); err != nil || p.Number == nil || *p.Number < 0 || p.Algorithm != algorithm || !strings.HasSuffix(p.Salt, "&") {
		return "", wrong
	}
	if !hmac.Equal([]byte(sign(key, p.Challenge)), []byte(p.Signature)) || hashOf(p.Salt, *p.Number) != p.Challenge {
		return "", wrong
	}
	_, query, _ := strings.Cut(p.Salt, "?")
	to, err := url.ParseQuery(strings.TrimSuffix(query, "&"))
	if err != nil {
		return "", wrong
	}
	expires, err := strconv.ParseInt(to.Get("expires"), 10, 64)
	if err != nil {
		return "", wrong
	}
	if !now.Before(time.Unix(expires, 0)) {
		return "", fault.New(fault.Gone, "This came too late.")
	}
	return to.Get("id"), nil
}

func hashOf(salt string, number int64) string {
	sum := sha256.Sum256(strconv.AppendInt([]byte(salt), number, 10))
	return hex.EncodeToString(sum[:])
}

func sign(key []byte, challenge string) string {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(challenge))
	return hex.EncodeToString(m.Sum(nil))
}
