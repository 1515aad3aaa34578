// Package diagnosis puts the rooms of the engine (checks/...) together, behind the
// interfaces that the conversation (bot/...) declares.
//
//	diagnosis.go   the engine, with the way from a mail address to its servers;
//	               dialers.go by what connections are opened
//	checker.go     a question of the bot is answered by it
//	mailpolicy.go  documents are fetched from servers that the stores trust
//	trust.go       stores of trusted roots, as flags and settings name them
//	recognise.go   error texts and what people paste; form.go what they fill in
//	language.go    replies in the reader's language
//
// It knows no platform and no store.
package diagnosis
