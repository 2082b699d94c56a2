/** An outlook in plain sentences: each says one reason with its figures, and what the button changes. */
import type { ProgramKind } from '../problems/problem.ts'
import type { Change, Outlook, Reason } from './outlook.ts'
import type { Measured, Shift } from './measured.ts'
import { foldOf, namedWords, percent, quoted } from './phrasing.ts'

export function reasonWords(reason: Reason): string {
  switch (reason.kind) {
    case 'question-too-long':
      return `The question has ${reason.tokens} tokens; this model reads ${reason.limit}, its answer included.`
    case 'unread':
      return `This model cannot read ${namedWords(reason.words)}: it has the tests alone to go by there.`
    case 'not-its-form':
      return `This model writes one JavaScript expression and nothing else; ${asked[reason.asked] ?? 'this asks for an answer in words'}.`
    case 'not-writable':
      return `No program of up to ${reason.steps} of the steps that this model was trained on passes the tests.`
    case 'reach':
      return reason.shift
        ? `The untouched model writes a right answer ${rateWords(reason.rate)}. With its feedback the odds of a right answer ${moveWords(reason.shift.own)}, with another problem\u2019s they ${moveWords(reason.shift.control)}.`
        : `The untouched model writes a right answer ${rateWords(reason.rate)}.`
    case 'answer-too-long':
      return `The shortest known answer has ${reason.tokens} tokens; attempts are cut at ${reason.limit}.`
    case 'short-for-its-kind':
      return `Attempts are cut at ${reason.limit} tokens; an answer of this kind usually has up to ${reason.usual}.`
    case 'form-not-told':
      return 'The question does not say in what form to answer.'
    case 'not-tried':
      return 'Nothing stands in its way that can be seen without trying.'
    case 'already':
      return `${reason.passes} of ${reason.of} untouched attempts pass: this model can do it already.`
    case 'some-pass':
      return `${reason.passes} of ${reason.of} untouched attempts ${reason.passes === 1 ? 'passes' : 'pass'}: asking again may find it as well.`
    case 'guess':
      return `A blind guess passes 1 time in ${Math.round(1 / reason.chance)}; ${reason.passes} of ${reason.of} untouched attempts did. A pass alone proves nothing here.`
    case 'cut':
      return `${reason.cut} of ${reason.of} untouched attempts were cut at ${reason.limit} tokens.`
    case 'alike':
      return `All ${reason.of} untouched attempts are the same: ${quoted(reason.text)}.`
    case 'same-error':
      return `${reason.count} of ${reason.of} untouched attempts end in the same error: ${quoted(reason.error)}.`
    case 'no-feedback':
      return 'The judge says nothing about an attempt that fails, so hindsight has nothing to read.'
    case 'one-feedback':
      return `All ${reason.of} attempts that failed were told the same.`
    case 'informative':
      return `Its feedback tells the teacher something: ${shiftWords(reason.shift)}`
    case 'uninformative':
      return `Its feedback tells the teacher little: ${shiftWords(reason.shift)}`
    case 'against':
      return `Its feedback turns the teacher away from what passes, so learning may work against it: ${shiftWords(reason.shift)}`
    case 'guesser':
      return `Who knows nothing and takes what the feedback leaves passes within ${reason.budget} attempts with a chance of ${percent(reason.within)}: watch the odds of the answer, not the pass alone.`
    case 'nothing-passed':
      return nothingPassedWords(reason)
    default:
      return reason satisfies never
  }
}

function nothingPassedWords({ of, distinct }: Extract<Reason, { kind: 'nothing-passed' }>): string {
  if (of === 1) return 'One untouched attempt was made, and it does not pass.'
  return distinct === of
    ? `None of ${of} untouched attempts passes; no two are alike.`
    : `None of ${of} untouched attempts passes; ${distinct === 1 ? 'they are all alike' : `${distinct} different ones are among them`}.`
}

/** What the kinds ask for; one that is not named asks for an answer in words. */
const asked: Readonly<Partial<Record<ProgramKind, string>>> = {
  expression: 'this asks for an expression',
  function: 'this asks for a function',
  stdin: 'this asks for a whole program',
  answer: 'this asks for an answer in words or numbers',
  question: 'this asks for words or a number',
  'tool-call': 'this asks for calls of tools',
  custom: 'this asks for what a judge of its own takes',
}

function shiftWords({ of, own, control, pieces }: Shift): string {
  const what = of === 'right' ? 'the odds of a right answer go' : 'doubt of what failed goes'
  return `${what} ${foldOf(own) ?? 'unchanged'} with it and ${foldOf(control) ?? 'unchanged'} with another problem\u2019s (${pieces === 1 ? 'one piece' : `${pieces} pieces`} read).`
}

function moveWords(nats: number): string {
  const fold = foldOf(nats)
  return fold === null ? 'stay as they are' : `go ${fold}`
}

/** How often, as one in so many. */
function rateWords(rate: number): string {
  const every = 1 / rate
  if (every >= 1e6) return 'less than once in a million attempts'
  return `about once in ${Number(every.toPrecision(2)).toLocaleString('en')} attempts`
}

/** What the button of a change says. */
export function changeWords(change: Change): string {
  switch (change.kind) {
    case 'length':
      return `Let attempts have ${change.maxNewTokens} tokens`
    case 'model':
      return 'Choose another model'
    case 'edit':
      return 'Edit the problem'
    case 'try':
      return 'Try 16 attempts first'
    case 'only-sample':
      return 'Sample without feedback'
    default:
      return change satisfies never
  }
}

/** The line's first words: what is expected, in the person's terms. */
export function verdictWords({ colour, expects, change, reasons: [first] }: Outlook): string {
  if (first.kind === 'not-tried') return 'Not tried yet'
  if (first.kind === 'already') return 'Nothing to discover'
  if (colour === 'green') return 'This can work'
  if (colour === 'red') return 'This is not likely to work'
  if (change?.kind === 'only-sample') return 'Asking again may do better'
  return expects === 'pass' ? 'A pass may be luck' : 'Hard to say'
}

/** What a run costs, from the step that was measured; null before one was. */
export function costOf({ step }: Measured, budget: number): { stepMs: number; budgetMs: number } | null {
  return step && { stepMs: step.ms, budgetMs: (step.ms * budget) / step.attempts }
}
