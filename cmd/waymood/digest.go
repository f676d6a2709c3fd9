package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"

	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/theme"
)

type digestCommand struct {
	database
	public
	logging
	mailing
	pictures
	DryRun  bool   `help:"Send nothing and change nothing: write the mails as .eml files to --out."`
	Out     string `placeholder:"FOLDER" help:"Where --dry-run writes; made if it is not there."`
	Now     bool   `help:"With --dry-run: the digest that each subscription would get if it were due now."`
	Journey string `placeholder:"KEY" help:"With --dry-run: only mails about this journey."`
}

func (c *digestCommand) Run(ctx context.Context, a *app) error {
	log, err := c.logger(a)
	if err != nil {
		return err
	}
	server, err := c.mailing.check(a)
	if err != nil {
		return err
	}
	base, err := c.url(a)
	if err != nil {
		return err
	}
	if base == nil {
		base = local(8080)
	}
	switch {
	case c.DryRun && c.Out == "":
		return misused("name a folder for the mails with --out")
	case !c.DryRun && (c.Out != "" || c.Now || c.Journey != ""):
		return misused("--out, --now and --journey go with --dry-run")
	}
	return c.with(ctx, a, false, func(st *store.Store) error {
		writer, err := c.letters(a, st, base)
		if err != nil {
			return err
		}
		if c.DryRun {
			return c.write(ctx, a, st, writer)
		}
		making := digesting(a, st, writer, log)
		making.Anyway = true
		posted, err := making.Run(ctx)
		if err != nil {
			return err
		}
		a.say("%s due", count(posted, "digest was", "digests were"))
		if server == nil {
			return c.unsent(ctx, st)
		}
		return c.send(ctx, a, st, writer, c.sender(server, base), log)
	})
}

// letters is what writes the mails.
func (c *digestCommand) letters(a *app, st *store.Store, base *url.URL) (*letter.Writer, error) {
	folders, err := c.folders()
	if err != nil {
		return nil, a.wrong("fonts", c.Fonts, err)
	}
	themes, err := theme.Load()
	if err != nil {
		return nil, err
	}
	return c.writer(a, st, base, themes, folders)
}

// unsent says what waits while there is no server to send it.
func (c *digestCommand) unsent(ctx context.Context, st *store.Store) error {
	o, err := st.Outbox(ctx)
	if err != nil || o.Waiting == 0 {
		return err
	}
	return fmt.Errorf("%s to be sent; name a mail server with --smtp, such as smtp://user:password@host:587", count(o.Waiting, "mail waits", "mails wait"))
}

// send makes one pass over the outbox and says how it went.
func (c *digestCommand) send(ctx context.Context, a *app, st *store.Store, writer *letter.Writer, sender *mail.Sender, log *slog.Logger) error {
	done, err := mailJob(a, st, sender, writer, log).Run(ctx)
	a.say("%s sent%s", count(done.Sent, "mail was", "mails were"), others(done))
	if err != nil {
		return err
	}
	if done.Trouble != nil {
		return fmt.Errorf("the mail server takes no mails: %w; %s", done.Trouble, hint(done.Trouble))
	}
	return nil
}

// others are the mails of a pass that were not sent, in words.
func others(d job.Mailed) string {
	text := ""
	for _, o := range []struct {
		n    int
		what string
	}{{d.Later, "put off"}, {d.Failed, "refused for good"}, {d.Stopped, "no longer wanted"}} {
		if o.n > 0 {
			text += fmt.Sprintf(", %d %s", o.n, o.what)
		}
	}
	return text
}
