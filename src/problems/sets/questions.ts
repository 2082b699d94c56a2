/**
 * Short questions whose feedback names what is left, or only what is not so: what a small stock model can learn at test time without being told the
 * answer. Most of a field are here because such models get them wrong at first; how each went is measured
 * (`npm run experiment -- real-discovery`), and a guesser who only reads the feedback is the control.
 */
import type { z } from 'zod'
import type { problemSchema } from '../problem.ts'

type Written = z.input<typeof problemSchema>

/** `right` is one of `options`, or there are none; `sentence` says them in the feedback. */
function named(
  id: string,
  title: string,
  statement: string,
  right: string,
  options: readonly string[],
  sentence: string,
  solution: string,
  note: string,
): Written {
  return {
    field: 'questions',
    suits: 'small-llm',
    id: `question-${id}`,
    title,
    statement,
    program: {
      kind: 'question',
      rule: { type: 'words', right: [right], options: [...options], sentence },
    },
    solution,
    note,
  }
}

function capital(id: string, place: string, right: string, options: readonly string[]): Written {
  return named(
    id,
    `The capital of ${place}`,
    options.length > 0
      ? `What is the capital of ${place}?`
      : `What is the capital of ${place}? Answer with its name alone.`,
    right,
    options,
    `The capital of ${place} is {options}.`,
    `The capital of ${place} is ${right}.`,
    options.length > 0
      ? 'A larger place comes to mind first.'
      : 'Nothing is named: a failing attempt is told that what it said is not it, or how long the word is.',
  )
}

function called(
  id: string,
  title: string,
  what: string,
  right: string,
  options: readonly string[],
  note: string,
): Written {
  return named(
    id,
    title,
    `What is ${what} called?`,
    right,
    options,
    'It is {options}.',
    `${what.charAt(0).toUpperCase()}${what.slice(1)} is called ${right}.`,
    note,
  )
}

/** A word for something, asked and told in one frame: `The plural of "ox" is oxen.` */
function form(
  id: string,
  title: string,
  subject: string,
  right: string,
  options: readonly string[],
  note: string,
): Written {
  return named(
    id,
    title,
    `What is the ${subject}?`,
    right,
    options,
    `The ${subject} is {options}.`,
    `The ${subject} is ${right}.`,
    note,
  )
}

export const questions: Written[] = [
  capital('kentucky', 'Kentucky', 'Frankfort', ['Frankfort', 'Memphis', 'Toledo']),
  capital('montana', 'Montana', 'Helena', ['Fargo', 'Laramie', 'Helena']),
  capital('myanmar', 'Myanmar', 'Naypyidaw', ['Naypyidaw', 'Hanoi', 'Dhaka']),
  ...(
    [
      ['california', 'California', 'Sacramento'],
      ['new-york', 'New York State', 'Albany'],
      ['turkey', 'Turkey', 'Ankara'],
      ['alaska', 'Alaska', 'Juneau'],
    ] as const
  ).map(([id, place, right]) => capital(id, place, right, [])),
  called(
    'fox',
    'A female fox',
    'a female fox',
    'a vixen',
    ['a vixen', 'a mare', 'a hen'],
    'A word of its own.',
  ),
  called(
    'hare',
    'A young hare',
    'a young hare',
    'a leveret',
    ['a leveret', 'a cygnet', 'a kid'],
    'A rare word: bunny comes first.',
  ),
  form(
    'capacitance',
    'The unit of capacitance',
    'SI unit of electric capacitance',
    'the farad',
    ['the farad', 'the tesla', 'the henry'],
    'Units: the coulomb comes to mind.',
  ),
  form(
    'flux',
    'The unit of magnetic flux',
    'SI unit of magnetic flux',
    'the weber',
    ['the lumen', 'the weber', 'the siemens'],
    'Units: the tesla is its density.',
  ),
  form(
    'ox',
    'More than one ox',
    'plural of "ox"',
    'oxen',
    ['oxes', 'oxen', 'oxi'],
    'Plurals: the rule does not hold here.',
  ),
  form(
    'criterion',
    'More than one criterion',
    'plural of "criterion"',
    'criteria',
    ['criterions', 'criterias', 'criteria'],
    'Plurals: it came from Greek.',
  ),
  form(
    'seek',
    'The past of seek',
    'past tense of "seek"',
    'sought',
    ['seeked', 'sought', 'soaked'],
    'Grammar: an irregular verb.',
  ),
  form(
    'swim',
    'The participle of swim',
    'past participle of "swim"',
    'swum',
    ['swimmed', 'swum', 'swom'],
    'Grammar: swam is its past tense.',
  ),
  form(
    'replace',
    'The method that replaces',
    'HTTP method that replaces a whole resource',
    'PUT',
    ['TRACE', 'PUT', 'HEAD'],
    'APIs: PATCH changes a part of it.',
  ),
  form(
    'mandatory',
    'The fields that must be there',
    'JSON Schema keyword that lists the mandatory properties',
    'required',
    ['required', 'enum', 'pattern'],
    'API fields: the word must be told from its neighbours.',
  ),
  form(
    'anchor',
    'The end of a line',
    'name for ^ and $ in regular expressions',
    'anchors',
    ['anchors', 'classes', 'flags'],
    'Regular expressions: what they are called, not what they do.',
  ),
  form(
    'star',
    'The star',
    'name of the operator * in regular expressions',
    'Kleene star',
    ['Kleene star', 'Turing star', 'Church star'],
    'Regular expressions: named after a mathematician.',
  ),
  {
    field: 'questions',
    suits: 'small-llm',
    id: 'question-date',
    title: 'A date',
    statement: 'Write the date March 9, 2024 with digits and hyphens, the year first.',
    program: { kind: 'question', rule: { type: 'form', form: 'iso-date', right: ['2024-03-09'] } },
    solution: '2024-03-09',
    note: 'Formats: a sentence about the date is wrong, and so is 2024-9-3.',
  },
  {
    field: 'questions',
    suits: 'small-llm',
    id: 'question-snake',
    title: 'A name for a variable',
    statement: 'Write "last name" as the name of a Python variable.',
    program: { kind: 'question', rule: { type: 'form', form: 'snake_case', right: ['last_name'] } },
    solution: 'last_name',
    note: 'Formats: nothing but the name.',
  },
  {
    field: 'questions',
    suits: 'small-llm',
    id: 'question-room',
    title: 'A booking as JSON',
    statement: 'Book room A for 4 people. Answer with JSON.',
    program: {
      kind: 'question',
      rule: {
        type: 'fields',
        fields: [
          { name: 'room', is: 'text', oneOf: ['A'] },
          { name: 'seats', is: 'number', oneOf: ['4'] },
        ],
      },
    },
    solution: '{"room": "A", "seats": 4}',
    note: 'API fields: the names are not in the question; the feedback says them one by one.',
  },
]
