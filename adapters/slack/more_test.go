package slack

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// TestMoreActions: what is needed less often stands in one menu, and what is chosen
// there is the press of that action.
func TestMoreActions(t *testing.T) {
	for n, element := range map[int]string{2: "overflow", maxOverflow: "overflow", maxOverflow + 1: "static_select"} {
		actions := []bot.Action{{Name: "walk", Value: "a1", Label: say.Literal("Walk")}}
		for i := range n {
			actions = append(actions, bot.Action{Name: "more", Value: fmt.Sprint(i), Label: say.Literal("More"), More: true})
		}
		data, err := json.Marshal(render(bot.Reply{Headline: say.Literal("A"), Actions: actions}).Blocks)
		if err != nil {
			t.Fatal(err)
		}
		var blocks []struct {
			Elements []struct {
				Type    string `json:"type"`
				ID      string `json:"action_id"`
				Options []struct{ Value string }
			}
		}
		if err := json.Unmarshal(data, &blocks); err != nil {
			t.Fatal(err)
		}
		row := blocks[len(blocks)-1].Elements
		if len(row) != 2 || row[0].Type != "button" || row[1].Type != element || len(row[1].Options) != n {
			t.Fatalf("%d actions: %s", n, data)
		}
		chosen := fmt.Sprintf(`{"type":"block_actions","actions":[{"action_id":%q,"selected_option":{"value":%q}}]}`, row[1].ID, row[1].Options[1].Value)
		var in interaction
		if err := json.Unmarshal([]byte(chosen), &in); err != nil {
			t.Fatal(err)
		}
		if q, _ := in.request(time.Time{}); q == nil || q.Kind != bot.ButtonAction || q.Action.ID() != "more:1" {
			t.Errorf("%d actions: chosen is %+v", n, q)
		}
	}
}
