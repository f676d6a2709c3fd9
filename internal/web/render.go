package web

import (
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/templates"
)

// renderer executes pages by name: "visit/survey", "staff/map". Every page is
// parsed together with the parts of its folder, the files that begin with "_".
// A template that does not parse stops the start. Echo renders into a buffer
// first, so a page that fails half-way is answered as an error, not cut short.
type renderer map[string]*template.Template

// newRenderer parses all pages. They can use one function: {{static "x.css"}}
// is the address of a file under /static/ with its hash.
func newRenderer(f files) (renderer, error) {
	r := renderer{}
	for _, folder := range []string{"visit", "staff"} {
		pages, err := fs.Glob(templates.FS, folder+"/*.html")
		if err != nil {
			return nil, err
		}
		var parts []string
		for _, p := range pages {
			if strings.HasPrefix(path.Base(p), "_") {
				parts = append(parts, p)
			}
		}
		for _, p := range pages {
			name := strings.TrimSuffix(path.Base(p), ".html")
			if strings.HasPrefix(name, "_") {
				continue
			}
			t, err := template.New(path.Base(p)).
				Funcs(template.FuncMap{"static": f.address}).
				ParseFS(templates.FS, append([]string{p}, parts...)...)
			if err != nil {
				return nil, fmt.Errorf("read template %s: %w", p, err)
			}
			r[folder+"/"+name] = t
		}
	}
	return r, nil
}

func (r renderer) Render(w io.Writer, name string, data any, _ echo.Context) error {
	t, ok := r[name]
	if !ok {
		return fmt.Errorf("there is no template %s", name)
	}
	return t.Execute(w, data)
}
