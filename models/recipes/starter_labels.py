"""How a label of a sound is said in plain English: several phrases each, whose mean is what the sound tower aims at."""

SAID: dict[str, tuple[str, ...]] = {
    # animals
    "dog bark": ("dog", "dog bark", "a dog barking", "barking dogs", "woof", "a puppy"),
    "wolf": ("wolf", "a wolf howling", "the howl of a dog", "wolves in the night"),
    "cat": ("cat", "a cat meowing", "the meow of a cat", "a kitten", "a cat purring"),
    "bird": ("bird", "a bird singing", "birdsong", "chirping birds", "birds in a forest"),
    "cow": ("cow", "a cow mooing", "cattle on a farm", "moo"),
    "horse": ("horse", "a horse neighing", "the whinny of a horse"),
    "lion": ("lion", "a lion roaring", "the roar of a lion", "a growling big cat"),
    "sheep": ("sheep", "a sheep bleating", "lambs on a farm", "a bleating goat"),
    "frog": ("frog", "a frog croaking", "frogs at a pond", "a toad"),
    "chicken": ("chicken", "hen", "a hen clucking", "chickens on a farm"),
    "donkey": ("donkey", "a donkey braying", "hee-haw"),
    "monkey": ("monkey", "a monkey screeching", "monkeys chattering", "an ape"),
    "rooster": ("rooster", "a rooster crowing", "a cock crowing at dawn"),
    "pig": ("pig", "a pig grunting", "oink", "a squealing pig"),
    "crow": ("crow", "a crow cawing", "a raven", "caw"),
    "duck": ("duck", "a duck quacking", "ducks and geese", "a goose honking"),
    "owl": ("owl", "an owl hooting", "a hooting owl at night"),
    "woodpecker": ("woodpecker", "a woodpecker drumming on a tree"),
    "flapping wings": ("flapping wings", "a bird flapping its wings"),
    "insects": ("crickets", "insects", "crickets chirping", "cicadas on a summer night", "grasshoppers"),
    "buzzing bee": ("bee", "insects", "a bee buzzing", "a fly buzzing", "a mosquito"),
    # people
    "baby cry": ("baby cry", "crying baby", "a baby crying", "an infant crying"),
    "person sneeze": ("person sneeze", "sneezing", "a sneeze", "achoo"),
    "coughing": ("coughing", "a person coughing", "cough"),
    "laughing": ("laughing", "people laughing", "laughter", "giggling"),
    "snoring": ("snoring", "someone snoring asleep"),
    "breathing": ("breathing", "someone breathing heavily", "breath"),
    "drinking": ("drinking sipping", "someone drinking", "gulping water", "sipping a drink"),
    "brushing teeth": ("brushing teeth", "a toothbrush", "scrubbing with a brush"),
    "singing": ("singing", "a choir singing", "a person singing a song", "vocals"),
    "scream": ("scream", "someone screaming", "shouting"),
    "footsteps": ("footsteps", "someone walking", "steps on the floor", "walking on gravel"),
    "applause": ("clapping", "applause", "an audience clapping", "clapping hands"),
    "crowd": ("crowd", "people talking in a crowd", "murmur of voices", "a cheering crowd"),
    "heartbeat": ("heartbeat", "a heart beating", "pulse"),
    "whistling": ("whistling", "whistle", "someone whistling", "a referee's whistle"),
    "finger snap": ("finger snapping", "snapping fingers"),
    "chewing": ("chewing", "someone eating", "crunching food"),
    "speech": ("speech", "a person speaking", "a voice talking", "someone reading aloud"),
    "whisper": ("whisper", "someone whispering", "a whispering voice"),
    # weather and water
    "rain": ("rain", "rain falling", "heavy rain", "a rain shower"),
    "sea waves": ("sea waves", "waves breaking on the beach", "the ocean", "surf at the seashore"),
    "wind": ("wind", "wind blowing", "a gust of wind", "a windy day"),
    "thunder": ("thunderstorm", "thunder", "rumbling thunder", "lightning storm"),
    "stream": ("stream", "water flowing", "a babbling brook", "a river", "a waterfall"),
    "water drops": ("water drops", "dripping water", "a dripping tap"),
    "pouring water": ("pouring water", "filling a glass with water", "pouring a drink"),
    "bubbles": ("bubbles", "boiling water", "bubbling water"),
    "splash": ("splash", "splashing water", "swimming in a pool"),
    "toilet flush": ("toilet flush", "flushing a toilet", "a bathroom"),
    "fire crackling": ("fire crackling", "crackling fire", "a campfire burning", "burning wood", "fire"),
    # machines
    "helicopter": ("helicopter", "a helicopter flying", "the rotor of a helicopter"),
    "airplane": ("airplane", "an aeroplane flying over", "a jet engine", "aircraft taking off"),
    "chainsaw": ("chainsaw", "a chainsaw cutting wood", "sawing a tree"),
    "engine": ("engine", "an engine running", "a car engine", "a motor idling"),
    "motorcycle": ("motorcycle", "a motorbike driving past", "a moped"),
    "traffic": ("traffic", "cars driving on a road", "street noise", "a car passing by"),
    "train": ("train", "a train on the rails", "a train passing by", "railway"),
    "vacuum cleaner": ("vacuum cleaner", "a vacuum cleaner running", "hoovering"),
    "washing machine": ("washing machine", "a washing machine running", "a dishwasher"),
    "fan": ("fan", "an electric fan", "a hair dryer", "air conditioning"),
    "drill": ("drill", "an electric drill", "a power tool"),
    "electric hum": ("hum", "an electric hum", "humming machine", "mains hum"),
    "hand saw": ("hand saw", "sawing wood by hand", "cutting wood with a saw"),
    "hammer": ("hammer", "hammering a nail", "construction work"),
    "clock tick": ("clock tick", "a clock ticking", "tick tock", "clock"),
    "alarm": ("clock alarm", "alarm", "an alarm going off", "alarm clock", "a fire alarm"),
    "siren": ("siren", "an emergency siren", "police siren", "an ambulance siren"),
    "car horn": ("car horn", "honking in traffic", "a car honking"),
    "telephone": ("telephone", "a telephone ringing", "phone ring"),
    "beep": ("beep", "electronic beeps", "a short beep", "a machine beeping"),
    "bell": ("church bells", "bell", "a bell ringing", "the toll of a bell"),
    "train whistle": ("train whistle", "the whistle of a train", "a steam whistle"),
    # things
    "typing": ("keyboard typing", "typing", "typing on a keyboard", "computer keyboard"),
    "clicks": ("mouse click", "clicking sounds", "a click", "a button"),
    "knocking": ("door wood knock", "knocking on a door", "someone at the door", "knock"),
    "door creak": ("door wood creaks", "a creaking door", "a squeaking hinge", "creak"),
    "door slam": ("door slam", "a door closing", "a slamming door"),
    "can opening": ("can opening", "opening a can of soda", "a fizzing drink"),
    "breaking glass": ("glass breaking", "broken glass", "glass shattering"),
    "dishes": ("dishes", "clinking dishes", "cutlery and plates", "a kitchen"),
    "coins": ("coins", "jingling keys", "coins falling", "money"),
    "paper": ("paper", "crumpling paper", "rustling paper", "turning pages"),
    "zip": ("zip", "a zipper", "closing a zip"),
    "scissors": ("scissors", "cutting with scissors", "snipping"),
    "frying": ("frying", "food frying in a pan", "sizzling"),
    "camera": ("camera", "the shutter of a camera", "taking a photograph"),
    "explosion": ("explosion", "a loud explosion", "a blast"),
    "fireworks": ("fireworks", "fireworks exploding in the sky", "a firecracker"),
    "gunshot": ("gunshot", "gunfire", "a gun shooting"),
    # tones and music
    "pure tone": ("a tone", "a pure tone", "sine wave", "a steady test tone"),
    "tone sweep": ("a tone sweep", "a rising or falling tone", "a sliding pitch"),
    "chord": ("chord", "a musical chord", "harmony", "synthesizer chords"),
    "melody": ("melody", "a simple tune", "music", "a melody of notes"),
    "acoustic guitar": ("guitar", "strumming a guitar", "plucked strings", "acoustic guitar music"),
    "piano": ("piano", "playing the piano", "piano music"),
    "organ": ("organ", "playing the organ", "church organ music"),
    "drum beat": ("drums", "a drum loop", "a drum beat", "rhythm of drums", "percussion"),
    "band": ("music", "a song with drums", "a band playing music", "pop music"),
    "orchestra": ("orchestra", "classical music", "a symphony orchestra playing"),
    "strings": ("strings", "a string quartet", "violins playing together"),
    "electronic music": ("electronic music", "techno", "dance music with a synthesizer"),
    "rock music": ("rock music", "electric guitars and drums", "heavy metal"),
    "jazz": ("jazz", "jazz music", "a jazz band"),
    "brass band": ("brass band", "trumpets and trombones", "a marching band"),
    "synthesizer": ("synthesizer", "playing a synthesizer", "electronic keyboard"),
    "electric guitar": ("electric guitar", "a distorted guitar", "playing the electric guitar"),
    "bass guitar": ("bass guitar", "a bass line", "playing the electric bass"),
    "clash cymbals": ("clash cymbals", "cymbals", "clashing cymbals", "a cymbal crash"),
    "whip": ("whip", "the crack of a whip"),
    "tom-toms": ("tom-toms", "tom-tom drums", "drums", "hitting a tom-tom"),
    "wind chimes": ("wind chimes", "chimes ringing in the wind"),
    # noises
    "white noise": ("white noise", "static noise", "hiss"),
    "pink noise": ("pink noise", "soft noise", "steady noise"),
    "brown noise": ("brown noise", "low rumbling noise", "rumble"),
    "silence": ("silence", "a silent recording", "nothing to be heard", "quiet"),
}
SAME = {"dog": "dog bark", "guitar": "acoustic guitar", "motor horn": "car horn"}

SPOKEN = (
    "Good morning, everybody, and welcome to the meeting.",
    "The next train to the coast leaves from platform four.",
    "She opened the window and looked out over the garden.",
    "Please leave a message after the tone.",
    "Today it will be cloudy with some rain in the north.",
    "Mix the flour with two eggs and a little milk.",
    "Once upon a time there was a king who had three daughters.",
    "I would like a cup of coffee and a slice of bread, please.",
    "The results were published in the spring of last year.",
    "Turn left at the traffic lights and then go straight on.",
    "Nobody knew where the old man had come from.",
    "Ladies and gentlemen, we are about to begin.",
)


SPOKEN_ELSEWHERE = (
    ("de", "Guten Morgen, heute wird es warm und sonnig bleiben."),
    ("de", "Der Zug nach Hamburg hat zehn Minuten Verspätung."),
    ("fr-fr", "Bonjour, je voudrais deux billets pour demain matin."),
    ("fr-fr", "La petite maison se trouve derrière le vieux moulin."),
    ("es", "Mañana vamos a la playa con toda la familia."),
    ("it", "La cena è pronta, venite tutti a tavola."),
    ("pt", "O gato dorme no telhado da casa amarela."),
    ("nl", "Morgen gaan wij met de fiets naar de markt."),
    ("pl", "Dziś wieczorem idziemy do teatru."),
    ("ru", "Сегодня хорошая погода, пойдём гулять."),
    ("cmn", "今天天气很好我们去公园。"),
    ("ja", "あしたはともだちとえいがをみます。"),
    ("hi", "आज मौसम बहुत अच्छा है।"),
    ("ar", "صباح الخير كيف حالك اليوم"),
    ("tr", "Yarın sabah erkenden yola çıkacağız."),
    ("sv", "Det var en gång en liten flicka som bodde vid havet."),
)  # fmt: skip
VOICES = (
    "", "", "+f1", "+f2", "+f3", "+f4", "+f5", "+m1", "+m2", "+m3", "+m4", "+m5", "+m6", "+m7", "+m8", "+klatt2",
    "+klatt4", "+grandma", "+grandpa", "+croak", "+anika", "+belinda", "+linda", "+steph", "+adam", "+john",
)  # fmt: skip


def key_of(label: str) -> str:
    """The kind of sound a label stands for."""
    return SAME.get(label, label)


def told(name: str) -> str:
    """The name of a sound in a sentence's part: "the sound of a dog"."""
    article = "" if name.endswith("s") else "an " if name[0] in "aeiou" else "a "
    return f"the sound of {article}{name}"


def said(key: str) -> tuple[str, ...]:
    """Phrases for a kind of sound; what is not in the table is an instrument."""
    phrases = SAID.get(key) or (key, f"playing the {key}", f"a {key}, musical instrument")
    return (*phrases, told(phrases[0]), told(phrases[0]).replace("the sound", "a recording"))
