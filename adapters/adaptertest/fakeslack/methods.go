package fakeslack

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// arguments are those of a call, form or JSON.
type arguments struct {
	values url.Values
	token  string
}

func (a arguments) get(name string) string { return a.values.Get(name) }

func readArguments(r *http.Request) (arguments, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return arguments{}, err
	}
	a := arguments{values: make(url.Values)}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/json" && len(body) > 0 {
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(body, &fields); err != nil {
			return a, err
		}
		for name, raw := range fields {
			var text string
			if json.Unmarshal(raw, &text) != nil {
				text = string(raw)
			}
			a.values.Set(name, text)
		}
	} else if kind != "application/json" {
		if a.values, err = url.ParseQuery(string(body)); err != nil {
			return a, err
		}
	}
	a.token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if t := a.values.Get("token"); t != "" {
		a.token = t
	}
	return a, nil
}

func (s *Server) method(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	args, err := readArguments(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	over, after := s.fault(w, name)
	if over {
		return
	}
	s.mu.Lock()
	said, refused := s.do(name, args)
	s.mu.Unlock()
	if after() {
		return
	}
	if said == nil {
		said = object{}
	}
	said["ok"] = refused == ""
	if refused != "" {
		said["error"] = string(refused)
		if refused == "missing_scope" {
			said["needed"], said["provided"] = "files:write", "chat:write"
		}
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(said)
}

// do does what a method does. s.mu is held.
func (s *Server) do(name string, args arguments) (object, refusal) {
	want := cmp.Or(s.token, BotToken)
	if name == "apps.connections.open" {
		want = AppToken
	}
	switch {
	case args.token == "":
		return nil, "not_authed"
	case args.token != want && name != "apps.connections.open" && s.revoked != "":
		return nil, s.revoked
	case args.token != want:
		return nil, "invalid_auth"
	case s.denied[name] != "":
		return nil, refusal(s.denied[name])
	}
	channel := args.get("channel")
	if name == "chat.postMessage" && strings.HasPrefix(channel, "U") {
		channel = "D" + channel // a person's id stands for the direct messages here alone
	}
	switch name {
	case "auth.test":
		return s.authTest(), ""
	case "apps.connections.open":
		return object{"url": s.openSocket()}, ""
	case "chat.postMessage", "chat.postEphemeral":
		return s.post(name, channel, args)
	case "chat.update":
		return s.update(channel, args)
	case "chat.delete":
		return s.remove(channel, args)
	case "conversations.history", "conversations.replies":
		return s.history(channel, args)
	case "conversations.info":
		return s.channelInfo(channel)
	case "conversations.open":
		return object{"channel": object{"id": "D" + args.get("users")}}, ""
	case "users.info":
		return s.userInfo(args.get("user")), ""
	case "usergroups.users.list":
		return object{"users": []string{User}}, ""
	case "views.open", "views.publish":
		return s.view(name, args)
	case "files.getUploadURLExternal":
		return s.uploadURL(args)
	case "files.completeUploadExternal":
		return s.completeUpload(args)
	}
	return nil, "unknown_method"
}

// The methods below hold what their names say of Slack's. s.mu is held.

func (s *Server) authTest() object {
	own := object{"user_id": BotUser, "team_id": Team, "bot_id": "B1"}
	if s.organisation != "" {
		own["enterprise_id"], own["is_enterprise_install"] = s.organisation, true
	}
	return own
}

func (s *Server) update(channel string, args arguments) (object, refusal) {
	if strings.HasPrefix(channel, "U") {
		return nil, "channel_not_found"
	}
	m := s.find(channel, args.get("ts"))
	if m == nil {
		return nil, "message_not_found"
	}
	if refused := s.content(args.get("text"), args.get("blocks")); refused != "" {
		return nil, refused
	}
	m.Text, m.Blocks = args.get("text"), json.RawMessage(args.get("blocks"))
	m.Edits++
	return object{"channel": channel, "ts": m.TS}, ""
}

func (s *Server) remove(channel string, args arguments) (object, refusal) {
	m := s.find(channel, args.get("ts"))
	if m == nil {
		return nil, "message_not_found"
	}
	m.Deleted = true
	return object{"channel": channel, "ts": m.TS}, ""
}

// history is the newest first.
func (s *Server) history(channel string, args arguments) (object, refusal) {
	if strings.HasPrefix(channel, "U") {
		return nil, "channel_not_found"
	}
	if word := s.closed[channel]; word == "not_in_channel" || word == "channel_not_found" {
		return nil, refusal(word)
	}
	metadata := args.get("include_all_metadata") == "true" || args.get("include_all_metadata") == "1"
	var list []object
	for _, m := range s.messages {
		if m.Channel != channel || m.Only != "" || m.Deleted || m.Thread != args.get("ts") || m.TS <= args.get("oldest") {
			continue
		}
		o := object{"type": "message", "ts": m.TS, "text": m.Text}
		if len(m.Metadata) > 0 && metadata {
			o["metadata"] = m.Metadata
		}
		list = append(list, o)
	}
	if args.get("ts") == "" {
		slices.Reverse(list) // a channel begins with the latest, a thread with the first
	}
	limit, err := strconv.Atoi(cmp.Or(args.get("limit"), "100"))
	if err != nil || limit < 1 || limit > 999 {
		return nil, "invalid_limit"
	}
	from, err := strconv.Atoi(cmp.Or(args.get("cursor"), "0"))
	if err != nil || from < 0 || from > len(list) {
		return nil, "invalid_cursor"
	}
	page, next := list[from:], ""
	if len(page) > limit {
		page, next = page[:limit], strconv.Itoa(from+limit)
	}
	return object{"messages": page, "has_more": next != "", "response_metadata": object{"next_cursor": next}}, ""
}

func (s *Server) channelInfo(channel string) (object, refusal) {
	info := object{"id": channel, "is_member": true}
	switch s.closed[channel] {
	case "":
		info["is_channel"], info["is_im"] = true, strings.HasPrefix(channel, "D")
	case "not_in_channel":
		info["is_channel"], info["is_member"] = true, false
	case "is_archived":
		info["is_archived"] = true
	case "restricted_action_read_only_channel":
		info["is_read_only"] = true
	default:
		return nil, refusal(s.closed[channel])
	}
	return object{"channel": info}, ""
}

func (s *Server) userInfo(id string) object {
	user := object{"id": id, "name": "anna", "locale": "de-DE", "tz": "Europe/Berlin"}
	if s.organisation != "" && id == User {
		user["enterprise_user"] = object{"id": "W7", "enterprise_id": s.organisation, "teams": []string{Team, "T2"}}
	}
	return object{"user": user}
}

func (s *Server) uploadURL(args arguments) (object, refusal) {
	n, _ := strconv.Atoi(args.get("length"))
	if args.get("filename") == "" || n <= 0 {
		return nil, "invalid_arguments"
	}
	id := fmt.Sprintf("F%d", s.next())
	s.uploads[id] = &File{Name: args.get("filename"), Alt: args.get("alt_txt"), Data: make([]byte, 0, n)}
	return object{"upload_url": s.http.URL + "/upload/" + id, "file_id": id}, ""
}

func (s *Server) completeUpload(args arguments) (object, refusal) {
	var files []struct{ ID, Title string }
	if json.Unmarshal([]byte(args.get("files")), &files) != nil || len(files) == 0 {
		return nil, "invalid_arguments"
	}
	if refused := s.closed[args.get("channel_id")]; refused != "" {
		return nil, refusal(refused)
	}
	for _, f := range files {
		up := s.uploads[f.ID]
		if up == nil || len(up.Data) == 0 {
			return nil, "file_not_found"
		}
		up.Channel, up.Thread = args.get("channel_id"), args.get("thread_ts")
		s.files = append(s.files, *up)
		delete(s.uploads, f.ID)
	}
	return object{"files": []object{{"id": files[0].ID}}}, ""
}

// post is chat.postMessage and chat.postEphemeral. s.mu is held.
func (s *Server) post(name, channel string, args arguments) (object, refusal) {
	if channel == "" || strings.HasPrefix(channel, "U") {
		return nil, "channel_not_found"
	}
	if s.closed[channel] != "" {
		return nil, refusal(s.closed[channel])
	}
	if refused := s.content(args.get("text"), args.get("blocks")); refused != "" {
		return nil, refused
	}
	if args.get("parse") == "full" || args.get("link_names") == "true" || args.get("unfurl_links") != "false" {
		s.complain("%s lets Slack make links of text: %v", name, args.values)
	}
	m := &Message{
		Channel: channel, Thread: args.get("thread_ts"), Text: args.get("text"),
		Blocks: json.RawMessage(args.get("blocks")), Metadata: json.RawMessage(args.get("metadata")),
	}
	if name == "chat.postEphemeral" {
		if m.Only = args.get("user"); m.Only == "" {
			return nil, "user_not_in_channel"
		}
		s.add(m)
		return object{"message_ts": m.TS}, ""
	}
	s.add(m)
	return object{"channel": channel, "ts": m.TS}, ""
}

// content refuses what Slack refuses of a message. s.mu is held.
func (s *Server) content(text, blocks string) refusal {
	if strings.TrimSpace(text) == "" {
		s.complain("a message without a text for notifications")
		return "no_text"
	}
	for rest := text; ; {
		_, inside, ok := strings.Cut(rest, "<")
		if !ok {
			break
		}
		inside, rest, _ = strings.Cut(inside, ">")
		s.complain("live mark-up <%s> in the text %q", inside, text)
	}
	if blocks == "" {
		return ""
	}
	if wrong := checkBlocks([]byte(blocks), ""); len(wrong) > 0 {
		s.complain("invalid_blocks: %s in %s", strings.Join(wrong, "; "), blocks)
		return "invalid_blocks"
	}
	return ""
}

func (s *Server) view(name string, args arguments) (object, refusal) {
	var v struct {
		Type     string          `json:"type"`
		Metadata string          `json:"private_metadata"`
		Callback string          `json:"callback_id"`
		Blocks   json.RawMessage `json:"blocks"`
	}
	raw := args.get("view")
	if json.Unmarshal([]byte(raw), &v) != nil {
		return nil, "invalid_arguments"
	}
	if wrong := CheckView([]byte(raw)); len(wrong) > 0 {
		s.complain("invalid view: %s in %s", strings.Join(wrong, "; "), raw)
		return nil, "invalid_arguments"
	}
	if s.noFiles != "" && strings.Contains(string(v.Blocks), `"file_input"`) {
		return nil, s.noFiles
	}
	if name == "views.open" {
		made, ok := s.triggers[args.get("trigger_id")]
		delete(s.triggers, args.get("trigger_id"))
		switch {
		case !ok:
			return nil, "invalid_trigger_id"
		case s.now().Sub(made) > 3*time.Second:
			return nil, "expired_trigger_id"
		case v.Type != "modal" || len(v.Metadata) > 3000 || len(v.Callback) > 255:
			return nil, "invalid_arguments"
		}
		s.modals = append(s.modals, json.RawMessage(raw))
	} else {
		s.homes = append(s.homes, json.RawMessage(raw))
	}
	return object{"view": object{"id": "V1"}}, ""
}

// response is a response_url: five messages within thirty minutes.
func (s *Server) response(w http.ResponseWriter, r *http.Request) {
	over, after := s.fault(w, "response")
	if over {
		return
	}
	var in struct {
		ResponseType string          `json:"response_type"`
		Replace      bool            `json:"replace_original"`
		Delete       bool            `json:"delete_original"`
		Text         string          `json:"text"`
		Blocks       json.RawMessage `json:"blocks"`
		Thread       string          `json:"thread_ts"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, "invalid_payload", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.responses[r.PathValue("id")]
	switch {
	case u == nil:
		http.Error(w, "no_such_url", http.StatusNotFound)
		return
	case u.used >= 5:
		http.Error(w, "used_url", http.StatusNotFound)
		return
	case s.now().Sub(u.made) > 30*time.Minute:
		http.Error(w, "expired_url", http.StatusNotFound)
		return
	}
	if refused := s.content(in.Text, string(in.Blocks)); refused != "" {
		http.Error(w, string(refused), http.StatusBadRequest)
		return
	}
	u.used++
	if in.Replace && u.message != nil {
		u.message.Text, u.message.Blocks = in.Text, in.Blocks
		u.message.Edits++
	} else {
		m := &Message{Channel: u.channel, Thread: in.Thread, Text: in.Text, Blocks: in.Blocks}
		if in.ResponseType != "in_channel" {
			m.Only = User
		}
		s.add(m)
	}
	if !after() {
		io.WriteString(w, "ok")
	}
}
