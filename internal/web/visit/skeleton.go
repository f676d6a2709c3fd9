package visit

import (
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
)

func (p *Pages) Survey(c echo.Context) error  { return fault.NotFound }
func (p *Pages) Answer(c echo.Context) error  { return fault.NotFound }
func (p *Pages) Thanks(c echo.Context) error  { return fault.NotFound }
func (p *Pages) QRSVG(c echo.Context) error   { return fault.NotFound }
func (p *Pages) QRPNG(c echo.Context) error   { return fault.NotFound }
func (p *Pages) Receipt(c echo.Context) error { return fault.NotFound }
func (p *Pages) Erase(c echo.Context) error   { return fault.NotFound }
