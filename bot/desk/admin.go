package desk

import (
	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks/say"
)

// forAdmin is the administrator's half of an answer. Many have no administrator
// but a provider: the letter to it is a press further.
func (x *exchange) forAdmin(a *bot.Answer, i int) bot.Reply {
	r := answer.Admin(&a.Reports[i])
	r.Actions = []bot.Action{{Name: actLetter, Value: x.actionValue(a), Label: say.S("Write to the provider")}}
	return r
}
