/** Words by which a sentence takes an option or puts it aside, in the languages that models answer in. */

const words = (text: string) => new Set(text.split(' '))

/** The option that is named after them is put aside, up to the end of the clause: "not B", "rather than C". */
export const DENIES = words(
  "not never neither nor than unlike except without none no isn't aren't wasn't doesn't don't can't cannot won't wouldn't couldn't isnt cant nicht kein keine weder pas ni nunca n\u00e3o non \u043d\u0435 \u4e0d\u662f \u975e",
)
/** All options that are named after them are put aside, and one that is named just before: "eliminated: (A), (C)". */
export const DISCARDS = words(
  'wrong incorrect false impossible unlikely eliminated eliminate eliminates eliminating eliminates excluded exclude excludes excluding rejected reject discarded discard ruled ruling rules rule invalid inaccurate untrue distractor distractors falsch incorrecta incorrecto fausse faux incorrect incorrects errada errado \u9519\u8bef \u6392\u9664',
)
/** The option after them is taken, or the one before: "the answer is B", "B is correct". */
const TAKES = words(
  'answer answers ans correct right true best choose chose chosen chooses choosing choice option pick picked picks select selected selects selecting go going went opt solution conclusion final must antwort richtig richtige richtigen korrekt w\u00e4hle r\u00e9ponse correcte bonne choisis respuesta correcta elijo resposta correta risposta corretta \u043e\u0442\u0432\u0435\u0442 \u043f\u0440\u0430\u0432\u0438\u043b\u044c\u043d\u044b\u0439 \uc815\ub2f5 \u6b63\u89e3 it',
)
const TAKES_WITHIN =
  /\u7b54\u6848|\u6b63\u786e|\u9009\u62e9|\u5e94\u9009|\u6545\u9009|\u9009$|\u7b54\u3048|\u6b63\u89e3|\u9078/
/** What was put aside before them is over: "not B but C", "leaving D". */
export const TURNS = words(
  'but so therefore thus hence leaving leaves leave left remains remaining instead sondern also mais donc sino pero portanto mas quindi ma consequently accordingly',
)
/** What is said after them is not settled. */
export const HEDGES = words(
  'whether if either could might may maybe perhaps possibly between consider considered considering torn ob suppose assume unless',
)
/** What follows is about the options again, no choice of one. */
export const REASONS = words(
  'because since as while whereas although though denn weil car puisque parce porque pois perch\u00e9 for which',
)
export const COPULAS = words(
  "is are was were be being been it's that's seems ist sind est sont es son \u00e9 \u00e8 sono looks appears \u662f \u4e3a",
)
/** After a label that is also a word, A or I, they say that it is a label. */
export const PREDICATES = words(
  "is was and or because since as but seems would could can cannot can't has must should isn't wasn't does doesn't looks appears rather over instead will might may fits describes states says not",
)

export const takes = (word: string): boolean => TAKES.has(word) || TAKES_WITHIN.test(word)
