package discord

import (
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
	"certdesk/checks/say"
)

// TestMoreActions: what is needed less often stands in one menu, and what is chosen
// there is the press of that action.
func TestMoreActions(t *testing.T) {
	m := render(bot.Reply{Headline: say.Literal("A"), Actions: []bot.Action{
		{Name: "walk", Value: "a1", Label: say.Literal("Walk")},
		{Name: "details", Value: "a1", Label: say.Literal("Details"), More: true},
		{Name: "chain", Value: "a1", Label: say.Literal("Chain"), More: true},
		{Name: "forget", Value: "a1", Label: say.Literal("Forget"), Confirm: say.Literal("Really?"), More: true},
	}})
	buttons, menus := 0, []discordgo.SelectMenu(nil)
	for _, c := range m.Components[0].(discordgo.Container).Components {
		row, ok := c.(discordgo.ActionsRow)
		if !ok {
			continue
		}
		for _, e := range row.Components {
			switch e := e.(type) {
			case discordgo.Button:
				buttons++
			case discordgo.SelectMenu:
				menus = append(menus, e)
			}
		}
	}
	// A menu cannot ask back: what needs that stays a button.
	if buttons != 2 || len(menus) != 1 || len(menus[0].Options) != 2 || menus[0].Placeholder == "" {
		t.Fatalf("%d buttons and %+v", buttons, menus)
	}
	h := &handler{now: time.Now}
	q, _ := h.request(&interaction{Type: interactionPress}, &data{CustomID: menus[0].CustomID, Values: []string{menus[0].Options[1].Value}})
	if q == nil || q.Kind != bot.ButtonAction || q.Action.ID() != "chain:a1" {
		t.Errorf("chosen is %+v", q)
	}
}
