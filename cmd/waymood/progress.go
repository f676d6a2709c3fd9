package main

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress is a bar on the terminal of whoever waits, and nothing where
// nobody watches. A total of -1 is unknown.
func progress(a *app, total int64, doing string) *progressbar.ProgressBar {
	w := a.stderr
	if !isTerminal(w) {
		w = io.Discard
	}
	return progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(doing),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)
}
