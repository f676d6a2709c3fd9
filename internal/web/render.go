package web

import (
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
type renderer map[string]*template.Template

func newRenderer() (renderer, error) {
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
			t, err := template.New(path.Base(p)).ParseFS(templates.FS, append([]string{p}, parts...)...)
			if err != nil {
				return nil, err
			}
			r[folder+"/"+name] = t
		}
	}
	return r, nil
}

func (r renderer) Render(w io.Writer, name string, data any, _ echo.Context) error {
	t, ok := r[name]
	if !ok {
		return fs.ErrNotExist
	}
	return t.Execute(w, data)
}
