// Package visit is what a customer touches: survey, QR code, receipt. No
// cookie, no login in sight.
package visit

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/invitation"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// Config is what the pages need.
type Config struct {
	Store     *store.Store
	Catalog   *i18n.Catalog
	PublicURL *url.URL
	Clock     func() time.Time

	// OnlyHere says that the public URL leads nowhere from another machine, so
	// that no poster with it is to be printed.
	OnlyHere bool

	// ProofOfWork lets a waiting answer count whose sender's device does some
	// work for it.
	ProofOfWork bool

	Waits func(survey.Doubt) // counts new answers that wait for a decision; may be nil
}

// Pages are the handlers of the visitors' addresses.
type Pages struct {
	Config
	styles     *stylesheets
	forms      signer // of the survey pages' forms
	invite     invitation.Signer
	testSecret []byte // of the links on which staff try a survey
	proofs     []byte // key of the challenges of proofs of work
	ready      readyPages
	ids        survey.IDs
	spoken     choices
	drawing    chan struct{} // holds one while a code is drawn as a picture
}

// New makes the pages.
func New(c Config) *Pages {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Waits == nil {
		c.Waits = func(survey.Doubt) {}
	}
	return &Pages{
		Config:     c,
		styles:     readStyles(),
		forms:      newSigner(c.Store.Secret("form")),
		invite:     invitation.NewSigner(c.Store.Secret("invite")),
		testSecret: c.Store.Secret("test"),
		proofs:     c.Store.Secret("proof"),
		drawing:    make(chan struct{}, 1),
	}
}

// page is what every page carries.
type page struct {
	i18n.Voice
	styles    *stylesheets
	uses      parts  // of the styles
	framers   string // who may show the page in a frame; "" for nobody
	Frame     *frame // nil for a page of its own
	Proof     *proof // nil for none to do
	Title     string
	Journey   string // who asks
	Heading   string
	Nothing   bool // is kept by way of this page
	Along     bool // something came along with the link, and is kept
	Languages []language
}

// newPage begins a page in a language.
func (p *Pages) newPage(lang string) page {
	return page{Voice: p.Catalog.In(lang), styles: p.styles}
}

// Style is what stands in the page's style element.
func (p *page) Style() template.CSS { return template.CSS(p.style()) }

func (p *page) style() style {
	uses := p.uses
	if len(p.Languages) > 0 {
		uses |= cssLanguages
	}
	return p.styles.with(uses)
}

// policy lets in the page's own style, and shows the page in no frame but the
// ones it may stand in. Only a proof of work is sent by script.
func (p *page) policy() string {
	policy := p.style().policy(cmp.Or(p.framers, "'none'"))
	if p.Proof != nil {
		policy += "; connect-src 'self'"
	}
	return policy
}

// headers are those of every visitor's page.
func headers(h http.Header, lang, policy string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", lang)
	h.Set("Vary", "Accept-Language, Accept-Encoding")
}
