package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/raster"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/theme"
)

// mailing is the settings of commands that write and send mails.
type mailing struct {
	SMTP     string `name:"smtp" placeholder:"URL" vars:"WAYMOOD_SMTP" help:"Mail server: smtp://user:pass@host:587 or smtps://…. Default: none, and mails wait."`
	MailFrom string `placeholder:"ADDRESS" vars:"WAYMOOD_MAIL_FROM" help:"Sender of mails, with or without a name. Default: waymood@ and the host of the public URL."`
}

// check reads the mail server, nil where none is set, and looks at the sender.
func (m *mailing) check(a *app) (*mail.Server, error) {
	if m.MailFrom != "" {
		if err := mail.CheckAddress(m.MailFrom); err != nil {
			return nil, a.wrong("mail-from", m.MailFrom, err)
		}
	}
	if m.SMTP == "" {
		return nil, nil
	}
	server, err := mail.ParseServer(m.SMTP)
	if err != nil {
		return nil, a.wrong("smtp", "", err) // it may hold a password
	}
	return &server, nil
}

// from is the sender: as it was set, else waymood at the service's own host.
func (m *mailing) from(base *url.URL) string {
	return cmp.Or(m.MailFrom, "Waymood <waymood@"+mailHost(base)+">")
}

// mailHost is the service's host as mail addresses write it; those of IPv6 are
// not understood everywhere.
func mailHost(base *url.URL) string {
	switch ip := net.ParseIP(base.Hostname()); {
	case ip == nil:
		return mail.Host(base.Hostname())
	case ip.To4() == nil:
		return "localhost"
	}
	return "[" + base.Hostname() + "]"
}

// sender of mails through the server that is set; nil where none is.
func (m *mailing) sender(server *mail.Server, base *url.URL) *mail.Sender {
	if server == nil {
		return nil
	}
	return &mail.Sender{Server: *server, Hello: mailHost(base)}
}

// writer of letters.
func (m *mailing) writer(a *app, st *store.Store, base *url.URL, themes *theme.Reader, fontFolders []string) (*letter.Writer, error) {
	catalog, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	labels := map[string]survey.Wording{}
	for _, t := range themes.Themes() {
		labels[t.Key] = t.Label
	}
	return letter.New(letter.Config{
		Store: st, Catalog: catalog, PublicURL: base, From: m.from(base), Labels: labels, Clock: a.clock,
		Fonts: sync.OnceValues(func() (*raster.Fonts, error) { return raster.FindFonts(fontFolders) }),
	})
}

// digesting is the job that makes the digests that are due.
func digesting(a *app, st *store.Store, writer *letter.Writer, log *slog.Logger) *job.Digesting {
	return &job.Digesting{Store: st, Log: log, Clock: a.clock, Document: writer.DigestDocument}
}

// mailJob is the job that sends mails through a sender.
func mailJob(a *app, st *store.Store, sender *mail.Sender, writer *letter.Writer, log *slog.Logger) *job.Mailing {
	return &job.Mailing{Store: st, Sender: sender, Log: log, Clock: a.clock, Write: writer.Write}
}

// post says how mails fare: the server is tried, and what waits is counted.
func (c *doctorCommand) post(ctx context.Context, a *app, set config, st *store.Store) finding {
	base := set.publicURL
	if base == nil {
		base = local(8080)
	}
	said, state := "no mail server is set, so mails wait; set --smtp", "note"
	if set.server != nil {
		went, err := c.sender(set.server, base).Try(ctx)
		if said, state = set.server.String()+": "+went, "ok"; err != nil {
			said, state = set.server.String()+": "+err.Error()+"; "+hint(err), "bad"
		}
	}
	if st != nil {
		waits, bad := waits(ctx, a, st)
		said += "; " + waits
		if bad && state == "ok" {
			state = "note"
		}
	}
	if from := c.from(base); set.server != nil && (strings.HasSuffix(from, "@localhost>") || strings.HasSuffix(from, "]>")) {
		said += "; most servers take no mail from " + strings.Trim(from[strings.IndexByte(from, '<'):], "<>") + ": set --mail-from"
		if state == "ok" {
			state = "note"
		}
	}
	return finding{"mail", state, said}
}

// waits says what is in the outbox, and whether something failed.
func waits(ctx context.Context, a *app, st *store.Store) (string, bool) {
	o, err := st.Outbox(ctx)
	if err != nil {
		return plain(err).Error(), true
	}
	text := "nothing waits"
	if o.Waiting > 0 {
		text = fmt.Sprintf("%s, the oldest since %s ago", count(o.Waiting, "mail waits", "mails wait"), age(a.clock().Sub(o.Oldest)))
		if o.Trouble != "" {
			text += " (" + o.Trouble + ")"
		}
	}
	if o.Failed > 0 {
		text += fmt.Sprintf("; %s in 28 days", count(o.Failed, "mail failed", "mails failed"))
	}
	unmade, err := st.Unmade(ctx)
	if err != nil {
		return plain(err).Error(), true
	}
	if len(unmade) > 0 {
		text += fmt.Sprintf("; %s, the log says why", count(len(unmade), "digest cannot be made", "digests cannot be made"))
	}
	return text, o.Failed > 0 || o.Trouble != "" || len(unmade) > 0
}
