/** The words of the field that the lessons use, each in a sentence: shown where it first stands on a page. */
export const glossary: Readonly<Record<string, string>> = Object.fromEntries([
  [
    'SDPO',
    'Self-Distillation Policy Optimization: the model learns, token by token, from what it thinks of its own attempt once it was told what went wrong.',
  ],
  [
    'GRPO',
    'Group Relative Policy Optimization: every token of an attempt gets one number, its reward less the mean reward of its group.',
  ],
  [
    'self-teacher',
    'The same model, given the feedback before the attempt. It writes nothing; it says how likely each token is.',
  ],
  [
    'token',
    'A piece of text that the model writes at once: a word, a part of one, or a few signs such as \u201c.map(x=>x\u201d.',
  ],
  [
    'tokens',
    'Pieces of text that the model writes one at a time: a word, a part of one, or a few signs such as \u201c.map(x=>x\u201d.',
  ],
  ['reward', 'The judge\u2019s number for a whole attempt: here mostly 1 if it passes every test, else 0.'],
  [
    'nats',
    'The unit of a difference of logarithms: +1 is e, about 2.7, times as likely; \u22128 is about 3000 times less likely.',
  ],
  [
    'KL',
    'Kullback-Leibler divergence: how far one distribution over the next token is from another, in nats; 0 where they are the same.',
  ],
  [
    'divergence',
    'How far two distributions over the next token are from one another; 0 where they are the same.',
  ],
  ['gradient norm', 'How strongly the loss pulls at all trained numbers together in one update.'],
  [
    'EMA',
    'Exponential moving average: after each update the teacher\u2019s weights move a small part of the way to the student\u2019s.',
  ],
  ['learning rate', 'How far one update moves the trained numbers.'],
  [
    'multi-turn',
    'Asking again with earlier attempts and their feedback in the question; nothing is trained.',
  ],
])

const words = Object.keys(glossary).sort((a, b) => b.length - a.length)

/** Text in pieces, those that are terms not yet explained marked; `explained` is added to. */
export function withTerms(text: string, explained: Set<string>): { text: string; term: string | null }[] {
  const pieces: { text: string; term: string | null }[] = []
  const any = new RegExp(`(?<![\\w-])(?:${words.join('|')})(?![\\w-])`, 'g')
  let from = 0
  for (const { 0: term, index } of text.matchAll(any)) {
    // One sense is explained once, in whatever number it stands.
    const sense = term.replace(/s$/, '')
    if (explained.has(sense)) continue
    explained.add(sense)
    pieces.push({ text: text.slice(from, index), term: null }, { text: term, term })
    from = index + term.length
  }
  return [...pieces, { text: text.slice(from), term: null }].filter((piece) => piece.text !== '')
}
