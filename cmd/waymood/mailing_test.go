package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/mail/mailtest"
)

// The doctor tries the mail server, and says what to do about it.
func TestDoctorOnMail(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	ok(t, "apply", "--database", database, dawnFile(t))
	secured, _ := mailtest.Certificate(t, "localhost")
	open := mailtest.Start(t, mailtest.Options{User: "dawn", Password: "s3cret", STARTTLS: secured})
	asking := strings.Replace(open.URL(), "s3cret", "wrong", 1)
	gone := mailtest.Start(t, mailtest.Options{Fail: func(mailtest.At, int, string) *mailtest.Fault { return &mailtest.Fault{Code: 421, Text: "closed"} }})
	for name, c := range map[string]struct {
		smtp, public string
		code         int
		words        []string
	}{
		"none":           {"", "https://mood.example.com", 0, []string{"note  mail", "set --smtp", "nothing waits"}},
		"signed in":      {open.URL(), "https://mood.example.com", 0, []string{"ok    mail", "TLS 1.3, signed in"}},
		"no host":        {open.URL(), "http://192.168.1.20:8080", 0, []string{"note  mail", "set --mail-from"}},
		"wrong password": {asking, "https://mood.example.com", 1, []string{"bad   mail", "sign in: 535", "check user and password"}},
		"not there":      {gone.URL(), "https://mood.example.com", 1, []string{"bad   mail", "connect: 421: closed", "check host and port"}},
	} {
		t.Run(name, func(t *testing.T) {
			args := []string{"doctor", "--database", database, "--public-url", c.public}
			if c.smtp != "" {
				args = append(args, "--smtp", c.smtp)
			}
			r := waymood(t, "", args...)
			if r.code != c.code {
				t.Errorf("exit %d", r.code)
			}
			for _, word := range c.words {
				if !strings.Contains(r.stdout, word) {
					t.Errorf("it does not say %q:\n%s", word, r.stdout)
				}
			}
			if strings.Contains(r.stdout+r.stderr, "s3cret") || strings.Contains(r.stdout, "wrong") {
				t.Errorf("it tells the password:\n%s", r.stdout)
			}
		})
	}
}
