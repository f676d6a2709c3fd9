package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/waymood/waymood/"

// allowed is the table of architecture: what each package may import of this
// module. "…" after a name stands for all below it. Tests are free.
var allowed = map[string][]string{
	"internal/fault":        {},
	"internal/account":      {"internal/fault"},
	"internal/survey":       {"internal/fault"},
	"internal/journey":      {"internal/fault", "internal/survey"},
	"internal/action":       {"internal/fault"},
	"internal/subscription": {"internal/fault", "internal/account"},
	"internal/text":         {},
	"internal/sentiment":    {"internal/text"},
	"internal/theme":        {"internal/text"},
	"internal/mood":         {"internal/journey", "internal/survey"},
	"internal/snapshot":     {"internal/mood", "internal/journey", "internal/survey"},
	"internal/chart":        {"internal/mood", "internal/journey", "internal/survey", "internal/i18n"},
	"internal/raster":       {},
	"internal/ticket":       {},
	"internal/mail":         {"internal/fault"},
	"internal/webhook":      {"internal/fault", "internal/i18n", "internal/journey"},
	"internal/letter":       {domain, "internal/fault", "internal/store", "internal/digest", "internal/mail", "internal/chart", "internal/raster", "internal/i18n", "internal/ticket", "templates"},
	"internal/i18n":         {},
	"internal/digest":       {"internal/journey", "internal/survey", "internal/mood", "internal/action", "internal/i18n"},
	"internal/exchange":     {domain, "internal/fault"},
	"internal/store":        {domain, "internal/fault", "migrations"},
	"internal/demo":         {domain, "internal/fault"},
	"internal/invitation":   {},
	"internal/job":          {domain, "internal/fault", "internal/store", "internal/digest", "internal/letter", "internal/mail", "internal/webhook", "internal/i18n"},
	"internal/web":          {domain, "internal/fault", "internal/store", "internal/i18n", "internal/invitation", "internal/chart", "internal/raster", "internal/digest", "internal/letter", "internal/mail", "internal/ticket", "internal/webhook", "internal/exchange", "internal/web/…", "templates", "static"},
	"migrations":            {},
	"templates":             {},
	"static":                {},
}

// domain stands for the packages that know no technology.
const domain = "domain"

var domains = []string{"journey", "survey", "action", "account", "subscription", "mood", "snapshot", "text", "sentiment", "theme"}

type goPackage struct {
	path    string // without the module
	imports []string
}

// packages of the module with what they import, tests left out.
func packages(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []goPackage
	for _, line := range lines(string(out)) {
		words := strings.Fields(line)
		list = append(list, goPackage{strings.TrimPrefix(words[0], module), words[1:]})
	}
	if len(list) < 10 {
		t.Fatalf("go list names %d packages only", len(list))
	}
	return list
}

func TestWhoImportsWhom(t *testing.T) {
	for _, p := range packages(t) {
		rule, known := ruleOf(p.path)
		for _, path := range p.imports {
			own, inside := strings.CutPrefix(path, module)
			if inside && known && own != p.path && !permits(rule, own) {
				t.Errorf("%s must not import %s", p.path, own)
			}
			if !known && inside && !strings.HasPrefix(p.path, "cmd/") && !helper(p.path) {
				t.Errorf("%s has no line in the table of imports", p.path)
				break
			}
			if !helper(p.path) {
				checkLibrary(t, p.path, path)
			}
		}
	}
}

// checkLibrary holds who may touch which technology.
func checkLibrary(t *testing.T, importer, library string) {
	t.Helper()
	in := func(folders ...string) bool {
		return slices.ContainsFunc(folders, func(f string) bool { return importer == f || strings.HasPrefix(importer, f+"/") })
	}
	switch {
	case library == "database/sql" && !in("internal/store", "migrations"),
		strings.HasPrefix(library, "github.com/labstack/echo") && !in("internal/web"),
		strings.HasPrefix(library, "github.com/jackc/pgx") && !in("internal/store"),
		strings.HasPrefix(library, "github.com/robfig/cron") && !in("internal/job"),
		strings.HasPrefix(library, "github.com/alecthomas/kong") && !in("cmd"),
		library == "net/http" && in("internal/mood", "internal/survey", "internal/journey", "internal/theme", "internal/sentiment", "internal/text", "internal/store"):
		t.Errorf("%s must not import %s", importer, library)
	}
}

// helper says whether a package only serves tests or is a program beside the
// service.
func helper(path string) bool {
	return strings.HasSuffix(path, "test") || strings.Contains(path, "/train") || strings.Contains(path, "/bench") || strings.Contains(path, "/gen")
}

// ruleOf is the rule of a package or, for one below web, of web.
func ruleOf(path string) ([]string, bool) {
	if helper(path) {
		return nil, false
	}
	if rule, ok := allowed[path]; ok {
		return rule, true
	}
	if strings.HasPrefix(path, "internal/web/") {
		return allowed["internal/web"], true
	}
	return nil, false
}

func permits(rule []string, path string) bool {
	for _, r := range rule {
		if r == path || r == domain && slices.Contains(domains, strings.TrimPrefix(path, "internal/")) {
			return true
		}
		if above, ok := strings.CutSuffix(r, "…"); ok && strings.HasPrefix(path, above) {
			return true
		}
	}
	return false
}
