package fakediscord_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest/fakediscord"
)

// post posts a text as the bot, and returns what Discord says.
func post(t *testing.T, fake *fakediscord.Server, channel string) (status, code int) {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, fake.APIURL()+"channels/"+channel+"/messages",
		strings.NewReader(`{"content":"a","attachments":[],"allowed_mentions":{"parse":[]}}`))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Authorization", "Bot "+fakediscord.Token)
	q.Header.Set("User-Agent", "DiscordBot (https://certdesk.example, 1)")
	q.Header.Set("Content-Type", "application/json")
	resp, err := fake.Client().Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var said struct{ Code int }
	if err := json.NewDecoder(resp.Body).Decode(&said); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, said.Code
}

func TestForbidden(t *testing.T) {
	const thread = "500000000000000031"
	fake := fakediscord.New(t)
	fake.Forum(fakediscord.Support)
	fake.Thread(thread, fakediscord.Support)
	expect := func(channel string, status, code int) {
		t.Helper()
		if s, c := post(t, fake, channel); s != status || c != code {
			t.Errorf("%s: %d, code %d; want %d, code %d", channel, s, c, status, code)
		}
	}
	expect(fakediscord.Channel, 200, 0)
	expect(fakediscord.Support, 400, 50008)
	expect(thread, 200, 0)
	fake.Forbid(thread, 50083)
	expect(thread, 400, 50083)
	fake.Forbid(thread, 0)
	fake.Permit(thread, fakediscord.Invited&^fakediscord.SendMessagesInThreads)
	expect(thread, 403, 50013)
	fake.Permit(fakediscord.Channel, fakediscord.Invited&^fakediscord.SendMessages)
	expect(fakediscord.Channel, 403, 50013)
	fake.Permit(fakediscord.Channel, 0)
	expect(fakediscord.Channel, 403, 50001)
	var told struct {
		Guild       string `json:"guild_id"`
		Permissions string `json:"app_permissions"`
	}
	fake.InGuild(fakediscord.Channel, "800000000000000002")
	if err := json.Unmarshal(fake.Command(fakediscord.Channel, "certcheck").Payload, &told); err != nil || told.Permissions != "0" || told.Guild != "800000000000000002" {
		t.Errorf("an interaction tells %+v, %v", told, err)
	}
}
