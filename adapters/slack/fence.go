package slack

import (
	"context"

	"certdesk/bot"
)

// sender is where whoever asks is at home, as far as a delivery says: the
// workspace (T…) and the organisation (E…).
type sender struct{ team, enterprise string }

// stranger tells whether somebody is of another company than the one whose
// token this is: members of a channel that is shared by Slack Connect can
// mention certdesk and press its buttons, and would learn of inner networks.
//
// Slack says in each delivery where a person is at home (team_id of a command,
// user.team_id of a press, user_team of a message), and to auth.test where the
// token is: in a workspace, or in an organisation, all of whose workspaces are
// its own. What a delivery leaves out, users.info knows. Where Slack does not
// say where the token is, or where the person is, it is no stranger: deliveries
// are signed, and go to the installation alone.
// https://docs.slack.dev/apis/slack-connect/using-slack-connect-with-apps
func (p *people) stranger(ctx context.Context, who bot.Person, from sender) bool {
	if from.team == "" && from.enterprise == "" {
		return false
	}
	home := p.home(ctx)
	switch {
	case home.team == "" && home.enterprise == "":
		return false
	case from.team != "" && (from.team == home.team || from.team == home.enterprise):
		return false
	case home.enterprise != "" && from.enterprise == home.enterprise:
		return false
	case home.enterprise != "" && from.enterprise == "":
		// It may be another workspace of the same organisation.
		return p.enterprise(ctx, who.ID) != home.enterprise
	}
	return true
}
