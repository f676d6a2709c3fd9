package staff

import (
	"strings"

	"github.com/waymood/waymood/internal/mail"
)

// refusedMail says in the reader's language why a mail was not sent; what the
// server said stays in its own words.
func (p *page) refusedMail(trouble string) string {
	stage, said := mail.Reason(trouble)
	if stage == "" {
		return said
	}
	what := p.T("post.stage_" + strings.ReplaceAll(string(stage), " ", "_"))
	if key := saidByNobody[said]; key != "" {
		said = p.T("post.said_" + key)
	}
	if said == "" {
		return what
	}
	return p.T("post.because", "What", what, "Said", said)
}

// saidByNobody are causes that the sender found itself, with their messages.
var saidByNobody = map[string]string{
	"connection refused": "nobody", "no answer in time": "late", "the connection was cut": "cut", "its name is not known": "unknown_host",
	"the certificate is not trusted": "untrusted", "the certificate is another host's": "other_host",
}
