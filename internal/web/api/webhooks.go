package api

import (
	"encoding/base64"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/webhook"
)

const deliveriesTold = 500 // of one page at most

// Webhooks lists the webhooks, oldest first: there are never more than one page.
func (h *Handlers) Webhooks(c echo.Context) error {
	a := &asked{c: c}
	a.known("limit", "cursor")
	limit := a.limit()
	after := a.cursor()
	if err := a.err(); err != nil {
		return err
	}
	all, err := h.Store.Webhooks(c.Request().Context())
	if err != nil {
		return err
	}
	data, next, begun := []webhookJSON{}, "", after == ""
	for i := range all {
		switch {
		case !begun:
			begun = all[i].ID == after
		case len(data) == limit:
			return c.JSON(http.StatusOK, listOf(data, base64.RawURLEncoding.EncodeToString([]byte(data[limit-1].ID))))
		default:
			data = append(data, webhookOf(&all[i]))
		}
	}
	return c.JSON(http.StatusOK, listOf(data, next))
}

// Webhook answers with one.
func (h *Handlers) Webhook(c echo.Context) error {
	w, err := h.Store.Webhook(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, webhookOf(w))
}

// AddWebhook keeps a webhook (201) and tells the secret with which its messages
// are signed, this once.
func (h *Handlers) AddWebhook(c echo.Context) error {
	b, err := document(c)
	if err != nil {
		return err
	}
	w := &store.Webhook{Shape: string(webhook.Standard), Language: "en", Settings: map[string]string{}}
	if _, err := h.readWebhook(b, w, true); err != nil {
		return err
	}
	made, err := h.Store.AddWebhook(c.Request().Context(), *w)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/api/v1/webhooks/"+made.ID)
	return c.JSON(http.StatusCreated, secretOnce(made))
}

// ChangeWebhook changes the properties that are sent; the rest stays, settings
// each by itself.
func (h *Handlers) ChangeWebhook(c echo.Context) error {
	ctx := c.Request().Context()
	w, err := h.Store.Webhook(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	b, err := document(c)
	if err != nil {
		return err
	}
	enabled, err := h.readWebhook(b, w, false)
	if err != nil {
		return err
	}
	if err := h.Store.SetWebhook(ctx, *w); err != nil {
		return err
	}
	switch {
	case enabled == nil || *enabled == w.Disabled.IsZero():
	case *enabled:
		err = h.Store.EnableWebhook(ctx, w.ID)
	default:
		err = h.Store.DisableWebhook(ctx, w.ID, store.ByStaff)
	}
	if err != nil {
		return err
	}
	return h.Webhook(c)
}

// DropWebhook deletes one with its log.
func (h *Handlers) DropWebhook(c echo.Context) error {
	if err := h.Store.DropWebhook(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// RotateWebhook gives one a new secret, and tells it this once. The secret
// before is good for 24 more hours.
func (h *Handlers) RotateWebhook(c echo.Context) error {
	ctx := c.Request().Context()
	w, err := h.Store.Webhook(ctx, c.Param("id"))
	if err == nil {
		w, err = h.Store.RotateWebhook(ctx, w.ID, w.OlderUntil)
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, secretOnce(w))
}

// TryWebhook sends a test to one, by the way that all events go (202).
func (h *Handlers) TryWebhook(c echo.Context) error {
	id, err := h.Store.TryWebhook(c.Request().Context(), c.Param("id"), "")
	if err != nil {
		return err
	}
	return h.tellDelivery(c, http.StatusAccepted, id)
}

// Deliveries lists what one was told, newest first.
func (h *Handlers) Deliveries(c echo.Context) error {
	ctx := c.Request().Context()
	a := &asked{c: c}
	a.known("state", "limit", "cursor")
	q := store.DeliveryQuery{Webhook: c.Param("id"), Limit: min(a.limit(), deliveriesTold), Cursor: c.QueryParam("cursor")}
	if s := c.QueryParam("state"); s != "" {
		q.States = []store.Sending{store.Sending(s)}
		if !knownSending(q.States[0]) {
			a.refuse("state", "unknown_state", "must be waiting, sent, failed, erased, unneeded or stopped")
		}
	}
	if err := a.err(); err != nil {
		return err
	}
	if _, err := h.Store.Webhook(ctx, q.Webhook); err != nil {
		return err
	}
	list, next, err := h.Store.Deliveries(ctx, q)
	if err != nil {
		return err
	}
	data := make([]deliveryJSON, len(list))
	for i := range list {
		data[i] = deliveryOf(&list[i])
	}
	return c.JSON(http.StatusOK, listOf(data, next))
}

// ReplayDelivery sends a delivery again, with the same event id (202).
func (h *Handlers) ReplayDelivery(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("delivery"), 10, 64)
	if err != nil {
		return fault.New(fault.NotFound, "There is no such delivery.")
	}
	if err := h.Store.ReplayDelivery(c.Request().Context(), c.Param("id"), id); err != nil {
		return err
	}
	return h.tellDelivery(c, http.StatusAccepted, id)
}

func (h *Handlers) tellDelivery(c echo.Context, status int, id int64) error {
	d, err := h.Store.Delivery(c.Request().Context(), c.Param("id"), id)
	if err != nil {
		return err
	}
	return c.JSON(status, deliveryOf(&d))
}
