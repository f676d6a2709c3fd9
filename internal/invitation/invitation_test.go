package invitation

import (
	"encoding/base64"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestToken(t *testing.T) {
	s := NewSigner([]byte("secret"))
	end := time.Date(2027, 2, 20, 0, 0, 0, 0, time.UTC)
	for name, in := range map[string]Invitation{
		"bare":  {},
		"until": {Until: end},
		"all":   {Until: end, Persona: "office", Fields: map[string]string{"order": "A-12", "名": "晨曦 ☕"}},
	} {
		token, err := s.Token("k7q2x", in)
		if err != nil {
			t.Fatal(err)
		}
		out, id, ok := s.Open("k7q2x", token)
		if !ok || !out.Until.Equal(in.Until) || out.Persona != in.Persona || !reflect.DeepEqual(out.Fields, in.Fields) {
			t.Errorf("%s: %v, %+v", name, ok, out)
		}
		if id.Version() != 8 || id.Variant() != uuid.RFC4122 {
			t.Errorf("%s: the id %s is of version %d", name, id, id.Version())
		}
		if _, again, _ := s.Open("k7q2x", token); again != id {
			t.Errorf("%s: the id is %s and then %s", name, id, again)
		}
		if strings.Trim(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			t.Errorf("%s: %q is not safe in an address", name, token)
		}
	}
	if token, _ := s.Token("k7q2x", Invitation{Until: end}); len(token) != 36 {
		t.Errorf("a bare token has %d characters", len(token))
	}
}

// TestForged changes every byte of a token, cuts it and lengthens it.
func TestForged(t *testing.T) {
	s := NewSigner([]byte("secret"))
	token, err := s.Token("k7q2x", Invitation{Until: time.Unix(1, 0), Fields: map[string]string{"order": "A-12"}})
	if err != nil {
		t.Fatal(err)
	}
	bad := []string{"", "A", token + "A", token + "AAAA", token + "=", token[1:], strings.Repeat("A", 36), strings.Repeat("A", 1<<20), token + "\x00", "\xff"}
	raw, _ := base64.RawURLEncoding.DecodeString(token)
	for i := range raw {
		raw[i] ^= 1
		bad = append(bad, base64.RawURLEncoding.EncodeToString(raw))
		raw[i] ^= 1
		bad = append(bad, base64.RawURLEncoding.EncodeToString(raw[:i]))
	}
	for _, b := range bad {
		if _, _, ok := s.Open("k7q2x", b); ok {
			t.Errorf("%.60q is taken", b)
		}
	}
	if _, _, ok := s.Open("other", token); ok {
		t.Error("it opens another placement")
	}
	if _, _, ok := NewSigner([]byte("another")).Open("k7q2x", token); ok {
		t.Error("another installation takes it")
	}
	if _, _, ok := s.Open("k7q2x", token); !ok {
		t.Error("it is not taken itself")
	}
}

func TestOver(t *testing.T) {
	end := time.Date(2027, 2, 20, 0, 0, 0, 0, time.UTC)
	i := Invitation{Until: end}
	if i.Over(end.Add(-time.Second)) || !i.Over(end) || (&Invitation{}).Over(end.AddDate(1000, 0, 0)) {
		t.Error("it is over at another time")
	}
}

func TestTooMuch(t *testing.T) {
	_, err := NewSigner(nil).Token("k7q2x", Invitation{Fields: map[string]string{"order": strings.Repeat("x", maxExtra)}})
	if !errors.Is(err, errExtra) {
		t.Errorf("%v", err)
	}
	most, err := NewSigner(nil).Token("k7q2x", Invitation{Fields: map[string]string{"order": strings.Repeat("x", maxExtra-len(`{"f":{"order":""}}`))}})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok := NewSigner(nil).Open("k7q2x", most); !ok {
		t.Error("the longest one is not taken")
	}
}

func TestMerge(t *testing.T) {
	i := Invitation{Fields: map[string]string{"order": "A-12"}}
	from := map[string]string{"order": "B-1", "plan": "pro"}
	if got := i.Merge(from); !reflect.DeepEqual(got, map[string]string{"order": "A-12", "plan": "pro"}) || from["order"] != "B-1" {
		t.Errorf("%v, %v", got, from)
	}
	if got := i.Merge(nil); got["order"] != "A-12" {
		t.Errorf("%v", got)
	}
}

func FuzzOpen(f *testing.F) {
	s := NewSigner([]byte("secret"))
	for _, i := range []Invitation{{}, {Until: time.Unix(1790000000, 0), Persona: "p"}} {
		token, err := s.Token("k7q2x", i)
		if err != nil {
			f.Fatal(err)
		}
		f.Add("k7q2x", token)
	}
	f.Fuzz(func(t *testing.T, code, token string) {
		if _, id, ok := s.Open(code, token); ok == (id == uuid.Nil) {
			t.Errorf("ok %v, id %s", ok, id)
		}
	})
}
