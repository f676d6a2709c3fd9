package webhook_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/webhook"
)

// guide is docs/webhooks.md.
func guide(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../docs/webhooks.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// fields are the names of all members of a JSON value, with those above them.
func fields(v any, above string) []string {
	var list []string
	if m, ok := v.(map[string]any); ok {
		for name, v := range m {
			list = append(append(list, above+name), fields(v, above+name+".")...)
		}
	}
	slices.Sort(list)
	return list
}

// TestDocumentExamples: the examples of events are what is sent, member for
// member. Those of answers are tried where answers are told.
func TestDocumentExamples(t *testing.T) {
	x := 1.0
	sent := map[string]any{
		store.PainRaised: webhook.Pain{}, store.ChangeConfirmed: webhook.Change{}, store.AlertRaised: webhook.Alert{},
		store.TouchpointSilent: webhook.Silence{}, store.ActionVerdict: webhook.Verdict{Effect: &x, Low: &x, High: &x}, store.TestEvent: webhook.Test{},
	}
	shown := map[string]bool{}
	for _, m := range regexp.MustCompile("(?s)\n### ([a-z.]+)\n(.*?)(?:\n### |\n## )").FindAllStringSubmatch(overlapping(guide(t)), -1) {
		shown[m[1]] = true
		example := regexp.MustCompile("(?s)```json\n(.*?)```").FindStringSubmatch(m[2])
		if example == nil {
			if m[1] != store.ResponseScored { // as the one before
				t.Errorf("%s has no example", m[1])
			}
			continue
		}
		var doc map[string]any
		if err := json.Unmarshal([]byte(example[1]), &doc); err != nil {
			t.Errorf("%s: %v", m[1], err)
			continue
		}
		if doc["type"] != m[1] {
			t.Errorf("the example of %s is of %v", m[1], doc["type"])
		}
		if sent[m[1]] == nil {
			continue
		}
		data, err := json.Marshal(sent[m[1]])
		if err != nil {
			t.Fatal(err)
		}
		r, err := webhook.Signed("https://example.com", []string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}, webhook.Event{ID: "x", Type: m[1], Time: time.Now(), Data: data}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		var real map[string]any
		if err := json.Unmarshal(r.Body, &real); err != nil {
			t.Fatal(err)
		}
		if got, want := fields(doc, ""), fields(real, ""); !slices.Equal(got, want) {
			t.Errorf("%s is shown with %v and sent with %v", m[1], got, want)
		}
	}
	for _, kind := range append(store.EventTypes(), store.TestEvent) {
		if !shown[kind] {
			t.Errorf("%s is not told of", kind)
		}
	}
	for _, s := range webhook.Shapes() {
		if s.Chat() && !strings.Contains(guide(t), "| `"+string(s)+"` |") {
			t.Errorf("%s is not told of", s)
		}
	}
}

// overlapping doubles what parts sections, so that one's end is the next one's
// beginning.
func overlapping(s string) string {
	return strings.ReplaceAll(s, "\n### ", "\n### \n### ")
}

// TestDocumentChecks runs the code of the guide that checks signatures.
func TestDocumentChecks(t *testing.T) {
	const secret, older = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
	code := map[string]string{}
	for _, m := range regexp.MustCompile("(?s)```(go|python|js)\n(.*?)```").FindAllStringSubmatch(guide(t), -1) {
		code[m[1]] = m[2]
	}
	if len(code) != 3 {
		t.Fatalf("there is code in %v", slices.Sorted(maps.Keys(code)))
	}
	goMain := "package main\n\nimport (\n" + `"crypto/hmac"; "crypto/sha256"; "encoding/base64"; "encoding/json"; "fmt"; "net/http"; "os"; "strconv"; "strings"; "time"` + "\n)\n" + code["go"] + `
func main() {
	var cases []struct { Secret, Body string; Headers map[string]string }
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil { panic(err) }
	for _, c := range cases {
		h := http.Header{}
		for k, v := range c.Headers { h.Set(k, v) }
		fmt.Print(verify(c.Secret, h, []byte(c.Body)), " ")
	}
}`
	pythonMain := code["python"] + `
import json, sys
for c in json.load(sys.stdin):
    print(str(verify(c["secret"], c["headers"], c["body"].encode())).lower(), end=" ")
`
	jsMain := code["js"] + `
import { readFileSync } from "node:fs";
for (const c of JSON.parse(readFileSync(0))) process.stdout.write(verify(c.secret, c.headers, Buffer.from(c.body)) + " ");
`
	var cases []map[string]any
	add := func(secrets []string, sent time.Time, change func(h http.Header, body *string)) {
		r, err := webhook.Signed("https://example.com", secrets, webhook.Event{ID: "0193a0de", Type: "test", Time: sent, Data: []byte(`{"webhook":"晨曦"}`)}, sent)
		if err != nil {
			t.Fatal(err)
		}
		body := string(r.Body)
		change(r.Header, &body)
		headers := map[string]string{}
		for name := range r.Header {
			headers[strings.ToLower(name)] = r.Header.Get(name)
		}
		cases = append(cases, map[string]any{"secret": secret, "headers": headers, "body": body})
	}
	now, as := time.Now(), func(http.Header, *string) {}
	add([]string{secret}, now, as)
	add([]string{older, secret}, now, as) // after a rotation
	add([]string{older}, now, as)
	add([]string{secret}, now.Add(-time.Hour), as)
	add([]string{secret}, now, func(_ http.Header, body *string) { *body += " " })
	add([]string{secret}, now, func(h http.Header, _ *string) { h.Set("webhook-id", "another") })
	add([]string{secret}, now, func(h http.Header, _ *string) { h.Set("webhook-signature", "v1,") })
	const want = "true true false false false false false"
	in, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range []struct {
		file, code string
		command    []string
	}{{"main.go", goMain, []string{"go", "run"}}, {"main.py", pythonMain, []string{"python3"}}, {"main.mjs", jsMain, []string{"node"}}} {
		t.Run(run.command[0], func(t *testing.T) {
			if _, err := exec.LookPath(run.command[0]); err != nil {
				t.Skipf("there is no %s here", run.command[0])
			}
			file := filepath.Join(t.TempDir(), run.file)
			if err := os.WriteFile(file, []byte(run.code), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), run.command[0], append(run.command[1:], file)...)
			var out, wrong bytes.Buffer
			cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &wrong
			if err := cmd.Run(); err != nil {
				t.Fatal(err, wrong.String())
			}
			if got := strings.TrimSpace(out.String()); got != want {
				t.Error(fmt.Sprintf("says %s, want %s", got, want), wrong.String())
			}
		})
	}
}
