package mail

import (
	"strings"
	"testing"
)

func TestParseServer(t *testing.T) {
	for in, want := range map[string]Server{
		"smtp://mail.example.com":                          {Host: "mail.example.com", Port: 25},
		"smtp://mail.example.com:2525":                     {Host: "mail.example.com", Port: 2525},
		"smtp://dawn:s3cret@mail.example.com":              {Host: "mail.example.com", Port: 587, User: "dawn", Password: "s3cret"},
		"smtps://dawn%40example.com:a%2Fb%23@example.com/": {Host: "example.com", Port: 465, User: "dawn@example.com", Password: "a/b#", TLS: true},
		"smtp://[::1]:1025":                                {Host: "::1", Port: 1025},
	} {
		if got, err := ParseServer(in); err != nil || got != want {
			t.Errorf("%s: %+v, %v", in, got, err)
		}
	}
	for in, word := range map[string]string{
		"mail.example.com":            "write smtp://",
		"http://mail":                 "write smtp://",
		"smtp://":                     "write smtp://",
		"smtp://mail/path":            "write smtp://",
		"smtp://dawn@mail":            "needs a password",
		"smtp://:s3cret@mail":         "a password a user",
		"smtp://dawn:s3cret@mail:0":   "from 1 to 65535",
		"smtp://dawn:s3cret@mail:465": "smtps://",
		"smtp://dawn:s3cret#@mail":    "%23",
		"smtp://dawn:s3cret%@mail":    "%25",
	} {
		if _, err := ParseServer(in); err == nil || !strings.Contains(err.Error(), word) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func TestCheckAddress(t *testing.T) {
	for _, good := range []string{"a@example.com", "Dawn <a@example.com>", "晨曦 <a@example.com>", "Waymood <waymood@[192.168.1.20]>", "waymood@localhost"} {
		if err := CheckAddress(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", "dawn", "a@b, c@d", "a@example.com\r\nBcc: x@y"} {
		if err := CheckAddress(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
