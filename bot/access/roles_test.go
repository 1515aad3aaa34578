package access_test

import (
	"testing"

	"certdesk/bot"
	"certdesk/bot/access"
)

func TestRoles(t *testing.T) {
	admins, err := access.ParseAdmins("slack:U1, slack:S9 discord:42")
	if err != nil {
		t.Fatal(err)
	}
	roles := access.Roles{Admins: admins}
	ask := func(platform bot.Platform, id string, groups ...string) *bot.Request {
		return &bot.Request{Place: bot.Place{Platform: platform}, Asker: bot.Person{ID: id, Roles: groups}}
	}
	for _, tt := range []struct {
		q    *bot.Request
		want bool
	}{
		{ask(bot.Slack, "U1"), true}, {ask(bot.Slack, "U2"), false}, {ask(bot.Slack, "U2", "S9"), true},
		{ask(bot.Discord, "U1"), false}, {ask(bot.Discord, "7", "42"), true}, {ask(bot.Slack, ""), false},
	} {
		if got := roles.May(tt.q, access.Arrange); got != tt.want {
			t.Errorf("%v: %v", tt.q.Asker, got)
		}
	}
	if none := (&access.Roles{}); !none.May(ask(bot.Slack, "U2"), access.Arrange) || none.Admin(ask(bot.Slack, "U2")) {
		t.Error("without admins everybody may edit, and nobody is one")
	}
}

// TestPermissions holds May to the table, for a member, an owner and an admin.
func TestPermissions(t *testing.T) {
	roles := access.Roles{Admins: []string{"slack:U1"}}
	ask := func(id string) *bot.Request {
		return &bot.Request{Place: bot.Place{Platform: bot.Slack}, Asker: bot.Person{ID: id}}
	}
	want := map[access.Act][3]bool{ // a member, the owner, an admin
		access.Look: {true, true, true}, access.Escalate: {true, true, true},
		access.Tend: {false, true, true}, access.Arrange: {false, false, true},
	}
	if len(want) != len(access.Permissions()) {
		t.Errorf("%d acts, %d rows", len(want), len(access.Permissions()))
	}
	for _, p := range access.Permissions() {
		got := [3]bool{roles.May(ask("U2"), p.Act, "U3"), roles.May(ask("U3"), p.Act, "U3"), roles.May(ask("U1"), p.Act, "U3")}
		if got != want[p.Act] {
			t.Errorf("%s: %v, want %v", p.Act, got, want[p.Act])
		}
	}
	if roles.May(ask("U3"), access.Tend, "U3", "U4") || roles.May(ask("U3"), access.Tend) || roles.May(ask(""), access.Tend, "") {
		t.Error("who owns some of them, none or nothing may tend them")
	}
	if roles.May(ask("U2"), "unheard of") {
		t.Error("what stands in no row is open")
	}
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"U1", "slack:", "irc:bob"} {
		if _, err := access.ParseAdmins(s); err == nil {
			t.Errorf("%q is an admin", s)
		}
	}
}
