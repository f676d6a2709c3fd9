// Package letter writes mails: what an outbox row's document says, in the
// reader's language, as HTML, as plain text and with its picture.
package letter

import (
	"context"
	"net/url"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/raster"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/ticket"
)

// Config is what letters are written with.
type Config struct {
	Store     *store.Store
	Catalog   *i18n.Catalog
	PublicURL *url.URL                  // the only source of addresses in mails
	From      string                    // the sender, an address with or without a name
	Labels    map[string]survey.Wording // of the themes, by key; may be nil
	Clock     func() time.Time

	// Fonts are those that pictures are painted with; looking for them may take
	// a moment the first time.
	Fonts func() (*raster.Fonts, error)
}

// Writer writes letters; many at once may.
type Writer struct {
	Config
	signer ticket.Signer
	frame  frame
}

// New makes a writer.
func New(c Config) (*Writer, error) {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	f, err := readFrame()
	if err != nil {
		return nil, err
	}
	return &Writer{Config: c, signer: ticket.NewSigner(c.Store.Secret("digest")), frame: f}, nil
}

// Write makes the message of a mail in the outbox. What customers said is read
// now, by the ids in the mail's document, so that what was erased meanwhile is
// not sent. fault.NotFound where nobody is to be told any more: the subscription
// was stopped or dropped, or its journey is gone.
func (w *Writer) Write(ctx context.Context, m *store.Mail) (*mail.Message, error) {
	sub, err := w.wants(ctx, m)
	if err != nil {
		return nil, err
	}
	l := &letter{Writer: w, Voice: w.Catalog.In(m.Language), mail: m, sub: sub}
	if !l.wanted() {
		return nil, fault.New(fault.NotFound, "these mails were stopped")
	}
	return w.write(ctx, l)
}

// wants is the subscription by which a mail is wanted. fault.NotFound where it is
// gone or was given to another address.
func (w *Writer) wants(ctx context.Context, m *store.Mail) (*subscription.Subscription, error) {
	if m.Subscription == "" && m.Kind == store.AlertMail {
		// Owners hear of trouble without having subscribed to anything.
		u, _, err := w.Store.UserByMail(ctx, m.To)
		if err == nil && (u.Disabled || u.Role != account.Owner) {
			err = fault.New(fault.NotFound, "this is no owner's address any more")
		}
		return &subscription.Subscription{Mail: m.To, Language: m.Language, Alerts: true}, err
	}
	sub, err := w.Store.Subscription(ctx, m.Subscription)
	if err == nil && account.Fold(sub.Mail) != account.Fold(m.To) {
		err = fault.New(fault.NotFound, "these mails go to another address by now")
	}
	return sub, err
}

// Preview makes the message that Write would make, for who looks at it in a
// page: the decisions in it decide nothing, its pictures stand in the HTML
// itself, and whether the subscription is active does not matter.
func (w *Writer) Preview(ctx context.Context, m *store.Mail, sub *subscription.Subscription) (*mail.Message, error) {
	return w.write(ctx, &letter{Writer: w, Voice: w.Catalog.In(m.Language), mail: m, sub: sub, preview: true})
}

// write makes the message of a letter of any kind.
func (w *Writer) write(ctx context.Context, l *letter) (*mail.Message, error) {
	var s *sheet
	var err error
	switch l.mail.Kind {
	case store.DigestMail:
		s, err = l.digest(ctx)
	case store.TestMail:
		s, err = l.trial(ctx)
	case store.AlertMail:
		s, err = l.alert(ctx)
	case store.NoticeMail:
		s, err = l.notice(ctx)
	default:
		err = fault.New(fault.Invalid, "there are no letters of the kind %q", l.mail.Kind)
	}
	if err != nil {
		return nil, err
	}
	return l.message(s)
}
