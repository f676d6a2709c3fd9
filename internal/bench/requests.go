package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

const (
	code    = "k7q2x"
	comment = "The line went out of the door this morning, and only one of the two tills was open. Otherwise fine."
	answer  = `{"code":"` + code + `","answers":{"rating":2,"why":["wait"],"comment":"` + comment + `"},"language":"en","persona":"office"}`

	// batched is how many answers are sent at once: the most that are taken.
	batched = 200
)

// kind is something to send to the service, and beside it to the ceiling.
type kind struct {
	title         string
	ours, ceiling []byte
	want, got     int // statuses of service and ceiling
	holds         int // answers in one request; 0 for a page
}

var kinds = map[string]kind{
	"json": {
		title: "answers as JSON", want: http.StatusCreated, got: http.StatusCreated, holds: 1,
		ours:    request(http.MethodPost, "/api/v1/responses", "application/json", answer),
		ceiling: request(http.MethodPost, "/json", "application/json", answer),
	},
	"form": {
		title: "answers by form", want: http.StatusSeeOther, got: http.StatusSeeOther, holds: 1,
		ours:    request(http.MethodPost, "/t/"+code, "application/x-www-form-urlencoded", form),
		ceiling: request(http.MethodPost, "/form", "application/x-www-form-urlencoded", form),
	},
	"batch": {
		title: "answers by batch", want: http.StatusOK, got: http.StatusCreated, holds: batched,
		ours:    request(http.MethodPost, "/api/v1/responses/batch", "application/json", batch),
		ceiling: request(http.MethodPost, "/batch", "application/json", batch),
	},
	"page": {
		title: "survey pages", want: http.StatusOK, got: http.StatusOK,
		ours:    request(http.MethodGet, "/t/"+code, "", ""),
		ceiling: request(http.MethodGet, "/hello", "", ""),
	},
}

var (
	form  = url.Values{"rating": {"2"}, "why": {"wait"}, "comment": {comment}, "lang": {"en"}, "persona": {"office"}}.Encode()
	batch = `{"responses":[` + strings.Repeat(answer+",", batched-1) + answer + `]}`
)

// request is a request as bytes.
func request(method, target, contentType, body string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nAccept-Language: zh-TW,zh;q=0.9,en;q=0.8\r\n", method, target)
	if body != "" {
		fmt.Fprintf(&b, "Content-Type: %s\r\nContent-Length: %d\r\n", contentType, len(body))
	}
	b.WriteString("\r\n" + body)
	return b.Bytes()
}
