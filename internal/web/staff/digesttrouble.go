package staff

import (
	"context"
	"slices"

	"github.com/waymood/waymood/internal/journey"
)

// unmade says of which journeys digests cannot be made, a line for each.
func (p *Pages) unmade(ctx context.Context, pg *page, journeys []*journey.Journey) ([]string, error) {
	all, err := p.Store.Unmade(ctx)
	if err != nil {
		return nil, err
	}
	var list []string
	told := map[string]bool{}
	for _, u := range all {
		at := slices.IndexFunc(journeys, func(j *journey.Journey) bool { return j.Key == u.Journey })
		if at < 0 || told[u.Journey] {
			continue
		}
		told[u.Journey] = true
		j := journeys[at]
		list = append(list, pg.T("outbox.unmade", "Name", pg.name(j.Name, j.Key), "Day", pg.Date(u.Since.In(j.Location())), "Time", pg.Moment(u.Next.In(j.Location()))))
	}
	return list, nil
}

// mailTrouble says why mails do not leave, if so.
func (p *Pages) mailTrouble(ctx context.Context, pg *page, journeys []*journey.Journey) ([]string, error) {
	o, err := p.Store.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	var list []string
	if !p.MailServer {
		list = append(list, pg.T("desk.no_server"))
	}
	if o.Waiting > 0 && (!p.MailServer || p.now().Sub(o.Oldest) > mailsLate) {
		list = append(list, pg.T("desk.waiting", "Count", o.Waiting, "N", pg.whole(int64(o.Waiting)), "Day", pg.Date(o.Oldest.In(zoneOf(journeys, "")))))
		if o.Trouble != "" {
			list = append(list, pg.T("desk.waiting_why", "Trouble", pg.refusedMail(o.Trouble)))
		}
	}
	if o.Failed > 0 {
		list = append(list, pg.T("desk.failed", "Count", o.Failed, "N", pg.whole(int64(o.Failed))))
	}
	return list, nil
}
