package staff

import (
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
)

func (p *Pages) Home(c echo.Context) error        { return fault.NotFound }
func (p *Pages) Setup(c echo.Context) error       { return fault.NotFound }
func (p *Pages) SetUp(c echo.Context) error       { return fault.NotFound }
func (p *Pages) Login(c echo.Context) error       { return fault.NotFound }
func (p *Pages) LogIn(c echo.Context) error       { return fault.NotFound }
func (p *Pages) LogOut(c echo.Context) error      { return fault.NotFound }
func (p *Pages) Reset(c echo.Context) error       { return fault.NotFound }
func (p *Pages) SetPassword(c echo.Context) error { return fault.NotFound }
func (p *Pages) Journeys(c echo.Context) error    { return fault.NotFound }
func (p *Pages) Map(c echo.Context) error         { return fault.NotFound }
func (p *Pages) Curve(c echo.Context) error       { return fault.NotFound }
func (p *Pages) Responses(c echo.Context) error   { return fault.NotFound }
func (p *Pages) Decide(c echo.Context) error      { return fault.NotFound }
func (p *Pages) Posters(c echo.Context) error     { return fault.NotFound }
func (p *Pages) How(c echo.Context) error         { return fault.NotFound }
