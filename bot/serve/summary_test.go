package serve

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/bot/serve/storecommand"
)

// TestTheWeekIsTold: on Monday at nine the administrators are told once what the week
// was like, and the command line tells the same.
func TestTheWeekIsTold(t *testing.T) {
	m := newMonday(t, slackTown)
	for who := 1; who <= 2; who++ {
		m.asks(who, m.mail)
		m.answers(who)
	}
	adaptertest.Eventually(t, func() string { // the audit log is kept a little later
		n, err := storecommand.Numbers(t.Context(), m.server.kept, time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
		if err != nil {
			return err.Error()
		}
		if n.Diagnoses != 2 || n.People != 2 || len(n.Servers) != 1 || n.Servers[0].Name != m.mail || len(n.Findings) == 0 || n.Answer.Count != 2 {
			plain, _ := json.Marshal(n)
			return string(plain)
		}
		return ""
	})
	// To the next Monday at nine, by two steps that both raise it.
	next := m.server.settings.Outside.Summary.Next(time.Now())
	m.ahead.Store(int64(time.Until(next) + time.Minute))
	for range 2 {
		if err := m.server.watcher.Digests(t.Context()); err != nil {
			t.Fatal(err)
		}
		m.ahead.Add(int64(time.Hour))
	}
	told := m.sees(m.admin, 1, "2 questions to certdesk|2 Fragen an certdesk", m.mail)
	if !strings.Contains(told.text, "expired") {
		t.Errorf("what it was is not told: %s", told.text)
	}
}
