package command

import (
	"strings"
	"sync"
)

// Words of who wants to be told on another day, and those beside them; one of both, or of
// units, has to be there for a day to be meant.
var (
	remindWords = sync.OnceValue(func() map[string]bool {
		return wordSet("remind reminder erinnere erinner erinnerst erinnern erinnerung rappelle rappelle-moi rappeler rappelez-moi rappel recuérdame recuérdamelo recordarme recordar recordatorio")
	})
	warnWords = sync.OnceValue(func() map[string]bool {
		return wordSet("tell warn notify know alert bescheid warn warne préviens préviens-moi avertis avertis-moi dis-moi avísame avisa dime")
	})
	beforeWords = sync.OnceValue(func() map[string]bool {
		return wordSet("before expires ends bevor abläuft endet ablauf vor avant n'expire expire expiration l'expiration antes caduque caduca caducidad")
	})
	besideRemind = sync.OnceValue(func() map[string]bool {
		return wordSet(`me us of about it this that tomorrow again please in a an the to set when on at day days later next week weeks month months hour hours let first can could you certificate
		monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
		mich uns morgen übermorgen noch mal nochmal daran dran das es an bitte in einer einem ein eine am nächste nächsten woche wochen tag tage tagen monat stunde stunden sag gib mir rechtzeitig wenn wieder kannst du zertifikat
		montag dienstag mittwoch donnerstag freitag samstag sonntag
		moi nous demain le la ça qu'il il que dans une un jours jour semaine semaines mois heure heures prochaine pour peux-tu certificat lundi mardi mercredi jeudi vendredi
		mañana lo de que en un una días día semana semanas mes horas hora el la próxima puedes certificado lunes martes miércoles jueves viernes y und and et`)
	})
)

// asksRemind is what asks to be told on another day: "remind me tomorrow", "sag mir
// Bescheid, bevor es abläuft".
func asksRemind(said string) (FollowUp, bool) {
	out := FollowUp{Asks: AskRemind}
	keyed, warned, before := false, false, false
	for _, word := range bareWords(said) {
		number := strings.Trim(word, "0123456789.") == ""
		switch {
		case remindWords()[word]:
			keyed = true
		case warnWords()[word]:
			warned = true
		case beforeWords()[word]:
			before = true
		case !besideRemind()[word] && !aside[word] && !number && units[word] == 0:
			return FollowUp{}, false
		}
	}
	return out, keyed || warned && before
}
