package mail

import (
	"testing"
	"time"

	"github.com/waymood/waymood/internal/mail/mailtest"
)

func letter(to string) *Message {
	return &Message{
		ID: "0193-a@mood.example.com", From: "Dawn <mood@example.com>", To: to, Subject: "Queue fell", Language: "en",
		Date: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), Text: "Hello.\n", HTML: "<p>Hello.</p>\n",
	}
}

func sender(t *testing.T, s *mailtest.Server) *Sender {
	t.Helper()
	server, err := ParseServer(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	x := &Sender{Server: server}
	t.Cleanup(x.Rest)
	return x
}

func TestSend(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	x := sender(t, s)
	for _, to := range []string{"a@example.com", "b@example.com"} {
		if err := x.Send(t.Context(), letter(to)); err != nil {
			t.Fatal(err)
		}
	}
	got := s.Mails()
	if len(got) != 2 || got[0].To != "a@example.com" || got[1].ID != "0193-a@mood.example.com" {
		t.Errorf("got %+v", got)
	}
	if made, _ := s.Connections(); made != 1 {
		t.Errorf("%d connections for two mails", made)
	}
}
