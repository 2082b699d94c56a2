/** A diagnosis in plain sentences, and what the button of its next step says. */
import { reasonWords } from '../outlook/words.ts'
import { foldOf, percent, quoted } from '../outlook/phrasing.ts'
import type { Drift } from './drift.ts'
import type { Finding, NextStep } from './findings.ts'
import type { Turn } from './odds.ts'

export function findingWords(finding: Finding): string {
  switch (finding.kind) {
    case 'solved':
      return `Attempt ${finding.attempt} is the first that passes.`
    case 'turn':
      return turnWords(finding.turn)
    case 'guess': {
      const { chance, passed, of, within } = finding
      return `This may be luck: ${passed} of ${of} attempts ${passed === 1 ? 'passes' : 'pass'}, and of blind guesses 1 in ${Math.round(1 / chance)} does. By now a guesser would have passed with a chance of ${percent(within)}.`
    }
    case 'guesser':
      return `Who knows nothing and takes what the feedback leaves would have passed by attempt ${finding.attempt} with a chance of ${percent(finding.within)}.`
    case 'rivals':
      return rivalsWords(finding)
    case 'unsolved':
      return `None of ${finding.of} attempts passes.`
    case 'not-its-form':
      return reasonWords(finding)
    case 'drift':
      return driftWords(finding.drift)
    case 'cut':
      return `${finding.count} of ${finding.of} attempts were cut at the length limit, at up to ${finding.limit} tokens.`
    case 'no-feedback':
      return `The judge said nothing of any of the ${finding.of} attempts.`
    case 'one-feedback':
      return `All ${finding.of} attempts were told the same, so that hindsight cannot tell one from another.`
    case 'idle':
      return `${finding.count} of ${finding.of} updates were left out. The commonest reason: \u201c${finding.reason}\u201d`
    case 'alike':
      return finding.count === finding.of
        ? `All ${finding.of} attempts are the same: ${quoted(finding.text)}.`
        : `${finding.count} of ${finding.of} attempts are the same: ${quoted(finding.text)}.`
    case 'same-error':
      return `${finding.count} of ${finding.of} attempts end in the same error: ${quoted(finding.error)}.`
    case 'teacher-unmoved':
      return `With feedback the teacher finds a right answer hardly likelier: ${factorWords(finding.reach.teacherMoves)}, where ${attemptsWords(finding.reach.attempts)} could have turned to it.`
    case 'student-behind': {
      const { attempts, teacherMoves, student } = finding.reach
      return `With feedback the teacher finds a right answer likelier (${factorWords(teacherMoves)}, where ${attemptsWords(attempts)} could have turned to it), and the student did not follow: ${percent(student.early)} in the first half of the updates, ${percent(student.late)} in the second.`
    }
    case 'price':
      return `In the time of its updates ${finding.more} more attempts could have been made without learning, by asking again or, where its longer prompts cost no more, by multi-turn.`
    default:
      return finding satisfies never
  }
}

function rivalsWords({ sdpo, multiTurn, of, budget }: Extract<Finding, { kind: 'rivals' }>): string {
  const [better, worse] = multiTurn > sdpo ? ['multi-turn', 'SDPO'] : ['SDPO', 'multi-turn']
  const found = `in ${Math.max(sdpo, multiTurn)} of ${of} runs of ${budget} attempts`
  const least = Math.min(sdpo, multiTurn)
  return multiTurn === sdpo
    ? `Measured before on this problem and model: SDPO and multi-turn each find it ${found}.`
    : `Measured before on this problem and model: ${better} finds it ${found}, ${worse} in ${least === 0 ? 'none' : least}.`
}

function driftWords(drift: Drift): string {
  switch (drift.sign) {
    case 'kl':
      return `From the attempts of update ${drift.step} on the student is far from where it began: ${drift.nats.toFixed(1)} nats a token.`
    case 'entropy':
      return `By the attempts of update ${drift.step} the student is too sure to find anything new: its entropy fell from ${drift.from.toFixed(2)} to ${drift.to.toFixed(2)} nats a token.`
    case 'phrase':
      return `${drift.count} of the last ${drift.of} attempts say ${quoted(drift.phrase)}, which none of the first did: it learned a manner of speaking, from the attempts of update ${drift.step} on.`
    default:
      return drift satisfies never
  }
}

function turnWords({ before, token, odds }: Turn): string {
  const [first, last] = [odds[0]!, odds.at(-1)!]
  const where = before === '' ? 'At its beginning' : `After ${quoted(tailOf(before))}`
  if (first === last)
    return `${where} the student wrote ${quoted(token)} with a chance of ${percent(first.student)}.`
  const way = last.student >= first.student ? 'rose' : 'fell'
  return `${where} the chance of ${quoted(token)} ${way} from ${percent(first.student)} at update ${first.step} to ${percent(last.student)} at update ${last.step}.`
}

/** The end of a text, from a word's beginning where one is near. */
function tailOf(text: string): string {
  return text.length > 40 ? `\u2026${text.slice(-40).replace(/^\S{0,12}\s+/, '')}` : text
}

/** What the button of a next step says; `extension`: attempts that are added at once. */
export function nextWords(next: NextStep, extension: number): string {
  switch (next.kind) {
    case 'rewind':
      return `Go back to update ${next.step}`
    case 'length':
      return `Run again with ${next.maxNewTokens} tokens`
    case 'edit':
      return 'Edit the problem'
    case 'model':
      return 'Choose another model'
    case 'extend':
      return `Add ${extension} attempts`
    default:
      return next satisfies never
  }
}

const attemptsWords = (n: number): string => (n === 1 ? 'one attempt' : `${n} attempts`)

function factorWords(nats: number): string {
  const fold = foldOf(nats)
  return fold === null ? 'its odds stay' : `its odds go ${fold}`
}
