/**
 * The lessons: short pages whose words are computed from the run they stand beside, so that they stay
 * true on another run. Underlined phrases carry an effect on the picture.
 */
import { attemptSummary } from '../../lab/words/summary.ts'
import { capital, decimal, inWords, percent, signed } from '../../lab/text/format.ts'
import type { CreditMode } from '../../lab/reading/credit.ts'
import type { AttemptView, RunView, StepView } from '../../lab/run/view.ts'
import type { FormulaName } from '../maths/Formula.tsx'
import { tokenText } from '../maths/token.ts'

export type Effect =
  | { kind: 'credit'; mode: CreditMode }
  | { kind: 'hide-feedback' }
  | { kind: 'token'; attempt: number; token: number }
  | { kind: 'attempt'; attempt: number; step: number }
  | { kind: 'step'; step: number }
  /** Another bundled run in the picture, at its most telling moment or at an update. */
  | { kind: 'recording'; name: string; step?: number }
  /** A live run of the problem in view, with a setting changed. */
  | { kind: 'live'; set?: { knob: string; value: number | string } }
  | { kind: 'panel'; panel: 'race' | 'results' }

export type Word =
  | string
  | { code: string; tone?: 'student' | 'teacher' }
  /** A button; `code` sets the words as a token. */
  | { say: string; effect: Effect; tone?: 'student' | 'teacher'; code?: boolean }
export type Sentence = readonly Word[]

/** What a page shows where it is a slide: a rule of credit, and the attempt in view, the same after its update, or another. */
export interface Slide {
  mode: CreditMode
  look: 'here' | 'after-the-update' | { step: number; attempt: number }
}

export interface Page {
  title: string
  /** The whole page in one sentence, for a slide. */
  headline: Sentence
  sentences: readonly Sentence[]
  formula: FormulaName
  /** What to do now, live: the chapter's last word. */
  tryIt: Sentence
  slide: Slide
}

export interface LessonInput {
  view: RunView
  whole: RunView
  step: StepView | null
  attempt: AttemptView | null
  /** Name of the bundled recording in view; null where it is another run. */
  bundled: string | null
}

type Body = Omit<Page, 'formula' | 'tryIt' | 'slide'>

interface Facts extends LessonInput {
  /** Texts of the attempt's loudest tokens. */
  doubt: Telling | null
  trust: Telling | null
  second: Telling | null
}

interface Telling {
  word: Word
  token: number
  name: string
  credit: number
  /** The teacher's favourite other candidate, where it gains a tenth at least. */
  rival: string | null
  student: number
  teacher: number
  /** The student's probability after the update; null while unknown. */
  after: number | null
}

export function lessonPages(input: LessonInput): Page[] {
  const facts = factsOf(input)
  return lessons.map(({ body, formula, tryIt, slide }) => ({
    ...body(facts),
    formula,
    tryIt,
    slide: { mode: 'sdpo', look: 'here', ...slide?.(facts) },
  }))
}

function factsOf(input: LessonInput): Facts {
  const { attempt } = input
  const credit = attempt?.credit ?? []
  const order = credit.map((_, i) => i).sort((a, b) => credit[a]! - credit[b]!)
  const at = (i: number | undefined, loud: (c: number) => boolean) =>
    attempt && i !== undefined && loud(credit[i]!) ? telling(input, attempt, i) : null
  return {
    ...input,
    doubt: at(order[0], (c) => c <= -0.1),
    second: at(order[1], (c) => c <= -0.3),
    trust: at(order.at(-1), (c) => c >= 0.1),
  }
}

function telling({ whole }: LessonInput, attempt: AttemptView, i: number): Telling {
  const position = attempt.positions![i]!
  const credit = attempt.credit![i]!
  const name = tokenText(attempt.pieces[i]!).bare
  const gains = position.ids.map((_, c) =>
    c === 0 ? -1 : Math.exp(position.teacher[c]!) - Math.exp(position.student[c]!),
  )
  const best = gains.indexOf(Math.max(...gains))
  const rival = gains[best]! >= 0.1 ? tokenText(whole.vocabulary[position.ids[best]!] ?? '').bare : null
  const after = attempt.after?.[i]?.[0]
  return {
    token: i,
    name,
    credit,
    rival,
    student: Math.exp(position.student[0]!),
    teacher: Math.exp(position.teacher[0]!),
    after: after === undefined ? null : Math.exp(after),
    word: {
      say: name,
      code: true,
      tone: credit < 0 ? 'student' : 'teacher',
      effect: { kind: 'token', attempt: attempt.attempt, token: i },
    },
  }
}

const grpo = (say: string): Word => ({ say, effect: { kind: 'credit', mode: 'grpo' } })
const hide = (say: string): Word => ({ say, tone: 'teacher', effect: { kind: 'hide-feedback' } })
const groupWords = (n: number) => `${inWords(n)} ${n === 1 ? 'attempt' : 'attempts'}`

function flatReward({ step, attempt }: Facts): Body {
  const title = 'One flat reward'
  const general: Sentence[] = [
    ['A judge gives each attempt one number: 1 if it passes every test, else 0.'],
    ['That number says whether an attempt was good. It never says ', 'where.'],
  ]
  const n = step?.attempts.length ?? 0
  if (!step || !attempt || step.judged < n || n === 0)
    return {
      title,
      headline: ['One number for a whole attempt says whether, never where'],
      sentences: general,
    }
  const count = attempt.tokens.length
  if (step.passed === 0) {
    return {
      title,
      headline: [`${capital(groupWords(n))} failed: one reward of zero, on every token`],
      sentences: [
        [
          n === 1 ? 'The attempt failed, so ' : `All ${inWords(n)} attempts failed, so `,
          grpo('GRPO scores every token zero'),
          '.',
        ],
        [
          `The reward says that attempt ${attempt.attempt} failed, never where: it has ${count} tokens, and nothing tells one from another.`,
        ],
        [
          'Until some attempt passes, there is nothing to learn from. On a hard problem that can take forever.',
        ],
      ],
    }
  }
  if (step.passed === n) {
    return {
      title,
      headline: [`${capital(groupWords(n))} passed: nothing stands out, so nothing is learned`],
      sentences: [
        [
          `${n === 1 ? 'The attempt' : `All ${inWords(n)} attempts`} passed, so `,
          grpo('GRPO scores every token zero'),
          ' again: nothing stands out from the group.',
        ],
      ],
    }
  }
  const passed = step.attempts.find((a) => a.passed)
  const failed = step.attempts.find((a) => a.passed === false)
  return {
    title,
    headline: [
      `${capital(inWords(step.passed))} of ${inWords(n)} passed: one number for every token of an attempt`,
    ],
    sentences: [
      [
        `${capital(inWords(step.passed))} of ${inWords(n)} attempts passed, so `,
        grpo('GRPO'),
        passed?.advantage != null && failed?.advantage != null
          ? ` gives every token of a passed attempt ${signed(passed.advantage)} and every token of a failed one ${signed(failed.advantage)}.`
          : ' gives every token of an attempt its reward minus the group’s mean.',
      ],
      [`All ${count} tokens of attempt ${attempt.attempt} share one number, whether they helped or not.`],
    ],
  }
}

function differenceOfOpinion(facts: Facts): Body {
  const { attempt, doubt, trust, second, step } = facts
  const title = 'Credit is a difference of opinion'
  if (!attempt?.credit || (!doubt && !trust)) {
    return {
      title,
      headline: ['The same model, told what went wrong, reads its own attempt again'],
      sentences: [
        ['The same model reads its own attempt twice: once as it wrote it, once knowing what went wrong.'],
        [
          attempt?.credit
            ? 'Here both readers agree on every token, so there is little to learn.'
            : 'Where the two disagree about a token, that token gets credit or blame. Go on to ',
          ...(attempt?.credit ? [] : ['the re-reading to see it.']),
        ],
      ],
    }
  }
  const failed = step && step.judged === step.attempts.length && step.passed === 0 && step.attempts.length > 1
  const solved = attempt.reprompt?.solutionFrom != null
  const sentences: Sentence[] = []
  if (failed)
    sentences.push([
      `All ${inWords(step.attempts.length)} attempts failed, so `,
      grpo('GRPO scores every token zero'),
      '.',
    ])
  sentences.push(
    solved
      ? [
          'The self-teacher has read ',
          {
            say: 'a solution that passed',
            tone: 'teacher',
            effect: { kind: 'attempt', attempt: attempt.reprompt!.solutionFrom!, step: attempt.step },
          },
          '.',
        ]
      : ['The self-teacher has read ', hide(attempt.passed ? 'the judge’s words' : 'what went wrong'), '.'],
  )
  const doubts: Word[] = doubt
    ? ['it doubts ', doubt.word, ...(doubt.rival ? [' and would write ', { code: doubt.rival }] : [])]
    : []
  const trusts: Word[] = trust
    ? [doubt ? ', yet trusts ' : 'it trusts ', trust.word, ' more than before']
    : []
  sentences.push(['Re-reading the same code, ', ...doubts, ...trusts, '.'])
  const both = second && doubt && second.token !== doubt.token
  if (both)
    sentences.push([
      'It doubts ',
      second.word,
      ' too',
      ...(second.rival ? [', and would put ', { code: second.rival }, ' there'] : []),
      '.',
    ])
  if (!both)
    sentences.push([
      `A bar up: hindsight likes a token more. Down: less. Each of the ${attempt.tokens.length} tokens has its own number.`,
    ])
  const headline: Sentence = doubt
    ? [
        solved ? 'Shown a solution, the same model doubts ' : 'Told what went wrong, the same model doubts ',
        { code: doubt.name, tone: 'student' },
        ...(doubt.rival ? [' and would have written ', { code: doubt.rival, tone: 'teacher' } as Word] : []),
      ]
    : ['With hindsight the same model trusts ', { code: trust!.name, tone: 'teacher' }, ' more than before']
  return { title, headline, sentences }
}

function hindsight(facts: Facts): Body {
  const { attempt, doubt } = facts
  const title = 'Hindsight is feedback, read again'
  const said = attempt ? attemptSummary(attempt) : ''
  const sentences: Sentence[] = []
  if (attempt && said !== '')
    sentences.push([`The judge of attempt ${attempt.attempt} said more than no: `, { code: said }, '.'])
  else if (attempt?.passed)
    sentences.push([`Attempt ${attempt.attempt} passed, so the judge had nothing to correct.`])
  else
    sentences.push(['A judge says more than yes or no: which test broke, what came out, what was expected.'])
  if (attempt?.reprompt?.mask === 1) {
    sentences.push([
      'The self-teacher is given the question again, with these words after it. ',
      hide('Hide them'),
      ' and both readers see the same text: the gap closes.',
    ])
    if (doubt)
      sentences.push([
        'Nobody told it the answer. Its doubt falls on ',
        doubt.word,
        ` because of what it was told: ${percent(doubt.student)} before, ${percent(doubt.teacher)} with hindsight.`,
      ])
  } else if (attempt?.reprompt) {
    sentences.push([
      'Nothing was said about this attempt, so the teacher would read the student’s own prompt. It teaches nothing.',
    ])
  } else {
    sentences.push(['The self-teacher will be given the question again, with these words after it.'])
  }
  sentences.push(['Write other words with Edit, and the live model reads those instead.'])
  return {
    title,
    headline:
      said !== ''
        ? ['The judge said more than no: ', { code: said, tone: 'teacher' }]
        : ['Feedback becomes hindsight when the model reads it before its own attempt'],
    sentences,
  }
}

function teacherIsYou({ view, attempt, doubt, trust }: Facts): Body {
  const title = 'The teacher is you'
  const one = doubt ?? trust
  const teacher = view.config?.teacher
  const sentences: Sentence[] = [['Student and self-teacher are one model. What differs is what they read.']]
  sentences.push(
    one
      ? [
          'The teacher writes nothing. At ',
          one.word,
          ` it is asked one thing: how likely is this token? It says ${percent(one.teacher)}; the student had said ${percent(one.student)}.`,
        ]
      : ['The teacher writes nothing. At every token it is asked one thing: how likely is this?'],
  )
  if (teacher?.kind === 'ema') {
    sentences.push(
      teacher.rate === 0
        ? ['Its weights stay those of the first model.']
        : teacher.rate === 1
          ? ['Its weights are the student’s own, always.']
          : [
              `After each update its weights follow the student’s by ${Number((100 * teacher.rate).toFixed(2))} %.`,
              ...(attempt && attempt.step > 1 && attempt.reprompt?.mask === 1
                ? [' ', hide('Hide the feedback'), ' and only that difference of weights is left.']
                : []),
            ],
    )
  } else if (teacher) {
    sentences.push([
      `It is held near the first model: a mix, ${decimal(teacher.mix)} of it the student’s opinion.`,
    ])
  }
  return {
    title,
    headline: one
      ? [
          'At ',
          { code: one.name, tone: one.credit < 0 ? 'student' : 'teacher' },
          ` the student says ${percent(one.student)}; the same model with hindsight, ${percent(one.teacher)}`,
        ]
      : ['Student and teacher are one model that has read different words'],
    sentences,
  }
}

function successAsFeedback({ whole, view }: Facts): Body {
  const title = 'Success as feedback'
  const first = whole.firstPass
  if (first === null) {
    const judged = view.steps.reduce((sum, s) => sum + s.judged, 0)
    return {
      title,
      headline: ['The first attempt that passes becomes hindsight for all others'],
      sentences: [
        [
          judged === 0
            ? 'No attempt has been judged yet.'
            : `None of the ${judged} attempts judged so far has passed.`,
        ],
        [
          'The first that does becomes hindsight for the others: the teacher is shown its text as a solution.',
        ],
        [
          'Before that, a failure that is explained is all there is to learn from, and it is enough to begin.',
        ],
      ],
    }
  }
  const at = whole.steps.find((s) => s.attempts.some((a) => a.attempt === first))!
  const shown = whole.steps.flatMap((s) => s.attempts).find((a) => a.reprompt?.solutionFrom != null)
  return {
    title,
    headline: [`Attempt ${first} passes, after ${first - 1} that did not`],
    sentences: [
      [
        { say: `Attempt ${first}`, effect: { kind: 'attempt', attempt: first, step: at.step } },
        first === 1
          ? ' passed at once.'
          : ` is the first to pass every test, after ${first - 1} that did not.`,
      ],
      [
        'A passed attempt is hindsight too: from now on the teacher of the others can be shown its text as a solution.',
      ],
      shown
        ? [
            'So it was with ',
            {
              say: `attempt ${shown.attempt}`,
              effect: { kind: 'attempt', attempt: shown.attempt, step: shown.step },
            },
            `, re-read with attempt ${shown.reprompt!.solutionFrom} in view.`,
          ]
        : [
            'This run stops at its first pass. Choose another stop in the settings to see what success teaches.',
          ],
    ],
  }
}

function whyNotAskAgain({ whole, attempt, doubt, trust, bundled }: Facts): Body {
  const title = 'Why not just ask again?'
  const one = [doubt, trust].find((t) => t?.after != null) ?? null
  const judged = whole.steps.filter((s) => s.judged > 0)
  const first = judged[0]
  const last = judged.at(-1)
  if (whole.config?.arm === 'best-of-k' && last) {
    const texts = whole.steps.flatMap((s) => s.attempts.map((a) => a.text))
    const different = new Set(texts).size
    return {
      title,
      headline: [
        `${texts.length} attempts from the same odds: ${whole.passed === 0 ? 'none' : inWords(whole.passed)} passed, ${different} were different`,
      ],
      sentences: [
        [
          `Here the same model was asked ${texts.length} times and never updated: every draw is from the odds of the first.`,
        ],
        [
          `${different} of the ${texts.length} attempts were different, and ${whole.passed === 0 ? 'none' : inWords(whole.passed)} passed.`,
        ],
        [
          'It was told each time what went wrong, and nothing of that stayed. ',
          { say: 'With updates', effect: { kind: 'recording', name: 'first' } },
          ' the odds change.',
        ],
      ],
    }
  }
  const sentences: Sentence[] = [
    ['Asking the same model again draws from the same odds. An update changes the odds.'],
  ]
  if (one && attempt)
    sentences.push([
      'At ',
      one.word,
      ` the student gave ${percent(one.student)}; `,
      { say: `after update ${attempt.step}`, effect: { kind: 'step', step: attempt.step } },
      ` it gives ${percent(one.after!)}.`,
    ])
  if (first && last && last.step > first.step)
    sentences.push([
      `In `,
      { say: `update ${first.step}`, effect: { kind: 'step', step: first.step } },
      `, ${inWords(first.passed)} of ${inWords(first.attempts.length)} passed; in `,
      { say: `update ${last.step}`, effect: { kind: 'step', step: last.step } },
      `, ${inWords(last.passed)} of ${inWords(last.attempts.length)}.`,
    ])
  if (bundled === 'first')
    sentences.push([
      'See ',
      { say: 'the same model only asked again', effect: { kind: 'recording', name: 'again' } },
      ', with the same seed.',
    ])
  sentences.push([
    'Asking again with the feedback in the question helps as well, as long as it fits the window. An update keeps it in the weights.',
  ])
  return {
    title,
    headline:
      one && attempt
        ? [
            'One update moves ',
            { code: one.name, tone: one.credit < 0 ? 'student' : 'teacher' },
            ` from ${percent(one.student)} to ${percent(one.after!)}`,
          ]
        : ['Asking again draws from the same odds; an update changes them'],
    sentences,
  }
}

/** KL to the start, in nats a token, beyond which the student no longer writes what the first model might. */
const ruinous = 4

function whenItFails({ view, whole, step, attempt, doubt, bundled }: Facts): Body {
  const title = 'When it fails'
  const ruin = whole.steps.find((s) => s.signals !== null && s.signals.klToStart >= ruinous)
  if (ruin?.signals && whole.config) {
    const before = whole.steps[ruin.step - 2]
    const after = whole.steps.find((s) => s.step > ruin.step && s.attempts.some((a) => a.text !== '')) ?? ruin
    const text = after.attempts[0]?.text ?? ''
    return {
      title,
      headline: [
        `Steps that are too large ruin a model: at update ${ruin.step} its KL to the start is ${decimal(ruin.signals.klToStart, 1)}`,
      ],
      sentences: [
        [
          `The learning rate here is ${decimal(whole.config.optimiser.learningRate)}. `,
          ...(before?.signals
            ? [
                'In ',
                { say: `update ${before.step}`, effect: { kind: 'step', step: before.step } } as const,
                ` the gradient norm was still ${decimal(before.signals.gradNorm)}; `,
              ]
            : []),
          'in ',
          { say: `update ${ruin.step}`, effect: { kind: 'step', step: ruin.step } },
          ` it is ${decimal(ruin.signals.gradNorm, 1)}.`,
        ],
        [
          `From then on the student writes `,
          { code: text.length > 28 ? `${text.slice(0, 27)}\u2026` : text, tone: 'student' },
          '.',
        ],
        [
          'The teacher is the same model, a little behind: it cannot pull it back. ',
          ...(bundled === null
            ? ['Go back to an earlier update and on from there.']
            : [
                {
                  say: 'Back to the run that went well',
                  effect: { kind: 'recording', name: 'first' },
                } as const,
                '.',
              ]),
        ],
      ],
    }
  }
  const signals = view.steps.findLast((s) => s.signals !== null && s.skipped === null)
  const credits = (step?.attempts ?? []).flatMap((a) => a.credit ?? [])
  const mean = credits.reduce((sum, c) => sum + Math.abs(c), 0) / Math.max(1, credits.length)
  const skipped = view.steps.filter((s) => s.skipped !== null)
  const sentences: Sentence[] = []
  if (credits.length > 0)
    sentences.push([
      `A small model is a weak teacher. In this update hindsight moved a token by ${decimal(mean)} nats on average.`,
    ])
  else
    sentences.push([
      'A small model is a weak teacher: told what went wrong, it often does not know what would have been right.',
    ])
  if (doubt && attempt)
    sentences.push([
      'Its loudest doubt, ',
      doubt.word,
      ', marks a place where it chose. That need not be the mistake.',
    ])
  if (signals?.signals)
    sentences.push([
      `Steps that are too large ruin a model. At `,
      { say: `update ${signals.step}`, effect: { kind: 'step', step: signals.step } },
      ` the gradient norm was ${decimal(signals.signals.gradNorm)} and the KL to the start ${decimal(signals.signals.klToStart)}; if they run away, go back to an earlier update and on from there.`,
    ])
  sentences.push([
    'What holds beyond this run, and what does not, was measured: ',
    { say: 'the results', effect: { kind: 'panel', panel: 'results' } },
    '.',
  ])
  if (bundled === 'first')
    sentences.push([
      'See ',
      { say: 'a run that collapses', effect: { kind: 'recording', name: 'collapse', step: 4 } },
      ': the same problem and seed, with larger steps.',
    ])
  if (skipped.length > 0)
    sentences.push([
      `${capital(inWords(skipped.length))} ${skipped.length === 1 ? 'update was' : 'updates were'} left out in this run. ${skipped[0]!.skipped}`,
    ])
  return {
    title,
    headline:
      credits.length > 0
        ? [`A weak teacher teaches weakly: ${decimal(mean)} nats a token here`]
        : ['A weak teacher teaches weakly'],
    sentences,
  }
}

interface Chapter {
  body: (facts: Facts) => Body
  formula: FormulaName
  tryIt: Sentence
  /** Where its picture is another than the one in view, by SDPO's credit. */
  slide?: (facts: Facts) => Partial<Slide>
}

/** The first attempt that passed. */
function firstPassOf({ whole }: Facts): Partial<Slide> {
  const step = whole.steps.find((s) => s.attempts.some((a) => a.attempt === whole.firstPass))
  return step ? { look: { step: step.step, attempt: whole.firstPass! } } : {}
}

const lessons: readonly Chapter[] = [
  {
    body: flatReward,
    formula: 'flat',
    slide: () => ({ mode: 'grpo' }),
    tryIt: [
      { say: 'Make eight attempts live', effect: { kind: 'live' } },
      ' and see how long GRPO has nothing to say.',
    ],
  },
  {
    body: differenceOfOpinion,
    formula: 'dense',
    tryIt: [
      { say: 'Go live', effect: { kind: 'live' } },
      ', guess the token to blame before Show the credit, and see whether hindsight agrees.',
    ],
  },
  {
    body: hindsight,
    formula: 'hindsight',
    tryIt: [
      { say: 'Go live', effect: { kind: 'live' } },
      ', press Edit, and put words of your own in the judge\u2019s mouth.',
    ],
  },
  {
    body: teacherIsYou,
    formula: 'ema',
    tryIt: [
      {
        say: 'Run live with a teacher EMA of 1',
        effect: { kind: 'live', set: { knob: 'teacher-ema', value: 1 } },
      },
      ': the teacher then has the student\u2019s weights, always.',
    ],
  },
  {
    body: successAsFeedback,
    formula: 'success',
    slide: firstPassOf,
    tryIt: [
      {
        say: 'Run live past the first pass',
        effect: { kind: 'live', set: { knob: 'stop', value: 'mastered' } },
      },
      ' and watch one success become eight.',
    ],
  },
  {
    body: whyNotAskAgain,
    formula: 'again',
    slide: () => ({ look: 'after-the-update' }),
    tryIt: [
      { say: 'Race the arms', effect: { kind: 'panel', panel: 'race' } },
      ' on this problem: best-of-k is asking again.',
    ],
  },
  {
    body: whenItFails,
    formula: 'fails',
    tryIt: [
      {
        say: 'Run live at a learning rate of 0.1',
        effect: { kind: 'live', set: { knob: 'learning-rate', value: 0.1 } },
      },
      ', then go on from the last update that was sound.',
    ],
  },
]
export const lessonCount = lessons.length
