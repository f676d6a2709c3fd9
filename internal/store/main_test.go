package store_test

import (
	"testing"

	"github.com/waymood/waymood/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
