package discord

import (
	"encoding/json"
	"flag"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	for name, r := range adaptertest.Replies() {
		for form, m := range map[string]message{"": render(r), "-embed": renderEmbed(r)} {
			name := name + form
			adaptertest.Golden(t, name, m.content, *update)
			check(t, name, m)
		}
	}
}

// check fails the test where Discord would refuse the message.
func check(t *testing.T, name string, m message) string {
	t.Helper()
	raw, err := json.Marshal(m.content)
	if err != nil {
		t.Fatal(err)
	}
	var files []fakediscord.File
	for _, f := range m.Files {
		files = append(files, fakediscord.File{Name: f.Name, Data: f.Data})
	}
	if wrong := fakediscord.CheckMessage(raw, files); len(wrong) > 0 {
		t.Errorf("%s: Discord would refuse it: %.2000s", name, strings.Join(wrong, "; "))
	}
	return string(raw)
}

// checkBoth checks all forms of a message.
func checkBoth(t *testing.T, name string, r bot.Reply) string {
	t.Helper()
	return check(t, name, render(r)) + check(t, name+", embed", renderEmbed(r)) + check(t, name+", text", renderText(r))
}
