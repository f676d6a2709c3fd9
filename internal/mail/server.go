package mail

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// Server is where mails are handed in.
type Server struct {
	Host     string
	Port     int
	User     string // "": no sign-in
	Password string
	TLS      bool // from the first byte (smtps); else STARTTLS where it is offered
}

// ParseServer reads smtp://user:password@host:587 or smtps://…; without a port
// they are 587 (25 without a user) and 465. An error repeats nothing of what
// was written, which may be a password.
func ParseServer(s string) (Server, error) {
	const write = "write smtp://user:password@host:587 or smtps://user:password@host:465"
	u, err := url.Parse(s)
	if err != nil {
		// A password with #, / or % in it is what most often makes an address
		// unreadable.
		return Server{}, fmt.Errorf("%s; in the user and the password, write %%23 for #, %%2F for /, %%25 for %% and %%40 for @", write)
	}
	if u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return Server{}, fmt.Errorf("%s", write)
	}
	srv := Server{Host: u.Hostname(), TLS: u.Scheme == "smtps", User: u.User.Username()}
	srv.Password, _ = u.User.Password()
	switch {
	case srv.User == "" && srv.Password != "", srv.User != "" && srv.Password == "":
		return Server{}, fmt.Errorf("a user needs a password and a password a user; %s", write)
	case u.Port() != "":
		if srv.Port, err = strconv.Atoi(u.Port()); err != nil || srv.Port < 1 || srv.Port > 65535 {
			return Server{}, fmt.Errorf("the port must be a number from 1 to 65535")
		}
	case srv.TLS:
		srv.Port = 465
	case srv.User == "":
		srv.Port = 25
	default:
		srv.Port = 587
	}
	if srv.Port == 465 && !srv.TLS {
		return Server{}, fmt.Errorf("port 465 speaks TLS from the first byte: write smtps://, or the server's other port, mostly 587")
	}
	return srv, nil
}

// String is the server without user and password.
func (s Server) String() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// near says whether the server is on this machine, so that nothing that is
// said to it can be overheard.
func (s Server) near() bool {
	ip := net.ParseIP(s.Host)
	return strings.EqualFold(strings.TrimSuffix(s.Host, "."), "localhost") || ip != nil && ip.IsLoopback()
}
