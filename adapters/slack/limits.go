package slack

import "time"

// Slack's limits, in characters or items. This is the one place that knows
// them. https://docs.slack.dev/reference/block-kit
const (
	maxMessageBlocks = 50
	maxViewBlocks    = 100
	maxSection       = 3000
	maxFields        = 10
	maxField         = 2000
	maxHeader        = 150
	maxContext       = 10
	maxContextText   = 2000
	maxActions       = 25
	maxActionID      = 255
	maxOverflow      = 5   // options of the menu behind the three dots
	maxOverflowValue = 150 // https://docs.slack.dev/reference/block-kit/composition-objects/option-object
	maxButton        = 75
	maxButtonValue   = 2000
	maxConfirmTitle  = 100
	maxConfirmText   = 300
	maxConfirmButton = 30
	maxViewTitle     = 24
	maxViewMetadata  = 3000
	maxInputLabel    = 2000
	maxInputText     = 3000
	maxPlaceholder   = 150
	maxOptions       = 100
	maxOption        = 75
	maxFallback      = 3000 // of the text without blocks; Slack itself cuts at 40,000

	// maxMessage bounds the text of all blocks of a message. Slack refuses more
	// than about 13,200 (msg_blocks_too_long), which stands in no reference.
	maxMessage = 11_000
	// maxRich bounds one rich_text block; Slack documents no limit for it.
	maxRich = 3000

	// A response_url takes five messages within thirty minutes.
	maxResponses     = 5
	responseLifetime = 29 * time.Minute // a minute less, in case the clocks differ

	// A trigger_id opens one form within three seconds.
	triggerLife = 3 * time.Second
)
