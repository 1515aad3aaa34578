// Package serve is the bot as a service: certdesk serve for Slack and Discord,
// certdesk worker for another network zone, and what an operator does beside them.
//
//	serve.go          the bot put together, run, and brought to its end
//	settings.go       what the environment says; settingscheck.go what is wrong with
//	                  that; settingfiles.go follows the files that settings stand in
//	adapters.go       the platforms; platform.go what becomes of each: one that falls
//	                  does not take the others along; platformhttp.go calls to them
//	watching.go       watches and incidents; keeper.go looks after the store
//	web.go            the HTTP server: framing.go and body.go what it takes at all,
//	                  readyz.go whether the bot works; health.go asks that
//	servecheck.go     everything that serve needs is asked before it is needed
//	dialers.go        the engine behind the policy of the settings; gate.go admits
//	                  as many checks as memory allows
//	worker.go         answers the questions of a zone; workerready.go
//	storecommand.go   what lasts, from store to store; storebackup.go copies,
//	                  storeaudit.go prints who asked what
//
// It puts engine, conversation, adapters and stores together, and only main imports
// it. Settings are read once, at the start; what a file of theirs says later is used
// where a platform's keys stand in it.
package serve
