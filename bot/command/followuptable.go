package command

import "sync"

// followUp is a way to ask on.
type followUp struct {
	asks     FollowUpKind
	language string
	said     pattern
}

// followUps are the ways to ask on, made when a text is first asked about.
var followUps = sync.OnceValue(func() []followUp {
	out := make([]followUp, len(waysToAskOn))
	for i, w := range waysToAskOn {
		out[i] = followUp{w.asks, w.language, w.words.pattern()}
	}
	return out
})

// waysToAskOn are those ways by their words. Of several that a text fits, the first says
// what is asked.
var waysToAskOn = []struct {
	asks     FollowUpKind
	language string
	words    patternWords
}{
	{AskWhy, "en", patternWords{keys: "why reason reasons explain details mean means",
		beside: "but and so is it that this the not what exactly what's more show me can you did does do say fail wrong"}},
	{AskWhy, "en", patternWords{keys: "why causes caused", beside: "but and would anyone anybody somebody someone people do does did happen happens happened it that this what even the error ever like"}},
	{AskWhy, "de", patternWords{keys: "warum wieso weshalb grund details einzelheiten erklär erkläre erklärung heißt heisst bedeutet",
		beside: "aber und denn ist das es so nicht genau eigentlich der mehr zeig zeige mal was ja nur bitte jetzt"}},
	{AskWhy, "de", patternWords{keys: "warum wieso weshalb woher", beside: "macht machen passiert passieren jemand sowas man so etwas das denn kommt der die fehler meldung warnung überhaupt und würde"}},
	{AskWhy, "fr", patternWords{keys: "pourquoi raison détails explique expliquez expliquer signifie veut-dire",
		beside: "mais et donc ça cela c'est est-ce qu'est-ce que quelle est la de plus les des moi pas"}},
	{AskWhy, "fr", patternWords{keys: "pourquoi d'où", beside: "ferait quelqu'un fait faire on arrive ça vient cela le la l'erreur message et bien"}},
	{AskWhy, "es", patternWords{keys: "porqué porque razón motivo detalles explica explícame explicar significa",
		beside: "y pero es eso esto así cuál qué el la los más no está pasa muestra"}},
	{AskWhy, "es", patternWords{keys: "porqué", beside: "haría alguien hace pasa ocurre eso esto sale el error y iba a hacer"}},

	{AskAnswer, "en", patternWords{keys: "who repair fix should must todo",
		beside: "and so does it is the this that has to will what do i we how can now act acts"}},
	{AskAnswer, "en", patternWords{keys: "now next then", also: "what what's", beside: "so and well but is do i we to the step"}},
	{AskAnswer, "de", patternWords{keys: "wer beheben repariert behebt reparieren muss soll mache tun",
		beside: "und das es den dem ist was ich wir jetzt nun denn da dagegen kann wie man handeln"}},
	{AskAnswer, "de", patternWords{keys: "jetzt nun weiter", also: "was wie", beside: "und ja also geht geht's es tun mach mache machen ich wir denn da dann"}},
	{AskAnswer, "fr", patternWords{keys: "doit dois-je faire faut-il",
		beside: "et qui le la ce est-ce qu'il qu'elle que quoi réparer corriger agir maintenant je dois on comment ça"}},
	{AskAnswer, "fr", patternWords{keys: "fais fait maintenant alors faire", also: "quoi qu'est-ce que", beside: "et donc je on là ça du coup"}},
	{AskAnswer, "es", patternWords{keys: "quién hago hacer debo arreglar arreglarlo",
		beside: "y tiene que el es qué lo debe ahora cómo se puedo tengo"}},
	{AskAnswer, "es", patternWords{keys: "ahora entonces sigue toca hacemos", also: "qué", beside: "y pues se hace bueno me"}},

	{AskAgain, "en", patternWords{keys: "again fixed solved resolved repaired renewed recheck re-check retry still",
		beside: "and is it does not this that now yet already has been was check test try look broken wrong the same server once more",
		states: "ok okay good fine working work works now"}},
	{AskAgain, "de", patternWords{keys: "behoben repariert gelöst erneuert erledigt nochmal nochmals erneut wieder noch",
		beside: "und ist es in nicht alles das der fehler problem jetzt nun schon inzwischen denn wurde prüfe prüf prüfen check checken teste testen mal bitte geht funktioniert läuft klappt kaputt immer server",
		states: "ok okay gut geht funktioniert läuft klappt ordnung jetzt nun inzwischen"}},
	{AskAgain, "fr", patternWords{keys: "réparé réparée repare corrigé corrigée résolu résolue réglé réglée renouvelé nouveau encore revérifie revérifier",
		beside: "et pas c'est est-ce est-il est que il ça le problème maintenant déjà a été vérifie vérifier teste tester à de une fois ce toujours",
		states: "ok bon marche fonctionne maintenant"}},
	{AskAgain, "es", patternWords{keys: "arreglado arreglada resuelto resuelta solucionado solucionada reparado corregido renovado otra nuevo",
		beside: "y ya no todavía aún sigue está esta se ha es lo el problema ahora comprueba compruébalo comprobar verifica prueba vez de a",
		states: "ok bien funciona ahora"}},

	{AskWhen, "en", patternWords{keys: "when expire expires expiry expiration valid",
		beside: "and so does it is the this that certificate until run out end ends how long for still will"}},
	{AskWhen, "de", patternWords{keys: "wann abläuft ablaufdatum gültig",
		beside: "und das es zertifikat läuft ab endet ist bis wie lange denn noch der"}},
	{AskWhen, "fr", patternWords{keys: "quand expire expiration valable valide",
		beside: "et est-ce est-il est-elle qu'il qu'elle que il elle ce le la certificat jusqu'à jusqu'au est c'est combien de temps encore"}},
	{AskWhen, "es", patternWords{keys: "cuándo caduca vence expira caducidad válido",
		beside: "y el certificado hasta es cuánto tiempo se de la fecha"}},

	{AskRisk, "en", patternWords{keys: "ignore safe dangerous risky harmful", states: "accept trust click secure proceed risk continue",
		beside: "and can i could should may it this that is the there a warning yes no on ok to just we be certificate anyway do for now message button accept trust click secure proceed risk continue or"}},
	{AskRisk, "en", patternWords{first: "can may should could", keys: "click dismiss skip bypass close accept trust continue proceed ignore",
		beside: "can may should could i we it that this the a away just simply yes no on ok to message warning certificate popup window anyway through past now"}},
	{AskRisk, "de", patternWords{keys: "ignorieren ignorier gefährlich unbedenklich riskant wegklicken", states: "akzeptieren annehmen vertrauen klicken klicke fortfahren sicher risiko bestätigen",
		beside: `und kann ich das es ist darf soll sollte die den dem der warnung meldung man einfach zu auf ja nein zertifikat trotzdem wir oder denn jetzt ein
			akzeptieren annehmen vertrauen klicken klicke fortfahren sicher risiko bestätigen`}},
	{AskRisk, "de", patternWords{first: "kann darf soll sollte muss", keys: "wegklicken wegklick wegdrücken wegmachen klicken drücken bestätigen akzeptieren annehmen vertrauen weitermachen fortfahren schließen ignorieren übergehen",
		beside: "kann darf soll sollte muss ich man wir das es da die den der dem meldung warnung fenster zertifikat einfach auf weiter ja nein ok trotzdem jetzt denn auch so schnell"}},
	{AskRisk, "fr", patternWords{keys: "ignorer l'ignorer dangereux risqué", states: "accepter l'accepter confiance cliquer sûr continuer danger risque",
		beside: `et puis-je est-ce que je peux on le la cet cette ce avertissement l'avertissement message sur oui non c'est il y a un du certificat sans quand même
			dois-je ça cela faire en accepter l'accepter confiance cliquer sûr continuer danger risque`}},
	{AskRisk, "fr", patternWords{states: "fermer passer outre", beside: "je peux on peut puis-je est-ce que la le l' cette fenêtre message alerte juste simplement et à"}},
	{AskRisk, "es", patternWords{keys: "ignorar ignorarlo peligroso arriesgado", states: "aceptar aceptarlo confiar seguro clic continuar riesgo pulsar",
		beside: `y puedo es se puede lo el la aviso advertencia hacer en sí no debo un hay esto eso certificado de sin
			aceptar aceptarlo confiar seguro clic continuar riesgo pulsar`}},
	{AskRisk, "es", patternWords{states: "cerrar cerrarlo quitarlo saltarlo saltármelo omitir omitirlo", beside: "puedo se puede el la aviso mensaje ventana sin más simplemente y lo"}},

	{AskStep, "en", patternWords{keys: "step", beside: "and what does do i how mean means is explain show me the to in exactly about need can you"}},
	{AskStep, "de", patternWords{keys: "schritt", beside: "und was bedeutet heißt heisst wie geht mache ich genau erklär erkläre zeig zeige den der meint ist mit bei zu muss man denn"}},
	{AskStep, "fr", patternWords{keys: "étape l'étape", beside: "et que quoi veut-dire signifie comment faire fait-on explique expliquez la à est-ce qu'est-ce c'est je pour moi"}},
	{AskStep, "es", patternWords{keys: "paso", beside: "y qué significa cómo se hace hago explica explícame el en muestra es hacer"}},

	{AskTime, "en", patternWords{keys: "long", also: "how", beside: "how will it does this that take takes to fix until is be fixed works work again the repair"}},
	{AskTime, "en", patternWords{keys: "when", beside: "and will it does this that is be fixed work works again working repaired the"}},
	{AskTime, "en", patternWords{keys: "know tell notify ping", also: "when once soon", beside: "let me please it works is fixed again as does work running"}},
	{AskTime, "de", patternWords{keys: "dauert dauern", beside: "wie lange das es wird noch denn bis"}},
	{AskTime, "de", patternWords{keys: "wann", beside: "und das es ist wird denn geht funktioniert läuft wieder behoben repariert fertig der fehler"}},
	{AskTime, "de", patternWords{keys: "bescheid melde", also: "wenn sobald", beside: "sag gib mir dich es wieder geht funktioniert läuft behoben ist das"}},
	{AskTime, "fr", patternWords{keys: "prendra prend prendre durer dure longtemps", beside: "combien de temps va ça cela va est-ce que il pour réparer"}},
	{AskTime, "fr", patternWords{keys: "quand", beside: "et est-ce que ce sera ça c'est réparé corrigé résolu remarche marche remarchera fonctionnera marchera"}},
	{AskTime, "fr", patternWords{keys: "préviens préviens-moi dis dis-moi", also: "quand dès", beside: "moi que ça c'est remarche marche réparé de nouveau"}},
	{AskTime, "es", patternWords{keys: "tardará tarda tardar durará llevará", beside: "cuánto tiempo va a en esto se lo arreglar arreglarlo arreglarse"}},
	{AskTime, "es", patternWords{keys: "cuándo", beside: "y estará funcionará arreglado resuelto va a funcionar se lo"}},
	{AskTime, "es", patternWords{keys: "avísame dime", also: "cuando cuándo", beside: "funcione vuelva a funcionar esté arreglado"}},

	{AskWhom, "en", patternWords{keys: "call contact whom ask", also: "who whom", beside: "and who do i should can we to must ask about it this for help the now"}},
	{AskWhom, "de", patternWords{keys: "wen anrufen kontaktieren", also: "wen", beside: "und rufe ruf ich an soll muss kann mich wende wenden da frage fragen dafür deswegen jetzt denn wir"}},
	{AskWhom, "fr", patternWords{keys: "appeler appelle contacter contacte m'adresser", also: "qui", beside: "et qui dois-je je à faut-il on puis-je est-ce que peux pour ça"}},
	{AskWhom, "es", patternWords{keys: "llamo llamar contacto contactar hablo", also: "quién", beside: "y a quién con debo tengo que puedo me para esto"}},

	{AskPlain, "en", patternWords{keys: "simpler simple simply plain plainly easier", also: "explain simpler please words terms english way plainly easier",
		beside: "and explain it that this in can you i words terms more to me like say way for a the would english"}},
	{AskPlain, "en", patternWords{keys: "explain like", also: "five 5 idiot dummy beginner eli5", beside: "explain it that this to me like i'm im i am a an five 5 idiot dummy beginner year old"}},
	{AskPlain, "en", patternWords{keys: "eli5", beside: "please pls"}},
	{AskPlain, "en", patternWords{keys: "understand", also: "don't dont not didn't can't cannot", beside: "i do sorry don't dont not didn't can't cannot it that this a word the any of still"}},
	{AskPlain, "de", patternWords{keys: "einfacher verständlich verständlicher einfach einfachen", also: "erklär erkläre erklären sag sage worten geht bitte",
		beside: "und erklär erkläre erklären das es mir noch mal nochmal in worten mit für auf sag sage geht auch"}},
	{AskPlain, "de", patternWords{keys: "verstehe versteh verstanden kapier kapiere", also: "nicht nix nichts kein", beside: "ich das es nicht nix nichts kein gar habe hab wort leider die davon"}},
	{AskPlain, "fr", patternWords{keys: "simplement simple simples", also: "plus explique expliquez explique-moi mots termes façon", beside: "et explique expliquez expliquer plus en mots termes le ça cela de façon moi explique-moi peux-tu pouvez-vous des c'est-à-dire"}},
	{AskPlain, "fr", patternWords{keys: "comprends compris", also: "pas rien", beside: "je n'ai j'ai ne pas rien ça cela toujours"}},
	{AskPlain, "es", patternWords{keys: "sencillo sencilla sencillas simple", also: "más explica explícame explícamelo palabras manera forma", beside: "y explica explícame explícamelo más lo en palabras de forma con términos manera esto eso"}},
	{AskPlain, "es", patternWords{keys: "entiendo entendido", also: "no nada", beside: "no lo nada esto eso he"}},

	{AskLetter, "en", patternWords{keys: "write mail email letter tell", also: "provider hoster support admin administrator isp host",
		beside: "and what should i do how can to the my our we say ask in for could you a an draft text email mail provider hoster support admin administrator isp host"}},
	{AskLetter, "en", patternWords{keys: "write draft word phrase", also: "forward send pass", beside: "it that this me so i can could you to the my our in a way mail text as for them"}},
	{AskLetter, "de", patternWords{keys: "schreibe schreiben schreib sage sagen mail brief text", also: "anbieter provider hoster admin administrator support",
		beside: "und was soll ich dem der den an meinem meinen unserem eine einen muss kann wir denn für wie mail brief text anbieter provider hoster admin administrator support"}},
	{AskLetter, "de", patternWords{keys: "schreib schreibe formulier formuliere formulieren schreibst", also: "schicken weiterleiten weitergeben senden", beside: "mir das es mal so dass damit ich kann der die an it edv dem chef text mail als einen eine ich's"}},
	{AskLetter, "fr", patternWords{keys: "écrire écris dire dis courrier lettre mail", also: "fournisseur hébergeur l'hébergeur admin administrateur l'administrateur support",
		beside: "et que quoi dois-je je à au mon notre puis-je est-ce faut-il un une pour le mail fournisseur hébergeur l'hébergeur admin administrateur l'administrateur support"}},
	{AskLetter, "fr", patternWords{keys: "écris écris-moi rédige rédige-moi formule", also: "envoyer l'envoyer transmettre transférer", beside: "moi le ça pour que je puisse à l'informatique au mon de façon un texte sorte"}},
	{AskLetter, "es", patternWords{keys: "escribo escribir escribirle digo decir decirle correo carta", also: "proveedor administrador soporte",
		beside: "y qué le debo al a mi un una para tengo que puedo el correo proveedor administrador soporte"}},
	{AskLetter, "es", patternWords{keys: "escríbeme escríbelo redacta redáctame redáctalo redáctamelo", also: "enviar mandar mandarlo enviarlo reenviar", beside: "lo para que pueda se a informática esto de forma un texto poder eso"}},

	{AskPass, "en", patternWords{keys: "send forward share pass",
		beside: "that this it to my the our a can you could how do i someone somebody department them on along with colleague colleagues boss team it-team admin administrator helpdesk manager support answer"}},
	{AskPass, "de", patternWords{keys: "schick schicke schicken sende senden leite weiterleiten teile teilen",
		beside: "das es an meinen meine meinem den die der dem kollegen kollegin kollege it it-abteilung edv chef admin administrator weiter du ich wie kann man jemand support"}},
	{AskPass, "fr", patternWords{keys: "envoie envoie-le envoyer envoie-ça l'envoyer transférer transfère transmettre transmets partager partage",
		beside: "ça cela le à mon ma au aux l'informatique informatique collègue chef service support admin administrateur l'administrateur peux-tu je comment puis-je ce"}},
	{AskPass, "es", patternWords{keys: "envía enviar envíalo envíaselo reenvía reenviar compartir comparte mándalo manda mándaselo",
		beside: "esto eso a mi al la un compañero compañera colega jefe informática soporte administrador ti cómo puedo lo"}},

	{AskSettings, "en", patternWords{keys: "enter type put fill", also: "what which", beside: "so and then do i should must have to in into as name server there here on my the phone mobile app settings account for now need"}},
	{AskSettings, "de", patternWords{keys: "trage trag eintragen gebe geb eingeben einstellen stelle nehme nehmen einsetzen", also: "was welchen welche",
		beside: "und also dann da denn ich ein muss soll nun jetzt am auf dem im handy smartphone in der den als server namen servernamen port"}},
	{AskSettings, "fr", patternWords{keys: "mets mettre saisis saisir entre entrer rentre rentrer", also: "quoi que quel", beside: "et alors donc je dois-je faut-il comme nom serveur dans sur le mon téléphone portable du coup j'"}},
	{AskSettings, "es", patternWords{keys: "pongo poner escribo meto introduzco", also: "qué cuál", beside: "y entonces debo tengo que en el la mi móvil teléfono como nombre servidor ahora ahí"}},

	{AskWhere, "en", patternWords{keys: "where", also: "find see look get name stand", beside: "no idea i do can that this it the server servername name is don't know sorry and so would one out in my is"}},
	{AskWhere, "de", patternWords{keys: "wo woher", also: "finde steht sehe servernamen servername weiß bekomme kriege find seh",
		beside: "keine ahnung ich das den der die denn namen server da und kann soll man raus finden ich's was"}},
	{AskWhere, "fr", patternWords{keys: "où", also: "trouve trouver vois voir nom", beside: "aucune idée je ça le la du serveur est est-ce que on peut et puis-je se c'est"}},
	{AskWhere, "es", patternWords{keys: "dónde", also: "encuentro encontrar veo está saco miro pone", beside: "ni idea eso lo el del servidor nombre y puedo se"}},

	{AskMine, "en", patternWords{keys: "me i my mine i'm", also: "still keep keeps again", beside: `but on with for here it the a says say saying shows showing warns warning warn error errors message get gets getting see
		have popup pops same not trusted untrusted comes coming up laptop pc computer machine and that this even so too`}},
	{AskMine, "en", patternWords{keys: "warns complains", also: "still keeps", beside: "but me it"}},
	{AskMine, "de", patternWords{keys: "mir mein meinem meiner ich mich", also: "noch weiterhin trotzdem weiter", beside: `aber bei kommt immer die das den der es meldung warnung fehler fehlermeldung sagt zeigt warnt bekomme krieg
		kriege laptop rechner pc computer steht da erscheint am auf dem gleiche selbe nicht vertrauenswürdig sicher und kommen eine`}},
	{AskMine, "de", patternWords{keys: "warnt meckert", also: "noch weiterhin trotzdem", beside: "aber immer es mich"}},
	{AskMine, "fr", patternWords{keys: "moi mon j'ai me m'affiche", also: "encore toujours", beside: "mais chez sur le la un une même message erreur avertissement l'erreur l'avertissement alerte l'alerte ça dit affiche ordinateur pc reçois vient s'affiche il y a et cette"}},
	{AskMine, "es", patternWords{keys: "mí mi me", also: "sigue todavía aún", beside: "pero en a saliendo sale el mismo mensaje error aviso la advertencia ordenador portátil equipo pc dice diciendo apareciendo aparece y que no es"}},

	{AskOthers, "en", patternWords{keys: "colleague colleagues others everyone everybody neighbour", also: "works fine work", beside: "but and it for my the on at does all other else pc laptop computer his her their also though is with same server account in"}},
	{AskOthers, "de", patternWords{keys: "kollege kollegen kollegin anderen allen", also: "geht funktioniert klappt läuft", beside: "bei beim meinem meiner den aber es auch das dem und ja doch am rechner pc im büro ohne problem probleme"}},
	{AskOthers, "fr", patternWords{keys: "collègue collègues autres", also: "marche fonctionne", beside: "chez sur mon ma mes les le pour ça la pc et mais pourtant bien très de l'ordinateur d'un tous"}},
	{AskOthers, "es", patternWords{keys: "compañero compañera compañeros demás otros", also: "funciona va", beside: "a mi mis los le les en pero sí el de y al sin problemas bien todos"}},

	{AskSignIn, "en", patternWords{keys: "password", also: "right correct", beside: "is my the but i'm am i sure definitely 100% it's and though still"}},
	{AskSignIn, "de", patternWords{keys: "passwort kennwort", also: "stimmt richtig korrekt", beside: "aber das ist mein ja doch 100% sicher ganz es definitiv zu hundertprozentig"}},
	{AskSignIn, "fr", patternWords{keys: "passe", also: "bon correct juste", beside: "mais le mon mot de est pourtant c'est sûr j'en suis"}},
	{AskSignIn, "es", patternWords{keys: "contraseña", also: "correcta bien", beside: "pero la mi es está seguro segura estoy que de"}},

	{AskService, "en", patternWords{keys: "and about does", beside: "what is the mail mails server side then also for with same it that ok okay too work working of sending on at port over"}},
	{AskService, "de", patternWords{keys: "und mit", beside: "was wie geht ist der die das den dem beim für zum auch dann denn mail mails server aus sieht es über gleich genauso dort da auf port"}},
	{AskService, "fr", patternWords{keys: "et pour pareil", beside: "le la les du de des côté au à serveur mail mails c'est est est-ce ça alors qu'en est-il que aussi même chose marche courrier sur port"}},
	{AskService, "es", patternWords{keys: "y con para igual", beside: "el la los de del lado servidor correo correos qué tal está es también pasa entonces lo mismo en puerto por"}},

	{AskConnection, "en", patternWords{keys: "and on with without about in over through", beside: "port then what how also the same is it try check test at for does work"}},
	{AskConnection, "de", patternWords{keys: "und auf mit ohne über bei an im in", beside: "port dann denn was wie ist es das dem den der die auch geht funktioniert sieht aus prüfe teste stattdessen"}},
	{AskConnection, "fr", patternWords{keys: "et sur avec sans par dans sous en", beside: "port alors donc le la l' pour qu'en est-il aussi vérifie teste ça marche"}},
	{AskConnection, "es", patternWords{keys: "y en con sin por", beside: "puerto entonces el la para qué tal también pasa comprueba prueba funciona"}},

	{AskClient, "en", patternWords{keys: "and on with without about in over through use using uses",
		beside: "port then what how also the same is it try check test at for does work i i'm am my user we have a too thing"}},
	{AskClient, "de", patternWords{keys: "und auf mit ohne über bei an im in nutze benutze verwende nutzen benutzt nutzt",
		beside: "port dann denn was wie ist es das dem den der die auch geht funktioniert sieht aus prüfe teste stattdessen ich habe wir haben mein meinem user gilt fürs aufs"}},
	{AskClient, "fr", patternWords{keys: "et sur avec sans par dans sous en j'utilise utilise utilisons j'emploie",
		beside: "port alors donc le la l' pour qu'en est-il aussi vérifie teste ça marche nous j'ai mon un une même chose pareil"}},
	{AskClient, "es", patternWords{keys: "y en con sin por uso usa usamos",
		beside: "puerto entonces el la para qué tal también pasa comprueba prueba funciona yo tengo mi un lo mismo igual"}},
}
