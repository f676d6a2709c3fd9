package mail

import (
	"context"
	"errors"
	"testing"

	"github.com/waymood/waymood/internal/mail/mailtest"
)

// A message that is not to be sent any more is held back when the server waits
// for it, whatever the connection; the next one is sent.
func TestHeldBack(t *testing.T) {
	secured, _ := mailtest.Certificate(t, "localhost")
	for name, o := range map[string]mailtest.Options{"plain": {}, "STARTTLS": {STARTTLS: secured}, "TLS": {TLS: secured}} {
		t.Run(name, func(t *testing.T) {
			s := mailtest.Start(t, o)
			x := sender(t, s)
			asked := 0
			for _, still := range []error{nil, context.Canceled, nil} {
				m := letter("a@example.com")
				m.Still = func() error {
					asked++
					return still
				}
				if err := x.Send(t.Context(), m); !errors.Is(err, still) || still != nil && !errors.Is(err, ErrHeldBack) {
					t.Errorf("%v, want %v", err, still)
				}
			}
			if n := len(s.Mails()); n != 2 || asked != 3 {
				t.Errorf("%d arrived, asked %d times", n, asked)
			}
		})
	}
}
