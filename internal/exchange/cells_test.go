package exchange

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// TestForeignIDs: an id of another system is the same answer whenever it is
// read, in either format, and not the same id at another place.
func TestForeignIDs(t *testing.T) {
	read := func(src string) (ids []uuid.UUID) {
		t.Helper()
		r, err := NewReader(strings.NewReader(src))
		for err == nil {
			var row *Row
			if row, err = r.Read(); err == nil {
				ids = append(ids, row.ResponseID)
			}
		}
		if err != io.EOF {
			t.Fatal(err)
		}
		return ids
	}
	const csv = "response_id,touchpoint,answered_at,rating\n" +
		"17,queue,2026-11-01T10:00:00Z,4\n" +
		"17,menu,2026-11-01T10:00:00Z,4\n" +
		"R-0018 b,queue,2026-11-01T10:00:00Z,4\n" +
		"0193AAAA-0000-4000-8000-000000000001,queue,2026-11-01T10:00:00Z,4\n" +
		",queue,2026-11-01T10:00:00Z,4\n"
	ids := read(csv)
	want := []uuid.UUID{
		uuid.MustParse("2600e324-c36d-53fa-86ed-85ad48e5e04b"), uuid.MustParse("52517476-fdc6-521a-aaf6-9d9d0b526219"), uuid.MustParse("f952d2f0-86bc-52da-8145-2ad06edf4faa"),
		uuid.MustParse("0193aaaa-0000-4000-8000-000000000001"), uuid.Nil,
	}
	if d := cmp.Diff(want, ids); d != "" {
		t.Error(d)
	}
	again := read(`{"rating":5,"answered_at":"2026-11-01T10:00:00Z","touchpoint":"queue","response_id":17}`)
	if again[0] != ids[0] {
		t.Error("the same id as a number is another answer")
	}
}
