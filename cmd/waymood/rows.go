package main

import (
	"errors"
	"io"

	"github.com/waymood/waymood/internal/exchange"
)

// eachRow hands the rows of a file to take, and flushes what has gathered at its
// end or where reading fails. A row that cannot be read is refused and ends
// nothing; what take gives back ends the import.
func eachRow[R any](read func() (R, error), refuse func(line int, why error), flush func() error, take func(R) error) error {
	for {
		row, err := read()
		var wrong *exchange.RowError
		switch {
		case errors.Is(err, io.EOF):
			return flush()
		case errors.As(err, &wrong):
			refuse(wrong.Line, wrong)
			continue
		case err != nil:
			return errors.Join(flush(), err)
		}
		if err := take(row); err != nil {
			return err
		}
	}
}
