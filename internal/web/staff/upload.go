package staff

import (
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/exchange"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

const (
	numbersAtOnce = 20_000 // rows of a file; a larger one goes through the command line
	wrongShown    = 20     // rows whose mistakes are told
)

// uploadPage says what became of a file of numbers.
type uploadPage struct {
	page
	Name  string
	Map   string
	Done  string
	Wrong []string // a row each
	More  string   // rows beyond those
	Whole string   // why the file could not be read at all, "" where it could
}

// wrongRow is a row that was not taken, by what is wrong in it.
type wrongRow struct {
	line   int
	column string // "" where the line itself cannot be read
}

// SetNumbers takes in a file of daily numbers. Good rows are kept, whatever
// becomes of the others.
func (p *Pages) SetNumbers(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	pg := uploadPage{page: p.newPage(c), Map: journeyLink(j) + "#numbers"}
	pg.of(j, "map")
	pg.Languages = nil // what was posted cannot be shown in another language
	pg.Name = pg.name(j.Name, j.Key)
	pg.Title = pg.T("map.upload_title", "Name", pg.Name)
	file, err := part(c.Request(), "file")
	if err != nil {
		return err
	}
	kept, wrong, err := p.takeNumbers(c, j, file)
	var row *exchange.RowError
	switch {
	case errors.As(err, &row):
		pg.Whole = pg.T("map.upload_header")
	case err != nil:
		return err
	default:
		pg.Done = pg.T("map.upload_kept", "Count", kept, "N", pg.whole(int64(kept)))
	}
	slices.SortFunc(wrong, func(a, b wrongRow) int { return a.line - b.line })
	for _, w := range wrong[:min(len(wrong), wrongShown)] {
		id := "map.upload_line"
		if w.column != "" {
			id = "map.upload_" + w.column
		}
		pg.Wrong = append(pg.Wrong, pg.T("map.upload_row", "Line", w.line, "Why", pg.T(id)))
	}
	if more := len(wrong) - len(pg.Wrong); more > 0 {
		pg.More = pg.T("map.upload_more", "Count", more, "N", pg.whole(int64(more)))
	}
	status := http.StatusOK
	if pg.Whole != "" || len(pg.Wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return c.Render(status, "staff/numbers", pg)
}

// takeNumbers reads a file and keeps its good rows, all in one transaction.
func (p *Pages) takeNumbers(c echo.Context, j *journey.Journey, file io.Reader) (kept int, wrong []wrongRow, err error) {
	r, err := exchange.NewMetricReader(file)
	if err != nil {
		return 0, nil, err
	}
	var metrics []store.Metric
	var lines []int
	for {
		m, err := r.Read()
		var row *exchange.RowError
		switch {
		case errors.Is(err, io.EOF):
			return p.keepNumbers(c, j, metrics, lines, wrong)
		case errors.As(err, &row):
			wrong = append(wrong, wrongRow{row.Line, row.Column})
			continue
		case err != nil:
			return 0, nil, unreadable(err)
		}
		if m.Journey != "" && m.Journey != j.Key {
			wrong = append(wrong, wrongRow{m.Line, "journey"})
			continue
		}
		if len(metrics) == numbersAtOnce {
			return 0, nil, fault.New(fault.Invalid, "The file has more than %d rows. Take it in with waymood import --metrics.", numbersAtOnce)
		}
		metrics = append(metrics, store.Metric{Touchpoint: m.Touchpoint, Day: m.Date, Metric: m.Metric, Value: m.Value})
		lines = append(lines, m.Line)
	}
}

func (p *Pages) keepNumbers(c echo.Context, j *journey.Journey, metrics []store.Metric, lines []int, wrong []wrongRow) (int, []wrongRow, error) {
	refused, err := p.Store.SetMetrics(c.Request().Context(), j.Key, metrics)
	if err != nil {
		return 0, nil, err
	}
	kept := len(metrics)
	for i, why := range refused {
		if why == nil {
			continue
		}
		kept--
		column := ""
		if params := fault.Params(why); len(params) > 0 {
			column = params[0].Name
		}
		wrong = append(wrong, wrongRow{lines[i], column})
	}
	return kept, wrong, nil
}

// part is a form's file as it comes in. Nothing is written to disk.
func part(r *http.Request, field string) (io.Reader, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, &fault.Error{Kind: fault.Unsupported, Detail: "Send the numbers as a form with a file.", Cause: err}
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, fault.New(fault.Invalid, "There is no file in this form.")
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if part.FormName() == field {
			return part, nil
		}
	}
}
