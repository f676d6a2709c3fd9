package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"

	"github.com/waymood/waymood/internal/mail/mailtest"
	"github.com/waymood/waymood/internal/store"
)

// The mails of the outbox are sent, or written to files without a change.
func TestDigestCommand(t *testing.T) {
	folder := t.TempDir()
	database, out := filepath.Join(folder, "a.db"), filepath.Join(folder, "mails")
	ok(t, "apply", "--database", database, dawnFile(t))
	posted(t, database, 3)
	server := mailtest.Start(t, mailtest.Options{})
	to := []string{"--database", database, "--public-url", "https://mood.example.com"}

	said := ok(t, append([]string{"digest", "--dry-run", "--out", out}, to...)...)
	files, err := filepath.Glob(filepath.Join(out, "*.eml"))
	if err != nil || len(files) != 3 || !strings.Contains(said, "3 mails were written") || strings.Contains(said, "@") {
		t.Fatalf("%v, %v\n%s", files, err, said)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		must(t, err, "read")
		readMail(t, raw)
	}
	if said = ok(t, append([]string{"digest", "--dry-run", "--journey", "none", "--out", out}, to...)...); !strings.Contains(said, "0 mails") {
		t.Error(said)
	}
	if r := waymood(t, "", append([]string{"digest"}, to...)...); r.code != 1 || !strings.Contains(r.stderr, "3 mails wait to be sent; name a mail server with --smtp") {
		t.Errorf("exit %d: %s", r.code, r.stderr)
	}
	if said = ok(t, append([]string{"digest", "--smtp", server.URL()}, to...)...); !strings.Contains(said, "3 mails were sent") {
		t.Error(said)
	}
	for _, m := range server.Mails() {
		readMail(t, m.Data)
	}
	if said = ok(t, append([]string{"digest", "--smtp", server.URL()}, to...)...); !strings.Contains(said, "0 mails were sent") || len(server.Mails()) != 3 {
		t.Errorf("%d arrived\n%s", len(server.Mails()), said)
	}
}

// readMail parses a mail with a library that knows nothing of how it was made.
func readMail(t *testing.T, raw []byte) {
	t.Helper()
	r, err := mail.CreateReader(bytes.NewReader(raw))
	must(t, err, "parse a mail")
	if subject, err := r.Header.Subject(); err != nil || !strings.Contains(subject, "Кав") {
		t.Errorf("subject %q, %v", subject, err)
	}
	if s := r.Header.Get("List-Unsubscribe"); !strings.HasPrefix(s, "<https://mood.example.com/digest/") || r.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Errorf("List-Unsubscribe %q", s)
	}
	var kinds []string
	for {
		p, err := r.NextPart()
		if err == io.EOF {
			break
		}
		if message.IsUnknownCharset(err) || err != nil {
			t.Fatal(err)
		}
		kind, _, _ := strings.Cut(p.Header.Get("Content-Type"), ";")
		kinds = append(kinds, kind)
		if body, err := io.ReadAll(p.Body); err != nil || len(body) == 0 {
			t.Errorf("%s: %d bytes, %v", kind, len(body), err)
		}
	}
	if strings.Join(kinds, " ") != "text/plain text/html" {
		t.Errorf("parts %v", kinds)
	}
	for i, line := range bytes.Split(raw, []byte("\r\n")) {
		if len(line) > 998 {
			t.Errorf("line %d has %d bytes", i, len(line))
		}
	}
}

// A mail that is refused says so, and what to do.
func TestDigestCommandInTrouble(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	ok(t, "apply", "--database", database, dawnFile(t))
	posted(t, database, 2)
	strict := mailtest.Start(t, mailtest.Options{User: "dawn", Password: "s3cret"})
	r := waymood(t, "", "digest", "--smtp", strings.Replace(strict.URL(), "s3cret", "wrong", 1), "--database", database)
	if r.code != 1 || !strings.Contains(r.stderr, "sign in: 535") || !strings.Contains(r.stderr, "check user and password") {
		t.Errorf("exit %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	st, err := store.Open(t.Context(), database, store.Options{Clock: func() time.Time { return time.Now().Add(time.Hour) }})
	must(t, err, "open")
	defer st.Close()
	if o, err := st.Outbox(t.Context()); err != nil || o.Waiting != 2 || o.Trouble == "" {
		t.Errorf("%+v, %v", o, err)
	}
	for _, args := range []string{"digest --dry-run", "digest --now", "digest --smtp mail.example.com", "digest --mail-from nobody", "digest --smtp smtp://mail.example.com:465"} {
		if r := waymood(t, "", strings.Fields(args)...); r.code != 2 {
			t.Errorf("%s: exit %d\n%s", args, r.code, r.stderr)
		}
	}
}
