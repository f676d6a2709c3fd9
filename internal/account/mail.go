package account

import (
	"net/mail"
	"strings"

	"github.com/waymood/waymood/internal/fault"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold is a mail address as it is compared: without regard to case and to how
// accents are put together. The language does not matter: İ and I stay apart
// everywhere.
func Fold(mail string) string {
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(strings.TrimSpace(mail))))
}

// mailLength is the longest address that mail servers take.
const mailLength = 254

// CheckMail tidies an address that is to become an account's; fault.Invalid
// when it is none. A name before it or several addresses are none.
func CheckMail(address string) (string, error) {
	address = norm.NFC.String(strings.TrimSpace(address))
	a, err := mail.ParseAddress(address)
	if err != nil || a.Name != "" || a.Address != address || len(address) > mailLength || strings.ContainsAny(address, " \t\r\n<>\"") {
		return "", &fault.Error{Kind: fault.Invalid, Detail: "this is no mail address", Params: []fault.Param{{Name: "mail", Code: "mail", Reason: "write it as name@example.org"}}}
	}
	return address, nil
}
