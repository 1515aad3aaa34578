package serve

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
)

// An answer that reaches nobody is counted, and /readyz says why: the app lacks a
// permission on Slack.
func TestAnswersThatDoNotArriveAreTold(t *testing.T) {
	t.Parallel()
	f := serveBoth(t, nil)
	f.until("not both are in", f.bothIn)
	page := func(path string) string {
		w := httptest.NewRecorder()
		f.server.routes().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Body.String()
	}
	if said := page("/readyz"); strings.Contains(said, "an answer") {
		t.Errorf("nothing was lost, and /readyz says %s", said)
	}
	f.slack.Deny("chat.postMessage", "missing_scope")
	f.slack.Deny("chat.postEphemeral", "missing_scope")
	d := f.slack.Event("app_mention", "COPEN", "<@"+fakeslack.BotUser+"> help", nil)
	if err := f.slack.Push(d); err != nil {
		t.Fatal(err)
	}
	adaptertest.Eventually(t, func() string {
		if said := page("/readyz"); !strings.Contains(said, "ready\n") || !strings.Contains(said, "an answer did not reach Slack at ") || !strings.Contains(said, "OAuth & Permissions") {
			return "/readyz says " + said
		}
		return ""
	})
	if said := page("/metrics"); !strings.Contains(said, `certdesk_answers_failed_total{platform="slack"} 1`) {
		t.Error("it is not counted")
	}
}
