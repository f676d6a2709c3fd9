package altcha

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/fault"
)

// vector is a challenge and its solution as Altcha's own library makes them;
// the file says with what.
type vector struct {
	Key, Salt, ID, Payload string
	Number, Expires        int64
	Challenge              Challenge
	Verified               bool
}

func vectors(t testing.TB) []vector {
	t.Helper()
	b, err := os.ReadFile("testdata/altcha.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(b, &file); err != nil || len(file.Vectors) < 4 {
		t.Fatal(len(file.Vectors), err)
	}
	return file.Vectors
}

var now = time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)

// TestAsTheLibrary: the same challenge to the last byte, and the same verdict
// on its solution.
func TestAsTheLibrary(t *testing.T) {
	for _, v := range vectors(t) {
		got := New([]byte(v.Key), v.Salt, v.Number, v.Challenge.MaxNumber, v.ID, time.Unix(v.Expires, 0))
		if d := cmp.Diff(v.Challenge, got); d != "" {
			t.Errorf("number %d (-library +own):\n%s", v.Number, d)
		}
		id, err := Open([]byte(v.Key), v.Payload, now)
		if (err == nil) != v.Verified || err == nil && id != v.ID || err != nil && !errors.Is(err, fault.Gone) {
			t.Errorf("number %d: %q, %v; the library says %v", v.Number, id, err, v.Verified)
		}
		if _, err := Open([]byte(v.Key+"x"), v.Payload, now); !errors.Is(err, fault.Invalid) {
			t.Errorf("another key: %v", err)
		}
	}
}

// TestRefused: nothing of a payload can be changed.
func TestRefused(t *testing.T) {
	key := []byte("key")
	c := New(key, "00ff", 1234, 5000, "a", now.Add(time.Minute))
	good := map[string]any{"algorithm": c.Algorithm, "challenge": c.Challenge, "number": 1234, "salt": c.Salt, "signature": c.Signature}
	send := func(change map[string]any) string {
		p := map[string]any{}
		for k, v := range good {
			p[k] = v
		}
		for k, v := range change {
			p[k] = v
		}
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		return base64.StdEncoding.EncodeToString(b)
	}
	if id, err := Open(key, send(nil), now); err != nil || id != "a" {
		t.Fatal(id, err)
	}
	if _, err := Open(key, send(nil), now.Add(time.Minute)); !errors.Is(err, fault.Gone) {
		t.Errorf("late: %v", err)
	}
	other := New(key, "00ff", 1234, 5000, "b", now.Add(time.Minute))
	forged := New([]byte("other"), "00ff", 1234, 5000, "a", now.Add(time.Minute))
	// What digits of the number would do in a salt without its last &.
	bare := strings.TrimSuffix(c.Salt, "&")
	spliced := Challenge{Salt: bare + "12", Challenge: hashOf(bare, 1234)}
	spliced.Signature = sign(key, spliced.Challenge)
	for name, sent := range map[string]string{
		"nothing":                "",
		"no base64":              "%%%",
		"no JSON":                base64.StdEncoding.EncodeToString([]byte("{")),
		"another number":         send(map[string]any{"number": 1235}),
		"no number":              send(map[string]any{"number": nil}),
		"a number as text":       send(map[string]any{"number": "1234"}),
		"a fraction":             send(map[string]any{"number": 1234.5}),
		"a negative number":      send(map[string]any{"number": -1234}),
		"another algorithm":      send(map[string]any{"algorithm": "SHA-1"}),
		"another salt":           send(map[string]any{"salt": other.Salt}),
		"another challenge":      send(map[string]any{"challenge": other.Challenge}),
		"a later end":            send(map[string]any{"salt": strings.Replace(c.Salt, "expires=1", "expires=2", 1)}),
		"another's work":         send(map[string]any{"challenge": other.Challenge, "signature": other.Signature}),
		"own key":                send(map[string]any{"challenge": forged.Challenge, "signature": forged.Signature}),
		"no signature":           send(map[string]any{"signature": ""}),
		"digits in the salt":     send(map[string]any{"salt": spliced.Salt, "number": 34, "challenge": spliced.Challenge, "signature": spliced.Signature}),
		"too long":               send(map[string]any{"x": strings.Repeat("x", maxPayload)}),
		"the salt without its &": send(map[string]any{"salt": bare, "challenge": hashOf(bare, 1234), "signature": sign(key, hashOf(bare, 1234))}),
	} {
		if id, err := Open(key, sent, now); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %q, %v", name, id, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add(v.Payload)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		// No text but the one that was made is a solution under an unknown key.
		if id, err := Open([]byte("nobody knows this key"), sent, now); err == nil {
			t.Errorf("%q opens %q", sent, id)
		}
	})
}
