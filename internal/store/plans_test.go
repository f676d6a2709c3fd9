package store

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What is asked every few seconds, minutes or hours walks through none of the
// tables that only grow: it looks things up, or goes through an index that
// holds only what is open. Webhooks are few.
func TestPlans(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "plans.db"), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	short := []string{"outbox_waiting", "outbox_urgent", "outbox_failed", "deliveries_due", "SCAN w "}
	for name, query := range map[string]string{
		"mails to claim":        claimableSQL,
		"longest due":           longestSQL,
		"claim a mail":          claimMailSQL,
		"keys of mails":         mailKeysSQL + "$1)",
		"mails that wait":       mailsWaitingSQL,
		"mails that failed":     mailsFailedSQL,
		"trouble of mails":      outboxTroubleSQL,
		"blank mails":           blankMailsSQL,
		"superseded digests":    supersedeSQL,
		"outlived digests":      outlivedSQL,
		"mails undelivered":     undeliveredSQL,
		"alerts untold":         untoldSQL,
		"webhooks due":          dueSQL,
		"events on their way":   deliveriesWaitingSQL,
		"late mails":            lateMailsSQL,
		"pull mails":            pullMailsSQL,
		"claim deliveries":      claimSQL,
		"stop deliveries":       stopDeliveriesSQL,
		"pull deliveries":       pullSQL,
		"sweep deliveries":      oldDeliveriesSQL,
		"sweep events":          oldEventsSQL,
		"texts that wait":       behindSQL,
		"texts not read":        unreadSQL,
		"digests sent":          sentDigestsSQL,
		"asks of a journey":     asksSQL,
		"answer asks":           answerSQL,
		"unanswer asks":         unanswerSQL,
		"stop alerts to a mail": stopAlertsSQL,
	} {
		steps := 0
		rows, err := s.dialect.first.QueryContext(t.Context(), "explain query plan "+query, make([]any, strings.Count(query, "$"))...)
		err = each(rows, err, func(rows *sql.Rows) error {
			var id, parent, unused int
			var step string
			err := rows.Scan(&id, &parent, &unused, &step)
			steps++
			if strings.HasPrefix(step, "SCAN") && step != "SCAN w" && // texts that wait
				!slices.ContainsFunc(short, func(index string) bool { return strings.Contains(step, index) }) {
				t.Errorf("%s: %s", name, step)
			}
			return err
		})
		if err != nil || steps == 0 {
			t.Errorf("%s: %d steps, %v", name, steps, err)
		}
	}
}
