package fakediscord

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// routes are the paths of the API that certdesk uses, each with the name by
// which it is counted and made to fail.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	// Routes with the bot's token, and those with an interaction's.
	for pattern, r := range map[string]struct {
		name string
		do   func(q *request) answer
	}{
		"GET gateway/bot":                                  {"gateway/bot", s.getGateway},
		"GET gateway":                                      {"gateway", s.getGateway},
		"POST channels/{channel}/messages":                 {"post", s.postMessage},
		"GET channels/{channel}/messages":                  {"history", s.getMessages},
		"PATCH channels/{channel}/messages/{message}":      {"patch", s.patchMessage},
		"DELETE channels/{channel}/messages/{message}":     {"take back", s.deleteMessage},
		"GET channels/{channel}":                           {"channel", s.getChannel},
		"POST users/@me/channels":                          {"direct", s.openDirect},
		"GET users/@me/guilds":                             {"guilds", s.getGuilds},
		"GET guilds/{guild}/members/{user}":                {"member", s.getMember},
		"GET guilds/{guild}/roles":                         {"roles", s.getRoles},
		"GET applications/@me":                             {"application", s.getApplication},
		"GET applications/{app}/commands":                  {"get commands", s.getCommands},
		"PUT applications/{app}/commands":                  {"put commands", s.putCommands},
		"GET applications/{app}/guilds/{guild}/commands":   {"get commands", s.getCommands},
		"PUT applications/{app}/guilds/{guild}/commands":   {"put commands", s.putCommands},
		"POST interactions/{id}/{token}/callback":          {"callback", s.callback},
		"POST webhooks/{app}/{token}":                      {"follow-up", s.followUp},
		"PATCH webhooks/{app}/{token}/messages/{message}":  {"edit", s.edit},
		"DELETE webhooks/{app}/{token}/messages/{message}": {"delete", s.remove},
	} {
		method, path, _ := strings.Cut(pattern, " ")
		open := strings.HasPrefix(path, "interactions/") || strings.HasPrefix(path, "webhooks/")
		mux.HandleFunc(method+" /api/v10/"+path, func(w http.ResponseWriter, q *http.Request) { s.serve(w, q, pattern, r.name, open, r.do) })
	}
	mux.HandleFunc("GET /attachments/{id}", s.getUpload)
	mux.HandleFunc("GET /ws/{where}", s.serveGateway)
	mux.HandleFunc("GET /ws/{where}/{$}", s.serveGateway)
	mux.HandleFunc("/", func(w http.ResponseWriter, q *http.Request) {
		s.mu.Lock()
		s.complain("nobody lives at %s %s", q.Method, q.URL.Path)
		s.mu.Unlock()
		http.NotFound(w, q)
	})
	return mux
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, pattern, name string, open bool, do func(*request) answer) {
	over, after := s.fault(w, name)
	if over {
		return
	}
	if s.limited(w, name) {
		return
	}
	q, err := read(r)
	said := refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON.")
	if err == nil {
		s.mu.Lock()
		said = s.judge(q, pattern, name, open, do)
		s.mu.Unlock()
	}
	if after() {
		return
	}
	if r.Header.Get("User-Agent") == "" || !strings.HasPrefix(r.Header.Get("User-Agent"), "DiscordBot (") {
		s.mu.Lock()
		s.complain("%s: no valid User-Agent", name)
		s.mu.Unlock()
	}
	w.Header().Set("X-RateLimit-Bucket", name)
	if said.body != nil {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(said.status)
	if said.body != nil {
		json.NewEncoder(w).Encode(said.body) // a test that has gone needs no answer
	}
}

// judge refuses what has no right to be, then does the work. s.mu is held.
func (s *Server) judge(q *request, pattern, name string, open bool, do func(*request) answer) answer {
	switch auth := q.http.Header.Get("Authorization"); {
	case open && auth != "":
		s.complain("%s carries the bot's token where none is needed", pattern)
	case !open && auth != "Bot "+s.goodToken():
		return refuse(http.StatusUnauthorized, 0, "401: Unauthorized")
	}
	if app := q.http.PathValue("app"); app != "" && app != Application {
		return refuse(http.StatusForbidden, 20012, "You are not authorized to perform this action on this application")
	}
	if s.plainOnly && number(q.fields()["flags"])&flagComponents != 0 {
		return refuse(http.StatusBadRequest, 50035, "Invalid Form Body: no components here")
	}
	for _, wrong := range s.schemas.check(pattern, q.body) {
		s.complain("%s: %s", pattern, wrong)
	}
	if no, refused := s.forbid(q, name); refused {
		return no
	}
	return do(q)
}

// read takes a body apart: JSON, or a form with payload_json and files[n].
func read(r *http.Request) (*request, error) {
	q := &request{http: r}
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		var err error
		q.body, err = io.ReadAll(r.Body)
		if err == nil && len(q.body) > 0 && (kind != "application/json" || !json.Valid(q.body)) {
			err = fmt.Errorf("a body of type %q that is no JSON", kind)
		}
		return q, err
	}
	parts := multipart.NewReader(io.LimitReader(r.Body, maxUpload), params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return q, nil
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		if part.FormName() == "payload_json" {
			q.body = data
			continue
		}
		if want := fmt.Sprintf("files[%d]", len(q.files)); part.FormName() != want {
			return nil, fmt.Errorf("a part %q, want %s", part.FormName(), want)
		}
		q.files = append(q.files, File{Name: part.FileName(), Data: data})
	}
}

func (s *Server) getGateway(*request) answer {
	where := "first"
	if s.gateway.moved.Load() {
		where = "moved"
	}
	left, reset := s.gateway.starts.left(s.now())
	return ok(object{
		"url": s.gatewayURL(where), "shards": 1,
		"session_start_limit": object{"total": usualStarts, "remaining": left, "reset_after": reset.Milliseconds(), "max_concurrency": 1},
	})
}

func word(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return string(raw)
	}
	return s
}

func (s *Server) postMessage(q *request) answer {
	if wrong := checkMessage(q.body, q.files, newMessage); len(wrong) > 0 {
		return s.invalid(wrong)
	}
	f, channel := q.fields(), q.http.PathValue("channel")
	nonce := word(f["nonce"])
	if f["nonce"] != nil && string(f["enforce_nonce"]) == "true" {
		for _, m := range s.messages {
			if m.Nonce == nonce && m.Channel == channel {
				return ok(s.shown(m)) // posted already
			}
		}
	}
	m := &Message{Channel: channel, Nonce: nonce}
	var reference struct {
		ID string `json:"message_id"`
	}
	if raw := f["message_reference"]; raw != nil && json.Unmarshal(raw, &reference) == nil {
		m.ReplyTo = reference.ID
	}
	s.write(s.add(m), q)
	return ok(s.shown(m))
}

func (s *Server) getMessages(q *request) answer {
	out := []object{}
	if s.permissions(q.http.PathValue("channel"))&ReadMessageHistory == 0 {
		return ok(out)
	}
	limit, err := strconv.Atoi(cmp.Or(q.http.URL.Query().Get("limit"), "50"))
	if err != nil || limit < 1 || limit > 100 {
		return refuse(http.StatusBadRequest, 50035, "Invalid Form Body")
	}
	var all []*Message
	after := q.http.URL.Query().Get("after")
	for _, m := range s.messages {
		if m.Channel == q.http.PathValue("channel") && !m.Deleted && m.Only == "" && !m.thinking && later(m.ID, after) {
			all = append(all, m)
		}
	}
	// The first ones after an id, or the latest; the latest of those comes first.
	if after != "" {
		all = all[:min(len(all), limit)]
	}
	all = all[max(len(all)-limit, 0):]
	for _, m := range slices.Backward(all) {
		out = append(out, s.shown(m))
	}
	return ok(out)
}

// later tells whether a snowflake is after another one.
func later(id, than string) bool {
	return len(id) > len(than) || len(id) == len(than) && id > than
}

func (s *Server) patchMessage(q *request) answer {
	m := s.find(q.http.PathValue("message"))
	if m == nil || m.Channel != q.http.PathValue("channel") || m.Only != "" {
		return refuse(http.StatusNotFound, 10008, "Unknown Message")
	}
	return s.editMessage(m, q)
}

// deleteMessage deletes a message of certdesk's own, which takes no permission.
// https://docs.discord.com/developers/resources/message#delete-message
func (s *Server) deleteMessage(q *request) answer {
	m := s.find(q.http.PathValue("message"))
	if m == nil || m.Channel != q.http.PathValue("channel") || m.Only != "" {
		return refuse(http.StatusNotFound, 10008, "Unknown Message")
	}
	m.Deleted = true
	return nothing()
}

func (s *Server) getChannel(q *request) answer {
	id := q.http.PathValue("channel")
	c := maps.Clone(s.channels[id])
	if c == nil {
		c = object{"id": id, "type": textChannel, "guild_id": Guild}
	}
	if may := s.permissions(id); may != Invited { // as Permit says, for @everyone
		c["permission_overwrites"] = []object{{"id": Guild, "type": 0, "allow": strconv.Itoa(may), "deny": strconv.Itoa(Invited &^ may)}}
	}
	return ok(c)
}

func (s *Server) getRoles(q *request) answer {
	return ok([]object{
		{"id": q.http.PathValue("guild"), "name": "@everyone", "permissions": strconv.Itoa(Invited)},
		{"id": Role, "name": "helpdesk", "permissions": "0"},
	})
}

func (s *Server) openDirect(*request) answer {
	return ok(object{"id": Direct, "type": directChat})
}

func (s *Server) getMember(q *request) answer {
	switch guild, user := q.http.PathValue("guild"), q.http.PathValue("user"); {
	case guild != Guild:
		return refuse(http.StatusNotFound, 10004, "Unknown Guild")
	case user != User && user != BotUser:
		return refuse(http.StatusNotFound, 10007, "Unknown Member")
	default:
		return ok(object{"user": object{"id": user, "username": "anna"}, "roles": []string{Role}, "flags": 0})
	}
}

func (s *Server) getCommands(q *request) answer {
	if no, may := s.mayRegister(q.http.PathValue("guild"), nil); !may {
		return no
	}
	raw := s.commands[q.http.PathValue("guild")]
	if raw == nil {
		return ok([]any{})
	}
	var list []object
	if err := json.Unmarshal(raw, &list); err != nil {
		panic("what was checked is no list: " + err.Error())
	}
	for _, c := range list { // what Discord adds
		c["id"], c["application_id"], c["version"] = s.snowflake(), Application, s.snowflake()
		c["default_member_permissions"] = nil
		if guild := q.http.PathValue("guild"); guild != "" {
			c["guild_id"] = guild
		} else {
			c["dm_permission"] = true
			if c["integration_types"] == nil { // the default of an application
				c["integration_types"] = []int{0}
			}
		}
		translated(c, q.http.URL.Query().Get("with_localizations") == "true")
	}
	slices.Reverse(list)
	return ok(list)
}

// translated tells what is written in other languages, null where that is
// nothing; or, unless asked, not at all. Fields that say nothing are not told.
func translated(o object, asked bool) {
	for _, name := range []string{"name_localizations", "description_localizations"} {
		if !asked {
			delete(o, name)
		} else if o[name] == nil {
			o[name] = nil
		}
	}
	for name, value := range o {
		if slices.Contains(implied, name) && (value == nil || value == false) {
			delete(o, name)
		}
	}
	for _, name := range []string{"options", "choices"} {
		list, _ := o[name].([]any)
		for _, e := range list {
			if inner, ok := e.(object); ok {
				translated(inner, asked)
			}
		}
	}
}

func (s *Server) putCommands(q *request) answer {
	if wrong := checkCommands(q.body); len(wrong) > 0 {
		return s.invalid(wrong)
	}
	var list []object
	if err := json.Unmarshal(q.body, &list); err != nil {
		panic("what was checked is no list: " + err.Error())
	}
	if no, may := s.mayRegister(q.http.PathValue("guild"), list); !may {
		return no
	}
	s.commands[q.http.PathValue("guild")] = q.body
	return s.getCommands(q)
}

func (s *Server) getUpload(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	data, ok := s.uploads[r.PathValue("id")]
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.Header.Get("Authorization") != "" {
		s.mu.Lock()
		s.complain("the bot's token went to the address of an attachment")
		s.mu.Unlock()
	}
	w.Write(data)
}
