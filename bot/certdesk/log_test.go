package main

import (
	"encoding/json"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks/checktest"
)

// TestOneRequestInTheLog follows a signed command through the process: one id
// stands in every line, from the acknowledgement to the answer.
func TestOneRequestInTheLog(t *testing.T) {
	t.Parallel()
	slack := fakeslack.New(t)
	mail, err := checktest.NewServer(checktest.HangUp())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mail.Close)
	s := serveProcess(t, join(slack.Env(), map[string]string{"CERTDESK_DATA": t.TempDir(), "LOG_LEVEL": "debug"}))
	asked := slack.Command("C1", "certcheck", mail.Addr())
	var sent struct {
		ID string `json:"trigger_id"`
	}
	if err := json.Unmarshal(asked.Payload, &sent); err != nil {
		t.Fatal(err)
	}
	if _, _, err := slack.Send(t.Context(), s.base, asked); err != nil {
		t.Fatal(err)
	}
	s.log.await(t, "msg=answered ")
	for _, want := range []string{
		"msg=acknowledged ", "msg=received ", "msg=parsed command=check ", "msg=checking ",
		"msg=probed address=" + mail.Addr() + " ", "verdict=unreachable", "msg=checked ", "msg=delivered ", "msg=answered ",
	} {
		s.log.await(t, want, " request="+sent.ID)
	}
	s.command(t, slack, "certcheck", mail.Addr())
	if line := s.log.await(t, "msg=cached "); strings.Contains(line, sent.ID) || !strings.Contains(line, " request=") {
		t.Errorf("the second request is logged as %s", line)
	}
	s.end(t)
	for _, line := range s.log.with("level=INFO", " request=") {
		if strings.Contains(line, fakeslack.User) || strings.Contains(line, "anna") {
			t.Errorf("it says who asked: %s", line)
		}
	}
}
