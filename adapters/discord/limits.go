package discord

import "time"

// Discord's limits, in characters (of UTF-16 where it is not clear, which is
// never too many) or items. This is the one place that knows them.
// https://docs.discord.com/developers/components/reference and
// /resources/message, /interactions/application-commands
const (
	maxComponents = 40   // of a message, those within others counted
	maxText       = 4000 // of all texts of a message with components
	maxRow        = 5
	maxRows       = 3 // of buttons, so that they leave room for what is said
	maxButton     = 80
	maxCustomID   = 100
	maxFiles      = 10
	maxFileBytes  = 8 << 20 // a server without boosts takes 10 MiB a message
	maxFileName   = 100
	maxAlt        = 1024

	maxContent     = 2000
	maxEmbedTitle  = 256
	maxEmbedText   = 4096
	maxEmbedFields = 25
	maxFieldName   = 256
	maxFieldValue  = 1024
	maxFooter      = 2048
	maxEmbedSum    = 6000 // over all embeds of a message

	maxModalTitle  = 45
	maxModalFields = 5
	maxLabel       = 45
	maxLabelHint   = 100
	maxPlaceholder = 100
	maxInput       = 4000
	maxOptions     = 25
	maxOption      = 100
	maxChoices     = 25
	maxChoice      = 100
	maxNonce       = 25
	maxName        = 32 // of a person, as it is shown

	// tokenLife is how long the token of an interaction is good for; half a
	// minute less, for the clocks differ.
	tokenLife = 15*time.Minute - 30*time.Second
	// ackWithin is how long an interaction may be without an acknowledgement.
	ackWithin = 3 * time.Second
)
