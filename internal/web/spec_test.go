package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/google/go-cmp/cmp"
)

// described is the OpenAPI document and the router made of it.
var described = sync.OnceValues(func() (routers.Router, error) {
	src, err := os.ReadFile("api/openapi.json")
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(src)
	if err != nil {
		return nil, err
	}
	openapi3filter.RegisterBodyDecoder("image/svg+xml", openapi3filter.PlainBodyDecoder)
	openapi3filter.RegisterBodyDecoder("image/png", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/csv", openapi3filter.PlainBodyDecoder)
	return legacy.NewRouter(doc)
})

// conform holds an answer of the API, and the request where it was
// accepted, to the OpenAPI document.
func conform(t testing.TB, r *http.Request, body string, w *httptest.ResponseRecorder) {
	t.Helper()
	if !strings.HasPrefix(r.URL.Path, "/api/v1/") || w.Code == http.StatusMethodNotAllowed {
		return
	}
	router, err := described()
	if err != nil {
		t.Fatal(err)
	}
	route, params, err := router.FindRoute(r)
	if err != nil {
		if w.Code != http.StatusNotFound {
			t.Errorf("%s %s answers %d and is not in the document: %v", r.Method, r.URL.Path, w.Code, err)
		}
		return
	}
	in := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{
			AuthenticationFunc:    openapi3filter.NoopAuthenticationFunc,
			IncludeResponseStatus: true,
		},
	}
	ctx := context.Background()
	if w.Code < 300 {
		r.Body = io.NopCloser(strings.NewReader(body))
		if err := openapi3filter.ValidateRequest(ctx, in); err != nil {
			t.Errorf("%s %s is accepted, but against the document: %v", r.Method, r.URL.Path, err)
		}
	}
	if w.Header().Get("Content-Encoding") != "" {
		return
	}
	err = openapi3filter.ValidateResponse(ctx, &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: w.Code, Header: w.Header(),
		Body: io.NopCloser(bytes.NewReader(w.Body.Bytes())), Options: in.Options,
	})
	if err != nil {
		t.Errorf("%s %s answers %d against the document: %v", r.Method, r.URL.Path, w.Code, err)
	}
}

// TestDocument holds the document to itself: it is valid, examples included.
func TestDocument(t *testing.T) {
	src, err := os.ReadFile("api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(src)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Error(err)
	}
}

// TestRoutesAreDescribed holds the router and the document to each other.
func TestRoutesAreDescribed(t *testing.T) {
	src, err := os.ReadFile("api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(src)
	if err != nil {
		t.Fatal(err)
	}
	var written, served []string
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			written = append(written, method+" "+path)
		}
	}
	param := regexp.MustCompile(`:([a-z]+)`)
	for _, r := range newHouse(t).echo.Routes() {
		if strings.HasPrefix(r.Path, "/api/") {
			served = append(served, r.Method+" "+param.ReplaceAllString(r.Path, "{$1}"))
		}
	}
	sort.Strings(written)
	sort.Strings(served)
	if d := cmp.Diff(written, served); d != "" {
		t.Errorf("in the document (-) and in the router (+):\n%s", d)
	}
}
