package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const sampleNumbers = `date,touchpoint,metric,value,weather
2026-11-20,,customers,240,rain
2026-11-20,queue,customers,190,
2026-11-20,queue,customers,200,
2026-11-20,moon,customers,1,
yesterday,queue,customers,1,
2026-11-20,queue,sales,many,
2026-11-20,queue,sales,-1,
2026-11-20,queue,Sales,1,
3026-11-20,queue,sales,1,
2026-11-21,pay,sales,12.5,
`

func TestImportNumbers(t *testing.T) {
	folder := t.TempDir()
	database, file := filepath.Join(folder, "a.db"), filepath.Join(folder, "numbers.csv")
	ok(t, "apply", "--database", database, dawnFile(t))
	must(t, os.WriteFile(file, []byte(sampleNumbers), 0o600), "write")
	r := waymood(t, "", "import", "--metrics", "--database", database, file)
	if r.code != 1 || !strings.Contains(r.stdout, "4 numbers kept, 6 left out") {
		t.Fatalf("exit %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	for _, word := range []string{`line 5: touchpoint: journey dawn has none called "moon"`, `line 6: date: "yesterday" is no date`, `line 7: value: "many" is no number`,
		"line 8: value: must be a number not below 0", "line 9: metric: must be", "line 10: date: the year 3026"} {
		if !strings.Contains(r.stderr, word) && !strings.Contains(r.stderr, strings.Replace(word, `journey dawn has none called`, `there is no`, 1)) {
			t.Errorf("nothing says %q:\n%s", word, r.stderr)
		}
	}
	exported := ok(t, "export", "metrics", "--no-bom", "--database", database)
	if want := "journey,date,touchpoint,metric,value\r\ndawn,2026-11-20,,customers,240\r\ndawn,2026-11-20,queue,customers,200\r\ndawn,2026-11-21,pay,sales,12.5\r\n"; exported != want {
		t.Errorf("exported:\n%q\nwant\n%q", exported, want)
	}
	for _, format := range []string{"csv", "jsonl"} {
		text := ok(t, "export", "metrics", "--format", format, "--database", database)
		again := filepath.Join(folder, "again."+format)
		must(t, os.WriteFile(again, []byte(text), 0o600), "write")
		if out := ok(t, "import", "--metrics", "--database", database, again); !strings.Contains(out, "3 numbers kept, 0 left out") {
			t.Errorf("%s again: %s", format, out)
		}
		if text := ok(t, "export", "metrics", "--no-bom", "--database", database); text != exported {
			t.Errorf("its own export changes it: %s", text)
		}
	}
	if out := ok(t, "export", "metrics", "--no-bom", "--from", "2026-11-21", "--journey", "dawn", "--database", database); strings.Count(out, "\n") != 2 {
		t.Errorf("from a date: %s", out)
	}
	for name, text := range map[string]string{"empty.csv": "", "other.csv": "a,b\n1,2\n", "list.json": `[{"date":"2026-11-20"}]`, "twice.csv": "date,touchpoint,metric,value,date\n"} {
		bad := filepath.Join(folder, name)
		must(t, os.WriteFile(bad, []byte(text), 0o600), "write")
		if r := waymood(t, "", "import", "--metrics", "--database", database, bad); r.code != 1 {
			t.Errorf("%s: exit %d\n%s%s", name, r.code, r.stdout, r.stderr)
		}
	}
}
