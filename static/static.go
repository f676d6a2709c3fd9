// Package static holds the files that browsers fetch beside the pages.
package static

import "embed"

// FS is served under /static/.
//
//go:embed *
var FS embed.FS
