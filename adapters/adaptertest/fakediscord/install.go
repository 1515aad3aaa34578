package fakediscord

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Where the application is installed, and what may be typed there.

// LetPeopleInstall makes the application one that people install for
// themselves, as well as servers.
func (s *Server) LetPeopleInstall() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.personal = true
}

// Join makes the bot a member of a further server (guild). Without commands it
// was invited for its bot alone, and Discord lets it register none (50001).
func (s *Server) Join(guild string, commands bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.joined = append(s.joined, guild)
	if !commands {
		s.withoutCommands[guild] = true
	}
}

// Names are those of the commands that are registered for a guild, or ("") for
// all.
func (s *Server) Names(guild string) []string {
	var list []struct {
		Name string `json:"name"`
	}
	if raw := s.Commands(guild); raw != nil && json.Unmarshal(raw, &list) != nil {
		panic("what was checked is no list")
	}
	names := []string{}
	for _, c := range list {
		names = append(names, c.Name)
	}
	return names
}

func (s *Server) getApplication(*request) answer {
	how := object{"0": object{"oauth2_install_params": object{"scopes": []string{"applications.commands", "bot"}, "permissions": "0"}}}
	if s.personal {
		how["1"] = object{}
	}
	return ok(object{
		"id": Application, "name": "certdesk", "description": "", "verify_key": s.PublicKey(), "flags": 0, "bot_public": s.public, "integration_types_config": how,
	})
}

func (s *Server) getGuilds(*request) answer {
	list := []object{}
	for _, id := range append([]string{Guild}, s.joined...) {
		list = append(list, object{"id": id, "name": "Corp helpdesk", "icon": nil, "owner": false, "permissions": "0", "features": []string{}})
	}
	return ok(list)
}

// mayRegister refuses commands for a guild that takes none, and for people or
// conversations where nobody can install the application.
func (s *Server) mayRegister(guild string, list []object) (answer, bool) {
	if s.withoutCommands[guild] {
		return refuse(http.StatusForbidden, 50001, "%s", refusals[50001]), false
	}
	for _, c := range list {
		types, contexts := fmt.Sprint(c["integration_types"]), fmt.Sprint(c["contexts"])
		if guild != "" && (c["integration_types"] != nil || c["contexts"] != nil) {
			return s.invalid([]string{"a command of one server is for that server alone"}), false
		}
		if !s.personal && (types == "[1]" || types == "[0 1]" || contexts == "[0 1 2]") {
			return s.invalid([]string{"people cannot install this application"}), false
		}
	}
	return answer{}, true
}
