"""The words that the search knows: those that say nothing, those that say little, and those that mean nearly the same.

All of them folded. Whoever misses a word adds it to the line where its neighbours stand.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Articles, pronouns, and what everybody writes around the thing they speak of.
EMPTY: Final = _words(
    """
    a ai aide aider aimerais apres as au aussi autre autres aux avant avec avoir bien bonjour ca car ce cela ces cet
    cette chacun chaque cherche cherchent cherchons chez comme contre coup dans de depuis des dispo disponible
    disponibles donc du elle elles en encore entre es est et etre eux faire fait faut hello bonsoir il ils je jusque la
    le les leur lui ma main mais me mem meme merci mes moi mon ne nos notre nous on ont ou par pas peu peut peux plus
    plutot pour pouvez pouvoir propose proposer proposons prete preter prets prend pret puis que quel quelle quelque
    quelques quelqu qui quoi recherche recherchons sa sans se serait ses si soit son sont suis sur svp ta te tes toi
    ton tous tout toute toutes tres trop tu un une veux vos votre voudrais vous vers y urgent besoin besoins offre
    offres offrir chose choses quelquun quelconque plait sil stp donner donne faudrait
    about all an and another any anybody anyone are around at be because been borrow but by can could do does
    for from get give giving got had has have he hello help helping hi i if in into is it its just lend lending like
    look looking love lot me might more my near need needed needs no not of off offer offering offers on one or our
    out over please seek seeking she so some somebody someone something than thanks that the their them then there
    these they thing things this those to too up us want wanted was we were what when which who will with would you
    your
"""
)

# Words that stand in many sentences: to share one of these alone is no match.
GENERIC: Final = _words(
    """
    cours lecon lesson lessons class atelier workshop machine appareil petit petite grand grande gros vieux vieille
    neuf neuve nouveau bon bonne joli beau rouge bleu vert noir blanc small big large old new good great nice free
    gratuit heure heures hour hours jour jours day days semaine semaines week weeks mois month fois time temps personne
    personnes people gens person groupe group place seance partage commun matin soir midi morning evening afternoon
    week end weekend weekends maison quartier ville deux trois quatre two three four
"""
)

# Each line is a family.
CLOSE: Final = (
    "velo bicyclette vtt bike bicycle cycle cargo",
    "voiture auto automobile bagnole car vehicule vehicle",
    "covoiturage covoit trajet lift ride carpool carsharing",
    "camion camionnette fourgon utilitaire van truck lorry",
    "remorque trailer carriole",
    "perceuse visseuse drill",
    "echelle escabeau ladder stepladder",
    "outil outillage tool",
    "tondeuse mower lawnmower",
    "pelouse gazon lawn grass",
    "jardin jardinage jardinier potager garden gardening allotment",
    "plante semis graine plant seed seedling",
    "arbre haie tree hedge",
    "compost composteur composting",
    "bricolage bricoler diy handyman",
    "reparer reparation depannage depanner repair fix mend fixing",
    "peinture peindre repeindre paint painting",
    "plombier plomberie fuite robinet plumber plumbing leak tap",
    "electricien electricite electrician electricity wiring",
    "menuisier menuiserie bois carpenter carpentry wood woodwork",
    "couture coudre couturiere ourlet sewing sew seamstress hem",
    "tricot tricoter knit knitting",
    "ordinateur pc portable computer laptop informatique",
    "imprimante imprimer impression printer print printing",
    "telephone smartphone mobile phone",
    "internet wifi box router",
    "logiciel software linux programme",
    "enfant bebe gamin child children kid baby",
    "garde garderie creche nounou babysitter babysitting sitter sitting childcare nanny",
    "poussette landau stroller pram buggy",
    "ecole scolaire devoirs school homework",
    "soutien tutorat tutoring tutor",
    "cours lecon lesson class",
    "apprendre enseigner learn teach teaching",
    "anglais english",
    "francais french",
    "espagnol spanish",
    "arabe arabic",
    "traduction traduire traducteur translation translate translator interpreter",
    "guitare guitariste guitar guitarist",
    "piano clavier keyboard",
    "musique musicien music musician",
    "chant chanter chorale sing singing choir",
    "photo photographe photographie picture photographer camera",
    "livre bouquin roman lecture book novel reading",
    "jeu jouet game toy",
    "cuisine cuisiner cuisinier cook cooking kitchen",
    "repas plat diner meal dinner lunch",
    "pain boulanger boulangerie bread bakery baker",
    "legume fruit vegetable fruits veg",
    "confiture bocal conserve jam jar preserve",
    "courses commissions shopping groceries errand",
    "vetement habit fringue clothes clothing garment",
    "chaussure shoe boot",
    "meuble mobilier furniture",
    "chaise siege tabouret chair stool seat",
    "table bureau desk",
    "lit matelas bed mattress",
    "canape divan sofa couch",
    "frigo refrigerateur frigidaire fridge refrigerator freezer congelateur",
    "lave lavage lessive laver wash washing laundry",
    "four cuisiniere oven stove cooker",
    "logement hebergement appartement housing lodging accommodation flat apartment",
    "chambre hebergement couchage dormir room bedroom sleep",
    "demenagement demenager carton move moving box",
    "porter transporter livrer livraison carry transport deliver delivery",
    "chien dog",
    "promenade promener balade walk walking",
    "chat chaton cat kitten",
    "poule poulailler chicken hen coop",
    "oeuf egg",
    "menage nettoyage nettoyer cleaning clean housework",
    "administratif papier paperasse formulaire courrier paperwork form letter",
    "comptabilite comptable compta compte accounting accountant bookkeeping",
    "juridique droit avocat legal law lawyer",
    "argent don caisse cotisation money donation fund fundraising",
    "idee conseil avis idea advice suggestion",
    "benevole benevolat volunteer volunteering",
    "sono enceinte haut-parleur speaker sound",
    "tente camping tent camp",
    "cave garage stockage cellar storage",
    "salle local lieu hall venue",
    "affiche tract flyer poster leaflet",
    "site web website",
    "barnum tonnelle marquee gazebo",
    "yoga gym gymnastique stretching fitness",
    "vaisselle assiette verre dishes plate glass",
    "aspirateur aspi vacuum hoover",
    "coiffeur coiffeuse coiffure cheveux hair haircut hairdresser barber",
    "repassage repasser fer iron ironing",
    "maths mathematiques mathematics",
    "radiateur chauffage heater heating",
    "cv curriculum resume",
    "videoprojecteur projecteur projector beamer",
    "banc bench",
    "marteau hammer",
    "tournevis screwdriver",
    "scie saw",
    "tronconneuse chainsaw",
    "brouette wheelbarrow",
    "pelle beche shovel spade",
    "rallonge multiprise extension",
    "chargeur charger",
    "ampoule lampe bulb lamp light",
    "ecran moniteur screen monitor",
    "tele televiseur television tv",
    "etagere bibliotheque shelf bookcase",
    "armoire placard penderie wardrobe cupboard",
    "tapis rug carpet",
    "rideau curtain",
    "casserole poele marmite pan pot saucepan",
    "mixeur blender mixer",
    "cafetiere cafe coffee",
    "gateau patisserie cake pastry",
    "valise bagage suitcase luggage",
    "moto scooter motorbike motorcycle",
    "dechet dechetterie recyclage rubbish waste recycling",
    "randonnee rando hike hiking",
    "piscine natation nager swim swimming",
    "football foot soccer",
    "echecs chess",
    "cinema film movie",
    "dessin dessiner drawing draw",
    "italien italian",
    "allemand german",
    "portugais portuguese",
    "chinois chinese",
    "impot fiscal tax taxes",
    "colocation coloc flatshare flatmate roommate",
    "visite compagnie visit company",
)
