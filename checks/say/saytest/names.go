package saytest

// names are the same in all languages and have no capital: programs, and what
// protocols call things. A word that has a translation does not belong here.
var names = map[string]bool{
	"curl": true, "fetchmail": true, "msmtp": true, "nginx": true, "rustls": true, "sendmail": true, "stapling": true, "swaks": true,
}
