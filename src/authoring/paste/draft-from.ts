/** A draft from what was found in a text. */
import { emptyCompare, emptyLimits } from '../draft-judging.ts'
import { emptyAnswer, type AnswerDraft } from '../problem-draft-answer.ts'
import { emptyQuestion } from '../problem-draft-question.ts'
import { testsText } from '../problem-draft-tests.ts'
import { emptyDraft, type ProblemDraft } from '../problem-draft.ts'
import { jsonIn } from './json-answer.ts'
import { judgingOf, leetcodePrelude } from './nodes.ts'
import { keptBody, type Found, type Language, type NotUnderstood, type PastedAnswer } from './pasted.ts'
import { changedInPlace, statedRules } from './rules.ts'
import { languageIn } from './spoken-calls.ts'
import { toolsDraft } from './tools.ts'

export interface Drafted {
  draft: ProblemDraft
  understood: string[]
  notUnderstood: NotUnderstood[]
}

const mends =
  /\b(?:fix|debug|repair|mend|correct)\s+(?:this|the|my|its|a|following|below|bugs?|errors?|function|code|program|it)\b|\b(?:is|are) (?:broken|buggy|wrong|incorrect)\b|\b(?:has|contains|with) (?:a |an? \w+ )?(?:bugs?|errors?)\b|\bfind (?:and fix )?the (?:bug|error|mistake)|\b(?:does(?:n['\u2019]t| not)) work\b|\bwhat(?:['\u2019]s| is) wrong\b/i
const spoken = { javascript: 'JavaScript', python: 'Python' } as const satisfies Record<Language, string>

/** Milliseconds: each call of a loop in a test goes to the sandbox and back. */
const timeOfLoops = 12_000

function first<K extends keyof Found>(found: readonly Found[], key: K): Found[K] | undefined {
  return found.find((each) => each[key] !== undefined)?.[key]
}

/** `rest`: the statement without what was taken out of it. */
export function draftFrom(title: string, rest: string, found: readonly Found[]): Drafted {
  const tests = (found.find((each) => each.tests && each.tests.length > 0 && each.only)?.tests ??
    found.flatMap((each) => each.tests ?? [])) as NonNullable<Found['tests']>
  const answer = first(found, 'answer')
  const name = first(found, 'classOf') ?? first(found, 'name')
  const stdin =
    tests.some((test) => 'stdin' in test) ||
    (found.some((each) => each.stdin) && name === undefined && !answer)
  const said = first(found, 'language') ?? languageIn(`${rest}\n${first(found, 'prose') ?? ''}`) ?? undefined
  const language: Language = said ?? (stdin ? 'python' : 'javascript')
  const own = tests.filter((test) => 'stdin' in test === stdin)
  const method = found.some((each) => each.method)
  const prose = first(found, 'prose') ?? ''
  const body = (method ? [rest, prose] : [prose, rest]).filter((part) => part !== '').join('\n\n')
  // Code that is to be mended is part of the question, and no solution.
  const broken = mends.test(`${title}\n${rest}`) ? (first(found, 'solution') ?? null) : null
  const understood = [
    ...(title === '' ? [] : [`The title, “${title}”`]),
    ...found
      .flatMap((each) => each.understood)
      .map((each) =>
        broken !== null && each === keptBody ? 'Its body, to be mended, kept in the statement' : each,
      ),
  ]
  const notUnderstood: NotUnderstood[] = []
  const base: ProblemDraft = {
    ...emptyDraft,
    title,
    language,
    solution: broken === null ? (first(found, 'solution') ?? '') : '',
    ...(name !== undefined && { name }),
  }
  const tools = first(found, 'tools')
  if (tools) return { draft: { ...base, ...toolsDraft(tools), statement: body }, understood, notUnderstood }
  if (own.length === 0 && answer) {
    if (answer.kind === 'fields')
      return {
        draft: {
          ...base,
          kind: 'question',
          question: { ...emptyQuestion, type: 'fields', fields: answer.fields.join('\n') },
          statement: body,
        },
        understood,
        notUnderstood,
      }
    const unordered = answer.kind === 'exact' ? inAnyOrder(answer.value, body) : null
    const rule = answerDraft(
      unordered
        ? { kind: 'exact', value: unordered }
        : answer.kind === 'number' && asksExact.test(body)
          ? { ...answer, exact: true }
          : answer,
    )
    return {
      draft: { ...base, kind: 'answer', answer: rule, statement: asked(body, answer) },
      understood: [
        ...understood,
        ...(unordered ? ['Its values may come in any order, as the question asks for all of them'] : []),
        ...(rule.type === 'number' && rule.tolerance !== '' ? [`It may be off by ${rule.tolerance}`] : []),
      ],
      notUnderstood,
    }
  }
  const rules = statedRules(body, own)
  if (rules.several !== null)
    notUnderstood.push({
      line: null,
      text: rules.several.slice(0, 80),
      reason:
        'Several answers are right, so that comparing with the one that is shown would refuse the others. Write a checker under Judge, or say there that only the expected one is right.',
    })
  const compare = { ...emptyCompare, ...rules.compare }
  if (stdin) {
    if (said === undefined)
      understood.push('No language is named: Python is asked for, which can be changed above')
    return {
      draft: {
        ...base,
        kind: 'stdin',
        compare,
        tests: testsText(own, undefined, language),
        statement:
          `${body}\n\nWrite a ${spoken[language]} program that reads standard input and prints the answer.`.trim(),
      },
      understood: [...understood, ...rules.understood],
      notUnderstood,
    }
  }
  if (name === undefined)
    return {
      draft: {
        ...base,
        kind: 'expression',
        compare,
        tests: testsText(own),
        parameters: first(found, 'parameters') ?? emptyDraft.parameters,
        statement: body,
      },
      understood: [
        ...understood,
        ...(own.length > 0
          ? ['No function is named: a JavaScript expression is asked for, which can be changed above']
          : []),
        ...rules.understood,
      ],
      notUnderstood,
    }
  const declared = first(found, 'declared') ?? { parameters: [], returns: '' }
  const parameters = first(found, 'parameters') ?? declared.parameters.map((each) => each.name)
  const signature = first(found, 'signature') ?? `${name}(${parameters.join(', ')})`
  const judging = judgingOf({
    language,
    parameters:
      declared.parameters.length > 0
        ? declared.parameters
        : parameters.map((each) => ({ name: each, type: '' })),
    returns: declared.returns,
    inPlace: own.some((test) => 'args' in test)
      ? changedInPlace(body, signature, parameters, declared.returns)
      : null,
    withCount: found.some((each) => each.inPlaceWithCount),
    classOf: first(found, 'classOf'),
  })
  const given = first(found, 'given') ?? ''
  const helpers = given.split('\n').some((line) => /^(?:def|class|async def)\b/.test(line))
  const prelude = [method && language === 'python' ? leetcodePrelude : '', given, judging?.prelude ?? '']
    .filter((part) => part.trim() !== '')
    .join('\n')
  const loops = own.some((test) => 'assert' in test && /^\s*(?:for|while)\b/m.test(test.assert))
  const bare = signature === `${name}()` && parameters.length === 0 ? name : signature
  const closing = first(found, 'classOf')
    ? `Write a ${spoken[language]} class ${name}.`
    : `Write a ${spoken[language]} function ${bare}.`
  const mended = broken === null ? '' : `\`\`\`${language}\n${broken.trim()}\n\`\`\`\n\n`
  const shown = helpers
    ? `This is given, and can be called:\n\n\`\`\`python\n${given.trim()}\n\`\`\`\n\n`
    : ''
  const open = own.length === 0 && base.solution === '' && first(found, 'signature') === undefined
  return {
    draft: {
      ...base,
      kind: 'function',
      compare,
      tests: testsText(own, name, language),
      prelude,
      adapter: judging?.adapter ?? '',
      ...(loops && { limits: { ...emptyLimits, timeMs: String(timeOfLoops) } }),
      statement: open ? body : `${body}\n\n${mended}${shown}${closing}`.trim(),
    },
    understood: [
      ...understood,
      ...(judging?.understood ?? []),
      ...(method && language === 'python'
        ? ['What LeetCode’s Python has at hand (Counter, deque, heapq), given to the program']
        : []),
      ...(loops ? [`A test calls it in a loop: an attempt may take ${timeOfLoops / 1000} s`] : []),
      ...rules.understood,
    ],
    notUnderstood,
  }
}

/** What is compared as a whole. */
type FinalAnswer = Exclude<PastedAnswer, { kind: 'fields' }>

/** The question, with how to answer it where nothing says so yet. */
function asked(question: string, answer: FinalAnswer): string {
  if (answer.kind === 'choice' && !/\bletter\b/i.test(question))
    return `${question}\n\nAnswer with the ${answer.options.every(({ label }) => /^\d+$/.test(label)) ? 'number of the choice' : 'letter'} alone.`.trim()
  if (answer.kind === 'number' && answer.units !== '')
    return `${question}\n\nAnswer with a number in ${answer.units}.`.trim()
  return question
}

/** Said of the answer, it may be off by nothing. */
const asksExact =
  /\b(?:exact(?:ly)?|simplest form|lowest terms|in simplified form|as a (?:common|simplified|reduced|mixed|proper|improper)?\s*(?:fraction|mixed number)|do not round|without rounding|closed form)\b/i

const asksForAll =
  /\b(?:all|every|both)\b[^.?]{0,60}\b(?:solutions?|roots?|zeros?|values?|numbers?|integers?|factors?|divisors?|primes?|x)\b|\b(?:solve|solutions?|roots|zeros|divisors|factors) (?:for|of|to|the)\b|\bsolve\b/i
const asksForOrder =
  /\b(?:order(?:ed)?|ascending|descending|increasing|decreasing|sorted|smallest to|largest to|sequence|respectively|coordinates?|pair|point|vector)\b/i

/** "2, 3" as all solutions: said as a set too, whose order does not count. Null where the order may be asked for. */
function inAnyOrder(value: string, question: string): string | null {
  if (value.includes('\n') || !/^[^()[\]{}]*\d[^()[\]{}]*,[^()[\]{}]*\d[^()[\]{}]*$/.test(value)) return null
  return asksForAll.test(question) && !asksForOrder.test(question) ? `${value}\n{${value}}` : null
}

/** Money is counted, not measured. */
const money =
  /^(?:dollars?|cents?|euros?|pounds sterling|yen|rupees?|USD|EUR|GBP|JPY|INR|[\u20ac\u00a3\u00a5\u20b9\u00a2])$/i

function answerDraft(answer: FinalAnswer): AnswerDraft {
  switch (answer.kind) {
    case 'exact':
      return {
        ...emptyAnswer,
        type: 'exact',
        accepted: answer.value,
        // JSON is the same with other spaces.
        ...(jsonIn(answer.value) !== null && { spaces: 'ignore' as const }),
      }
    case 'number': {
      // What no decimal writes exactly, and what was measured, is right within a hundredth; a plain decimal where it is rounded to its digits.
      const plain = answer.units === '' || money.test(answer.units)
      const exact =
        answer.exact === true ||
        (Number.isInteger(answer.value)
          ? plain
          : answer.fraction === true && Number.isInteger(answer.value * 1e6))
      return {
        ...emptyAnswer,
        type: 'number',
        value: `${answer.value}${answer.units === '' ? '' : ` ${answer.units}`}`,
        tolerance: exact
          ? ''
          : plain && answer.rounding != null && answer.rounding < Math.abs(answer.value) / 100
            ? String(answer.rounding)
            : '1 %',
      }
    }
    case 'choice':
      return {
        ...emptyAnswer,
        type: 'choice',
        options: answer.options
          .map(({ label, text }) => `${label}. ${text.replace(/\s*\n\s*/g, ' ')}`)
          .join('\n'),
        right: answer.value,
      }
    default:
      return answer satisfies never
  }
}
