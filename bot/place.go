package bot

import "strings"

// Place is where a conversation is held.
type Place struct {
	Platform Platform
	// Team is the workspace or guild, Channel the channel or direct message,
	// Thread the thread in it; "" where there is none.
	Team, Channel, Thread string
}

// ChannelKey names the channel among all platforms: "slack/C2". The team is no
// part of it: channels have ids of their own, and one that two workspaces share
// is one channel.
func (p Place) ChannelKey() string { return string(p.Platform) + "/" + p.Channel }

// Key names the place, thread included.
func (p Place) Key() string {
	if p.Thread == "" {
		return p.ChannelKey()
	}
	return p.ChannelKey() + "/" + p.Thread
}

// ParsePlace reads "platform:id": a channel, a person or a group of a platform on
// which people ask. The id stands in Channel, and its form is not looked at
// (Traits.Channel and Traits.Person know it). ok is false where it is neither.
func ParsePlace(word string) (p Place, ok bool) {
	platform, id, ok := strings.Cut(word, ":")
	if !ok || id == "" || !Platform(platform).Traits().Asked {
		return Place{}, false
	}
	return Place{Platform: Platform(platform), Channel: id}, true
}

// Written is the place as ParsePlace reads it.
func (p Place) Written() string { return string(p.Platform) + ":" + p.Channel }
