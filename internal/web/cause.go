package web

import (
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"strings"
	"syscall"
)

// causeOf is what the log may say of an error: all of it, unless it speaks of
// a connection, whose text names both addresses. Then it is what happened to
// the connection, without them.
func causeOf(err error) slog.Attr {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return slog.String("error", op.Op+": "+op.Err.Error())
	}
	return slog.Any("error", err)
}

// left is true for what happens when the other side hangs up while it sends
// or is being answered. Nobody here can mend that.
func left(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.ErrUnexpectedEOF)
}

// ownErrors is the log of the HTTP server itself. Most of its lines name a
// visitor's address; the ones kept are about this side only.
func ownErrors(to *slog.Logger) *log.Logger { return log.New(ownLines{to}, "", 0) }

type ownLines struct{ to *slog.Logger }

func (o ownLines) Write(line []byte) (int, error) {
	if s := string(line); strings.HasPrefix(s, "http: Accept error") {
		o.to.Error("connections cannot be accepted", "error", strings.TrimSpace(s))
	}
	return len(line), nil
}
