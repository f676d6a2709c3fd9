package journey

import "testing"

// TestParseOrigin: what comes out stands in headers as it is, so nothing may
// come out but scheme, host and port.
func TestParseOrigin(t *testing.T) {
	for s, want := range map[string]string{
		"https://Example.org:443/":             "https://example.org",
		"http://127.0.0.1:8080":                "http://127.0.0.1:8080",
		"http://[2001:DB8::0:1]:8080":          "http://[2001:db8::1]:8080",
		"http://кава.укр:80":                   "http://xn--80aaf4a.xn--j1amh",
		"http://[fe80::1%25x;script-src%20*]":  "",
		"http://[fe80::1%25en0]":               "",
		"https://a;b":                          "",
		"https://a,b":                          "",
		"https://a'b":                          "",
		"https://good.example;script-src *":    "",
		"https://good.example https://evil.xy": "",
		"https://good.example/path":            "",
		"https://good.example?x":               "",
		"https://*.example":                    "",
		"null":                                 "",
		"data:text/html,x":                     "",
		"https://":                             "",
	} {
		if got, remedy := parseOrigin(s); got != want || (remedy == "") != (want != "") {
			t.Errorf("%q is read as %q, not %q; %s", s, got, want, remedy)
		}
	}
}

func TestOriginTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"example.org":                     "https://example.org",
		"www.example.org/shop?x=1#y":      "https://www.example.org",
		"http://127.0.0.1:8080/":          "http://127.0.0.1:8080",
		"javascript:alert(1)":             "",
		"javascript://x/%0aalert(1)":      "",
		"https://user:secret@example.org": "",
		"localhost:3000":                  "https://localhost:3000",
		"http://intranet":                 "http://intranet",
		"shop":                            "",
		"two words":                       "",
		"":                                "",
		"https://*.example.org":           "",
		"example.org; script-src *":       "",
	} {
		if got, ok := Origin(typed); got != want || ok != (want != "") {
			t.Errorf("%q is read as %q, not %q", typed, got, want)
		}
	}
}
