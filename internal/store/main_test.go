package store_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/store/storetest"
)

// TestMain makes property tests short, since every step of theirs waits for a
// disk; -rapid.checks=1000 makes them long.
func TestMain(m *testing.M) {
	if !strings.Contains(strings.Join(os.Args, " "), "rapid.checks") {
		flag.Set("rapid.checks", "25")
	}
	storetest.Main(m, emptyBenchmarks)
}
