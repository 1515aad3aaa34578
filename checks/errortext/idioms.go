package errortext

// idioms are what people say in place of the plain words (english.go, german.go, french.go,
// spanish.go), by the grammar of each language. They are made when they are first asked for.
func idioms() []wording {
	return []wording{
		// A certificate that has ended, as one speaks of the dead, of food and of machines.
		{isExpired, combine("conked gave packed", "out in up") + combine("past over beyond", "its the", "best_before sell_by use_by") + combine("best_before sell_by use_by shelf_life expiry_date", "was passed is_past") +
			combine("was were is", "only just", "good valid okay ok fine", "through until till to", "yesterday saturday sunday monday tuesday wednesday thursday friday last") +
			combine("slept overslept forgot missed skipped botched", "through - about", "the its", "renewal renewing") + combine("not isn_t isnt", "current valid good", "any_longer any_more anymore") +
			"validity_finished validity_ended validity_stopped has_had_its_day has_outlived outlived_its met_its_end met_its_maker pushing_up_the_daisies popped_its_clogs snuffed_it croaked"},
		{isExpired, combine("löffel geist ruhe", "abgegeben aufgegeben") + combine("hat war galt hielt lief reichte", "nur bloß lediglich", "bis", "gestern vorgestern heute_nacht samstag sonntag montag dienstag mittwoch donnerstag freitag letzten letzte vorige vorigen zum") +
			combine("verlängerung erneuerung renewal", "- wurde hat", "verpennt verschlafen vergessen versäumt verschwitzt verbummelt verschludert vertrödelt versemmelt") +
			combine("gültigkeit laufzeit frist", "- ist war", "rum um vorbei verstrichen abgelaufen durch futsch") + combine("haltbarkeitsdatum mindesthaltbarkeitsdatum verfallsdatum verfalldatum ablaufdatum", "- ist vom_zertifikat", "überschritten vorbei rum durch hinter_uns") +
			"in_die_ewigen_jagdgründe ins_gras_gebissen abgenippelt über_die_wupper über_den_deister das_zeitliche_gesegnet verschieden_am dahingegangen seit_gestern_rum seit_gestern_durch"},
		{isExpired, combine("n_était n_est n_allait", "bon valable valide", "que", "jusqu_à jusqu_au") + combine("dormi roupillé", "sur", "le", "renouvellement") + combine("renouvellement renouvellements", "- a_été", "oublié raté loupé zappé manqué foiré") +
			combine("date_de", "péremption validité fin", "- est du_certificat", "dépassée passée atteinte révolue") + combine("validité durée", "s_est s_était", "arrêtée terminée achevée") + "a_passé_l_arme_à_gauche a_cassé_sa_pipe a_clamsé a_trépassé a_fait_long_feu a_vécu n_est_plus_bon_depuis"},
		{isExpired, combine("solo sólo solamente únicamente", "valía servía era", "- válido bueno", "hasta") + combine("durmió durmieron durmiose olvidó pasó", "con en", "la", "renovación") + combine("validez vigencia", "se", "acabó terminó agotó pasó") +
			"estiró_la_pata pasó_a_la_historia ha_pasado_a_mejor_vida criando_malvas kaput_desde se_quedó_sin_validez dejó_de_estar_vigente"},

		// A certificate of another, by whose it is, and under which name a server answers.
		{isOfAnother, combine("belonging belongs issued made_out", "to", "some another a - somebody", "completely totally entirely web hosting other different random strange unknown company customer agency provider") +
			combine("name names", "of", "our the my some a", "old previous former last hosting web earlier") + combine("somebody someone some_one", "else", "s") +
			combine("cert certificate", "of from", "somebody someone some", "else other")},
		{isOfAnother, combine("einer einem eines einen ner nem irgendeiner irgendeinem irgendner irgendnem", "- ganz völlig komplett", "anderen anderem fremden fremdem wildfremden", "firma seite domain server servers kunden host webseite anbieter hoster agentur bude namen maschine kiste") +
			combine("von einer irgendeiner irgendner ner einem", "webagentur agentur werbeagentur hostingfirma webfirma internetagentur firma_die") + combine("fremden fremdes fremdem falschen falschem wildfremdes wildfremden", "zertifikat zert cert serverzertifikat") + combine("foreign alien stray stranger_s", "cert certificate") + combine("namen name", "vom des von", "alten früheren vorigen vorherigen ehemaligen", "anbieters anbieter providers provider hosters hoster dienstleisters dienstleister")},
		{isOfAnother, combine("de d_une à_une à", "quelqu_un", "d_autre") + combine("d_un d_une à_un à_une au_nom_d_un au_nom_d_une d", "tout - complètement parfait", "autre autres", "boîte société client domaine serveur site hébergeur entreprise machine hôte nom agence") +
			combine("d_une à_une chez_une", "agence boîte société") + combine("nom", "de", "l_ancien notre_ancien mon_ancien", "hébergeur prestataire fournisseur opérateur")},
		{isOfAnother, combine("de a para", "otra otro una un alguna algún", "- persona empresa agencia compañía cliente dominio servidor web máquina", "completamente totalmente cualquiera distinta distinto desconocida desconocido web") + combine("de", "otra", "persona gente") +
			combine("nombre", "del", "antiguo anterior viejo", "proveedor alojamiento hosting") + combine("nombre", "del", "proveedor alojamiento hosting", "antiguo anterior viejo") + combine("una la", "agencia", "web de")},
		{isMismatched, combine("not isn_t isnt", "what the_one the_name the_thing the_address", "i we she he they", "typed entered asked put configured have use want called dialled ordered") +
			combine("everything anything every_name lots_of_names", "but except other_than", "that this our the mine ours") + combine("says reads lists carries bears", "something_else another_name a_different_name the_wrong_name")},
		{isMismatched, combine("nicht", "der den das die", "den das was wie", "ich wir sie er man") + combine("nicht", "was wie", "ich wir sie man") + combine("alles", "- mögliche", "nur bloß außer", "nicht dieser diesem unser unserer unserem mein der das")},
		{isMismatched, combine("pas", "celui celle le_nom ce", "que", "j_ai on_a nous_avons j je nous") + combine("tout", "sauf", "ce notre le mon celui")},
		{isMismatched, combine("no_es no", "el la lo", "que", "he hemos yo nosotros puse pongo pusimos tengo tenemos escribo escribí ha puso") + combine("todo", "menos salvo excepto", "ese este el nuestro mi lo")},
		{saysItIs, "identifies_itself_as identify_itself_as identified_itself_as presents_itself_as introduces_itself_as calls_itself poses_as answers_as meldet_sich_als stellt_sich_als weist_sich_als gibt_sich_als nennt_sich se_présente_comme s_identifie_comme s_annonce_comme se_presenta_como se_identifica_como se_anuncia_como dice_ser"},

		// A server that shows one.
		{isShown, combine("turns turned turning comes came coming shows", "up out along", "with") + combine("gives giving handed hands handing throws threw", "- me us", "the a some out") + combine("i_m we_re i_am we_are get gets", "handed given served offered") + "presenting_itself_with armed_with dishes_up dishes_out"},
		{isShown, combine("kommt kam rückt rückte wartet taucht meldet", "- mir uns", "mit") + "tischt_mir tischt_uns serviert daherkommt reicht_mir drückt_mir jubelt_mir liefert_mir gibt_mir krieg kriegt"},
		{isShown, combine("me nous on_me on_nous vous", "refile sort sert donne file balance colle ressort livre") + combine("débarque arrive se_pointe se_ramène apparaît", "avec")},
		{isShown, combine("me nos", "dan da suelta sueltan cuela cuelan encaja sirve") + combine("aparece viene llega sale responde se_presenta", "con")},
		{aCertificate, combine("one un uno eins", "of de von", "those ces esos those_little diesen", "certs certificates certificats certifs certificados zertifikaten")},

		// An authority that nobody knows, and a certificate of one's own making.
		{isUntrusted, combine("nobody no_one noone", "it he she they my - the", "knows know has_heard heard_of recognises recognizes trusts") + combine("doesn_t don_t does_not won_t", "know recognise recognize believe trust", "the_issuer its_issuer who_issued the_authority whoever")},
		{trusts, "kenne kenn glaube glaub connaître connaissent connais reconnaître connu conozco reconocer creo fier se_fie fie méfie"},
		{isUntrusted, combine("s_en se", "méfie méfient défie") + combine("no_se no_me", "fía fían fío")},

		// A certificate that its authority has taken back.
		{isRevoked, combine("pulled yanked nixed voided binned", "- the our", "cert certificate by_the by_its") + " einkassiert storniert gecancelt kassiert annulliert " + combine("a ont", "fait", "sauter annuler révoquer") + "tumbado tumbaron anularon_el retiró_nuestro einkassiert storniert"},

		// A chain that ends too soon.
		{isIncomplete, combine("stops ends finishes", "at with after", "the its", "leaf server_certificate server_cert end_entity first") + combine("and", "nothing", "else more") + combine("hört endet", "beim mit nach", "- dem", "serverzertifikat blatt ersten server") + combine("und", "sonst", "nix nichts") +
			combine("s_arrête finit s_interrompt", "au à", "- le", "certificat_du_serveur certificat_serveur serveur premier") + combine("et", "rien", "d_autre de_plus") + combine("se_queda termina acaba", "en", "el", "certificado_del_servidor del_servidor primero") + combine("y", "nada", "más")},
		{isForgotten, combine("forgets forgot keeps_forgetting neglects", "to") + combine("vergisst unterschlägt verschweigt", "das das_zwischenzertifikat die ihr sein") + combine("oublie omet néglige", "de d") + " se_olvida olvida omite "},
		{isIncomplete, combine("not doesn_t won_t never", "hand pass send serve include ship", "out along over the on", "intermediate the_intermediate its_intermediate") + combine("construit construisent arme arman", "pas el le", "chemin camino ruta") + combine("kriegt bekommt findet", "keinen", "pfad weg zertifikatspfad")},

		// Who is not let in.
		{isRejecting, "bounces bouncing refuses_my throws_back throws_out spits_out knocks_back schmeißt schmeisst wirft pfeffert haut renvoie recrache rejette envoie_promener envoie_balader jette devuelve echa escupe tumba"},
		{isRejecting, combine("won_t wont will_not doesn_t", "have take swallow eat like hear", "my our the his her their") + combine("ne", "veut", "plus pas", "entendre_parler de") + combine("no", "quiere", "saber ver ni oír")},
		{isObliged, combine("todo", "el", "rato tiempo santo_día") + combine("keeps kept keep", "on -", "popping coming asking appearing returning bugging nagging") + combine("sans", "arrêt cesse fin relâche") + combine("am laufend in", "laufenden einer", "band tour")},

		// Nobody answers, in time or ever.
		{isTimedOut, combine("waits waiting wait waited", "and", "waits waiting wait waited") + combine("wartet warte warten wartest", "und", "wartet warte warten wartest") + combine("attend attends attendons j_attends", "et", "attend attends attendons j_attends j") + combine("espera espero esperamos esperando", "y", "espera espero esperamos esperando") +
			combine("nothing", "ever - at_all", "comes came gets", "back through") + combine("kommt kam kriegt kriege bekomme", "nie niemals einfach gar", "was etwas nichts eine_antwort") + combine("rien", "ne", "revient vient arrive") + combine("nunca jamás", "vuelve llega responde contesta") +
			combine("then after puis dann luego entonces und", "a ein un una - dann puis luego", "timeout timeouts time_out") + combine("throws throw threw tossed", "in", "the", "towel sponge") + "wirft_die_flinte flinte_ins_korn wirft_das_handtuch streicht_die_segel jette_l_éponge baisse_les_bras tira_la_toalla arroja_la_toalla"},

		// A server that is not there.
		{isUnreachable, combine("off", "the", "air grid network net face") + combine("isn_t not is_not", "up online alive running responding") + combine("can_t cannot couldn_t don_t unable_to", "get", "through to on") +
			combine("gone went", "dark missing awol") + combine("knocked taken dropped", "off", "the - line", "network grid net internet") + "out_cold on_its_knees belly_up flatlined isn_t_there_any_more not_there_any_more six_feet_under out_to_lunch"},
		{isUnreachable, combine("vom nicht_am raus_aus_dem weg_vom", "netz fenster strom") + combine("ist is sind", "nicht nich net ned", "oben online an da wach erreichbar up") + combine("komm komme kommt kommen", "- da wir ich auch hier", "nicht nich nimmer net ned auf_keinem an_keinem über_keinen", "- mehr", "hin ran dran drauf durch port anschluss") +
			combine("hat haben", "grad gerade - wohl", "nen einen 'nen", "ausfall hänger aussetzer") + combine("gerade grad wieder ganz komplett völlig spurlos plötzlich", "weg verschwunden futsch") + combine("nicht kein", "durchkommen zu_erreichen ansprechbar erreichbar") + "in_die_knie_gegangen abgeraucht abgekackt abgeschmiert hat_sich_verabschiedet lässt_sich_nicht_anpingen"},
		{isUnreachable, combine("en", "rade carafe berne panne rideau") + combine("disparu disparue sorti tombé", "du de", "réseau la_circulation web l_internet") + combine("pas_moyen aucun_moyen impossible moyen", "de d", "joindre atteindre l_atteindre le_joindre accéder arriver") + combine("n_est n", "pas plus", "debout levé en_vie allumé lancé démarré") + combine("personne plus_personne", "n_y n", "accède arrive entre répond") + "aux_fraises dans_le_coma au_tapis hors_jeu"},
		{isUnreachable, combine("desaparecido desaparecida fuera caído", "de", "la_red línea servicio combate") + combine("no_hay", "manera forma modo", "de", "llegar entrar alcanzar acceder conectar") + combine("no_está no_anda no", "levantado arriba encendido en_pie activo arrancado responde_a_ping") + combine("está quedó se_quedó anda", "tirado frito k_o kaput muerto_del_todo offline") + combine("no_entra no_accede no_llega", "nadie ninguno")},
		{isDown, "mort morte muerta flat caída frito tirado"},

		// A name that nobody finds.
		{isUnknownName, combine("no", "such", "machine computer box name thing host") + combine("can_t cannot couldn_t could_not unable_to failed_to", "look find get", "up - out an the", "hostname host_name name_of ip_of ip_for address_of address_for name_for") + combine("cannot can_t couldn_t could_not", "look", "up") +
			combine("keinen einen kein nen", "rechner host server eintrag namen", "- namens mit", "gibt gibts gibt_es") + combine("nicht nirgends", "nachschlagen aufzufinden zu_finden aufzulösen nachsehen auffindbar") + combine("im", "dns", "nicht nirgends nirgendwo") + combine("plus_de aucune pas_de", "machine entrée adresse_ip hôte enregistrement") +
			combine("trouver résoudre obtenir récupérer", "l", "adresse") + combine("no_encuentra no_halla no_averigua no_saca no_localiza", "la el", "dirección ip nombre host") + combine("no_aparece no_sale no_figura", "en", "el", "dns") + combine("ninguna ningún no_hay_ninguna no_hay_ningún", "máquina equipo host registro entrada")},

		// A connection that ends.
		{hangsUp, combine("chucks kicks throws boots drops tosses cuts shoves", "me us him her everybody everyone", "out off") + combine("slams slammed bangs", "the", "phone door receiver") + combine("schmeißt schmeisst wirft kickt haut kegelt feuert", "mich uns ihn sie alle einen") +
			"hörer_auf den_hörer hörer_hin hörer_aufgelegt " + combine("knallt legt schmeißt haut", "- uns mir gleich sofort direkt", "den_hörer auf die_tür hörer") + combine("me nous te les", "vire éjecte jette fout débranche dégage") + combine("me nos lo", "tira echa expulsa larga")},
		{cuts, combine("breaks broke breaking", "down off up") + combine("gets keeps_being is_being being kept_being is_constantly constantly", "severed cut interrupted broken torn") + combine("reißt reisst bricht", "- dauernd ständig immer laufend bei nach mitten", "ab weg zusammen") + " lâche saute décroche pète casse " + combine("n_arrête_pas ne_cesse", "de", "sauter couper tomber lâcher") + combine("se", "rompe cae corta parte") + combine("no_para no_deja", "de", "cortarse caerse romperse caer")},

		// A server that no longer offers STARTTLS, or no encryption at all.
		{lacksSTARTTLS, combine("doesn_t does_not don_t won_t no_longer hasn_t isn_t hasnt doesnt can_t cannot never", "know have do provide list got show offering advertising announcing support offer speak mention understand grant", "- any the got", "starttls") + combine("lost dropped ditched lacks without misses removed lacking", "- its the their", "starttls") +
			combine("kein keinerlei", "starttls") + combine("starttls", "verloren verlernt abgeschafft weggefallen abhanden") + combine("starttls", "- heutzutage mehr seitdem", "nicht nimmer", "- mehr", "im_angebot auf_der_liste an drin dabei") + combine("n_a n", "pas plus", "- le de", "starttls") + combine("a_perdu perdu enlevé supprimé aucun", "- son le", "starttls") + combine("no", "lleva lista muestra trae da tiene anuncia publica enseña", "- el ya", "starttls") + combine("ha_perdido perdió ha_quitado quitó perdido", "- el su", "starttls")},
		{lacksEncryption, combine("has have offers uses with got offering using", "no zero", "- kind_of form_of", "encryption tls ssl") + combine("doesn_t does_not isn_t not don_t", "encrypt encrypting encrypted") + combine("hat bietet verwendet benutzt nutzt kennt kann", "- überhaupt gar keinerlei", "keine keinerlei kein", "verschlüsselung tls ssl") + combine("überhaupt gar", "nicht", "verschlüsselt") +
			combine("n_a n_utilise n_offre ne_propose", "aucun pas_de", "chiffrement") + combine("ne", "chiffre", "pas rien") + combine("no", "tiene usa ofrece lleva", "- ningún ninguna", "cifrado encriptación") + combine("no", "cifra encripta")},

		// A release of TLS and no newer one.
		{isStill, combine("stuck stays remained lives living", "in at on with", "- the", "past stone_age nineties dark_ages") + combine("tops topping maxes", "out", "at") + combine("stehen hängen", "geblieben") + "schluss_ist ist_schluss " + "stehengeblieben hängengeblieben hängen_geblieben " + combine("en_est en_sont est sont reste restent en_reste", "- toujours encore restés resté restée restées", "à en au sur") + combine("plafonne plafonnent bute s_arrête", "à au") + combine("sigue siguen se_queda se_quedan se_quedó se_quedaron continúa", "- anclado anclados atascado estancado", "en con usando") + combine("no_pasa no_pasan no_sube", "de")},
		{isOnly, combine("nothing none", "above over newer_than beyond higher_than better_than past") + combine("nichts nix", "über oberhalb höher_als neuer_als neueres_als jenseits") + combine("rien", "au_dessus au_delà de_mieux de_plus_récent") + combine("nada", "por_encima más_allá más_nuevo superior mejor")},

		// A server that does not take one's mail.
		{isRelayDenied, combine("not isn_t aren_t", "authorised authorized entitled", "to", "send mail write", "- mail messages", "as for on_behalf") + combine("not isn_t aren_t", "allowed permitted", "to", "send mail write", "as on_behalf") + combine("won_t wont doesn_t refuses_to", "pass forward relay deliver send take", "on - along", "my our the any", "mail mails mail_on messages") + combine("nicht", "berechtigt befugt autorisiert", "als im_namen unter") + combine("nicht darf_nicht", "als", "dieser diese absender") +
			combine("ne_suis_pas ne_sommes_pas n_est_pas n_êtes_pas non pas", "autorisé autorisée autorisés habilité", "à", "envoyer écrire expédier") + combine("ne_transmet ne_relaie ne_passe n_achemine", "pas plus", "mes nos les") + combine("no", "estoy está estamos", "autorizado autorizados", "a para", "enviar mandar escribir") + combine("no_pasa no_reenvía no_entrega no_acepta", "mis nuestros los", "correos mensajes")},

		// A product in between.
		{isSwapped, "plants planted smuggles sneaks slides sticks shoves pushes pops_its pflanzt schmuggelt mogelt drückt klebt jubelt glisse plante met colle impose insère fourre cuela mete planta encaja introduce cuelga_su"},

		// A certificate that is no longer the one that was there.
		{isThanBefore, combine("isn_t not no_longer isnt", "the", "one same", "it_used it_was from_before i_knew as_before any_more we_pinned") + combine("than from", "- the", "last previous", "time one visit connection sync session") + combine("than from to", "- it", "was used_to before yesterday the_other") + combine("nicht", "mehr", "das der", "von von_früher wie_früher gleiche alte") + combine("als wie", "- das beim", "letztes letzte", "mal woche") + "als_davor als_zuvor als_vorher " +
			combine("n_est", "plus pas", "celui celle le_même la_même", "d_avant d_hier qu_avant qu_hier que_la_dernière") + combine("que qu", "- la", "dernière_fois avant hier l_autre_jour") + combine("ya_no_es no_es", "el la", "- misma mismo", "de que", "antes ayer siempre la_última la_semana") + combine("distinto diferente otro distinta", "al a_la que del", "- de", "la_última última de_antes de_ayer anterior otra_vez")},
		{isChanged, combine("n_est", "plus pas", "la les", "même mêmes") + combine("ne_sont", "plus pas", "les", "mêmes") + combine("no_es ya_no_es", "la", "misma")},

		// One that is not valid yet.
		{isNotYet, combine("only just", "starts begins kicks starts_counting counts becomes") + combine("zählt gilt greift startet beginnt läuft", "erst") + combine("ne_compte ne_vaut ne_démarre ne_débute ne_prend_effet", "qu que") + combine("no", "cuenta rige empieza vale sirve", "hasta")},

		// A handshake that goes wrong, in words for whatever goes wrong.
		{isUnable, combine("falls fell goes went", "over flat apart south pear_shaped to_pieces belly_up down_the_drain wrong") + combine("never don_t can_t won_t doesn_t", "agree get_along see_eye_to_eye get_anywhere come_together") + combine("fällt fliegt geht", "auf_die um_die in_die schief hin baden") + combine("werden wird", "sich", "- da nicht", "nicht - nie", "einig handelseinig") +
			"misslingt missglückt vermasselt verkackt vergeigt danebengegangen geht_daneben in_die_binsen " + "raté ratée rate foire foiré foirée plantée avorté avortée capote cafouille " + combine("ne_se ne_s", "mettent met entend entendent", "pas plus") + "se_va_al_traste al_traste se_va_al_garete se_tuerce sale_mal salió_mal se_fastidia se_estropea peta petó casca cascó " + combine("no_se", "ponen pone entienden")},
		{isUnable, combine("ins in_die", "wasser hose leere")},

		// What is soon to end.
		{endsSoon, combine("days day weeks hours", "left remaining more", "to on", "live go run the it") + combine("hat haben", "noch nur_noch", "- bloß", "3 2 1 4 5 6 7 drei zwei vier fünf wenige ein_paar", "tage tag stunden") + combine("sein ihr", "ende", "am in diesen nächsten kommenden morgen nächste kommende diese") + combine("n_a il_n_a", "plus", "que", "- quelques deux trois quatre cinq 2 3 4 5", "jours heures semaines") + combine("días horas semanas", "de", "vida validez vigencia")},
		{isEnding, combine("hat findet nimmt erreicht", "sein ihr", "ende")},
		{isLeft, " only just nur_noch plus_que solo_quedan solo_queda quedan " + " more to_go left "},
		{lacksSAN, "keine_sans kein_san_feld keinerlei_sans aucun_san ningún_san ningun_san sin_ningún_san no_sans_in no_subject_alternative"},

		// What somebody is told not to do.
		{wasOther, combine("was used_to_be", "a", "different", "one") + "was_another_one it_was_another used_to_be_another " + combine("war", "vorher gestern es_noch es_gestern_noch das", "- noch", "ein_anderes") + combine("c_était c_en_était était", "un_autre") + combine("ayer antes", "era_otro")},
		{isTimedOut, combine("gives gave bails ends ended finishes quits dies", "- up out off", "with in by", "a - the", "timeout time_out timeouts") + combine("gibt gab endet steigt bricht", "dann - irgendwann schließlich am_ende", "mit per im in", "- einem nem", "timeout zeitüberschreitung", "- auf aus ab") +
			combine("abandonne renonce finit termine s_arrête", "- par puis", "- avec en sur", "un - une", "timeout délai_dépassé") + combine("se_rinde termina acaba abandona aborta", "- al_final", "con en por", "un -", "timeout tiempo_agotado")},
		{isForbidden, "dürfen darf dürft darfst soll sollst sollt solltest solltet must_not mustn_t may_not shouldn_t should_not should_never must_never may_never not_supposed_to not_allowed_to never_to sollen sollten sollte ne_faut_pas ne_faut_jamais ne_faudrait_pas ne_doit_jamais ne_devez_jamais no_hay_que no_se_debe nunca_hay_que nunca_debe nunca_deben nunca_debes no_debéis no_deberíais ne_doit_pas ne_devez_pas ne_dois_pas ne_doivent_pas ne_devons_pas ne_devriez_pas no_debe no_deben no_debes no_debemos no_debería no_deberían"},
		{isNobodyHome, combine("nobody no_one noone nothing", "- is s", "home there answering in listening") + combine("keiner niemand", "- ist da", "daheim zuhause zu_hause dran da") + combine("n_y_a il_n_y_a y_a", "- plus pas", "personne") + combine("no_hay no_está no_contesta", "nadie ninguno")},
		{aConnection, combine("link line liaison enlace leitung", "to with zu mit zum à avec a con")},
		{resolves, "gibts existiere"},
		{aSelf, "toute_seule seule sola la_máquina_sola ella_sola ella_solita"},
		{aSecureConnection, combine("mise_en_place établissement ouverture initialisation démarrage", "du de de_la d_une -", "tls ssl session_tls connexion_tls") + combine("establecimiento inicio arranque montaje", "de del de_la", "tls ssl sesión_tls") + combine("tls ssl", "set_up bring_up start_up establishment")},
		{isFrom, "est_celui_de est_celui_du c_est_celui_de c_est_celui_du es_el_de es_el_del ist_das_von ist_das_vom ist_der_von is_the_one_from is_the_one_of"},
		{isHanging, combine("ne_fait", "que qu", "tourner charger mouliner attendre ramer") + " no_hace más_que "},
		{isSingle, "son_seul_certificat seul_certificat su_único_certificado único_certificado sein_einziges_zertifikat einzige_zertifikat its_only_certificate only_certificate"},
		{isExpired, combine("seit", "gestern vorgestern mitternacht montag dienstag mittwoch donnerstag freitag samstag sonntag wochenende", "hinüber tot durch futsch kaputt rum um")},
		{isMade, "se_hace se_hizo se_fait se_fabrique"},

		// What is sudden, and why.
		{isSudden, "suddenly plötzlich soudain soudainement " + combine("all", "of", "a", "sudden") + combine("auf mit", "einmal einem", "mal") + "auf_einmal all_at_once d_un_coup tout_à_coup de_repente de_golpe out_of_the_blue über_nacht du_jour_au_lendemain"},
		{isWondering, "why warum wieso weshalb pourquoi por_qué how_come"},

		// A name that never got into the certificate, or under which a server answers.
		{isMismatched, combine("never not didn_t", "got get made_it make_it found put added", "onto on into in", "the") + combine("steht stehen stand kam", "nicht nie nimmer", "- mit", "im ins", "zertifikat zert") + combine("jamais pas", "été", "mis ajouté inscrit inclus intégré", "dans sur au") + combine("nunca no", "se", "metió puso añadió incluyó agregó", "en")},
		{saysItIs, combine("answers replies responds reports shows", "as under with", "the a another", "name") + combine("unter mit", "dem", "namen") + combine("répond se_présente s_annonce", "sous avec", "le un", "nom") + combine("responde contesta se_presenta", "con bajo", "el", "nombre")},

		// Who does not answer, and who is gone.
		{answers, "react reacts reacting réagit réagissent réagir reacciona reaccionan reaccionar"},
		{isNobodyHome, combine("nothing nix nichts", "on at auf bei unter") + combine("rien", "sur au") + combine("nada", "en") + combine("tut rührt", "sich", "nix nichts gar")},
		{isUnreachable, combine("can_t cannot couldn_t don_t", "get", "hold a_hold", "of") + "nicht_mehr_ran nicht_mehr_dran nicht_mehr_hin"},
		{isGone, "desapareció desaparecida disparue disparus vanished"},

		// Who ends a connection.
		{hangsUp, combine("cut cuts cutting kick kicks kicking throw throws throwing drop drops dropping boot boots booting", "me us", "off out") + combine("drops hangs ends cuts kills", "the", "call line link session") + "trennt_mich trennt_uns trennt_mir me_coupe nous_coupe me_corta nos_corta me_desconecta nos_desconecta me_déconnecte nous_déconnecte"},
		{lacksSTARTTLS, combine("stopped ceased quit", "listing offering announcing advertising supporting doing showing", "- any", "starttls")},

		// What is not valid before a day, or good for nothing.
		{isNotYet, combine("not isn_t isnt", "valid good usable", "before") + combine("no", "vale sirve es_válido será_válido", "antes")},
		{isInvalid, "ne_sont_pas_bons ne_sont_pas_bonnes n_est_pas_bon n_est_pas_bonne taugen_nix taugt_nix taugen_nichts taugt_nichts taugt_nicht taugen_nicht no_sirven no_sirve no_valen"},
		{isExpired, combine("a ont", "lâché claqué crevé flanché calanché") + combine("se", "murió muere ha_muerto", "- esta anoche ayer")},

		// A chain that is the last certificate alone.
		{isSingle, combine("que only just nur solo sólo seulement", "le the das el - its son su", "leaf_certificate serverzertifikat end_certificate") + "certificat_final final_certificate certificado_final endzertifikat"},
		{isForgotten, "left_off left_out was_left omitted weggelassen oublié_le oublié_la olvidaron_del olvidó_del"},

		// Which authority, and who distrusts.
		{anIssuer, "l_ac cette_ac son_ac"},
		{isComplaint, combine("won_t doesn_t", "let", "me us")},
		{isUntrusted, "distrusts mistrusts"},
		{lacksEncryption, "nicht_verschlüsselt unverschlüsselt_ist"},
		{isStill, combine("ne_fait ne_fais ne_sait ne_peut", "pas", "mieux plus_que faire_mieux") + combine("no_hace no_da no_llega", "más", "que allá")},
		{isIncomplete, combine("leaves left leaving", "out away", "the its", "middle intermediate chain rest issuing") + combine("lässt", "das sein die", "zwischenzertifikat intermediate kette", "weg aus")},
		{isStill, "ne_fait_que ne_fait_que_du ne_parle_que_du ne_connaît_que ne_comprend_que solo_hace sólo_hace solo_habla solo_entiende only_does only_understands only_manages macht_nur mag_nur"},
		{aSecureConnection, "ssl_aushandlung ssl_verhandlung tls_negociación"},
		{cuts, combine("bricht", "ohne einfach kommentarlos sang") + "se_para se_detiene"},
		{hangsUp, combine("closes shuts closed", "on", "us me") + combine("macht machte", "direkt gleich sofort einfach", "nach zu") + combine("se_ferme se_referme", "juste dès aussitôt tout") + combine("se_cierra", "justo nada en")},
		{isTimedOut, "geduld_verliert verliert_die_geduld perd_patience perde_patience pierde_la_paciencia pierde_paciencia loses_patience lost_patience runs_out_of_patience perd_la_patience"},
		{isExpired, "is_history ist_geschichte geschichte_ist mitternacht_geschichte gestern_geschichte es_historia plus_qu_un_souvenir lebensende_erreicht end_of_life reached_end_of_life jours_de_retard días_pasado días_caducado tres_días_pasado turned_into_a_pumpkin"},
		{trusts, "faith"},
		{isMismatched, "steht_nirgends stehen_nirgends taucht_nirgends kommt_nirgends nulle_part por_ningún_lado por_ninguna_parte en_ninguna_parte nowhere_on"},
		{isUnknownName, combine("löst lösen", "nirgends nicht nirgendwo", "auf") + combine("ne_se", "résout", "nulle pas plus") + combine("no_resuelve no_se_resuelve", "en", "ningún ninguna")},
		{isLeft, combine("ne_tient", "plus", "que") + combine("hält", "nur", "noch")},

		// Names besides the first, and certificates that are none of this server's.
		{lacksSAN, combine("ohne keine keinerlei", "alternative alternativen", "namen einträge") + combine("sans aucun pas_de", "noms nom", "alternatifs alternatif") + combine("sin ningún no_trae no_lleva", "nombres nombre", "alternativos alternativo") + combine("no without lacks lacking", "alternative alternate", "names name")},
		{isTooMany, combine("nicht", "hingehört dazugehört reingehört") + combine("doesn_t don_t does_not", "belong", "there in") + "has_no_business have_no_business n_a_rien_à_faire no_pinta_nada"},

		// An authority that a browser's maker no longer trusts.
		{aFormerIssuer, distrusting()},
		{isDistrusted, distrusting()},

		// What Outlook keeps, what is to be found of it, and what a server takes nowhere.
		{someSettings, combine("settings einstellungen", "for für", "my the your mein das dein unser our", "account konto email mail postfach mailbox") + combine("paramètres réglages", "de pour du", "mon mes votre notre le", "compte") + combine("configuración ajustes", "de para", "mi su la nuestra", "cuenta")},
		{findsIssuer, "abfragen abrufen einholen"},
		{isRelayDenied, combine("refuse n_accepte_pas ne_veut_pas", "d", "envoyer écrire", "à vers", "l_extérieur des_externes") + combine("no_me_deja no_nos_deja no_deja no_permite", "enviar mandar escribir", "- a al", "fuera afuera exterior") + combine("won_t refuses_to doesn_t", "let", "me us", "send mail write", "to", "people outsiders customers external")},
		{isMadeOut, combine("is", "the", "one certificate cert", "for of from") + combine("ist", "das", "zertifikat zert", "von für") + combine("c_est est_installé", "le", "certificat", "de du") + combine("es está", "el", "certificado", "de del")},
		{isExpired, "had_its_last_day its_last_day_was seinen_letzten_tag ihren_letzten_tag su_último_día son_dernier_jour"},
		{isMismatched, combine("weicht wich", "vom von")},
	}
}

// distrusting is who no longer trusts an authority, and what that has lost.
func distrusting() string {
	return combine("apple google mozilla chrome firefox microsoft safari", "threw dropped kicked removed banned expelled", "its the that their this", "ca authority issuer root") + combine("apple google mozilla chrome firefox microsoft safari", "ne", "fait", "plus", "confiance") + combine("apple google mozilla chrome firefox microsoft safari", "ya", "no", "confía")
}
