package account_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"golang.org/x/crypto/argon2"
)

func TestFold(t *testing.T) {
	for _, same := range [][2]string{
		{"Anna@Example.org", "anna@example.ORG"},
		{"caf\u00e9@example.org", "cafe\u0301@example.org"},
		{" bo@example.org ", "bo@example.org"},
		{"STRASSE@example.org", "straße@example.org"},
	} {
		if account.Fold(same[0]) != account.Fold(same[1]) {
			t.Errorf("%q and %q are the same address", same[0], same[1])
		}
	}
	if account.Fold("ı@example.org") == account.Fold("i@example.org") {
		t.Error("a dotless i is another letter")
	}
}

func TestCheckMail(t *testing.T) {
	for address, want := range map[string]bool{
		"anna@example.org": true, " anna@example.org ": true, "я@приклад.укр": true,
		"": false, "anna": false, "Anna <anna@example.org>": false, "a@b,c@d": false, "a@b\r\nBcc: x@y": false, strings.Repeat("a", 250) + "@example.org": false,
	} {
		if got, err := account.CheckMail(address); (err == nil) != want {
			t.Errorf("%q: %q, %v", address, got, err)
		}
	}
}

func TestRights(t *testing.T) {
	roles := []account.Role{"", account.Viewer, account.Editor, account.Owner}
	for i, r := range roles {
		for k, need := range roles {
			if got, want := r.Allows(need), k > 0 && i >= k; got != want {
				t.Errorf("%q allows what %q allows: %v", r, need, got)
			}
		}
	}
	if !account.Admin.Allows(account.Read) || account.Read.Allows(account.Write) || account.Admin.Allows("root") {
		t.Error("scopes are ordered")
	}
}

func TestPasswords(t *testing.T) {
	for password, code := range map[string]string{
		"": "too_short", "elevenchars": "too_short", strings.Repeat("x1", 65): "too_long", "aaaaaaaaaaaa": "common", "123123123123": "common", "PasswordPassword": "common",
		"123456789012": "common", "abcdefghijkl": "common", "anna@example.org": "common", "1QAZ2wsx3edc": "common", "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7\xf6\xf5\xf4": "encoding",
		"a row of blue teapots": "", "等太久了等太久了店員很好咖啡": "", "ґанок і кава зранку": "",
	} {
		got := ""
		if err := account.CheckPassword(password, "anna@example.org"); err != nil {
			got = fault.Params(err)[0].Code
		}
		if got != code {
			t.Errorf("%q: %q, want %q", password, got, code)
		}
	}
}

func TestHash(t *testing.T) {
	hash, err := account.Hash(t.Context(), "a row of blue teapots caf\u00e9")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=65536,t=3,p=1$") {
		t.Fatal(hash, err)
	}
	for password, want := range map[string]bool{"a row of blue teapots cafe\u0301": true, "a row of blue teapots": false, "": false} {
		if ok, weak, err := account.Verify(t.Context(), hash, password); ok != want || weak || err != nil {
			t.Errorf("%q: %v, %v", password, ok, err)
		}
	}
	if ok, _, err := account.Verify(t.Context(), "", "anything"); ok || err != nil {
		t.Error("no hash matches nothing", err)
	}
	if _, _, err := account.Verify(t.Context(), "plain", "plain"); err == nil {
		t.Error("a broken hash is an error")
	}
	const salt = "saltsaltsaltsalt"
	old := fmt.Sprintf("$argon2id$v=19$m=19456,t=2,p=1$%s$%s", base64.RawStdEncoding.EncodeToString([]byte(salt)),
		base64.RawStdEncoding.EncodeToString(argon2.IDKey([]byte("a row of blue teapots"), []byte(salt), 2, 19456, 1, 32)))
	if ok, weak, err := account.Verify(t.Context(), old, "a row of blue teapots"); !ok || !weak || err != nil {
		t.Error("the smallest parameters of old are right, and weak today", ok, weak, err)
	}
}

func TestKeys(t *testing.T) {
	k := account.NewKey()
	if id, ok := account.KeyID(k.Text); !ok || id != k.ID || len(id) != 8 {
		t.Fatal(k, id, ok)
	}
	if k.Text == account.NewKey().Text {
		t.Error("two keys are alike")
	}
	wrong := []string{"", "wm_", k.Text[1:], k.Text + "x", strings.ToUpper(k.Text), k.Text[:len(k.Text)-1] + "g", strings.Replace(k.Text, "_", "-", 2)}
	flipped := []byte(k.Text)
	flipped[20] ^= 1
	for _, text := range append(wrong, string(flipped)) {
		if _, ok := account.KeyID(text); ok {
			t.Errorf("%q is no key", text)
		}
	}
}
