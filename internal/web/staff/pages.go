// Package staff is what staff see: the map, the newest answers, the posters.
package staff

import (
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/raster"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/theme"
)

// Config is what the pages need.
type Config struct {
	Store     *store.Store
	Catalog   *i18n.Catalog
	PublicURL *url.URL
	Clock     func() time.Time
	Log       *slog.Logger
	Themes    []theme.Theme             // that texts are read for; may be nil
	Labels    map[string]survey.Wording // of the themes, by key
	Model     string                    // version of the shipped model of sentiment, which lessons add to; "" hides which lessons are of another

	Letters *letter.Writer // writes the mails that are looked at

	// Fonts are those that pictures are painted with; looking for them may take
	// a moment the first time.
	Fonts func() (*raster.Fonts, error)

	// TestLink makes a link on which a survey can be tried without being
	// counted; nil hides the links.
	TestLink func(code string) string

	// PrivateWebhooks lets webhooks lead to addresses of private networks.
	PrivateWebhooks bool

	// Patience is how long a test of a webhook is waited for before its page
	// says that it is on its way.
	Patience time.Duration

	// OnlyHere says that the public URL leads nowhere from another machine, so
	// that nothing with it is to be printed.
	OnlyHere bool

	// MailServer says that mails are sent; without one they wait.
	MailServer bool
}

// Pages are the handlers of staff's addresses.
type Pages struct {
	Config
	sessions *scs.SessionManager
	origins  *http.CrossOriginProtection
	tries    *tries
	decoding sync.Mutex    // one uploaded picture at a time: each may need 200 MB of memory
	painting chan struct{} // has room for the one picture that is being painted
}

// New makes the pages.
func New(c Config) *Pages {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	return &Pages{
		Config:   c,
		sessions: newSessions(c),
		origins:  newOrigins(c.PublicURL),
		tries:    newTries(c.Clock),
		painting: make(chan struct{}, 1),
	}
}

// now is the moment of the request.
func (p *Pages) now() time.Time { return p.Clock() }

// secure is true where the public URL is https.
func (c Config) secure() bool { return c.PublicURL != nil && c.PublicURL.Scheme == "https" }
