// Package errortext knows the error messages that mail programs, Windows and
// tools show where a certificate or its encryption is the matter: by code, by
// name, or by their words, in English, German, French and Spanish.
//
// Whole messages are pasted, with quotes, line breaks and what people write
// around them, and some were typed off a screenshot. So text and phrases are
// folded alike (fold.go: case, accents, quotes, letters that a scan confuses;
// codes.go: the ways in which a code is written), and a long phrase is found in
// spite of a word too many, too few or misread (phrase.go). What is no error
// message must not be taken for one: the bot reads along in support channels, so
// phrases of everyday words need a second sign (signs.go). The language of a text
// is that of an answer where nothing else tells it (language.go).
//
// What no row knows is read by its concepts (concepts.go): a thing and its state in
// one sentence (thought.go), with or without a denial, in the words of each language
// (lexicon.go; english.go, german.go, french.go, spanish.go, and what is said in their place, of which a grammar
// makes the expressions: idioms.go, combine.go, expression.go; and whole clauses, of a verb and its object
// with whatever stands between them: clauses.go), also where a letter is
// missing or two have changed places (slips.go), but for ordinary words that look so
// (ordinary.go). A rule says what they mean together, and what must stand near them as
// a second sign (rules.go, said.go, named.go; namedrules.go where a server must be named, clauserules.go, spokenrules.go); a certificate of paper is none (papers.go). Where
// several rules hold, their claims are weighed (claim.go): what explains another claim
// before that, a cause before what says only where the trouble is, then that for which
// more stands in the text, closer together. A general meaning is not told to whoever
// speaks of something particular; silence is the better error. A number of days and a
// date say by themselves whether something has ended (dates.go). What is only asked, planned,
// announced or done by who tells it (mood.go), or is a lesson or a story (talk.go), is no report,
// and neither is what has the words, or the code, of trouble that nobody has now: exams, closed tickets, requests to
// watch a server, cases to come (occasions.go).
// Which names are servers is told by what stands around them (servers.go, mentions.go, mentionwords.go, ports.go,
// ipv6.go), and which of several has the trouble by reading what is said of each (blamed.go).
//
// An entry (entry.go) is a row in the file of its client (outlook.go, windows.go,
// schannel.go, dotnet.go, apple.go, mozilla.go, nss.go, nssmessages.go, mozillawords.go, thunderbird.go, browsers.go,
// chromium.go, mailers.go, gnutls.go, desktop.go, clients.go, systems.go, tools.go, catalogues.go), and what libraries and
// languages' runtimes say is in libraries.go, names.go and runtimes.go; table.go has them all.
// Their numbers (numbertables.go) count only beside the word for what gives them (numbering.go,
// numbers.go), and beside a mail server's reply (reply.go) fewer words are enough. What an
// entry means is a row in meanings.go. A phrase with a question mark in front was
// written from memory and not yet read at its source: whoever reads it there takes
// the mark away.
//
// Sources: Microsoft Learn "COM error codes (Security and Setup)" and "WinInet
// error messages"; Security/SecBase.h and CFNetworkErrors.h of Apple; NSS
// nspr/err and PSM; x509_vfy(3), verify(1ssl) of OpenSSL; curl's libcurl-errors(3).
package errortext
