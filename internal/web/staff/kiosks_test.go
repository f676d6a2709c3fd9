package staff_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/account"
)

// TestKiosks registers a tablet, uses its key and revokes it.
func TestKiosks(t *testing.T) {
	h := cafe(t, account.Editor)
	const at = "/admin/journeys/dawn/kiosks"
	p := h.get(at)
	h.want(p, http.StatusOK, "None yet.", `value="kiosk2"`, "Register a kiosk", "without https", `<a href="`+at+`" aria-current="page">Kiosks</a>`)
	if first := regexp.MustCompile(`<option value="(\w+)"`).FindStringSubmatch(p.Body); first == nil || first[1] != "kiosk2" {
		t.Errorf("the placement of the channel kiosk is not the first: %v", first)
	}
	good := url.Values{"placement": {"kiosk2"}, "name": {" Till <2> "}, "pin": {"2580"}}
	with := func(name, value string) url.Values {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		form.Set(name, value)
		return form
	}
	for _, c := range []struct {
		form   url.Values
		status int
		says   string
	}{
		{with("pin", "123"), http.StatusUnprocessableEntity, "A PIN has four to eight digits."},
		{with("pin", "123456789"), http.StatusUnprocessableEntity, "A PIN has four to eight digits."},
		{with("pin", "12a4"), http.StatusUnprocessableEntity, `value="Till &lt;2&gt;"`},
		{with("name", "  "), http.StatusUnprocessableEntity, "Give it a name"},
		{with("name", strings.Repeat("名", 61)), http.StatusUnprocessableEntity, "Give it a name"},
		{with("placement", "nope"), http.StatusNotFound, ""},
	} {
		h.want(h.post(at, c.form), c.status, c.says)
	}
	h.want(h.get(at), http.StatusOK, "None yet.")

	made := h.post(at, good)
	h.want(made, http.StatusOK, "Till &lt;2&gt; is registered", `role="img"`, "Has not sent anything yet")
	link := regexp.MustCompile(`http://192\.168\.1\.20:8080/t/kiosk2/kiosk#(key=wm_\w+&amp;pin=2580)`).FindStringSubmatch(made.Body)
	if link == nil {
		t.Fatalf("no link with key and pin in %s", made.Body)
	}
	if made.Header.Get("Cache-Control") != "no-store" {
		t.Error("the page with the key may be kept")
	}
	given, err := url.ParseQuery(html.UnescapeString(link[1]))
	if err != nil {
		t.Fatal(err)
	}
	h.lacks(h.get(at), given.Get("key"), "2580")
	k, err := h.store.KeyOf(t.Context(), given.Get("key"))
	if err != nil || k.Scope != account.Kiosk || k.Placement != "kiosk2" || k.Name != "Till <2>" {
		t.Fatalf("%+v %v", k, err)
	}
	h.want(h.get(at), http.StatusOK, "Last seen on 20 November 2026")
	h.want(h.post(at+"/nokey/revoke", url.Values{}), http.StatusNotFound)
	h.want(h.post(at+"/"+k.ID+"/revoke", url.Values{}), http.StatusSeeOther, at)
	if _, err := h.store.KeyOf(t.Context(), given.Get("key")); err == nil {
		t.Error("a revoked kiosk is still known")
	}
	p = h.get(at)
	h.want(p, http.StatusOK, "Revoked")
	h.lacks(p, "/revoke")
}

// TestKiosksAreForEditors keeps viewers out, and kiosks of other journeys.
func TestKiosksAreForEditors(t *testing.T) {
	h := cafe(t, account.Viewer)
	const at = "/admin/journeys/dawn/kiosks"
	h.want(h.get(at), http.StatusForbidden)
	h.want(h.post(at, url.Values{"placement": {"kiosk2"}, "name": {"x"}, "pin": {"2580"}}), http.StatusForbidden)
	h.lacks(h.get("/admin/journeys/dawn/posters"), at)
}
