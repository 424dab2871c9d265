"""The concept vocabulary: plain words and phrases by which clusters are named and matches explained.

Three sources: lists written here; names of ImageNet's classes; and those nouns of ImageNet's larger tree that people
really use, which is read off the captions. Combinations ("a dog in the snow") fill it up.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable

import starter_data as data
import starter_labels as labels


def _list(text: str) -> list[str]:
    return [" ".join(entry.split()) for entry in text.split(",") if entry.strip()]


PEOPLE = _list("""
    man, woman, boy, girl, child, baby, toddler, teenager, old man, old woman, couple, family, crowd, group of
    friends, bride, groom, mother and child, father and son, runner, swimmer, climber, cyclist, skier, surfer,
    skateboarder, football player, basketball player, tennis player, dancer, singer, musician, soldier, police
    officer, firefighter, farmer, cook, waiter, teacher, pupil, nurse, doctor, builder, worker, fisherman,
    tourist, shopper, street vendor, artist, painter, photographer, clown, performer, athlete, hiker, rider,
    driver, pilot, sailor, scientist, office worker
""")

ANIMALS = _list("""
    dog, puppy, cat, kitten, horse, cow, sheep, goat, pig, chicken, rooster, duck, goose, swan, bird, eagle,
    owl, parrot, pigeon, seagull, penguin, fish, shark, whale, dolphin, seal, frog, toad, snake, lizard, turtle,
    crocodile, spider, butterfly, bee, ant, beetle, dragonfly, mosquito, snail, worm, crab, lobster, jellyfish,
    monkey, ape, gorilla, elephant, giraffe, zebra, lion, tiger, leopard, bear, polar bear, wolf, fox, deer,
    moose, rabbit, squirrel, mouse, rat, hedgehog, bat, camel, kangaroo, koala, panda, donkey, hippopotamus,
    rhinoceros, otter, beaver, insect, reptile, wild animal, farm animal, pet, sea creature
""")

PLACES = _list("""
    beach, sea, ocean, lake, river, waterfall, stream, pond, swamp, island, coast, cliff, mountain, hill,
    valley, forest, jungle, woods, meadow, field, desert, cave, glacier, volcano, sky, sunset, sunrise, night
    sky, moon, stars, city, street, square, alley, bridge, road, motorway, car park, railway station, airport,
    harbour, market, shop, supermarket, restaurant, cafe, bar, kitchen, bathroom, bedroom, living room, office,
    classroom, school, library, laboratory, hospital, church, temple, castle, tower, house, hut, barn, farm,
    garden, park, playground, swimming pool, stadium, gym, theatre, concert hall, museum, factory, workshop,
    building site, skyscraper, village, ruins, fountain, staircase, corridor, roof, balcony, fence, wall, door,
    window, tunnel, dam, lighthouse, windmill, greenhouse, zoo, aquarium, campsite, cemetery, snowy landscape,
    green landscape, countryside, open field, skyline, indoor scene, outdoor scene, underwater scene, view from
    above, outer space, galaxy, planet, rocket launch, satellite
""")

ACTIVITIES = _list("""
    running, walking, jumping, climbing, swimming, diving, surfing, sailing, rowing, fishing, skiing,
    snowboarding, ice skating, skateboarding, cycling, riding a horse, riding a motorbike, driving a car,
    flying, dancing, singing, playing music, playing football, playing basketball, playing tennis, playing
    baseball, playing rugby, playing volleyball, playing golf, playing chess, playing cards, playing in the
    water, playing in the snow, playing in the sand, playing with a ball, playing fetch, wrestling, boxing,
    martial arts, gymnastics, yoga, hiking, camping, cooking, baking, eating, drinking, eating together, having
    a picnic, having a party, celebrating a birthday, getting married, hugging, kissing, holding hands,
    laughing, smiling, crying, shouting, talking, talking on the phone, reading, writing, drawing, painting,
    studying, teaching, working at a desk, typing on a computer, sleeping, resting, sitting on a bench, lying on
    the grass, waiting, standing in line, shopping, selling, cleaning, washing, gardening, digging, building,
    repairing, sewing, knitting, carrying a child, pushing a pram, sliding down a slide, on a swing, blowing
    bubbles, splashing, chasing, catching a ball, throwing a ball, kicking a ball, hitting a ball, waving,
    posing for a photo, taking a photo, watching a game, watching television, listening to music, performing on
    stage, marching, protesting, praying, travelling, exploring, racing, competing, winning, falling, fighting,
    playing together, barking, ringing, ticking, flowing, burning, exploding, breaking
""")

THINGS = _list("""
    car, lorry, bus, van, taxi, ambulance, fire engine, police car, bicycle, motorbike, scooter, train, tram,
    boat, ship, sailing boat, canoe, aeroplane, helicopter, hot-air balloon, rocket, tractor, digger, wheel,
    engine, machine, tool, hammer, saw, knife, scissors, screw, rope, ladder, bucket, box, bag, suitcase,
    backpack, bottle, glass, cup, mug, plate, bowl, spoon, fork, pan, pot, teapot, kettle, oven, fridge, lamp,
    candle, clock, watch, mirror, picture frame, table, chair, sofa, bed, desk, shelf, cupboard, carpet,
    curtain, blanket, pillow, towel, soap, toothbrush, comb, book, newspaper, magazine, letter, envelope, pen,
    pencil, paper, notebook, map, poster, sign, traffic light, flag, ball, football, bat, racket, skateboard,
    surfboard, skis, sledge, kite, toy, doll, teddy bear, puzzle, dice, balloon, gift, hat, cap, helmet,
    glasses, sunglasses, mask, scarf, tie, shirt, coat, dress, skirt, trousers, shorts, swimsuit, uniform,
    shoes, boots, gloves, jewellery, ring, necklace, umbrella, camera, telephone, mobile phone, computer,
    laptop, keyboard, screen, printer, television, radio, microphone, loudspeaker, headphones, battery, cable,
    light bulb, telescope, microscope, thermometer, scales, syringe, coin, money, key, lock, bell, statue,
    sculpture, painting, drawing, photograph, diagram, chart, pattern, texture, logo, fabric, tent, hammock,
    fire, smoke, flame, ice, snow, water, splash, bubble, sand, stone, rock, mud, grass, leaf, tree, flower,
    rose, bush, mushroom, seed, fruit, vegetable, bone, feather, shell, egg
""")

FOOD = _list("""
    something to eat, something to drink, breakfast, lunch, dinner, snack, meal, bread, cheese, butter, egg
    dish, meat, sausage, hot dog, hamburger, pizza, pasta, rice, soup, salad, sandwich, fish dish, potatoes,
    tomato, onion, carrot, cabbage, broccoli, mushroom dish, apple, orange, banana, lemon, strawberry, grapes,
    pineapple, pomegranate, cake, birthday cake, biscuit, chocolate, ice cream, dessert, sweets, honey, jam,
    coffee, cup of coffee, tea, milk, juice, beer, wine, water bottle, spices, dough, barbecue, street food,
    fast food, healthy food, seafood, food on a plate
""")

MOODS = _list("""
    happy, sad, angry, afraid, surprised, calm, peaceful, lonely, romantic, funny, serious, tired, excited,
    bored, proud, dangerous, mysterious, spooky, cosy, dramatic, playful, quiet, loud, busy, empty, crowded,
    dirty, clean, old, new, broken, beautiful, ugly, dark, bright, colourful, black and white, blurred, cold,
    hot, wet, dry, soft, hard, sharp, round, tall, tiny, huge, fast, slow, shiny, transparent, wooden, made of
    metal, made of stone, made of glass, made of plastic, made of paper, made of cloth, leather, brick,
    concrete, gold, silver, rusty, furry, spotted, striped, red, orange colour, yellow, green, blue, purple,
    pink, brown, white, black, grey, joy, grief, fear, love, hate, hope, anger, trust, curiosity, friendship,
    loneliness, nostalgia, celebration, danger, freedom, peace, war, poverty, wealth, beauty, silence
""")

WEATHER = _list("""
    sunny day, cloudy sky, rain, drizzle, storm, thunderstorm, lightning, snow, snowfall, fog, mist, frost,
    wind, hurricane, tornado, rainbow, heat, drought, flood, spring, summer, autumn, winter, morning, evening,
    night, dusk, full moon, eclipse, weather forecast, climate, earthquake, volcanic eruption, avalanche,
    wildfire
""")

TOPICS = _list("""
    meeting notes, minutes of a meeting, agenda, to-do list, shopping list, recipe, cooking instructions,
    invoice, receipt, bill, order confirmation, contract, terms and conditions, privacy policy, licence, legal
    text, court decision, law, patent, letter, business letter, love letter, e-mail, complaint, application
    letter, curriculum vitae, reference, report, annual report, quarterly results, balance sheet, budget, tax
    return, bank statement, insurance, rent, mortgage, presentation, slide notes, project plan, schedule,
    timetable, calendar, itinerary, travel diary, travel guide, diary, journal entry, autobiography, biography,
    obituary, news article, interview, review, film review, book review, restaurant review, product description,
    advertisement, press release, speech, sermon, lecture notes, essay, thesis, scientific paper, abstract,
    experiment, laboratory report, data set, table of numbers, statistics, source code, computer program, Python
    code, configuration file, log file, error message, bug report, release notes, manual, user guide,
    installation instructions, safety instructions, warning, frequently asked questions, tutorial, lesson, exam
    questions, homework, quiz, dictionary, glossary, encyclopaedia article, bibliography, poem, song lyrics,
    short story, fairy tale, fable, novel, dialogue, play, film script, joke, riddle, quotation, proverb,
    prayer, myth, legend, description of a photo, list of names, address list, telephone numbers, questionnaire,
    survey, feedback, minutes, memo, announcement, invitation, wedding invitation, greeting card, thank-you
    note, apology, condolences, password list, inventory, price list, menu, medical record, prescription,
    diagnosis, diet plan, training plan, workout, game rules, sports report, match result, weather report,
    traffic report, gardening advice, health advice, financial advice, career advice, parenting advice,
    philosophy, religion, psychology, sociology, politics, election, government, parliament, economy, inflation,
    trade, stock market, company, start-up, marketing, customers, management, salary, job, strike, history,
    ancient Rome, Middle Ages, world war, archaeology, geography, mathematics, geometry, algebra, probability,
    physics, gravity, electricity, energy, nuclear power, solar power, chemistry, molecule, biology, cell,
    genetics, evolution, ecology, climate change, pollution, recycling, nature conservation, medicine, disease,
    virus, vaccine, surgery, heart, brain, mental health, sleep, nutrition, pregnancy, ageing, astronomy, solar
    system, black hole, space travel, technology, internet, social media, privacy, encryption, software,
    database, search engine, machine learning, robot, self-driving car, computer game, hardware,
    telecommunication, engineering, architecture, construction, transport, aviation, shipping, railways,
    logistics, car repair, agriculture, harvest, forestry, hunting, beekeeping, food industry, fashion, design,
    art, art history, painting technique, photography, film, television series, theatre, opera, classical music,
    jazz, rock music, folk music, electronic music, hip hop, music theory, musical instrument, dance,
    literature, language, grammar, translation, education, university, kindergarten, sport, football match,
    Olympic games, chess, board game, hobby, collecting, knitting pattern, woodworking, home improvement,
    furniture, cleaning tips, pets, dog training, holiday, hotel, beach holiday, city trip, adventure, crime,
    police, prison, terrorism, refugees, human rights, charity, family life, marriage, divorce, childhood,
    school days, old age, death, birth, friendship between people, inheritance, dream, memory, time, truth,
    justice, ethics, science fiction, fantasy, detective story, ghost story, horror
""")

SOUND_WORDS = _list("""
    music, song, melody, rhythm, drum beat, bass line, chord, harmony, solo, orchestra, choir, brass instrument,
    woodwind instrument, string instrument, percussion instrument, keyboard instrument, low note, high note,
    long note, short note, noise, hiss, hum, buzz, rumble, roar, crackle, click, tick, tap, knock, bang, crash,
    clatter, rattle, squeak, creak, scratch, rustle, splash of water, drip, gurgle, whistle, beep, ring, chime,
    jingle, siren, alarm, horn, whisper, speech, voice, conversation, shouting, scream, laughter, crying, cough,
    sneeze, snoring, breathing, applause, cheering, footsteps, heartbeat, singing voice, humming, bark, howl,
    growl, meow, purr, moo, bleat, neigh, oink, cluck, crow, quack, chirp, birdsong, croak, engine noise,
    traffic noise, machine noise, office noise, kitchen noise, crowd noise, nature sounds, animal sounds, water
    sounds, weather sounds, electronic sounds, household sounds, city sounds, silence
""")

COLOURS = _list("red, yellow, green, blue, pink, orange, purple, brown, black, white, grey")
COLOURED = _list(
    "shirt, dress, jacket, hat, car, bicycle, ball, flower, bird, boat, house, door, wall, background, light"
)
WHERE = _list("outdoors, indoors, in the snow, in the water, on the beach, in the grass, in the street, at night")
DOING = _list("running, jumping, sitting, standing, sleeping, playing, eating, looking at the camera")
CHANCE = {
    *COLOURS, "big", "little", "small", "large", "light", "old", "young", "down", "top", "back", "double", "split",
    "fat", "hip", "standard", "hold", "stand", "still", "well", "set", "cast", "fell", "works", "special", "known",
    "lap", "can",
}  # fmt: skip


def common_nouns(captions: Iterable[str], least: int = 4) -> list[str]:
    """Names from ImageNet's noun tree that the captions use at least so often, in order of frequency."""
    known = {name.lower() for name in data.lemmas().values()}
    counts: Counter[str] = Counter()
    for caption in captions:
        words = re.findall(r"[a-z][a-z'-]+", caption.lower())
        counts.update(words)
        counts.update(" ".join(pair) for pair in itertools.pairwise(words))
    # Of pairs only those count that name a thing: the tree's "black woman" or "big blue" are chance meetings.
    plain = (w for w, n in counts.most_common() if n >= least and w in known and len(w) > 2)
    return [w for w in plain if w.split()[0] not in CHANCE]


def combinations() -> list[str]:
    """Phrases of two parts."""
    animals, people = ANIMALS[:40], PEOPLE[:16]
    return [
        *(f"{colour} {thing}" for thing in COLOURED for colour in COLOURS),
        *(f"{who} {where}" for who in animals[:24] + people for where in WHERE),
        *(f"{who} {doing}" for who in animals[:24] + people for doing in DOING),
        *(f"{who} {what}" for who in ("people", "children", "men", "women") for what in ACTIVITIES[:60]),
        *(f"photo of a {place}" for place in PLACES[:80]),
    ]


def sound_phrases() -> list[str]:
    """What the sound tower learned to say."""
    return [phrase for key in labels.SAID for phrase in labels.said(key)]


def vocabulary(captions: Iterable[str], instruments: Iterable[str], size: int = 3200) -> list[str]:
    """Distinct phrases, the plainest first."""
    classes = [data.lemmas()[s].replace("_", " ") for s in data.synsets()]
    parts = [PEOPLE, ANIMALS, PLACES, ACTIVITIES, THINGS, FOOD, MOODS, WEATHER, TOPICS, SOUND_WORDS, sound_phrases(),
             list(instruments), classes, common_nouns(captions), combinations()]  # fmt: skip
    seen: dict[str, str] = {}
    for phrase in (p for part in parts for p in part):
        seen.setdefault(phrase.lower(), phrase)
    return list(seen.values())[:size]
