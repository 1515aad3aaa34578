package errortext

// clauses are what a verb says together with what it is said of: the words of each stand in their
// order, and a name, an adverb or an article may stand between them (expression.go). One language
// says "asks every five minutes for the password" and the next "fragt ständig nach dem Kennwort":
// what they have in common is the verb, its object and how often.
func clauses() []wording {
	const (
		passwordEN = "password passwords passcode login credentials pw"
		passwordDE = "kennwort passwort kennwörter passwörter anmeldedaten zugangsdaten pw"
		passwordFR = "mot_de_passe mdp identifiants"
		passwordES = "contraseña clave credenciales"
		oftenEN    = "every again constantly repeatedly always over_and_over all_the_time non_stop nonstop each endlessly forever time_after_time"
		oftenDE    = "dauernd ständig immer laufend andauernd pausenlos fortwährend permanent jedes_mal alle ewig jede wieder_und_wieder"
		oftenFR    = "sans_arrêt sans_cesse sans_fin en_boucle tout_le_temps toutes chaque constamment toujours à_répétition en_permanence"
		years      = "1970 1980 1999 2000 2001 2002 2003 2004 2005 2006 2007 2008 2009 2010 2011 2012 2013 2014 2015 2016 2017 2018 2019 2020 2021 2022 2031 2032 2033 2034 2035 2036 2037 2038 2039 2040 2041 2042 2045 2050 2070"
		oftenES    = "todo_el_rato cada continuamente constantemente siempre sin_parar otra_vez una_y_otra_vez todo_el_tiempo"
	)
	return []wording{
		// A program asks for the password again and again, or a server says that it is wrong.
		{isAskedAgain, combine("asks ask asking wants want wanting prompts prompting nags demands demanding requests requesting begs", apart, passwordEN, apart, oftenEN) +
			combine("keeps keep kept constantly repeatedly always endlessly forever stop stops", apart, "asking prompting wanting demanding requesting nagging asks prompts wants demands pestering bugging", apart, passwordEN) +
			combine("says claims insists tells thinks swears", apart, passwordEN, apart, "wrong incorrect invalid false rubbish") + combine(passwordEN, apart, "and but yet though although", apart, "wrong incorrect right correct")},
		{isAskedAgain, combine("fragt fragen will wollen verlangt verlangen möchte fordert bettelt", apart, oftenDE, apart, passwordDE) + combine("fragt fragen will wollen verlangt verlangen möchte fordert bettelt", apart, passwordDE, apart, oftenDE) +
			combine(oftenDE, apart, "fragt fragen will wollen verlangt verlangen fordert soll muss", apart, passwordDE) + combine(passwordDE, apart, "obwohl dabei und aber doch", apart, "stimmt richtig korrekt falsch ungültig")},
		{isAskedAgain, combine("redemande redemandent redemandant", apart, passwordFR) + combine("demande demandent réclame réclament exige exigent veut", apart, oftenFR, apart, passwordFR) + combine("demande demandent réclame réclament exige exigent veut", apart, passwordFR, apart, oftenFR) +
			combine(oftenFR, apart, "demande demandent réclame réclament exige exigent veut", apart, passwordFR) + combine(passwordFR, apart, "alors_que alors_qu pourtant mais et", apart, "bon correct juste faux incorrect mauvais")},
		{isAskedAgain, combine("pide piden solicita exige reclama quiere pedirme pedir", apart, passwordES, apart, oftenES) + combine("pide piden solicita exige reclama quiere", apart, oftenES, apart, passwordES) + combine(oftenES, apart, "pide piden pidiendo pidiéndome solicita exige reclama", apart, passwordES) +
			combine("no_para no_deja sigue no_paran no_dejan", apart, "pedir pedirme pidiendo pidiéndome", apart, passwordES) + combine(passwordES, apart, "aunque pero y", apart, "buena correcta bien incorrecta mal equivocada")},

		// Mail for others, or as another, that a server does not take.
		{isRelayDenied, combine("won_t wont doesn_t does_not refuses_to can_t cannot", apart, "take accept send deliver forward pass mail write relay", apart, "outside outsiders external elsewhere other_domains outside_world externally") +
			combine("only just", apart, "send write mail mails deliver delivers email emails lets", apart, "colleagues internal internally inside in_house coworkers each_other our_own_domain") +
			combine("recipient recipients sender", apart, "isn_t_allowed not_allowed refused rejected not_accepted denied isn_t_accepted not_permitted isn_t_permitted")},
		{isRelayDenied, combine("relay relaying weiterleiten", apart, "verweigert verboten abgelehnt untersagt unzulässig") + combine("nimmt lässt akzeptiert", apart, "empfänger absender mails_nach_außen mails_nach_draußen", apart, "nicht") +
			combine("darf dürfen", "nicht", apart, "absender adresse außen draußen", apart, "senden schicken verschicken versenden") +
			combine("nimmt will", apart, "nichts keine", apart, "nach_außen nach_draußen für_externe an_externe")},
		{isRelayDenied, combine("relais relayage relai", apart, "interdit refusé défendu non_autorisé bloqué pas_autorisé pas_permis impossible rejeté") + combine("n_arrive n_arrivons ne_peux ne_peut ne_puis ne_pouvons", apart, "écrire envoyer", apart, "qu qu_aux qu_à que", apart, "collègues interne internes") +
			combine("pas_le_droit pas_autorisé pas_autorisée pas_autorisés", apart, "envoyer écrire expédier", apart, "adresse extérieur dehors externes") + combine("destinataire destinataires expéditeur", apart, "refusé rejeté refusée rejetée refusés rejetés pas_accepté pas_autorisé") +
			combine("refuse n_accepte n_accepte_pas ne_veut_pas ne_laisse_pas ne_prend_pas ne_prend_plus", apart, "extérieur dehors externes externe destinataire destinataires")},
		{isRelayDenied, combine("no_me_deja no_nos_deja no_deja no_permite no_quiere no_acepta no_admite se_niega", apart, "fuera exterior externos externo externas otros_dominios destinatario destinatarios") + combine("solo sólo solamente únicamente", apart, "escribir enviar mandar", apart, "compañeros dentro interno internos colegas") +
			combine("no_se_permite no_está_permitido prohibido", apart, "relay reenvío reenviar retransmitir") + combine("destinatario destinatarios remitente", apart, "rechazado rechazados no_permitido no_autorizado denegado")},

		// Settings that a program does not find.
		{isWithoutSettings, combine("couldn_t could_not can_t cannot cant unable_to failed_to fails_to doesn_t won_t didn_t", apart, "find work_out figure_out determine discover detect look_up guess", apart, "settings configuration") + combine("finds found no", "- no", "settings configuration", apart, "found account mailbox manual address") + combine("finds found", "no", "settings configuration") +
			combine("settings configuration", apart, "not_found couldn_t_be_found could_not_be_found cannot_be_found can_t_be_found weren_t_found couldn_t_be_determined") + combine("automatic auto", "setup configuration", apart, "fails failed doesn_t_work finds_nothing failing")},
		{isWithoutSettings, combine("findet fand ermittelt erkennt kennt", apart, "keine nicht", apart, "einstellungen konfiguration serverdaten kontoeinstellungen") + combine("einstellungen konfiguration kontoeinstellungen servereinstellungen serverdaten", "nicht", apart, "heraus raus") + combine("einstellungen konfiguration kontoeinstellungen servereinstellungen serverdaten", apart, "nicht", apart, "gefunden ermittelt ermitteln finden erkannt") +
			combine("konto postfach", apart, "nicht", apart, "selber selbst automatisch allein alleine", apart, "einrichten") + combine("automatische autokonfiguration", "- einrichtung konfiguration kontoeinrichtung", apart, "schlägt scheitert fehlgeschlagen klappt_nicht geht_nicht")},
		{isWithoutSettings, combine("ne_trouve n_a_pas_trouvé n_a_pas_pu n_arrive_pas ne_parvient_pas ne_réussit_pas n_a_pas_réussi", apart, "paramètres réglages configuration") + combine("trouve trouvé", "rien pas aucun", apart, "réglage réglages paramètre paramètres configuration") + combine("ne_trouve", "pas rien plus", apart, "paramètres réglages configuration") +
			combine("paramètres réglages configuration", apart, "introuvables introuvable pas_trouvés pas_trouvée n_ont_pas_été_trouvés") + combine("configuration", "automatique", apart, "échoue échoué échec ne_marche_pas impossible ne_fonctionne_pas")},
		{isWithoutSettings, combine("no_encuentra no_ha_encontrado no_encontró no_es_capaz no_consigue no_puede no_pudo no_ha_podido no_logra no_detecta no_halla no_halló no_localiza", apart, "configuración ajustes parámetros") + combine("configuración ajustes", apart, "no_encontrada no_encontrados no_se_encuentra no_se_encuentran no_se_ha_encontrado no_se_han_encontrado") + combine("configuración", "automática", apart, "falla fallado falló no_funciona no_va")},

		// A file or a profile of Outlook that is no good.
		{isBrokenFile, combine("data_file pst ost outlook_profile", apart, "in_use damaged corrupt corrupted broken locked cannot_be_opened can_t_be_opened missing unusable") + combine("datendatei pst ost outlook_profil", apart, "beschädigt gesperrt defekt kaputt in_benutzung in_verwendung nicht_geöffnet nicht_öffnen im_eimer zerschossen") +
			combine("fichier_de_données pst ost profil_outlook", apart, "endommagé corrompu utilisé verrouillé abîmé introuvable cassé fichu") + combine("archivo_de_datos fichero_de_datos pst ost perfil_de_outlook", apart, "dañado corrupto en_uso bloqueado roto no_se_puede estropeado")},

		// A certificate that was another one before.
		{isOtherThanBefore, combine("isn_t not no_longer isnt doesn_t never", apart, "same", "- certificate cert one", apart, "yesterday before last_week last_month last_time usual used_to earlier it_had") + combine("another other different new unfamiliar", "- certificate cert one", apart, "than from", apart, "yesterday before saved stored usual usually always last known accepted remembered recorded pinned expected knew") +
			combine("yesterday before", apart, "different another other", "one certificate cert")},
		{isOtherThanBefore, combine("anderes neues fremdes", apart, "als wie", apart, "gestern sonst früher zuvor vorher bisher letzte letztes letzten bekannt gespeichert gewohnt üblich immer gespeicherte gemerkt hinterlegt hinterlegte") + combine("nicht", "mehr", apart, "dasselbe gleiche das_gleiche selbe derselbe", apart, "wie gestern vorher früher") +
			combine("gestern vorgestern vorher bisher letzte_woche früher sonst", apart, "anderes anders andere")},
		{isOtherThanBefore, combine("n_est n_était ne_présente ne_montre n_a ne_donne ne_sert", "plus pas", apart, "celui même celle", apart, "avant hier habitude semaine_dernière dernière_fois mois_dernier enregistré enregistrée") + combine("autre nouveau différent", "- certificat certif", apart, "que qu d de du", apart, "hier avant habitude dernière dernier enregistré connu mémorisé") +
			combine("hier avant semaine_dernière", apart, "un_autre différent")},
		{isOtherThanBefore, combine("distinto diferente otro nuevo", "- certificado", apart, "siempre ayer antes anterior habitual pasada última guardado guardada conocido") + combine("no_es no_presenta no_muestra ya_no_es ya_no_muestra ya_no_presenta", apart, "mismo misma", apart, "ayer antes siempre semana_pasada última_vez") + combine("ayer antes", apart, "era_otro otro_distinto uno_distinto")},

		// What stands in between makes a certificate of its own.
		{isSwappedBy, combine("replaced swapped exchanged substituted re_signed resigned rewritten intercepted broken_open opened_up", apart, "by with") + combine("breaks cracks opens", "- open up", apart, "https tls ssl connection connections traffic") +
			combine("bricht macht", apart, "auf") + "aufgebrochen umsigniert " + combine("neu", "signiert unterschrieben ausgestellt") + combine("von durch gegen", apart, "ersetzt ausgetauscht getauscht überschrieben") +
			combine("remplacé échangé substitué resigné réécrit intercepté déchiffré", apart, "par") + combine("sustituido cambiado reemplazado firmado interceptado suplantado", apart, "por")},

		// A port on which nobody speaks TLS.
		{isTalkedPlain, combine("speaks talks does understands has is s", "no", "- real kind_of", "tls ssl") + combine("doesn_t don_t does_not not isn_t", "speak talk do understand", "- any", "tls ssl https") + combine("there_s there_is", "no", "tls ssl", apart, "it port there") +
			combine("plain plaintext ordinary unencrypted normal bare naked", "- old unencrypted", "http text banner greeting", apart, "on from at behind where", apart, "port 443 8443 993 995 465 636") + combine("443 8443 993 995 465 636 port", apart, "speaks answers talks replies gives returns", apart, "plain plaintext http clear unencrypted") +
			combine("bare plain", apart, "ok ready 220 banner", apart, "tls ssl")},
		{isTalkedPlain, combine("spricht kann macht versteht redet", "- da dort hier", "niemand keiner kein gar_kein", "- echtes richtiges", "tls ssl") + combine("nur bloß lediglich", "- normales einfaches reines nacktes", "http klartext", apart, "ohne_verschlüsselung ohne_tls ohne_ssl https port") + combine("unverschlüsseltem unverschlüsseltes normalem reinem blankem nacktem nackigem", "http klartext_http") + combine("kein keinerlei", "tls ssl", apart, "dahinter dran drauf an_dem auf_dem")},
		{isTalkedPlain, combine("ce_n_est n_est", "pas", "- du", "tls ssl") + combine("ne", "parle comprend fait", "pas", "- du de le", "tls ssl https") + combine("parle comprend", "pas", "- du de", "tls ssl") + combine("http", "- tout", "simple nu bête ordinaire") + combine("pas aucun", "- de", "tls ssl", apart, "derrière sur là port")},
		{isTalkedPlain, combine("no_habla no_hay no_entiende no_usa", "- ningún", "tls ssl", apart, "puerto ahí detrás ese") + combine("responde contesta habla devuelve", apart, "http_plano http_normal http_sin_cifrar http_a_secas texto_plano")},

		// A connection that nothing encrypts.
		{isUnencrypted, combine("connection line link server mail mails transport", apart, "not_encrypted isn_t_encrypted unencrypted no_encryption aren_t_encrypted") + combine("travels goes travel go", "- out across over", "unencrypted in_the_clear") + combine("over", "an", "unencrypted", "line connection link") + combine("only just", "- over", "unencrypted") + combine("unencrypted", "only connections_only") +
			combine("no", "way_of means_of", "securing encrypting") + combine("doesn_t does_not not", "support offer accept", "- any", "secure encrypted", "connections connection")},
		{isUnencrypted, combine("verbindung leitung server übertragung mails mail", apart, "unverschlüsselt nicht_verschlüsselt keine_verschlüsselung") + combine("nur bloß lediglich ausschließlich", "unverschlüsselt unverschlüsselte unverschlüsselten") + combine("unverschlüsselte", "verbindung verbindungen leitung") + combine("unterstützt bietet kennt", "keine", "sicheren sichere verschlüsselten verschlüsselte", "verbindungen verbindung")},
		{isUnencrypted, combine("connexion serveur liaison session", apart, "ne n", "est serait soit était", "pas", "- du_tout", "chiffrée chiffré cryptée sécurisée") + combine("connexion serveur liaison session", apart, "pas", "- du_tout", "chiffrée chiffré cryptée") + combine("connexion liaison session", apart, "en_clair non_chiffrée") + combine("ne_prend_pas_en_charge ne_supporte_pas n_accepte_pas ne_propose_pas", apart, "connexions connexion", "sécurisées chiffrées sécurisée chiffrée") + combine("qu_en", "http clair") + combine("accepte propose offre", "que qu", apart, "en_clair non_chiffré non_chiffrées")},
		{isUnencrypted, combine("conexión sesión", apart, "sin_cifrar no_cifrada no_está_cifrada sin_cifrado no_va_cifrada sin_encriptar") + combine("solo sólo solamente", apart, "sin_cifrar sin_cifrado sin_encriptar") + combine("no_admite no_soporta no_ofrece no_acepta", "- las", "conexiones conexión", "seguras segura cifradas cifrada") + combine("solo sólo", "- en por", "http") + combine("sin sans ohne without", "https")},

		// A server that nobody reaches, or that takes no connection.
		{isKeptOut, combine("refuses rejects refusing rejecting declines", apart, "connection connections connect") + combine("can_t cannot cant won_t doesn_t unable_to couldn_t", "- even", "get_to get_at reach get_through_to connect_to") + combine("takes accepts answers", "no", "- more", "connection connections") + combine("turns turning", apart, "connection connections", apart, "away")},
		{isKeptOut, combine("lehnt weist", apart, "verbindung verbindungen verbindungsversuch verbindungsversuche anfragen", apart, "ab zurück") + combine("kommt kommen komme komm", apart, "nicht nich nimmer", apart, "ran rein dran durch drauf hin heran") + combine("komme kommen kommt komm", apart, "nicht nich", "- mehr", "auf zu an") + combine("nimmt", apart, "keine", apart, "verbindung verbindungen anfragen", apart, "an entgegen") +
			combine("nimmt", apart, "verbindung verbindungen", "nicht", "an entgegen") + combine("erreicht erreiche erreichen", apart, "nicht", "- mehr")},
		{isKeptOut, combine("refuse rejette décline", apart, "connexion connexions") + combine("n_arrive n_arrivons n_arrivent ne_parvient ne_parviens ne_parviennent", "pas plus", apart, "joindre atteindre contacter accéder toucher") + combine("ne_répond", "pas plus", apart, "port 993 465 587 443 25 995")},
		{isKeptOut, combine("rechaza deniega", apart, "conexión conexiones") + combine("no", "llega llego llegamos alcanza alcanzo accede consigue_llegar consigue_conectar consigo_llegar logra_conectar", "- a al hasta") + combine("no_acepta no_admite no_atiende", "- ninguna", "conexiones conexión")},

		// A name that no program finds.
		{isUnfound, combine("can_t cannot couldn_t doesn_t unable_to", apart, "find locate", apart, "server host machine computer", apart, "name called named") + combine("no", "- such", "server host machine", apart, "called named name")},
		{isUnfound, combine("findet gibt kennt finde finden", apart, "keinen kein", apart, "server host rechner", apart, "namen namens heißt") + combine("den_namen der_name", apart, "nicht nirgends", apart, "auflösen gefunden finden auf")},
		{isUnfound, combine("ne_trouve ne_connaît n_existe", apart, "serveur hôte machine", apart, "nom nommé appelé") + combine("aucun", "serveur hôte", apart, "nom nommé appelé")},
		{isUnfound, combine("no_encuentra no_existe no_hay no_conoce", apart, "servidor host equipo máquina", apart, "nombre llamado llame")},

		// A server that does not answer in time.
		{isUnheard, combine("hangs hanging hang waits waiting spins", apart, "gives give giving", "up") + combine("time", "limit", apart, "exceeded passed reached over") + combine("takes took taking", "- far much way", "too_long forever ages")},
		{isUnheard, combine("hängt wartet dreht rödelt lädt", apart, "bricht gibt", apart, "ab auf") + combine("ewig lange", "auf", "sich", "warten") + combine("dauert dauerte braucht", apart, "zu_lange ewig ewigkeiten")},
		{isUnheard, combine("met mis prend pris", apart, "trop_de_temps trop_longtemps un_temps_fou") + combine("délai temps", apart, "dépassé écoulé expiré") + combine("tourne mouline attend", apart, "abandonne laisse_tomber renonce")},
		{isUnheard, combine("ha_tardado tarda tardó tardaba tardar", apart, "demasiado mucho siglos eternidad") + combine("tiempo", apart, "agotado superado excedido") + combine("pensando esperando cargando", apart, "se_rinde abandona da_por_vencido")},

		// A connection that a server ends.
		{isEndedByServer, combine("server host it", "- just simply", "closes drops cuts kills resets ends shuts", "- on", "it the_connection me us", apart, "abruptly mid halfway suddenly midway") + combine("macht macht_er macht_der", apart, "clienthello client_hello ehlo helo", apart, "zu dicht")},
		{isEndedByServer, combine("ferme coupe raccroche", apart, "brutalement net milieu sèchement") + combine("corta cierra", "- la nuestra", "conexión") + combine("cierra corta", apart, "golpe mitad seco repente bruscamente")},
		{isEndedByServer, combine("kappt kappte trennt", apart, "leitung verbindung") + combine("schließt kappt trennt beendet", apart, "abrupt mittendrin plötzlich schlagartig")},

		// Who stands on a list of those from whom nothing is taken, or is told to come again.
		{isListed, combine("on auf sur en dans in", "- a an some the einer der irgendeiner irgend_so_einer une la una", "blacklist blocklist block_list black_list spamlist spam_list blackliste blockliste schwarzen_liste spamliste liste_noire liste_de_blocage liste_grise lista_negra lista_de_bloqueo lista_de_spam")},
		{isListed, combine("auf", "einer irgendeiner irgend_so_einer", "sperrliste")},
		{isListed, combine("try come call", "- back it", "again_later later") + combine("später", "- nochmal noch_mal wieder", "probieren versuchen wiederkommen kommen") + combine("réessayer réessayez repasser repassez revenez", "- un_peu", "plus_tard") + combine("intente intentar inténtelo vuelva pruebe", "- de_nuevo a_intentarlo", "más_tarde luego")},

		// A server that wants a certificate of whoever comes.
		{isAskedForOne, combine("wants want needs requires insists asks demands expects", apart, "certificate cert one", "- that coming", "from of", "- the", "me us our client clients my ours mine user machine") + combine("present show choose pick provide", "- it them", "a my our", "personal own client user digital", "certificate cert") + combine("wants insists expects", apart, "personal client", "certificate cert")},
		{isAskedForOne, combine("will verlangt fordert möchte erwartet braucht", apart, "zertifikat zert", apart, "von", "mir uns meinem unserem unserer unseren", "- sehen haben") + combine("von", "mir uns", apart, "zertifikat zert", apart, "will verlangt sehen haben fordert") + combine("soll muss", apart, "zertifikat clientzertifikat", apart, "auswählen vorzeigen vorlegen wählen aussuchen vorweisen")},
		{isAskedForOne, combine("présenter présente fournir montrer fournisse", apart, "certificat", apart, "personnel client à_moi à_nous") + combine("veut exige demande réclame attend", apart, "certificat", apart, "de_ma_part de_notre_part que_je_n_ai de_chez_nous à_moi personnel")},
		{isAskedForOne, combine("quiere exige pide reclama espera", apart, "certificado", apart, "mío nuestro de_mi_parte personal de_nuestra_parte propio") + combine("presentar presente enseñar mostrar", apart, "certificado", apart, "personal cliente mío propio")},

		// A chain whose middle somebody forgot.
		{isForgotten, combine("nobody no_one forgot forgotten never didn_t without not doesn_t", apart, "install installed include included send sent bundle bundled", apart, "intermediate intermediates chain bundle")},
		{isForgotten, combine("niemand keiner vergessen nie nicht", apart, "zwischenzertifikat zwischenzertifikate intermediate kette", apart, "installiert eingebaut eingespielt mitgeschickt hinterlegt mitgegeben") + combine("personne jamais oublié", apart, "installé mis ajouté", apart, "intermédiaire intermédiaires chaîne") + combine("nadie nunca olvidaron", apart, "instaló puso añadió instalado", apart, "intermedio intermedios cadena")},

		// No cipher that both know, and a protocol that is too old.
		{isWithoutCommon, combine("no any", apart, "encryption cipher ciphers method", apart, "both they_both in_common") + combine("kein keinen keine", apart, "verschlüsselungsverfahren verfahren verschlüsselungsmethode algorithmus chiffre verschlüsselung", apart, "beide beiden gemeinsam gemeinsames gemeinsame") + combine("aucun aucune pas", apart, "chiffrement algorithme méthode suite", apart, "deux commun commune communs") + combine("ningún ninguna no", apart, "cifrado algoritmo método", apart, "ambos dos común")},
		{isAgedProtocol, combine("outdated old obsolete ancient deprecated aged", "- version release", "- of", "- the a", "- encryption security tls ssl", "protocol protocols") + combine("veraltetes veraltete altes alte überholtes", "- unsicheres", "protokoll verschlüsselungsprotokoll sicherheitsprotokoll tls_version tls_protokoll verschlüsselungsversion") +
			combine("protocole version", "- de_chiffrement de_sécurité tls ssl", "périmé périmée obsolète dépassé dépassée vétuste") + combine("vieux ancien", "protocole") + combine("protocolo versión", "- de_cifrado de_seguridad tls ssl de_tls", "obsoleto obsoleta anticuado anticuada viejo vieja antiguo antigua caduco") + combine("outdated obsolete old", "version", apart, "tls ssl security_protocol")},

		// A certificate made for something else than a server.
		{isForOtherUse, combine("only just nur seulement uniquement solo sólo", apart, "clientauth client_auth client_authentication clientauthentifizierung clientauthentication") + combine("eku", apart, "serverauth serverauthentifizierung server_auth server_authentication", apart, "fehlt missing manque falta lacks") + combine("missing lacks without fehlt manque falta", apart, "serverauth server_auth serverauthentifizierung") +
			combine("code_signing email_signing codesigning smime s_mime signature_de_code firma_de_código", "- zertifikat", "certificate cert zertifikat certificat certificado") + combine("certificat certificado", "- de", "signature_de_code firma_de_código") + "codesigning_zertifikat codesignaturzertifikat " +
			combine("not nicht pas no", apart, "this diesen dieser cet cette este esta", "purpose zweck verwendung usage uso fin")},

		// A key that is too small.
		{isShort, combine("kleine kleinen kurze kurzen geringe geringen", "- rsa", "schlüssellänge") + combine("small short tiny", "- rsa", "key key_size key_length") + combine("petite faible courte", "- taille longueur", "clé") + combine("taille longueur", "de", "clé", "trop faible insuffisante") + combine("clave", "- rsa", "corta pequeña")},
		{aKey, combine("key taille longueur", "size length de", "- clé") + "schlüssellänge schlüssellängen "},

		// A server's list of names that is missing.
		{lacksSAN, combine("no without lacks kein keinen keine ohne sans aucun sin ningún", "- any einen jeglichen", "san sans subject_alternative_name subject_alternative_names subject_alternative san_extension san_entries san_eintrag san_einträge") + combine("san sans", "vergessen forgotten missing fehlt fehlen manque manquent falta faltan oublié oubliés olvidado") + combine("forgot vergessen oublié olvidé olvidado", "- the die den les los", "san sans")},

		// Servers of one name, each with a certificate of its own.
		{isElsewhere, combine("node backend server box host knoten machine nœud nodo", "a 1 one eins", apart, "node backend server box host knoten machine nœud nodo", "b 2 two zwei")},
		{isVarying, combine("eine einer one un une uno una", apart, "neue neues new nouveau nuevo", apart, "andere anderer other autre otro otra", apart, "alte altes old ancien viejo antiguo")},
		{isVarying, combine("selon selon_que según depende_de dependiendo_de je_nachdem depending_on", apart, "ip server serveur servidor node nœud nodo adresse") + combine("uno una un une", "u o ou", "otro otra l_autre autre")},

		// One that is not valid yet, whatever stands between.
		{isNotYet, combine("noch", "- gar lange", "nicht", "- mal wirklich richtig", "gültig") + combine("not isn_t isnt", "- quite even actually", "valid", "- just quite", "yet") + combine("pas", "encore", "- tout_à_fait vraiment", "valable valide") + combine("todavía aún", "no", "- es está será", "válido vigente") + combine("solo sólo only nur", "- será es wird", "válido valid gültig", apart, "partir from ab sein")},

		// A request to watch a server, which is well.
		{asksToWatch, combine("add put include take enroll enrol register adding putting", apart, "monitoring watchlist watch_list monitor watch checks probes uptime_robot uptime_kuma nagios zabbix icinga checkmk prtg grafana certificate_checks certificate_monitoring") + combine("add adding set_up setup create configure", "- a an another", "- expiry expiration cert certificate ssl tls uptime http port new", "probe check monitor watch alert alerting reminder", "- for on") +
			combine("please could_you can_you pls", "- also kindly", "watch monitor", "- over") + combine("keep", "an_eye", "on") + combine("start", "watching monitoring")},
		{asksToWatch, combine("nehmt nehmen nimm aufnehmen aufgenommen aufzunehmen hängt packt trag tragt stellt setzt", apart, "überwachung monitoring zertifikatsüberwachung zertifikatüberwachung watchliste prüfliste beobachtungsliste zabbix icinga nagios checkmk prtg uptime_kuma") + combine("überwachung monitoring zertifikatsüberwachung zertifikatüberwachung zabbix icinga nagios checkmk prtg ufnäh", apart, "aufnehmen aufgenommen aufzunehmen eintragen einrichten anlegen hinzufügen ufnäh ergänzen") + combine("bitte", "- auch mal künftig", "überwachen beobachten mitüberwachen") + combine("bitte", apart, "überwachen mitüberwachen")},
		{asksToWatch, combine("ajouter ajoutez ajoute ajoutes mettre mettez mets inclure incluez intégrer intégrez inscrire", apart, "supervision surveillance monitoring nagios zabbix centreon icinga prtg grafana checkmk uptime_kuma uptime_robot sondes liste_de_surveillance") + combine("surveiller surveillez surveilles", apart, "merci svp s_il_vous_plaît stp s_il_te_plaît") + combine("merci pourriez_vous pouvez_vous peux_tu pourrais_tu veuillez", "- de aussi bien_vouloir", "surveiller superviser")},
		{asksToWatch, combine("añadir añade añadid añada añadan agregar agrega agregue agreguen meter mete meted incluir incluid incluya incluye poner pon poned dar_de_alta dad_de_alta", apart, "monitorización monitoreo monitorizacion vigilancia supervisión nagios zabbix icinga prtg grafana checkmk centreon uptime_kuma uptime_robot lista_de_vigilancia") + combine("por_favor podéis podrías podría puedes pueden", "- también", "vigilar monitorizar monitorear vigilad monitorizad") + combine("vigilad vigilen monitorizad monitoricen", apart, "por_favor")},

		// What a server says it is, and a device that is in another year than everybody else.
		{anIdentity, "identity identität identité identidad serveridentität authenticity authenticité autenticidad echtheit"},
		{isOffYear, combine("thinks believes reckons swears says", "- that", "it_s it_is its we_re we_are today_is the_year_is", "- still in the_year", years) + combine("is_in stuck_in lives_in wakes_up_in woke_up_in boots_in boots_up_in starts_in set_to jumped_to reset_to back_in back_to", "- the_year the", years) +
			combine("steht ist stehen sind startet bootet springt landet", apart, "im_jahr im_jahre auf_jahr auf_das_jahr ins_jahr in_das_jahr auf", years) + combine("kalender uhr datum systemzeit systemuhr", apart, "zeigt steht sagt", apart, years) +
			combine("est sont en_est reste restent croit croient revient redémarre démarre bloqué bloquée coincé", apart, "en au_1er_janvier", years) + combine("horloge date calendrier", apart, "affiche indique", apart, years) + combine("cree creen está están vive se_quedó se_ha_quedado arranca vuelve adelantó atrasó puso", apart, "en al el_año", years) + combine("adelantó atrasó puso cambió", apart, "al a", years) + combine("calendario reloj fecha", apart, "marca dice muestra", apart, years)},

		// More of what stands above, as it is said in a hurry.
		{isWithoutSettings, combine("navons_pas_pu n_avons_pas_pu n_avons_pas_trouvé navons_pas_trouvé n_a_pu n_ont_pas_pu", apart, "paramètres réglages configuration") + combine("no_hemos_podido no_hemos_encontrado no_pudimos", apart, "configuración ajustes parámetros") + combine("we_couldn_t we_could_not we_can_t we_were_unable", apart, "settings configuration")},
		{isAgedProtocol, "protocol_version alert_70 "},
		{isElsewhere, combine("knoten node nodo nœud noeud backend", "1 2 3 4 a b") + combine("two three four five six 2 3 4 5 6 zwei drei vier fünf deux trois quatre cinq dos tres cuatro cinco", "nodes backends boxes machines knoten maschinen rechner nœuds noeuds machines backends nodos máquinas frontends ip ips")},
		{isVarying, combine("only just nur bloß seul solo sólo seulement", "un one einer eins uno una", "- of_them wurde ist has was a_été est ha", "- been", "renewed erneuert renouvelé renovado actualizado updated") + combine("only just nur bloß solo sólo seulement", "renewed updated renovaron renovó actualizaron renouvelé erneuert", "one einen eines un uno una") + combine("every jede jeder chaque cada", "2nd 3rd 4th third fourth dritte vierte troisième quatrième tercera cuarta", "request try connection anfrage verbindung versuch requête connexion petición conexión") + combine("a_unos à_certains manchen den_einen some", apart, "a_otros d_autres anderen den_anderen others")},
		{anOldCertificate, combine("cert certificate certif certificat zert zertifikat certificado", "from de del von aus of", "- the l", "last_year an_passé an_dernier año_pasado letztem_jahr vorigem_jahr 2019 2020 2021 2022 2023 2024") + combine("celui", "de", "l_an_passé l_an_dernier l_année_dernière")},
		{isEndedByServer, combine("schließt schliesst kappt trennt bricht beendet unterbricht", apart, "verbindung leitung sitzung", "- einfach ständig dauernd immer wieder plötzlich mittendrin ab") + combine("ferme rompt interrompt coupe", "- nous me toujours", "la", "connexion session") + combine("cierra corta tumba tira interrumpe", "- me nos siempre", "la", "conexión sesión") + combine("closes drops cuts kills breaks resets", "- the our my", "connection session") + combine("peer server host", "resets closes drops", "- us it", "- during mid", "tls handshake transfer login")},
		{isEndedByServer, combine("throws kicks boots chucks", "me us", "out off") + combine("being been gets get getting", "thrown kicked booted", "off out") + combine("fliegt fliege fliegen", apart, "raus") + combine("wirft schmeißt", "mich uns", apart, "raus") + combine("me nous", "jette éjecte vire dégage", "- toutes tout dehors sans_arrêt") + combine("me nos", "echa expulsa saca bota", "- todo cada a")},
		{isThanBefore, combine("not isn_t is_not nicht pas no", apart, "in_my_notes in_our_notes what_i_noted meinen_notizen unseren_notizen notiert mes_notes nos_notes noté mis_notas nuestras_notas apuntado apuntada") + combine("celle celui", "- que_j_avais qui_était", "enregistrée enregistré mémorisée notée")},
		{aConnection, "conn cnx conex verb "},
		{isExpired, "abgel " + combine("cert certificate", "exp_d xpired") + combine("certificat certif", "- est a", "mort", "- cette hier depuis", "nuit soir matin") + combine("se_venció se_ha_vencido se_nos_venció caducó se_caducó", "- el nuestro", "certificado cert") + "échu échue échus périmé "},
		{isMissed, "not_in_store not_in_the_store not_in_trust_store not_in_the_trust_store nicht_im_zertifikatsspeicher nicht_im_speicher pas_dans_le_magasin no_en_el_almacén "},
		{isNotYet, "dated_next_month dated_next_week dated_for_next daté_du_mois_prochain daté_de_la_semaine_prochaine daté_de_demain auf_nächsten_monat_datiert auf_morgen_datiert fechado_el_mes_que_viene fechado_mañana " + combine("vale válido sirve", "- solo sólo", "a_partir_del desde_el", "lunes martes miércoles jueves viernes sábado domingo", "- que_viene próximo")},
		{isOfAnother, "pour_une_autre_adresse d_une_autre_adresse d_un_autre_site de_otro_sitio de_otra_dirección para_otra_dirección für_eine_andere_adresse von_einer_anderen_adresse for_another_address for_a_different_address au_nom_d_une_boîte a_nombre_de_otra "},
		{isMadeOut, "est_celui_de est_celui_d is_the_one_for is_the_one_of is_that_of ist_das_von ist_der_von es_el_de "},
		{lacksSTARTTLS, combine("unsupported", "- ldap", "extended", "operation")},
		{theSTARTTLS, "start_tls start_tls_on "},
		{aPeer, "host_remoto extremo_remoto hôte_distant serveur_distant remotehost gegenstelle remote_host "},
		{verifies, combine("garantizar garantir guarantee gewährleisten confirmar confirmer confirm bestätigen", "- la l the die", "autenticidad authenticité authenticity echtheit identidad identité identity identität")},
		{hasChanged, "changed_overnight changed_this_morning changed_yesterday changed_today über_nacht_geändert heute_geändert changé_cette_nuit changé_ce_matin changé_hier cambió_anoche cambió_ayer cambió_hoy ha_cambiado_hoy "},
	}
}
