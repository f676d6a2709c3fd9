package store

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// statements are all constant strings of this package that are SQL, with the
// constants inside them put together by the compiler's own rules.
func statements(t *testing.T) map[string]string {
	t.Helper()
	set := token.NewFileSet()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			f, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
	}
	// Only constants matter, so what other packages export may stay unknown.
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Error: func(error) {}}
	config.Check("store", set, files, info)
	found := map[string]string{}
	for expr, v := range info.Types {
		if v.Value == nil || v.Value.Kind() != constant.String {
			continue
		}
		if text := constant.StringVal(v.Value); verb.MatchString(text) {
			found[set.Position(expr.Pos()).String()] = text
		}
	}
	for name, text := range map[string]string{"adding tallies": addTalliesSQL + tuples(3, 29) + addToTallies, "summing tallies": tallySumSQL + "tallies", "adding rows": addRowsSQL + tuples(2, rowWidth) + addedRowsSQL} {
		found[name] = text
	}
	return found
}

var (
	verb        = regexp.MustCompile(`(?i)^\s*(select|insert|update|delete|with|pragma|vacuum)\s`)
	placeholder = regexp.MustCompile(`\$(\d+)`)
	literal     = regexp.MustCompile(`'[^']*'`)
	star        = regexp.MustCompile(`select\s+(\w+\.)?\*`)
)

// SQLite's driver numbers $n by where it first stands, without a word; so the
// first appearances must ascend.
func TestStatements(t *testing.T) {
	all := statements(t)
	if len(all) < 60 {
		t.Fatalf("only %d statements were found; the test is blind", len(all))
	}
	for at, text := range all {
		most := 0
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			n, _ := strconv.Atoi(m[1])
			if n > most+1 {
				t.Errorf("%s: $%d before $%d: %s", at, n, most+1, text)
			}
			most = max(most, n)
		}
		if strings.Contains(text, "?") {
			t.Errorf("%s: ? where $n belongs: %s", at, text)
		}
		if bare := literal.ReplaceAllString(text, ""); bare != strings.ToLower(bare) {
			t.Errorf("%s: upper case: %s", at, text)
		}
		if star.MatchString(text) {
			t.Errorf("%s: select *: %s", at, text)
		}
	}
}

func TestClause(t *testing.T) {
	var c clause
	c.and("a = ?", 1)
	c.in("b", []int64{2, 3})
	c.in("c", nil)
	c.and("d between ? and ?", 4, 5)
	c.add(" limit ?", 6)
	if want := " where a = $1 and b in ($2, $3) and 1 = 0 and d between $4 and $5 limit $6"; c.String() != want || len(c.args) != 6 {
		t.Errorf("%q, %v", c.String(), c.args)
	}
}
