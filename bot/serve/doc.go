// Package serve is the bot as a service: certdesk serve for Slack and Discord,
// certdesk worker for another network zone, and what an operator does beside them.
//
//	serve.go          the bot run, and brought to its end (drain.go); assembly.go puts it
//	                  together (server.go); state.go what it knows of its own work
//	configuration.go  what the environment says (package settings, and a file for each
//	                  platform: slack.go, discord.go); settingfiles.go follows the files that it stands in
//	adapters.go       the platforms; adapter.go what each has, outbox.go what is posted
//	                  there; platform.go what becomes of one: if it falls it does not
//	                  take the others along; platformhttp.go calls to them; suggest.go
//	                  the servers that somebody is likely to mean; unanswered.go which
//	                  answers did not arrive
//	watching.go       watches and incidents; watchfile.go the watches of a file;
//	                  courier.go mail and webhooks; keeper.go looks after the store
//	web.go            the paths of package webserver: readyz.go whether the bot works;
//	                  health.go asks that
//	servecheck.go     everything that serve needs is asked before it is needed, each
//	                  thing for a while (bounded.go)
//	dialers.go        the engine behind the policy of the settings; gate.go admits
//	                  as many checks as memory allows (memory.go)
//	runworker.go      answers the questions of a zone (worker.go); workerready.go
//	zones.go          workers of other zones; summary.go the week, for administrators
//	newid.go          names that nobody guesses
//
// It puts engine, conversation, adapters and stores together, and only main imports
// it. Settings are read once, at the start; what a file of theirs says later is used
// where a platform's keys stand in it.
package serve
