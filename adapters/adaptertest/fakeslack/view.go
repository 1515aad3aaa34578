package fakeslack

import (
	"encoding/json"
	"fmt"
)

// shownView is a form or a home tab, as far as somebody fills it in.
type shownView struct {
	Callback string  `json:"callback_id"`
	Metadata string  `json:"private_metadata"`
	Blocks   []field `json:"blocks"`
}

type field struct {
	ID      string `json:"block_id"`
	Type    string `json:"type"`
	Element struct {
		Type   string `json:"type"`
		Action string `json:"action_id"`
	} `json:"element"`
}

// last is the view that was shown last.
func last(views []json.RawMessage) shownView {
	var v shownView
	if len(views) == 0 || json.Unmarshal(views[len(views)-1], &v) != nil {
		panic("there is no form to fill in")
	}
	return v
}

// filled is the state of a view after somebody has filled it in; fields that
// are files take the files in turn.
func (v *shownView) filled(fields map[string]string, files []Attachment) object {
	values, used := make(object), 0
	for _, b := range v.Blocks {
		if b.Type != "input" {
			continue
		}
		state, value := object{"type": b.Element.Type}, fields[b.ID]
		switch b.Element.Type {
		case "file_input":
			if state["files"] = []Attachment{}; len(files) > 0 {
				state["files"], files = files[:1], files[1:]
			}
		case "static_select":
			if state["selected_option"] = nil; value != "" {
				state["selected_option"] = object{"value": value}
			}
		default:
			if state["value"] = nil; value != "" {
				state["value"] = value
			}
		}
		if value != "" {
			used++
		}
		values[b.ID] = object{b.Element.Action: state}
	}
	if used != len(fields) || len(files) > 0 {
		panic(fmt.Sprintf("the form has no room for %v and %d files", fields, len(files)))
	}
	return object{"values": values}
}

// Submit fills in the last modal. Each time it is called the submission has another
// trigger, as where somebody submits a form anew that Slack has left open.
func (s *Server) Submit(fields map[string]string, files ...Attachment) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := last(s.modals)
	trigger, _ := s.interactive("", nil)
	return marshal("interactive", object{
		"type": "view_submission", "trigger_id": trigger, "team": object{"id": Team}, "user": object{"id": User, "name": "anna"},
		"view": object{"id": fmt.Sprintf("V%d", len(s.modals)), "hash": fmt.Sprintf("h%d", len(s.modals)), "callback_id": v.Callback, "private_metadata": v.Metadata, "state": v.filled(fields, files)},
	})
}

// OpenHome opens the home tab, as it was published last.
func (s *Server) OpenHome() Delivery {
	fields := map[string]any{"tab": "home"}
	if homes := s.Homes(); len(homes) > 0 {
		v := last(homes)
		fields["view"] = object{"id": "V1", "private_metadata": v.Metadata}
	}
	return s.Event("app_home_opened", "D"+User, "", fields)
}

// PressHome presses a button of the home tab, with what was typed above it, or
// chooses a conversation from its menu.
func (s *Server) PressHome(actionID, conversation string, fields map[string]string) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := last(s.homes)
	trigger, _ := s.interactive("", nil)
	action := object{"action_id": actionID, "type": "button", "action_ts": "1.2"}
	if conversation != "" {
		action["type"], action["selected_conversation"] = "conversations_select", conversation
	}
	return marshal("interactive", object{
		"type": "block_actions", "trigger_id": trigger, "team": object{"id": Team}, "user": object{"id": User, "username": "anna"},
		"container": object{"type": "view", "view_id": "V1"}, "actions": []object{action},
		"view": object{"id": "V1", "type": "home", "private_metadata": v.Metadata, "state": v.filled(fields, nil)},
	})
}
