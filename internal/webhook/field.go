package webhook

import (
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/fault"
)

// The addresses of the programs whose endpoint is the same for everybody.
const (
	telegramAPI = "https://api.telegram.org"
	lineAPI     = "https://api.line.me"
)

// API is the address of a chat program that has one for everybody, else "":
// then people bring an address of their own.
func (s Shape) API() string {
	switch s {
	case Telegram:
		return telegramAPI
	case LINE:
		return lineAPI
	}
	return ""
}

// Field is a setting of a shape, beside its address.
type Field struct {
	Name     string // in Settings
	Secret   bool   // written, never read back
	Required bool
	Form     *regexp.Regexp // that a value has to have
}

var (
	oneWord      = regexp.MustCompile(`^[!-~]{1,400}$`)
	botToken     = regexp.MustCompile(`^[0-9]{1,20}:[A-Za-z0-9_-]{20,100}$`)
	chatID       = regexp.MustCompile(`^(-?[0-9]{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31})$`)
	threadID     = regexp.MustCompile(`^[0-9]{1,10}$`)
	lineReceiver = regexp.MustCompile(`^[UCR][0-9a-f]{32}$`)
)

// Fields that a shape needs beside its address.
func (s Shape) Fields() []Field {
	switch s {
	case Telegram:
		return []Field{
			{Name: "token", Secret: true, Required: true, Form: botToken},
			{Name: "chat_id", Required: true, Form: chatID},
			{Name: "thread", Form: threadID},
		}
	case LINE:
		return []Field{
			{Name: "token", Secret: true, Required: true, Form: oneWord},
			{Name: "to", Required: true, Form: lineReceiver},
		}
	case Feishu:
		return []Field{{Name: "sign", Secret: true, Form: oneWord}}
	}
	return nil
}

// SecretAddress says whether whoever knows the address can write into the
// chat, so that it is shown only in part.
func (s Shape) SecretAddress() bool { return s.Chat() && s.API() == "" }

const longestAddress = 2000

// Check looks over an address and settings of a shape; what is wrong is told
// as "url" and "settings.NAME". Whether an address is a private one is known
// only when its name is looked up, so it is refused when something is sent;
// written as a number it is refused here, unless private ones are allowed.
func (s Shape) Check(address string, settings map[string]string, private bool) []fault.Param {
	var wrong []fault.Param
	if code, reason := checkAddress(address, private); code != "" {
		wrong = append(wrong, fault.Param{Name: "url", Code: code, Reason: reason})
	}
	for _, f := range s.Fields() {
		v := settings[f.Name]
		switch {
		case v == "" && f.Required:
			wrong = append(wrong, fault.Param{Name: "settings." + f.Name, Code: "required", Reason: "is needed"})
		case v != "" && !f.Form.MatchString(v):
			wrong = append(wrong, fault.Param{Name: "settings." + f.Name, Code: "bad_form", Reason: "does not look like one"})
		}
	}
	return wrong
}

func checkAddress(address string, private bool) (code, reason string) {
	u, err := url.Parse(address)
	switch {
	case address == "":
		return "required", "is needed"
	case len(address) > longestAddress, err != nil, u.Host == "" || u.Hostname() == "", strings.ContainsFunc(address, unwritten):
		return "bad_url", "must be an address such as https://example.com/hook, of at most 2,000 characters"
	case u.Scheme != "https" && u.Scheme != "http":
		return "bad_scheme", "must begin with https:// or http://"
	case u.User != nil:
		return "userinfo", "must have no name and password in it"
	case u.Port() != "" && !goodPort(u.Port()):
		return "bad_port", "must lead to port 443, 80 or one from 1024 on that belongs to no other service"
	case private:
		return "", ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	ip, err := netip.ParseAddr(host)
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && !public(ip.Unmap()) {
		return "private_address", "is an address of this machine or of a private network, to which nothing is sent"
	}
	return "", ""
}

// unwritten are letters that no address has: spaces, and the ellipsis that
// stands for what is secret, so that an address which was read is not written
// back in the place of the real one.
func unwritten(r rune) bool { return r <= ' ' || r == 0x7f || r == '…' }

func goodPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && PortAllowed(uint16(n))
}

// public leaves the last word to the moment of sending, which knows more kinds
// of addresses that are none of the Internet's.
func public(ip netip.Addr) bool {
	return ip.IsGlobalUnicast() && !ip.IsPrivate()
}
