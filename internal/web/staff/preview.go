package staff

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

// previewPage is a mail with what stands on its envelope.
type previewPage struct {
	page
	Base     string // address of the page, before the ending of each form
	Facts    []said
	Subject  string
	Text     string // the plain text part
	Language string // of the mail
}

// previewed is a mail that somebody looks at.
type previewed struct {
	mail    *store.Mail
	sub     *subscription.Subscription
	message *mail.Message
}

// letterCSP is the policy of a mail shown as a page: nothing is loaded or run,
// and its links open elsewhere, as they would from a mail program.
const letterCSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"

// PreviewNext is the page of the digest that a subscription would get now.
func (p *Pages) PreviewNext(c echo.Context) error { return p.showPreview(c, p.nextDigest) }

// PreviewMail is the page of a mail in the log.
func (p *Pages) PreviewMail(c echo.Context) error { return p.showPreview(c, p.loggedMail) }

// PreviewNextForm is the mail of such a page alone, in the form that the
// address ends in: html, txt or eml.
func (p *Pages) PreviewNextForm(c echo.Context) error { return p.sendPreview(c, p.nextDigest) }

// PreviewMailForm is PreviewNextForm of a mail in the log.
func (p *Pages) PreviewMailForm(c echo.Context) error { return p.sendPreview(c, p.loggedMail) }

func (p *Pages) showPreview(c echo.Context, find func(echo.Context) (*previewed, error)) error {
	v, err := find(c)
	if err != nil {
		return err
	}
	whole, err := v.message.Bytes()
	if err != nil {
		return fmt.Errorf("write the mail: %w", err)
	}
	pg := previewPage{
		page: p.newPage(c), Base: c.Request().URL.Path,
		Subject: v.message.Subject, Text: v.message.Text, Language: v.message.Language,
	}
	pg.Title, pg.Styles = pg.T("letter.preview.title"), []string{"staff/preview.css"}
	state := pg.T("letter.preview.not_posted")
	switch {
	case v.mail.State == store.MailSent:
		state = pg.T("letter.preview.sent", "Time", pg.Moment(v.mail.Sent.In(v.sub.Location())))
	case v.mail.State != "":
		state = pg.T("letter.preview.posted", "Time", pg.Moment(v.mail.Created.In(v.sub.Location())))
	}
	to := v.mail.To
	if to == "" {
		to = pg.T("outbox.address_gone")
	}
	pg.Facts = []said{
		{Ask: pg.T("letter.preview.subject"), Answer: v.message.Subject},
		{Ask: pg.T("letter.preview.from"), Answer: v.message.From},
		{Ask: pg.T("letter.preview.to"), Answer: to},
		{Ask: pg.T("letter.preview.kind"), Answer: pg.T("letter.preview.kind_" + string(v.mail.Kind))},
		{Ask: pg.T("letter.preview.when"), Answer: state},
		{Ask: pg.T("letter.preview.size"), Answer: pg.T("letter.preview.kilobytes", "N", pg.whole(int64(len(whole)+999)/1000))},
	}
	return c.Render(http.StatusOK, "staff/preview", pg)
}

func (p *Pages) sendPreview(c echo.Context, find func(echo.Context) (*previewed, error)) error {
	v, err := find(c)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Language", v.message.Language)
	switch path := c.Path(); path[strings.LastIndexByte(path, '.')+1:] {
	case "html":
		h.Set("Content-Security-Policy", letterCSP)
		h.Set("X-Frame-Options", "SAMEORIGIN")
		return c.Blob(http.StatusOK, "text/html; charset=utf-8", []byte(letter.Page(v.message)))
	case "txt":
		return c.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(v.message.Text))
	}
	whole, err := v.message.Bytes()
	if err != nil {
		return fmt.Errorf("write the mail: %w", err)
	}
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "waymood-" + string(v.mail.Kind) + ".eml"}))
	return c.Blob(http.StatusOK, "message/rfc822", whole)
}

// nextDigest is the digest that a subscription would get if it were due now.
// Nothing is kept of it.
func (p *Pages) nextDigest(c echo.Context) (*previewed, error) {
	ctx := c.Request().Context()
	sub, err := p.subscriptionOf(c)
	if err != nil {
		return nil, err
	}
	m, err := p.Letters.Next(ctx, sub)
	if err != nil {
		return nil, err
	}
	return p.preview(ctx, m, sub)
}

// loggedMail is a mail of the outbox, as it was or will be sent; what customers
// erased meanwhile is missing.
func (p *Pages) loggedMail(c echo.Context) (*previewed, error) {
	ctx := c.Request().Context()
	m, err := p.Store.MailByID(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	sub, err := p.Store.Subscription(ctx, m.Subscription)
	if errors.Is(err, fault.NotFound) { // dropped since
		sub = &subscription.Subscription{ID: m.Subscription, Mail: m.To, Language: m.Language, Journey: m.Journey, Cadence: subscription.Never}
	} else if err != nil {
		return nil, err
	}
	if !mine(c, m.To) {
		return nil, fault.New(fault.NotFound, "there is no such mail")
	}
	if len(m.Document) == 0 {
		return nil, fault.New(fault.Gone, "what this mail said is no longer kept")
	}
	return p.preview(ctx, m, sub)
}

// forgotten stands in a message for an address that is no longer kept; the
// domain is nobody's (RFC 2606).
const forgotten = "removed@address.invalid"

func (p *Pages) preview(ctx context.Context, m *store.Mail, sub *subscription.Subscription) (*previewed, error) {
	written := *m
	if written.To == "" {
		written.To = forgotten
	}
	message, err := p.Letters.Preview(ctx, &written, sub)
	if err != nil {
		return nil, err
	}
	return &previewed{m, sub, message}, nil
}
