package ticket

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

const mailID = "0f0e7f4e-6f29-4a51-9d46-0c9a5b1f2d33"

func sample() Ticket {
	return Ticket{
		Act: Take, Subscription: "q7mzkd4tw9", Journey: "dawn", Touchpoint: "queue", Mail: mailID, Kind: "digest",
		Until: time.Date(2027, 1, 22, 8, 0, 0, 0, time.UTC),
	}
}

func same(a, b Ticket) bool {
	until := a.Until.Equal(b.Until)
	a.Until, b.Until = time.Time{}, time.Time{}
	return until && a == b
}

func TestToken(t *testing.T) {
	s := NewSigner([]byte("secret"))
	all := sample()
	cases := map[string]Ticket{"all": all, "bare": {Act: Stop}}
	for _, act := range acts {
		c := all
		c.Act = act
		cases[string(act)] = c
	}
	odd := all
	odd.Mail, odd.Journey, odd.Touchpoint = "16 letters long.", "旅程", strings.Repeat("x", maxText)
	cases["odd"] = odd
	loud := all
	loud.Mail = strings.ToUpper(mailID)
	cases["an id in capitals"] = loud
	for name, in := range cases {
		token := s.Token(in)
		out, ok := s.Open(token)
		if !ok || !same(in, out) {
			t.Errorf("%s: %v, %+v", name, ok, out)
		}
		if strings.Trim(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			t.Errorf("%s: %q is not safe in an address", name, token)
		}
		if s.Token(in) != token {
			t.Errorf("%s: another token for the same ticket", name)
		}
	}
	if n := len(s.Token(all)); n > 100 {
		t.Errorf("a usual token has %d characters", n)
	}
}

func TestNoToken(t *testing.T) {
	s := NewSigner([]byte("secret"))
	long, huge, none := sample(), sample(), sample()
	long.Journey = strings.Repeat("x", maxText+1)
	full := strings.Repeat("x", maxText)
	huge.Journey, huge.Touchpoint, huge.Subscription, huge.Kind = full, full, full, full
	none.Act = "approve"
	for name, in := range map[string]Ticket{"long": long, "huge": huge, "no act": none, "zero": {}} {
		if token := s.Token(in); token != "" {
			t.Errorf("%s: %q", name, token)
		}
	}
}

// TestForged changes every bit of a token, cuts it and lengthens it.
func TestForged(t *testing.T) {
	s := NewSigner([]byte("secret"))
	token := s.Token(sample())
	bad := []string{
		"", "A", token + "A", token + "AAAA", token + "=", token[1:], strings.Repeat("A", 100), strings.Repeat("A", 1<<20),
		token + "\x00", "\xff", strings.ToUpper(token), token + token, " " + token, token + "\n",
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		for bit := range 8 {
			raw[i] ^= 1 << bit
			bad = append(bad, base64.RawURLEncoding.EncodeToString(raw))
			raw[i] ^= 1 << bit
		}
		bad = append(bad, base64.RawURLEncoding.EncodeToString(raw[:i]))
	}
	for _, b := range bad {
		if got, ok := s.Open(b); ok || got != (Ticket{}) {
			t.Errorf("%.60q is taken: %+v", b, got)
		}
	}
	if _, ok := NewSigner([]byte("another")).Open(token); ok {
		t.Error("another installation takes it")
	}
	if _, ok := s.Open(token); !ok {
		t.Error("it is not taken itself")
	}
}

// TestSignedNonsense is what only a later or broken version of the program
// could sign.
func TestSignedNonsense(t *testing.T) {
	s := NewSigner([]byte("secret"))
	good := []byte{version, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	for name, b := range map[string][]byte{
		"later version": {version + 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0},
		"no act":        {version, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
		"later act":     {version, byte(len(acts) + 1), 0, 0, 0, 0, 0, 0, 0, 0, 0},
		"a text more":   append(append([]byte{}, good...), 0),
		"a text less":   good[:len(good)-1],
		"half an id":    append(append([]byte{}, good[:len(good)-1]...), packed, 1, 2, 3),
		"half a text":   append(append([]byte{}, good[:len(good)-1]...), 5, 'a'),
	} {
		if got, ok := s.Open(base64.RawURLEncoding.EncodeToString(append(b[:len(b):len(b)], s.mac(b)...))); ok {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, ok := s.Open(base64.RawURLEncoding.EncodeToString(append(good[:len(good):len(good)], s.mac(good)...))); !ok {
		t.Error("what is right is not taken: the cases above prove nothing")
	}
}

func TestOver(t *testing.T) {
	in := sample()
	if in.Over(in.Until.Add(-time.Second)) || !in.Over(in.Until) {
		t.Error("it is over at another time")
	}
	if in.Act = Stop; in.Over(in.Until.AddDate(10, 0, 0)) {
		t.Error("mails cannot be stopped any more")
	}
	if (&Ticket{Act: Take}).Over(in.Until.AddDate(1000, 0, 0)) {
		t.Error("it is over without an end")
	}
}

func TestPreview(t *testing.T) {
	in := sample()
	if in.Preview() {
		t.Error("a mail that was sent is taken for a preview")
	}
	if in.Mail = ""; !in.Preview() {
		t.Error("a preview is not known as one")
	}
}

func FuzzOpen(f *testing.F) {
	s := NewSigner([]byte("secret"))
	f.Add(s.Token(sample()))
	f.Add(s.Token(Ticket{Act: Stop, Kind: "alert"}))
	f.Add("")
	f.Fuzz(func(t *testing.T, token string) {
		got, ok := s.Open(token)
		if ok != (got != Ticket{}) {
			t.Errorf("ok %v, %+v", ok, got)
		}
		if ok && s.Token(got) != token {
			t.Errorf("%q opens as %+v, whose token is another", token, got)
		}
	})
}

// FuzzToken is that whatever stands in a ticket comes out as it went in, or
// has no token.
func FuzzToken(f *testing.F) {
	s := NewSigner([]byte("secret"))
	f.Add(uint8(1), "a", "dawn", "queue", mailID, "digest", int64(1790000000))
	f.Fuzz(func(t *testing.T, act uint8, subscription, journey, touchpoint, mail, kind string, until int64) {
		in := Ticket{acts[int(act)%len(acts)], subscription, journey, touchpoint, mail, kind, time.Unix(int64(uint32(until)), 0)}
		if uint32(until) == 0 {
			in.Until = time.Time{}
		}
		token := s.Token(in)
		if token == "" {
			return
		}
		if out, ok := s.Open(token); !ok || !same(in, out) {
			t.Errorf("%+v came out as %v, %+v", in, ok, out)
		}
	})
}
