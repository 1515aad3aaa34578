package slack

import (
	"context"

	api "github.com/slack-go/slack"

	"certdesk/bot"
)

// The home tab's own form.
const (
	homeCheck  = "home-check"
	homeTarget = "home-target"
)

// publishHome shows the home tab: a form to check a server, and what Home says.
func (a *Adapter) publishHome(ctx context.Context, team, user, channel string) {
	if user == "" {
		return
	}
	if channel == "" {
		channel = user
	}
	reply := bot.Reply{Headline: "Ask certdesk about any mail server: /certcheck imap.corp.com:993"}
	if a.Home != nil {
		who := a.people.person(ctx, bot.Person{ID: user})
		said, err := a.Home.Home(ctx, bot.Place{Platform: bot.Slack, Team: team, Channel: channel}, who)
		if err != nil {
			a.Log.Warn("what stands on a home tab is not known", "error", err)
			said = bot.Reply{Tone: bot.Warning, Headline: "The watches cannot be reached just now. Please look again in a minute."}
		}
		reply = said
	}
	err := a.try(ctx, func(ctx context.Context) error {
		_, err := a.api.PublishViewContext(ctx, api.PublishViewContextRequest{UserID: user, View: homeView(reply, channel)})
		return err
	}, always)
	if err != nil {
		a.Log.Error("a home tab could not be shown", "error", a.explain(err))
	}
}

func homeView(r bot.Reply, channel string) api.HomeTabViewRequest {
	ask := input(bot.Field{Name: homeTarget, Label: "Check a server", Hint: "imap.corp.com:993"})
	check := button(bot.Action{Name: homeCheck, Label: "Check", Tone: bot.Good})
	blocks := []api.Block{ask, api.NewActionBlock("", check), api.NewDividerBlock()}
	return api.HomeTabViewRequest{
		Type: api.VTHomeTab, PrivateMetadata: channel,
		Blocks: api.Blocks{BlockSet: append(blocks, render(r).Blocks...)},
	}
}
