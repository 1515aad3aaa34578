package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/checks/checktest"
)

// TestServeDiscord runs the whole bot as serve does, by the gateway and by HTTP:
// a command about a real TLS server is deferred and then answered, a typing
// error is told to whoever made it.
func TestServeDiscord(t *testing.T) {
	pki := checktest.NewPKI(time.Now())
	id := pki.Root("Example Root").Intermediate("Example CA 1").Issue("imap.corp.example", checktest.ExpiredFor(12*checktest.Day))
	mail, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(id)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mail.Close)
	for _, byHTTP := range []bool{false, true} {
		fake := fakediscord.New(t)
		variables := map[string]string{
			"DISCORD_TOKEN": fakediscord.Token, "DISCORD_APPLICATION_ID": fakediscord.Application, "DISCORD_API_URL": fake.APIURL(),
			"CERTDESK_DATA": t.TempDir(),
		}
		if byHTTP {
			variables["DISCORD_PUBLIC_KEY"] = fake.PublicKey()
		}
		s := serveProcess(t, variables)
		adaptertest.Eventually(t, func() string {
			if fake.Commands("") == nil || !byHTTP && fake.Listeners() != 1 {
				return "the bot does not listen"
			}
			return ""
		})
		deliver := func(d fakediscord.Delivery) {
			t.Helper()
			if !byHTTP {
				if err := fake.Push(d); err != nil {
					t.Error(err)
				}
				return
			}
			if status, said, err := fake.Send(t.Context(), s.base, d); err != nil || status != http.StatusOK {
				t.Errorf("status %d, %s, %v", status, said, err)
			}
		}
		text := func(i int) string { return string(fake.Messages()[i].Body["components"]) }
		target := fakediscord.Option("target", fmt.Sprintf("127.0.0.1:%d", mail.Port()))
		deliver(fake.Command(fakediscord.Channel, "certcheck", target, fakediscord.Option("name", "imap.corp.example")))
		adaptertest.Eventually(t, func() string {
			if all := fake.Messages(); len(all) != 1 || all[0].Only != "" || !strings.Contains(text(0), "expired") {
				return fmt.Sprintf("no answer that tells of the end: %+v", all)
			}
			return ""
		})
		deliver(fake.Command(fakediscord.Channel, "certwatch snooze", fakediscord.Option("target", "imap.corp.example"), fakediscord.Option("for", "soon")))
		adaptertest.Eventually(t, func() string {
			if all := fake.Messages(); len(all) != 2 || all[1].Only != fakediscord.User || !strings.Contains(text(1), "“soon” is not a time") {
				return fmt.Sprintf("a typing error is not told: %+v", all)
			}
			return ""
		})
		deliver(fake.Typing(fakediscord.Channel, "certcheck", fakediscord.Option("target", "127")))
		if got := fake.Suggestions(); len(got) != 1 || !strings.Contains(string(got[0]), "127.0.0.1") {
			t.Errorf("suggested %s", got)
		}
		s.end(t)
	}
}
