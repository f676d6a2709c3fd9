package staff

import (
	"testing"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/mail"
)

// What was in the way of a mail is told in the reader's language; a server's
// own words stay as they are.
func TestTroubleWithMails(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		language string
		r        mail.Refusal
		want     string
	}{
		{"zh-Hant", mail.Refusal{Stage: mail.Connect, Said: "connection refused"}, "連不上郵件伺服器：那裡沒有回應"},
		{"zh-Hans", mail.Refusal{Stage: mail.SignIn, Code: 535, Said: "5.7.8 no"}, "邮件服务器不接受账号或密码：535: 5.7.8 no"},
		{"uk", mail.Refusal{Stage: mail.Recipient, Code: 550, Said: "5.1.1 unknown"}, "Адреса не приймає цього листа: 550: 5.1.1 unknown"},
		{"en", mail.Refusal{Stage: mail.Letter}, "The mail could not be written"},
		{"en", mail.Refusal{Stage: mail.Unsure, Said: "the connection was cut"}, "Whether the mail server has taken it is not known: the connection was cut"},
	} {
		pg := &page{Voice: catalog.In(c.language)}
		if got := pg.refusedMail(c.r.Error()); got != c.want {
			t.Errorf("%s: %q, want %q", c.language, got, c.want)
		}
	}
	if got := (&page{Voice: catalog.In("uk")}).refusedMail(""); got != "" {
		t.Errorf("of nothing it says %q", got)
	}
}
