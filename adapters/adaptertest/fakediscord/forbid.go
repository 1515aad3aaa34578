package fakediscord

import "net/http"

// What the bot may do where: Discord tells it in each interaction, and refuses
// what goes beyond it.

// statuses are those of the codes by which Discord refuses something in a
// channel; others come with 403.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
var statuses = map[int]int{
	10003: http.StatusNotFound, 10004: http.StatusNotFound, 10008: http.StatusNotFound,
	50008: http.StatusBadRequest, 50024: http.StatusBadRequest, 50083: http.StatusBadRequest, 160005: http.StatusBadRequest,
}

// Forbid lets every call about a channel fail with Discord's code from now on:
// 50001 (not seen), 50013 (a permission is missing), 50008 (takes no messages),
// 50083 (an archived thread), 10003 (no such channel) and so on. The code 0
// permits again. Answers by an interaction's token need no permission, and are
// not touched.
func (s *Server) Forbid(channel string, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forbidden[channel] = code
}

// Permit sets what the bot may do in a channel, which interactions tell as
// app_permissions; messages are refused without ViewChannel (50001), and
// without SendMessages or, in a thread, SendMessagesInThreads (50013); files
// without AttachFiles (50013); the history is empty without ReadMessageHistory.
func (s *Server) Permit(channel string, permissions int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.permitted[channel] = permissions
}

// Forum makes a channel a forum, which takes posts (threads) and no messages
// (50008).
func (s *Server) Forum(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[id] = object{"id": id, "type": forumChannel, "guild_id": Guild}
}

// InGuild puts a channel into another server (guild) than Guild: what people do
// there comes from that one.
func (s *Server) InGuild(channel, guild string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[channel] = object{"id": channel, "type": textChannel, "guild_id": guild}
}

// guildOf is the server that a channel is in. s.mu is held.
func (s *Server) guildOf(channel string) string {
	if id, ok := s.channels[channel]["guild_id"].(string); ok {
		return id
	}
	return Guild
}

// permissions are those of the bot in a channel. s.mu is held.
func (s *Server) permissions(channel string) int {
	if given, ok := s.permitted[channel]; ok {
		return given
	}
	return Invited
}

// forbid refuses a call about a channel, or returns false. s.mu is held.
func (s *Server) forbid(q *request, name string) (answer, bool) {
	channel := q.http.PathValue("channel")
	if channel == "" {
		return answer{}, false
	}
	if code := s.forbidden[channel]; code != 0 {
		status := statuses[code]
		if status == 0 {
			status = http.StatusForbidden
		}
		return refuse(status, code, "%s", refusals[code]), true
	}
	may, kind := s.permissions(channel), s.channels[channel]["type"]
	need := SendMessages
	if kind == publicThread {
		need = SendMessagesInThreads
	}
	switch {
	case may&ViewChannel == 0:
		return refuse(http.StatusForbidden, 50001, "%s", refusals[50001]), true
	case name == "post" && s.channels[channel]["thread_metadata"] != nil:
		return refuse(http.StatusBadRequest, 50083, "%s", refusals[50083]), true
	case name == "post" && kind == forumChannel:
		return refuse(http.StatusBadRequest, 50008, "%s", refusals[50008]), true
	case name == "post" && (may&need == 0 || len(q.files) > 0 && may&AttachFiles == 0):
		return refuse(http.StatusForbidden, 50013, "%s", refusals[50013]), true
	}
	return answer{}, false
}

// refusals are Discord's words.
var refusals = map[int]string{
	10003: "Unknown Channel", 10004: "Unknown Guild", 50001: "Missing Access", 50008: "Cannot send messages in a non-text channel",
	50013: "Missing Permissions", 50024: "Cannot execute action on this channel type", 50083: "Thread is archived",
}
