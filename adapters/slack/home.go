package slack

import (
	"context"

	api "github.com/slack-go/slack"

	"certdesk/bot"
	"certdesk/checks/say"
)

// publishHome shows the home tab: a form to check a server, and what Home says
// of a channel. Which one is chosen there: Slack's menu offers only those that
// the person sees. It is kept in the tab itself, which comes back with the next
// visit; until one is chosen it is the direct messages.
func (h *handler) publishHome(ctx context.Context, team, user, channel string) {
	if user == "" {
		return
	}
	who := h.people.person(ctx, bot.Person{ID: user})
	word := func(t say.Text) say.Text { return h.word(who.Locale, t) }
	reply := bot.Reply{Headline: word(say.S("Ask certdesk about any mail server: {command}", say.Code("command", "/certcheck imap.corp.com:993")))}
	if h.home != nil {
		place := bot.Place{Platform: bot.Slack, Team: team, Channel: channel}
		said := bot.Reply{Headline: word(say.S("Choose a channel to see what it watches."))}
		var err error
		if channel != "" {
			if said, err = h.home.Home(ctx, place, who); err != nil {
				h.log.Warn("what stands on a home tab is not known", "error", err)
				said = bot.Reply{Tone: bot.Warning, Headline: word(say.S("The watches cannot be loaded at the moment. Please try again in a minute."))}
			}
		}
		reply = said
	}
	err := h.showHome(ctx, user, homeView(reply, channel, h.home != nil, word))
	if refused := code(err); refused == "invalid_blocks" || refused == "invalid_arguments" {
		h.log.Error("Slack refused the blocks of a home tab", "error", err)
		err = h.showHome(ctx, user, homeView(bot.Reply{Headline: reply.Headline}, "", h.home != nil, word))
	}
	if err != nil {
		h.log.Error("a home tab could not be shown", "error", explain(err))
	}
}

func (h *handler) showHome(ctx context.Context, user string, v api.HomeTabViewRequest) error {
	return h.client.try(ctx, func(ctx context.Context) error {
		_, err := h.client.api.PublishViewContext(ctx, api.PublishViewContextRequest{UserID: user, View: v})
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
