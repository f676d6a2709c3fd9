package mail

import (
	"errors"
	"net"

	gomail "github.com/wneessen/go-mail"
)

// ErrHeldBack is of a message whose Still said no: the server has nothing of it.
var ErrHeldBack = errors.New("the message was held back")

// lastLook asks whether a message is still to be sent. The library calls it when
// the server has answered DATA, before the first byte, and takes no error from
// it: so it cuts the connection, over which the message can then not be ended.
type lastLook struct {
	still func() error
	conn  net.Conn
	err   error
}

func (l *lastLook) Handle(m *gomail.Msg) *gomail.Msg {
	if l.still == nil {
		return m
	}
	if l.err = l.still(); l.err != nil {
		_ = l.conn.Close()
	}
	return m
}

func (*lastLook) Type() gomail.MiddlewareType { return "last look" }
