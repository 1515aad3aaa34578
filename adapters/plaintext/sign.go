package plaintext

import "certdesk/bot"

// Sign shows a tone where there is no colour, with the space before what follows it;
// "" for a tone that needs none. Chats that show emoji show the same one everywhere.
func Sign(t bot.Tone) string {
	switch t {
	case bot.Good:
		return "✅ "
	case bot.Warning:
		return "⚠️ "
	case bot.Bad:
		return "❌ "
	case bot.Unknown:
		return "❔ "
	}
	return ""
}
