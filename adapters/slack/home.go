package slack

import (
	"context"

	api "github.com/slack-go/slack"

	"certdesk/bot"
	"certdesk/checks/say"
)

// The home tab's own form, and its menu of channels.
const (
	homeCheck   = "home-check"
	homeTarget  = "home-target"
	homeChannel = "home-channel"
)

// publishHome shows the home tab: a form to check a server, and what Home says
// of a channel. Which one is chosen there: Slack's menu offers only those that
// the person sees. It is kept in the tab itself, which comes back with the next
// visit; until one is chosen it is the direct messages.
func (a *Adapter) publishHome(ctx context.Context, team, user, channel string) {
	if user == "" {
		return
	}
	who := a.people.person(ctx, bot.Person{ID: user})
	word := func(t say.Text) say.Text { return a.Word(who.Locale, t) }
	reply := bot.Reply{Headline: word(say.S("Ask certdesk about any mail server: {command}", say.Code("command", "/certcheck imap.corp.com:993")))}
	if a.Home != nil {
		place := bot.Place{Platform: bot.Slack, Team: team, Channel: channel}
		said := bot.Reply{Headline: word(say.S("Choose a channel to see what it watches."))}
		var err error
		if channel != "" {
			if said, err = a.Home.Home(ctx, place, who); err != nil {
				a.Log.Warn("what stands on a home tab is not known", "error", err)
				said = bot.Reply{Tone: bot.Warning, Headline: word(say.S("The watches cannot be loaded at the moment. Please try again in a minute."))}
			}
		}
		reply = said
	}
	err := a.showHome(ctx, user, homeView(reply, channel, a.Home != nil, word))
	if refused := code(err); refused == "invalid_blocks" || refused == "invalid_arguments" {
		a.Log.Error("Slack refused the blocks of a home tab", "error", err)
		err = a.showHome(ctx, user, homeView(bot.Reply{Headline: reply.Headline}, "", a.Home != nil, word))
	}
	if err != nil {
		a.Log.Error("a home tab could not be shown", "error", a.explain(err))
	}
}

func (a *Adapter) showHome(ctx context.Context, user string, v api.HomeTabViewRequest) error {
	return a.try(ctx, func(ctx context.Context) error {
		_, err := a.api.PublishViewContext(ctx, api.PublishViewContextRequest{UserID: user, View: v})
		return err
	}, always)
}

func homeView(r bot.Reply, channel string, menu bool, word func(say.Text) say.Text) api.HomeTabViewRequest {
	ask := input(bot.Field{Name: homeTarget, Label: word(say.S("Check a server")), Hint: say.Quote("imap.corp.com:993")})
	check := button(bot.Action{Name: homeCheck, Label: word(say.S("Check")), Tone: bot.Good}, bot.Frame{})
	blocks := []api.Block{ask, api.NewActionBlock("", check), api.NewDividerBlock()}
	if menu {
		choose := api.NewOptionsSelectBlockElement(api.OptTypeConversations, words(word(say.S("Channel")).String(), maxPlaceholder), homeChannel)
		choose.InitialConversation = channel
		choose.Filter = &api.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeBotUsers: true}
		title := words(word(say.S("What a channel watches")).String(), maxSection)
		blocks = append(blocks, api.NewSectionBlock(title, nil, api.NewAccessory(choose)))
	}
	return api.HomeTabViewRequest{
		Type: api.VTHomeTab, PrivateMetadata: channel,
		Blocks: api.Blocks{BlockSet: append(blocks, render(r).Blocks...)},
	}
}

// homeChannel is the choice of a channel on the home tab.
func (in *interaction) homeChannel() (team, user, channel string, ok bool) {
	if in.Type != "block_actions" || in.Container.Type != "view" {
		return "", "", "", false
	}
	team = in.Team.ID
	if team == "" {
		team = in.User.TeamID
	}
	for _, action := range in.Actions {
		if action.ID == homeChannel {
			return team, in.User.ID, action.Chosen, true
		}
	}
	return "", "", "", false
}

// home is a press on the home tab. There is no message to answer: the answer
// goes to the direct messages.
func (in *interaction) home(q *bot.Request) *bot.Request {
	q.Place.Channel, q.Direct, q.Message = in.User.ID, true, ""
	if q.Action.Name == homeCheck {
		q.Kind, q.Verb, q.Text = bot.Command, "certcheck", in.View.fields()[homeTarget]
		q.Action = bot.Action{} // where nothing was entered, the desk says what to enter
	}
	return q
}
