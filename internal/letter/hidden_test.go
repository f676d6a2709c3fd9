package letter

import (
	"regexp"
	"testing"

	"github.com/waymood/waymood/internal/text"
)

// What is hidden in a customer's words is said in the reader's language, every
// kind of it.
func TestHiddenIsWorded(t *testing.T) {
	const said = "Ask Anna Smith, anna@example.com, +380 50 123 45 67, card 4111 1111 1111 1111, IBAN UA21 3223 1300 0002 6007 2335 6600 1 or telegram: anna_2020"
	masked := text.Mask(said, "en")
	neutral := regexp.MustCompile(`\[(mail|phone|card|iban|contact|name)\]`)
	if kinds := neutral.FindAllString(masked, -1); len(kinds) != 6 {
		t.Fatalf("%d kinds hidden in %q", len(kinds), masked)
	}
	d := newDesk(t)
	for lang, want := range map[string]string{
		"zh-Hant": "Ask 〔姓名〕, 〔電子郵件〕, 〔電話〕, card 〔卡號〕, IBAN 〔銀行帳號〕 or telegram: 〔聯絡方式〕",
		"zh-Hans": "Ask 〔姓名〕, 〔邮箱〕, 〔电话〕, card 〔卡号〕, IBAN 〔银行账号〕 or telegram: 〔联系方式〕",
		"uk":      "Ask [ім’я], [адреса пошти], [номер телефону], card [номер картки], IBAN [номер рахунку] or telegram: [контакт]",
		"en":      "Ask [name], [email address], [phone number], card [card number], IBAN [bank account] or telegram: [contact]",
	} {
		if got := text.Word(masked, d.Catalog.In(lang).Hidden); got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
}
