package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/waymood/waymood/internal/fault"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Password lengths, in characters.
const (
	MinPassword = 12
	MaxPassword = 128
)

// common are passwords of at least MinPassword characters that are tried
// first; see common.txt for where they are from.
//
//go:embed common.txt
var commonText string

var common = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			set[line] = true
		}
	}
	return set
})

// CheckPassword says what is wrong with a new password: too short, too long,
// one that everybody tries first, or the account's own address. There are no
// rules about digits and signs.
func CheckPassword(password, mail string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		return refuse("encoding", nil, "the password is not valid text")
	case n < MinPassword:
		return refuse("too_short", map[string]any{"Min": MinPassword}, fmt.Sprintf("use at least %d characters; a few words will do", MinPassword))
	case n > MaxPassword:
		return refuse("too_long", map[string]any{"Max": MaxPassword}, fmt.Sprintf("use at most %d characters", MaxPassword))
	case easy(password, mail):
		return refuse("common", nil, "this password is among the first that are tried; choose another")
	}
	return nil
}

func refuse(code string, args map[string]any, reason string) error {
	return &fault.Error{Kind: fault.Invalid, Detail: reason, Params: []fault.Param{{Name: "password", Code: code, Args: args, Reason: reason}}}
}

func easy(password, mail string) bool {
	folded := cases.Fold().String(password)
	if common()[folded] {
		return true
	}
	whole := Fold(mail)
	local, _, _ := strings.Cut(whole, "@")
	if whole != "" && (folded == whole || folded == local) {
		return true
	}
	// A short pattern repeated is as good as the pattern: aaaaaaaaaaaa,
	// 123123123123, passwordpassword.
	for size := 1; size <= len(folded)/2; size++ {
		if len(folded)%size == 0 && strings.Repeat(folded[:size], len(folded)/size) == folded && (size <= 4 || common()[folded[:size]] || size*2 == len(folded)) {
			return true
		}
	}
	return runs(folded)
}

// runs is true for passwords that only count up or down: 123456789012,
// abcdefghijkl.
func runs(s string) bool {
	for _, line := range [...]string{"01234567890123456789012345678901234567890", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm"} {
		if strings.Contains(line, s) || strings.Contains(line, reversed(s)) {
			return true
		}
	}
	return false
}

func reversed(s string) string {
	b := []rune(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// Parameters of argon2id for new hashes. Two at once use 128 MiB.
const (
	memory  = 64 * 1024 // KiB
	passes  = 3
	threads = 1
	saltLen = 16
	hashLen = 32
)

// hashing lets at most two hashes be computed at a time, so that a flood of
// logins cannot use up memory.
var hashing = make(chan struct{}, 2)

func enter(ctx context.Context) error {
	select {
	case hashing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &fault.Error{Kind: fault.Busy, Detail: "too many sign-ins at once, try again in a moment", Cause: ctx.Err()}
	}
}

func leave() { <-hashing }

// Hash of a password for UserByMail and Verify. It waits for its turn until
// ctx ends: fault.Busy.
func Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLen)
	rand.Read(salt)
	if err := enter(ctx); err != nil {
		return "", err
	}
	defer leave()
	sum := argon2.IDKey(normal(password), salt, passes, memory, threads, hashLen)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum)), nil
}

// normal is a password as it is hashed: the same characters typed on another
// keyboard are the same bytes.
func normal(password string) []byte { return []byte(norm.NFC.String(password)) }

// nobody is a hash that no password has, for accounts that do not exist.
const nobody = "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Verify compares a password with a hash. With an empty hash it takes as long
// and says no, so that nobody learns from the time which accounts exist. weak
// is true when the hash was made with lower parameters than today's and the
// password, which was right, should be hashed anew.
func Verify(ctx context.Context, hash, password string) (ok, weak bool, err error) {
	known := hash != ""
	if !known {
		hash = nobody
	}
	var version, m, t int
	var p uint8
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, false, fmt.Errorf("read password hash: unknown form")
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &m, &t, &p); err != nil || version != argon2.Version || m < 8 || t < 1 || p < 1 || m > 1<<21 || t > 64 {
		return false, false, fmt.Errorf("read password hash: unknown parameters")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, false, fmt.Errorf("read password hash: %w", err)
	}
	sum, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(sum) < 16 {
		return false, false, fmt.Errorf("read password hash: broken sum")
	}
	if utf8.RuneCountInString(password) > MaxPassword {
		password = "" // as slow as any other, and never right
		known = false
	}
	if err := enter(ctx); err != nil {
		return false, false, err
	}
	defer leave()
	got := argon2.IDKey(normal(password), salt, uint32(t), uint32(m), p, uint32(len(sum)))
	ok = subtle.ConstantTimeCompare(got, sum) == 1 && known
	return ok, ok && (m < memory || t < passes), nil
}
