package visit

import (
	"bytes"
	"compress/gzip"
	"html/template"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/templates"
)

// pages parses the visitors' templates as the server does.
type pages map[string]*template.Template

func parsePages(t testing.TB) pages {
	t.Helper()
	found := pages{}
	for _, name := range []string{"survey", "again", "message", "problem", "thanks", "receipt", "poster"} {
		tmpl, err := template.New(name+".html").
			Funcs(template.FuncMap{"static": func(s string) string { return "/static/" + s }}).
			ParseFS(templates.FS, "visit/"+name+".html", "visit/_*.html")
		if err != nil {
			t.Fatal(err)
		}
		found["visit/"+name] = tmpl
	}
	return found
}

func (p pages) Render(w io.Writer, name string, data any, _ echo.Context) error {
	return p[name].Execute(w, data)
}

func everyJourney(t testing.TB) *journey.Journey {
	t.Helper()
	src, err := os.ReadFile("testdata/every.yaml")
	if err != nil {
		t.Fatal(err)
	}
	js, _, err := journey.Parse("every.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	return js[0]
}

func spotOf(t testing.TB, j *journey.Journey, code string) *store.Spot {
	t.Helper()
	stage, touchpoint, placement := j.Placement(code)
	if placement == nil {
		t.Fatalf("no placement %s", code)
	}
	return &store.Spot{Journey: j, Stage: stage, Touchpoint: touchpoint, Placement: placement, Survey: j.Survey(touchpoint.Survey)}
}

// drawn are pages that only render, without a store.
func drawn(t testing.TB) *Pages {
	t.Helper()
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse("https://feedback.example.org")
	return &Pages{
		Config: Config{Catalog: catalog, PublicURL: u, Clock: func() time.Time { return time.Unix(1790000000, 0) }},
		styles: readStyles(),
		forms:  newSigner([]byte("form")), testSecret: []byte("test"),
	}
}

var someID = uuid.MustParse("6f1c1e1a-3c1b-4a52-9f5e-5d6f2a1b3c4d")

func renderSurvey(t testing.TB, p *Pages, v visit, wrong map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	token := p.formToken(v.Placement.Code, someID, p.Clock())
	if err := parsePages(t).Render(&b, "visit/survey", p.view(v, someID, token, wrong), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestReadyPage holds the spliced gzip stream to the page it stands for.
func TestReadyPage(t *testing.T) {
	p, j := drawn(t), everyJourney(t)
	for _, code := range []string{"every", "faces"} {
		for _, lang := range j.Languages {
			v := visit{Spot: spotOf(t, j, code), lang: lang}
			html := renderSurvey(t, p, v, nil)
			ready, err := newReadyPage(j, lang, "", html, someID, p.formToken(code, someID, p.Clock()))
			if err != nil {
				t.Fatal(err)
			}
			id := uuid.New()
			token := p.formToken(code, id, p.Clock())
			want := strings.ReplaceAll(string(html), someID.String(), id.String())
			want = strings.ReplaceAll(want, p.formToken(code, someID, p.Clock()), token)
			if got := string(ready.plain(nil, id, token)); got != want {
				t.Errorf("%s %s: the plain page differs", code, lang)
			}
			packed := ready.packed(nil, id, token)
			r, err := gzip.NewReader(bytes.NewReader(packed))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r) // checks sum and length too
			if err != nil {
				t.Fatalf("%s %s: %v", code, lang, err)
			}
			if string(got) != want {
				t.Errorf("%s %s: the packed page differs", code, lang)
			}
		}
	}
}

// TestGallery writes pages to look at into the folder named by GALLERY.
func TestGallery(t *testing.T) {
	folder := os.Getenv("GALLERY")
	if folder == "" {
		t.Skip("GALLERY names no folder")
	}
	p, j := drawn(t), everyJourney(t)
	for _, lang := range j.Languages {
		v := visit{Spot: spotOf(t, j, "every"), lang: lang}
		write := func(name string, html []byte) {
			if err := os.WriteFile(filepath.Join(folder, name+"-"+lang+".html"), html, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		write("every", renderSurvey(t, p, v, nil))
		write("faces", renderSurvey(t, p, visit{Spot: spotOf(t, j, "faces"), lang: lang}, nil))
		form := url.Values{
			"mood": {"2"}, "four": {"3"}, "rating": {"4"}, "again": {"9"}, "effort": {"3"}, "stars": {"3"}, "found": {"yes"}, "who": {"guest"},
			"why": {"wait", "noise"}, "comment": {strings.Repeat("等太久了 ", 12)}, "mail": {"me@"}, "consent": {"yes"},
		}
		v.entered, v.test = typed(v.Survey, form), "x"
		_, err := v.Survey.ParseForm(url.Values{"comment": form["comment"], "mail": form["mail"], "consent": {"yes"}, "why": {"wait"}}, lang)
		wrong := map[string]string{}
		for _, param := range fault.Params(err) {
			wrong[param.Name] = wrongInWords(p.Catalog.In(lang), param)
		}
		write("wrong", renderSurvey(t, p, v, wrong))
	}
}
