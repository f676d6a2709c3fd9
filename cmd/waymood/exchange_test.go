package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/survey"
)

func TestApplyAndExport(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	file := dawnFile(t)
	if out := ok(t, "apply", "--database", database, "--dry-run", file); !strings.Contains(out, "would be made") {
		t.Errorf("the dry run says %q", out)
	}
	if out := ok(t, "apply", "--database", database, file); !strings.Contains(out, "dawn: ") || strings.Contains(out, "nothing to change") {
		t.Errorf("apply says %q", out)
	}
	if out := ok(t, "apply", file, "--database", database); !strings.Contains(out, "dawn: nothing to change") {
		t.Errorf("applied again, it says %q", out)
	}
	exported := ok(t, "export", "journey", "dawn", "--database", database)
	again := filepath.Join(t.TempDir(), "again.yaml")
	must(t, os.WriteFile(again, []byte(exported), 0o600), "write")
	if out := ok(t, "apply", "--database", database, again); !strings.Contains(out, "nothing to change") {
		t.Errorf("its own export changes it: %s", out)
	}
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	ok(t, "apply", "--database", fresh, again)
	if out := ok(t, "export", "journey", "dawn", "--database", fresh); out != exported {
		t.Error("exported, applied and exported again it is another journey")
	}
}

const sampleCSV = `response_id,touchpoint,placement,answered_at,rating,text,answer.why,language
,queue,,2026-11-20T09:00:00+08:00,2,等太久了,wait,zh-Hant
,queue,,2026-11-20T09:00:00+08:00,2,等太久了,wait,zh-Hant
,,k7q2x,2026-11-20T09:05:00+08:00,5,"=cmd|'/c calc'!A0",,en
3f1f0f3e-0000-4000-8000-000000000001,pay,,2026-11-20T09:06:00+08:00,7,,,
,menu,,2026-11-20T09:07:00+08:00,9,,,
,menu,,yesterday,3,,,
,nowhere,,2026-11-20T09:07:00+08:00,3,,,
,,,2026-11-20T09:07:00+08:00,3,,,
,complaint,,2026-11-20T09:07:00+08:00,1,,,
,menu,,2026-11-20T09:07:00+08:00,,,,
,menu,,2026-11-20T09:07:00+08:00,3,,loud,
,queue,,2026-11-20T09:08:00+08:00,4,"zwei
Zeilen",,
`

func TestImport(t *testing.T) {
	folder := t.TempDir()
	database, file := filepath.Join(folder, "a.db"), filepath.Join(folder, "answers.csv")
	ok(t, "apply", "--database", database, dawnFile(t))
	must(t, os.WriteFile(file, []byte(sampleCSV), 0o600), "write")
	r := waymood(t, "", "import", "--database", database, file)
	if r.code != 1 || !strings.Contains(r.stdout, "6 answers kept, 0 already there, 6 left out") {
		t.Fatalf("exit %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	for _, word := range []string{"line 6: answer.rating: must be from 1 to 5", "line 7: answered_at", "line 8: touchpoint: there is no", "line 9: the row names neither",
		"line 11: the row has no answer", "line 12: answer.why"} {
		if !strings.Contains(r.stderr, word) {
			t.Errorf("%q is missing in\n%s", word, r.stderr)
		}
	}
	r = waymood(t, "", "import", "--database", database, file)
	if !strings.Contains(r.stdout, "0 answers kept, 6 already there, 6 left out") {
		t.Errorf("the second time: %s%s", r.stdout, r.stderr)
	}

	// What is exported is safe to open, and comes back as it was.
	exported := ok(t, "export", "responses", "--database", database)
	if !strings.HasPrefix(exported, "\ufeff") {
		t.Error("there is no byte order mark")
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(exported, "\ufeff"))).ReadAll()
	must(t, err, "read the export")
	if len(rows) != 7 {
		t.Fatalf("%d lines exported, want 7", len(rows))
	}
	for _, row := range rows {
		for _, cell := range row {
			_, err := strconv.ParseFloat(cell, 64)
			if err != nil && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
	own := filepath.Join(folder, "own.csv")
	must(t, os.WriteFile(own, []byte(exported), 0o600), "write")
	if out := ok(t, "import", "--database", database, own); !strings.Contains(out, "0 answers kept, 6 already there, 0 left out") {
		t.Errorf("its own export: %s", out)
	}
	fresh := filepath.Join(folder, "fresh.db")
	ok(t, "apply", "--database", fresh, dawnFile(t))
	ok(t, "import", "--database", fresh, own)
	if again := ok(t, "export", "responses", "--database", fresh); again != exported {
		t.Errorf("moved to another database the answers differ:\n%s\n%s", exported, again)
	}

	// JSON Lines tell the same.
	jsonl := ok(t, "export", "responses", "--database", database, "--format", "jsonl")
	for _, line := range lines(jsonl) {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
	third := filepath.Join(folder, "third.db")
	ok(t, "apply", "--database", third, dawnFile(t))
	r = waymood(t, jsonl, "import", "--database", third, "-")
	if r.code != 0 || !strings.Contains(r.stdout, "6 answers kept") {
		t.Errorf("JSON Lines: exit %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	if again := ok(t, "export", "responses", "--database", third); again != exported {
		t.Errorf("moved as JSON Lines the answers differ:\n%s\n%s", exported, again)
	}
	if out := ok(t, "export", "responses", "--database", database, "--from", "2026-11-21", "--format", "jsonl"); out != "" {
		t.Errorf("after that day there is %s", out)
	}
}

// A file may come from anybody: nothing in it steers the terminal or writes
// lines of its own.
func TestImportOfHostileFiles(t *testing.T) {
	folder := t.TempDir()
	database := filepath.Join(folder, "a.db")
	ok(t, "apply", "--database", database, dawnFile(t))
	const evil = "\x1b]0;owned\a\x1b[2J\u202e"
	inJSON := strings.NewReplacer("\x1b", `\u001b`, "\a", `\u0007`).Replace(evil)
	for name, src := range map[string]string{
		"header":     "touchpoint,answered_at,rating,x" + evil + "\nqueue,2026-11-20T09:00:00Z,9,\n",
		"cells":      "journey,touchpoint,placement,persona,language,answered_at,rating,answer.why\n" + evil + ",q" + evil + ",,,,2026-11-20T09:00:00Z,3,\n,,k" + evil + ",,,2026-11-20T09:00:00Z,3,\n,queue,,p" + evil + ",,2026-11-20T09:00:00Z,3,\n,queue,,,l" + evil + ",2026-11-20T09:00:00Z,3,\n,queue,,,," + evil + ",3,\n,queue,,,,2026-11-20T09:00:00Z,3" + evil + ",o" + evil + "\n",
		"properties": `{"touchpoint":"queue","answered_at":"2026-11-20T09:00:00Z","rating":9,"x` + inJSON + `":1}`,
		"answers":    `{"touchpoint":"queue","answered_at":"2026-11-20T09:00:00Z","answers":{"x` + inJSON + `":1}}`,
		"value":      `{"touchpoint":"queue","answered_at":"2026-11-20T09:00:00Z","answers":{"x` + inJSON + `":{}}}`,
		"no columns": "x" + evil + "\n1\n",
	} {
		r := waymood(t, src, "import", "--database", database, "-")
		if r.code != 1 {
			t.Errorf("%s: exit %d\n%s%s", name, r.code, r.stdout, r.stderr)
		}
		for _, c := range []string{"\x1b", "\a", "\u202e"} {
			if strings.Contains(r.stdout+r.stderr, c) {
				t.Errorf("%s: %q is printed in %q", name, c, r.stderr)
			}
		}
	}
}

// The same id at another place or time is another answer.
func TestImportOfATakenID(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	ok(t, "apply", "--database", database, dawnFile(t))
	const head, id = "response_id,touchpoint,placement,answered_at,rating\n", "3f1f0f3e-0000-4000-8000-000000000001"
	ok(t, "import", "--database", database, write(t, head+id+",,k7q2x,2026-11-20T09:00:00.1234567Z,3\n"))
	for row, again := range map[string]bool{
		",queue,,2026-11-20T09:00:00.123Z,3":           true,
		",queue,k7q2x,2026-11-20T17:00:00.123+08:00,3": true,
		",menu,,2026-11-20T09:00:00.123Z,3":            false,
		",queue,,2026-11-20T09:00:01Z,3":               false,
		",queue,,2026-11-20T09:00:00.123Z,4":           false,
	} {
		r := waymood(t, head+id+row+"\n", "import", "--database", database, "-")
		if got := strings.Contains(r.stdout, "0 answers kept, 1 already there, 0 left out"); got != again || !again && !strings.Contains(r.stderr, "line 2: another answer") {
			t.Errorf("%s: %s%s", row, r.stdout, r.stderr)
		}
	}
}

// What tells identical rows apart must not hold their texts: the file may be
// larger than the memory.
func TestImportForgetsTheTexts(t *testing.T) {
	p := spotsOf(nil, time.Now())
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	ids := map[uuid.UUID]bool{}
	for n := range 1000 {
		for range 2 {
			ids[p.newID(&survey.Response{Answers: survey.Answers{"comment": strconv.Itoa(n) + strings.Repeat("x", 20_000)}}, "dawn/queue")] = true
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if len(ids) != 2000 {
		t.Errorf("%d ids for 2000 rows", len(ids))
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 2<<20 {
		t.Errorf("%d bytes are kept of 1000 rows", grown)
	}
	runtime.KeepAlive(p)
}

func write(t testing.TB, content string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, []byte(content), 0o600), "write")
	return file
}

func TestClassify(t *testing.T) {
	in := "等太久了，很失望\n\nLovely coffee, thank you!\r\nДуже довго чекала\n🙂\n\xff\xfe\n" + strings.Repeat("慢", 5000) + "\n" + strings.Repeat("ok\n", 3000) + "no line end"
	r := waymood(t, in, "classify")
	if r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.stderr)
	}
	out := lines(r.stdout)
	if want := strings.Count(in, "\n") + 1; len(out) != want {
		t.Fatalf("%d lines, want %d", len(out), want)
	}
	var all []verdict
	for _, line := range out {
		var v verdict
		must(t, json.Unmarshal([]byte(line), &v), "read "+line)
		all = append(all, v)
	}
	if all[0].Language != "zh-Hant" || all[0].Label != "negative" || all[0].Score >= 0 {
		t.Errorf("%+v", all[0])
	}
	if all[1] != (verdict{Language: "unknown", Label: "unknown"}) || all[4].Label != "unknown" {
		t.Errorf("%+v, %+v", all[1], all[4])
	}
	if all[2].Language != "en" || all[2].Label != "positive" || all[3].Language != "uk" {
		t.Errorf("%+v, %+v", all[2], all[3])
	}
	if empty := waymood(t, "", "classify"); empty.code != 0 || empty.stdout != "" {
		t.Errorf("of nothing it says %q", empty.stdout)
	}
}
