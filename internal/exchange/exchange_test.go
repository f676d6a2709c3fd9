package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/waymood/waymood/internal/survey"
)

var quick = &survey.Survey{
	Key:    "quick",
	Fields: []string{"order"},
	Questions: []survey.Question{
		{Key: "rating", Type: survey.CSAT, Required: true},
		{Key: "why", Type: survey.Choices, ShowIf: "rating <= 3", Options: []survey.Option{{Key: "wait"}, {Key: "price"}, {Key: "staff"}}},
		{Key: "again", Type: survey.YesNo},
		{Key: "expected", Type: survey.Expectation},
		{Key: "comment", Type: survey.ShortText},
		{Key: "more", Type: survey.LongText},
	},
}

func keys(s *survey.Survey) []string {
	var all []string
	for q := range s.Asked() {
		all = append(all, q.Key)
	}
	return all
}

// genText makes texts that spreadsheets and parsers find hard, as the survey
// keeps them.
var genText = rapid.Custom(func(t *rapid.T) string {
	s := strings.Join(rapid.SliceOfN(rapid.OneOf(
		rapid.SampledFrom([]string{"=", "+", "-", "@", "＝", "＋", "'", `"`, ";", ",", "\t", "\n", "|", "=1+1", "等太久", "👩‍🍳", " ", "cmd"}),
		rapid.StringN(0, 5, -1),
	), 1, 8).Draw(t, "parts"), "")
	s, _ = survey.Clean(s)
	return s
})

var genRow = rapid.Custom(func(t *rapid.T) *Row {
	zone := rapid.SampledFrom([]*time.Location{time.UTC, time.FixedZone("", 8*3600), time.FixedZone("", -12600)}).Draw(t, "zone")
	r := &Row{
		ResponseID: uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id")),
		AnsweredAt: time.UnixMilli(rapid.Int64Range(1e12, 4e12).Draw(t, "at")).In(zone),
		Journey:    "dawn", Touchpoint: "queue", Placement: "k7q2x", Channel: "qr", Language: "uk",
		Place:  strings.TrimSpace(strings.Join(strings.Fields(genText.Draw(t, "place")), " ")),
		Given:  survey.Answers{"rating": rapid.IntRange(1, 5).Draw(t, "rating")},
		Fields: map[string]string{"order": "A-" + genText.Draw(t, "order")},
	}
	if rapid.Bool().Draw(t, "has why") {
		r.Given["why"] = rapid.SampledFrom([][]string{{"wait"}, {"wait", "staff"}, {"price", "staff"}}).Draw(t, "why")
	}
	if rapid.Bool().Draw(t, "has again") {
		r.Given["again"] = rapid.Bool().Draw(t, "again")
	}
	for _, q := range []string{"comment", "more"} {
		if s := genText.Draw(t, q); s != "" {
			r.Given[q] = s
			r.Text, r.Sentiment = "=computed", new(-0.625) // only where there are words
		}
	}
	return r
})

// TestOwnExportComesBack is the promise that what was exported can be
// imported again, to the letter.
func TestOwnExportComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(genRow, 1, 5).Draw(t, "rows")
		format := rapid.SampledFrom([]Format{CSV, JSONL}).Draw(t, "format")
		var b bytes.Buffer
		w := NewWriter(&b, format, keys(quick), rapid.Bool().Draw(t, "bom"))
		for _, r := range rows {
			if err := w.Write(r); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if format == CSV {
			noFormulas(t, b.Bytes())
		}
		r, err := NewReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range rows {
			got, err := r.Read()
			if err != nil {
				t.Fatal(err)
			}
			answers, err := got.Answers(quick)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want.Given, answers); d != "" {
				t.Fatalf("row %d: %s", i, d)
			}
			if !got.AnsweredAt.Equal(want.AnsweredAt) || got.ResponseID != want.ResponseID || got.Place != want.Place || !cmp.Equal(got.Fields, want.Fields) {
				t.Fatalf("row %d: %+v, want %+v", i, got, want)
			}
		}
		if _, err := r.Read(); err != io.EOF {
			t.Fatal(err)
		}
	})
}

// noFormulas reads a CSV as a stranger does and looks at how cells begin.
func noFormulas(t rapid.TB, file []byte) {
	records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\uFEFF")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	number := slices.Index(records[0], "sentiment")
	for _, record := range records {
		for i, cell := range record {
			if i == number && cell == "-0.625" {
				continue // numbers stay numbers
			}
			if cell != "" && strings.ContainsAny(strings.TrimLeft(cell, `;"`)[:min(1, len(strings.TrimLeft(cell, `;"`)))], "=+-@\t\r") ||
				strings.HasPrefix(cell, "＝") {
				t.Fatalf("a spreadsheet would run %q", cell)
			}
		}
	}
}

func TestDisarm(t *testing.T) {
	for _, c := range [][2]string{
		{"", ""}, {"plain", "plain"}, {"=1+1", "'=1+1"}, {"+1", "'+1"}, {"-1", "'-1"}, {"@x", "'@x"}, {"\tx", "'\tx"}, {"\rx", "'\rx"},
		{"＝1", "'＝1"}, {"'=1", "''=1"}, {"''", "''"}, {"'x", "'x"}, {`"=1`, `"'=1`}, {";=1", ";'=1"}, {"a;=1", "a;'=1"}, {"a\t=1", "a\t'=1"},
		{"a-b", "a-b"}, {"a;b", "a;b"}, {"…\n- one", "…\n- one"}, {"-", "'-"}, {"\"\t=", "\"'\t'="}, {";\t=", ";'\t'="}, {"a;\nb", "a;\nb"},
	} {
		if got := disarm(c[0]); got != c[1] {
			t.Errorf("disarm(%q) = %q, want %q", c[0], got, c[1])
		}
		if got := arm(c[1]); got != c[0] {
			t.Errorf("arm(%q) = %q, want %q", c[1], got, c[0])
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("='\"+-;\t\n\r@＝ax "))).Draw(t, "s")
		if got := arm(disarm(s)); got != s {
			t.Fatalf("%q came back as %q", s, got)
		}
	})
}

// TestReading shows what each kind of row is told.
func TestReading(t *testing.T) {
	src := "\uFEFFTouchpoint;answered_at;rating;text;answer.why;response_id;mood of staff\r\n" +
		"queue;2026-11-01T10:00:00+08:00;4;\"zu \"\"lang\"\"; sehr\nlang\";;;\r\n" +
		";2026-11-01T10:00:00+08:00;4;;;;\r\n" +
		"\r\n" +
		"queue;yesterday;4;;;;\r\n" +
		"queue;;4;;;;\r\n" +
		"queue;2026-11-01 10:00:00Z;;;;;\r\n" +
		"queue;2026-11-01 10:00:00Z;9;;wait|nobody;;\r\n" +
		"queue;2026-11-01 10:00:00Z;;;wait|price;12;\r\n" +
		"queue;2026-11-01 10:00:00Z;3;;wait|price;;\r\n" +
		"queue;2026-11-01 10:00:00Z;3;\"a\"b;;;\r\n" +
		"queue;2026-11-01 10:00:00Z;3;\xff;;;\r\n" +
		"queue;2026-11-01 10:00:00Z;3;a;;;;;more\r\n" +
		"queue;2026-11-01 10:00:00Z;3;\"never closed;;;\r\n"
	r, err := NewReader(strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err == nil {
			var a survey.Answers
			if a, err = row.Answers(quick); err == nil {
				got = append(got, string(a.JSON()))
				continue
			}
		}
		if !isRowError(err) {
			t.Fatal(err)
		}
		got = append(got, err.Error())
	}
	want := []string{
		`{"comment":"zu \"lang\"; sehr\nlang","rating":4}`,
		`line 4: the row names neither touchpoint nor placement`,
		`line 6, answered_at: must be a time with its offset, such as 2026-11-21T10:00:00+08:00`,
		`line 7, answered_at: is missing; write a time with its offset, such as 2026-11-21T10:00:00+08:00`,
		`line 8: the row has no answer`,
		`line 9: answer.rating must be from 1 to 5; answer.why "nobody" is no option; choose from wait, price, staff`,
		`{"why":["wait","price"]}`,
		`{"rating":3,"why":["wait","price"]}`,
		`line 12: there is something after a closing quotation mark; double the quotation marks that belong to a text`,
		`line 13: the row is not valid UTF-8; save the file as UTF-8`,
		`line 14: the row has 9 cells and the header 7; put texts that hold a separator in quotation marks`,
		`line 15: the quotation mark of line 15 is never closed`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if !cmp.Equal(r.Unknown(), []string{"mood of staff"}) {
		t.Error(r.Unknown())
	}
}

func TestReadingJSONLines(t *testing.T) {
	src := `{"touchpoint":"queue","answered_at":"2026-11-01T10:00:00+08:00","answer.rating":4.0,"answer.why":["wait","staff"],"fields":{"order":"A"},"extra":1}
{"placement":"K7Q2X","answered_at":"2026-11-01T10:00:00+08:00","answers":{"again":true,"expected":"worse"},"text":"=1+1","rating":null}

{"touchpoint":"queue","answered_at":"2026-11-01T10:00:00+08:00","rating":"5"}
[1]
{"touchpoint":{"a":1}}
{"touchpoint":"queue","answered_at":"2026-11-01T10:00:00+08:00","answer.nothing":1}`
	r, err := NewReader(strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err == nil {
			var a survey.Answers
			if a, err = row.Answers(quick); err == nil {
				got = append(got, row.Touchpoint+row.Placement+" "+string(a.JSON()))
				continue
			}
		}
		got = append(got, err.Error())
	}
	want := []string{
		`queue {"rating":4,"why":["wait","staff"]}`,
		`k7q2x {"again":true,"comment":"=1+1","expected":"worse"}`,
		`queue {"rating":5}`,
		`line 5: the line is no JSON object`,
		`line 6, touchpoint: must be a text, a number, true or false, or a list of texts`,
		`line 7, answer.nothing: there is no such question in survey quick`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestNotAFileOfAnswers(t *testing.T) {
	for src, want := range map[string]string{
		"":                   "line 1: the file is empty",
		"\n \n":              "line 1: the file is empty",
		"[{}]":               "line 1: the file is a JSON list; write one object a line instead",
		"\xff\xfeh\x00":      "line 1: the file is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)",
		"PK\x03\x04":         "line 1: the file is a workbook or an archive; save it as CSV UTF-8",
		"a,b\n1,2\n":         "line 1: the header names no known column; the first line must name columns such as touchpoint, answered_at, rating, text",
		"text,text\n":        "line 1, text: the column stands twice in the header",
		"rating,Rating\n1,2": "line 1, rating: the column stands twice in the header",
	} {
		if _, err := NewReader(strings.NewReader(src)); err == nil || err.Error() != want {
			t.Errorf("%q: %v", src, err)
		}
	}
}

// endless is a CSV with one cell that never ends, up to n bytes.
type endless struct{ head, n int }

func (e *endless) Read(p []byte) (int, error) {
	const head = "touchpoint,answered_at,text\nqueue,2026-11-01T10:00:00Z,\""
	if e.head < len(head) {
		n := copy(p, head[e.head:])
		e.head += n
		return n, nil
	}
	if e.n <= 0 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = 'x'
	}
	e.n -= len(p)
	return len(p), nil
}

func isRowError(err error) bool {
	var e *RowError
	return errors.As(err, &e)
}

// TestMemory reads 200 MB in a cell that is never closed.
func TestMemory(t *testing.T) {
	r, err := NewReader(&endless{n: 200 << 20})
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = r.Read()
	runtime.ReadMemStats(&after)
	if !isRowError(err) || !strings.Contains(err.Error(), "longer") {
		t.Error(err)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 4<<20 {
		t.Errorf("reading allocated %d bytes", grown)
	}
	if _, err := r.Read(); err != io.EOF {
		t.Error(err)
	}
}

// TestNeverClosed shows that one quotation mark too many costs the rows it
// stands in, not the file.
func TestNeverClosed(t *testing.T) {
	const head = "touchpoint,answered_at,rating,text\n"
	row := func(text string) string { return "queue,2026-11-01T10:00:00Z,3," + text + "\n" }
	good := row("fine") + row(`"with ""marks"", and
two lines"`)
	const mark = "the quotation mark of line 2 is never closed"
	long := mark + ", or its text is longer than 100000 bytes"
	for name, c := range map[string]struct {
		src  string
		rows int
		want []string
	}{
		"at the end of the file":  {row(`"stray`), 0, []string{"line 2: " + mark}},
		"the file ends inside it": {row(`"stray`) + strings.Repeat(row("fine"), 3), 3, []string{"line 2: " + mark}},
		"without a line end":      {row(`"stray`) + strings.TrimSpace(row("fine")), 1, []string{"line 2: " + mark}},
		"the file is long":        {row(`"stray`) + strings.Repeat(row("fine"), 5000) + good, 5002, []string{"line 2: " + long}},
		"empty pairs":             {row(`"stray`) + strings.Repeat(row(`""`), 5000) + good, 5002, []string{"line 2: " + long}},
		"a first cell":            {`"` + row("x") + strings.Repeat(row("fine"), 5000), 5000, []string{"line 2: " + long}},
		"two of them":             {row(`"stray`) + strings.Repeat(row("fine"), 5000) + row(`"stray`) + row("fine"), 5001, []string{"line 2: " + long, "line 5003: the quotation mark of line 5003 is never closed"}},
		"old line ends":           {strings.ReplaceAll(row(`"stray`)+strings.Repeat(row("fine"), 3), "\n", "\r"), 3, []string{"line 2: " + mark}},
		"lines of Windows":        {strings.ReplaceAll(row(`"stray`)+strings.Repeat(row("fine"), 3), "\n", "\r\n"), 3, []string{"line 2: " + mark}},
		"a long text":             {row(`"`+strings.Repeat("words, and\n", 20_000)+`end"`) + good, 2, []string{"line 2: " + long + "; lines 2 to 20002 were left out"}},
		"a long line":             {row(`"`+strings.Repeat("words, and ", 20_000)+`"`) + good, 2, []string{"line 2: a cell is longer than 100000 bytes"}},
		"a long line, then lines": {row(`"` + strings.Repeat("words, and ", 20_000) + "\nmore\n\""), 0, []string{"line 2: a cell is longer than 100000 bytes; lines 2 to 4 were left out"}},
		"after another mistake":   {"\"a\"b," + row(`"stray`) + strings.Repeat(row("fine"), 9000), 9000, []string{"line 2: there is something after a closing quotation mark; double the quotation marks that belong to a text"}},
		"closed by another":       {row(`"stray`) + row("fine") + row(`"fine"`) + good, 2, []string{"line 2: there is something after a closing quotation mark; double the quotation marks that belong to a text; lines 2 to 4 were left out"}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := NewReader(strings.NewReader(head + c.src))
			if err != nil {
				t.Fatal(err)
			}
			rows, got := 0, []string(nil)
			for {
				_, err := r.Read()
				if err == io.EOF {
					break
				}
				if err == nil {
					rows++
					continue
				}
				if !isRowError(err) {
					t.Fatal(err)
				}
				got = append(got, err.Error())
			}
			if rows != c.rows || !cmp.Equal(got, c.want) {
				t.Errorf("%d rows, want %d; %q, want %q", rows, c.rows, got, c.want)
			}
		})
	}
}

func TestWriting(t *testing.T) {
	row := &Row{
		ResponseID: uuid.MustParse("0193aaaa-0000-4000-8000-000000000001"),
		AnsweredAt: time.Date(2026, 11, 21, 10, 0, 0, 0, time.FixedZone("", 8*3600)),
		Journey:    "dawn", Stage: "purchase", Touchpoint: "queue", Placement: "k7q2x", Channel: "qr", Place: "大安店", Language: "zh-Hant",
		Given:  survey.Answers{"rating": 2, "why": []string{"wait", "price"}, "again": false, "comment": "=HYPERLINK(\"x\")"},
		Rating: new(2), Text: "=HYPERLINK(\"x\")", Sentiment: new(-0.5), SentimentLabel: "negative", SentimentModel: "m1", Mood: new(25.5), Included: new(true),
	}
	for format, want := range map[Format]string{
		CSV: "response_id,answered_at,received_at,journey,stage,touchpoint,placement,channel,place,persona,language,answer.rating,answer.why,answer.again,answer.comment,fields,rating,text,sentiment,sentiment_label,sentiment_model,mood,included\r\n" +
			"0193aaaa-0000-4000-8000-000000000001,2026-11-21T10:00:00+08:00,,dawn,purchase,queue,k7q2x,qr,大安店,,zh-Hant,2,wait|price,no,\"'=HYPERLINK(\"\"x\"\")\",,2,\"'=HYPERLINK(\"\"x\"\")\",-0.5,negative,m1,25.5,true\r\n",
		JSONL: `{"response_id":"0193aaaa-0000-4000-8000-000000000001","answered_at":"2026-11-21T10:00:00+08:00","received_at":null,"journey":"dawn","stage":"purchase","touchpoint":"queue","placement":"k7q2x","channel":"qr","place":"大安店","persona":null,"language":"zh-Hant","answer.again":false,"answer.comment":"=HYPERLINK(\"x\")","answer.rating":2,"answer.why":["wait","price"],"fields":null,"rating":2,"text":"=HYPERLINK(\"x\")","sentiment":-0.5,"sentiment_label":"negative","sentiment_model":"m1","mood":25.5,"included":true}` + "\n",
	} {
		var b bytes.Buffer
		w := NewWriter(&b, format, []string{"rating", "why", "again", "comment"}, false)
		if err := errors.Join(w.Write(row), w.Flush()); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, b.String()); d != "" {
			t.Errorf("%s: %s", format, d)
		}
	}
	w := NewWriter(io.Discard, CSV, nil, true)
	if err := w.Write(row); err == nil {
		t.Error("an answer without a column was dropped")
	}
}

func FuzzReader(f *testing.F) {
	f.Add("touchpoint,answered_at,rating\nqueue,2026-11-01T10:00:00Z,4\n")
	f.Add("touchpoint;text\r\n\"a\"\"b\";\"x\ny\"\r\n\"")
	f.Add("touchpoint,text\na,\"b\nc,d\n\"\",\"\"\"\n")
	f.Add(`{"touchpoint":"a","answered_at":"2026-11-01T10:00:00Z","answers":{"rating":1}}`)
	f.Fuzz(func(t *testing.T, src string) {
		r, err := NewReader(strings.NewReader(src))
		if err != nil {
			return
		}
		for range len(src) + 2 {
			row, err := r.Read()
			if err == io.EOF {
				return
			}
			if err != nil {
				if !isRowError(err) {
					t.Fatal(err)
				}
				continue
			}
			if row.AnsweredAt.IsZero() || row.Touchpoint+row.Placement == "" {
				t.Fatalf("%+v", row)
			}
			if a, err := row.Answers(quick); err == nil && len(a) == 0 {
				t.Fatal("no answers and no error")
			}
		}
		t.Fatal("the file does not end")
	})
}
