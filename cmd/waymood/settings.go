package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/mail"
)

// database is the setting that nearly every command has.
type database struct {
	Database string `default:"waymood.db" placeholder:"FILE|URL" vars:"WAYMOOD_DATABASE,DATABASE_URL" help:"The database: a file, or postgres://…. Default: waymood.db."`
}

// public is the setting of commands that print addresses.
type public struct {
	PublicURL string `name:"public-url" placeholder:"URL" vars:"WAYMOOD_PUBLIC_URL" help:"The address under which visitors reach the service. Default: http://localhost and the port."`
}

// listening is the setting of the commands that run the service, or ask it.
type listening struct {
	Listen string `default:":8080" placeholder:"ADDRESS" vars:"WAYMOOD_LISTEN,PORT" help:"Where to listen. Default: :8080. Port 0 takes a free one."`
}

// logging is how much is logged, and in which form.
type logging struct {
	LogLevel  string `default:"info" vars:"WAYMOOD_LOG_LEVEL" help:"debug, info, warn or error. Default: info."`
	LogFormat string `placeholder:"text|json" vars:"WAYMOOD_LOG_FORMAT" help:"text or json. Default: text on a terminal, else json."`
}

// defaultSchedule is when texts are scored unless somebody says otherwise.
const defaultSchedule = "@every 1m"

// service is the settings of a running service.
type service struct {
	listening
	public
	logging
	mailing
	pictures
	TrustedProxies string `placeholder:"CIDR,…" vars:"WAYMOOD_TRUSTED_PROXIES" help:"Proxies whose X-Forwarded-For is believed: addresses or CIDR blocks. Default: none."`
	Limits         string `default:"on" vars:"WAYMOOD_LIMITS" help:"on or off: off lifts the abuse guard, for load tests and private networks. Default: on."`
	ProofOfWork    string `default:"off" vars:"WAYMOOD_PROOF_OF_WORK" help:"on or off: on lets an answer that waits for a decision count once its sender's browser did a second or two of computing. Default: off."`
	ScoreSchedule  string `default:"@every 1m" placeholder:"CRON" vars:"WAYMOOD_SCORE_SCHEDULE" help:"When texts are scored, in cron syntax. Default: @every 1m."`
	MetricsListen  string `placeholder:"ADDRESS" vars:"WAYMOOD_METRICS_LISTEN" help:"Where to answer /metrics for Prometheus. Default: nowhere."`
	Retention      string `default:"texts=24m,contacts=12m" placeholder:"KIND=AGE,…" vars:"WAYMOOD_RETENTION" help:"How long words and contacts are kept; numbers stay. Default: texts=24m,contacts=12m."`
	PrivateHooks   bool   `name:"allow-private-webhooks" vars:"WAYMOOD_ALLOW_PRIVATE_WEBHOOKS" help:"Let webhooks reach addresses of this machine and of private networks. Default: no."`
}

// config is the settings of a running service, checked and in their types.
type config struct {
	publicURL      *url.URL // nil: localhost and the port that was got
	trustedProxies []netip.Prefix
	limits         bool
	proofOfWork    bool
	schedule       job.Schedule
	retention      job.Retention
	fontFolders    []string
	server         *mail.Server // nil: none, and mails wait
	log            *slog.Logger
}

// check reads the settings; the first wrong one is named with where its value
// came from, what is wrong and what to write.
func (s *service) check(a *app) (c config, err error) {
	for _, set := range []struct {
		flag, value string
		to          *bool
	}{{"limits", s.Limits, &c.limits}, {"proof-of-work", s.ProofOfWork, &c.proofOfWork}} {
		if set.value != "on" && set.value != "off" {
			return c, a.wrong(set.flag, set.value, fmt.Errorf("write on or off"))
		}
		*set.to = set.value == "on"
	}
	if c.log, err = s.logger(a); err != nil {
		return c, err
	}
	if c.publicURL, err = s.url(a); err != nil {
		return c, err
	}
	for name, address := range map[string]string{"listen": s.Listen, "metrics-listen": s.MetricsListen} {
		if err := checkAddress(address); err != nil {
			return c, a.wrong(name, address, err)
		}
	}
	if c.trustedProxies, err = parseProxies(s.TrustedProxies); err != nil {
		return c, a.wrong("trusted-proxies", s.TrustedProxies, err)
	}
	if c.schedule, err = job.ParseSchedule(s.ScoreSchedule); err != nil {
		return c, a.wrong("score-schedule", s.ScoreSchedule, err)
	}
	if c.retention, err = job.ParseRetention(s.Retention); err != nil {
		return c, a.wrong("retention", s.Retention, err)
	}
	if c.fontFolders, err = s.folders(); err != nil {
		return c, a.wrong("fonts", s.Fonts, err)
	}
	c.server, err = s.mailing.check(a)
	return c, err
}

// wrong is a setting with a value that cannot be used. The value is left out
// where it may hold a secret.
func (a *app) wrong(flag, value string, why error) error {
	name := cmp.Or(a.origins[flag], "--"+flag)
	if value == "" {
		return misused("%s: %w", name, why)
	}
	return misused("%s is %q: %w", name, value, why)
}

// url is the public URL, nil where none is set.
func (p public) url(a *app) (*url.URL, error) {
	if p.PublicURL == "" {
		return nil, nil
	}
	u, err := url.Parse(p.PublicURL)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, a.wrong("public-url", p.PublicURL, fmt.Errorf("write a whole address such as https://mood.example.com"))
	case u.Path != "" && u.Path != "/", u.RawQuery != "", u.Fragment != "", u.User != nil:
		return nil, a.wrong("public-url", p.PublicURL, fmt.Errorf("leave out what follows the host: the service stands at the root of its own host name"))
	}
	u.Path = ""
	return u, nil
}

// local is the public URL of a service that nobody gave one.
func local(port int) *url.URL {
	return &url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", strconv.Itoa(port))}
}

func checkAddress(address string) error {
	if address == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("write host:port or :port, such as :8080 or 127.0.0.1:8080")
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("the port must be a number from 0 to 65535")
	}
	return nil
}

// parseProxies reads addresses and CIDR blocks, comma separated.
func parseProxies(s string) ([]netip.Prefix, error) {
	var list []netip.Prefix
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if addr, err := netip.ParseAddr(part); err == nil {
			list = append(list, netip.PrefixFrom(addr, addr.BitLen()))
			continue
		}
		block, err := netip.ParsePrefix(part)
		if err != nil {
			return nil, fmt.Errorf("%q is neither an address nor a CIDR block such as 10.0.0.0/8", part)
		}
		list = append(list, block.Masked())
	}
	return list, nil
}

// logger writes to standard error: sentences on a terminal, else JSON.
func (l logging) logger(a *app) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(l.LogLevel)); err != nil {
		return nil, a.wrong("log-level", l.LogLevel, fmt.Errorf("write debug, info, warn or error"))
	}
	o := &slog.HandlerOptions{Level: level}
	switch format := l.LogFormat; {
	case format == "text", format == "" && isTerminal(a.stderr):
		return slog.New(slog.NewTextHandler(a.stderr, o)), nil
	case format == "json", format == "":
		return slog.New(slog.NewJSONHandler(a.stderr, o)), nil
	}
	return nil, a.wrong("log-format", l.LogFormat, fmt.Errorf("write text or json"))
}

// graceful is how long requests under way may take once the service is told
// to stop.
const graceful = 10 * time.Second
