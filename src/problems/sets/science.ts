/** Scientific reasoning: choices, quantities with their units, a word. The answers are a few tokens long. */
import type { z } from 'zod'
import type { problemSchema } from '../problem.ts'

const science = { field: 'science', suits: 'small-llm' } as const
const letter = 'Answer with the letter alone.'

export const sciences: z.input<typeof problemSchema>[] = [
  {
    ...science,
    id: 'science-throw',
    title: 'At the highest point',
    statement: `A ball is thrown straight up. What holds at its highest point?\nA. Its velocity and its acceleration are zero.\nB. Its velocity is zero, its acceleration points down.\nC. Its velocity points down, its acceleration is zero.\nD. Its velocity is zero, its acceleration points up.\n${letter}`,
    program: {
      kind: 'answer',
      answer: {
        type: 'choice',
        right: 'B',
        options: [
          { label: 'A', text: 'Its velocity and its acceleration are zero.' },
          { label: 'B', text: 'Its velocity is zero, its acceleration points down.' },
          { label: 'C', text: 'Its velocity points down, its acceleration is zero.' },
          { label: 'D', text: 'Its velocity is zero, its acceleration points up.' },
        ],
      },
    },
    solution: 'B',
    note: 'That nothing moves tempts into saying that nothing pulls.',
  },
  {
    ...science,
    id: 'science-boiling',
    title: 'Boiling points',
    statement: `Which of these substances boils at the highest temperature?\nA. propane\nB. dimethyl ether\nC. ethanol\nD. methane\n${letter}`,
    program: {
      kind: 'answer',
      answer: {
        type: 'choice',
        right: 'C',
        options: [
          { label: 'A', text: 'propane' },
          { label: 'B', text: 'dimethyl ether' },
          { label: 'C', text: 'ethanol' },
          { label: 'D', text: 'methane' },
        ],
      },
    },
    solution: 'C',
    note: 'Three of them weigh nearly the same. Hydrogen bonds decide.',
  },
  {
    ...science,
    id: 'science-colour',
    title: 'Colour blindness',
    statement: `Red-green blindness is inherited on the X chromosome and is recessive. A colour-blind man and a woman without that gene have a son. How likely is the son colour-blind?\nA. 0\nB. 1/4\nC. 1/2\nD. 1\n${letter}`,
    program: {
      kind: 'answer',
      answer: {
        type: 'choice',
        right: 'A',
        options: [
          { label: 'A', text: '0' },
          { label: 'B', text: '1/4' },
          { label: 'C', text: '1/2' },
          { label: 'D', text: '1' },
        ],
      },
    },
    solution: 'A',
    note: 'A son has his X from his mother. One half is what pattern matching says.',
  },
  {
    ...science,
    id: 'science-test',
    title: 'A positive test',
    statement: `One person in 100 is ill. A test finds 99 of 100 ill people, and is wrongly positive for 5 of 100 healthy ones. Someone tests positive. How likely is that person ill?\nA. 99 %\nB. 95 %\nC. 50 %\nD. 17 %\n${letter}`,
    program: {
      kind: 'answer',
      answer: {
        type: 'choice',
        right: 'D',
        options: [
          { label: 'A', text: '99 %' },
          { label: 'B', text: '95 %' },
          { label: 'C', text: '50 %' },
          { label: 'D', text: '17 %' },
        ],
      },
    },
    solution: 'D',
    note: 'The base rate is what people, and small models, leave out.',
  },
  {
    ...science,
    id: 'science-car',
    title: 'Speeding up',
    statement:
      'A car speeds up evenly from rest to 27 m/s in 9 s. How far does it go in that time? Answer with a number and its unit.',
    program: {
      kind: 'answer',
      answer: {
        type: 'number',
        value: 121.5,
        relativeTolerance: 0.01,
        unit: 'm',
        units: { km: 1000, cm: 0.01 },
      },
    },
    solution: '121.5 m',
    note: 'The product of speed and time, 243 m, is the answer of constant speed.',
  },
  {
    ...science,
    id: 'science-heat',
    title: 'Warming water',
    statement:
      'How much heat warms 0.5 kg of water by 20 K? Its specific heat is 4186 J/(kg K). Answer with a number and its unit.',
    program: {
      kind: 'answer',
      answer: {
        type: 'number',
        value: 41860,
        relativeTolerance: 0.01,
        unit: 'J',
        units: { kJ: 1000, MJ: 1_000_000 },
      },
    },
    solution: '41.86 kJ',
    note: 'A product of three numbers, and a thousand lies between the units it may be given in.',
  },
  {
    ...science,
    id: 'science-acid',
    title: 'How sour',
    statement: 'What is the pH of hydrochloric acid of 0.02 mol/l? Answer with a number.',
    program: { kind: 'answer', answer: { type: 'number', value: 1.7, absoluteTolerance: 0.05 } },
    solution: '1.70',
    note: 'A logarithm of a number that is no power of ten: 2 is near, and wrong.',
  },
  {
    ...science,
    id: 'science-decay',
    title: 'Half of a half',
    statement:
      'Iodine-131 has a half-life of 8 days. Of 80 mg, how much is left after 24 days? Answer with a number and its unit.',
    program: {
      kind: 'answer',
      answer: {
        type: 'number',
        value: 10,
        relativeTolerance: 0.01,
        unit: 'mg',
        units: { g: 1000, kg: 1_000_000 },
      },
    },
    solution: '10 mg',
    note: 'Three half-lives are an eighth, not a third or a sixth.',
  },
  {
    ...science,
    id: 'science-light',
    title: 'The colour of a frequency',
    statement:
      'Light has a frequency of 5e14 Hz. What is its wavelength in vacuum? The speed of light is 3e8 m/s. Answer with a number and its unit.',
    program: {
      kind: 'answer',
      answer: {
        type: 'number',
        value: 600,
        relativeTolerance: 0.01,
        unit: 'nm',
        units: { m: 1e9, mm: 1e6, cm: 1e7 },
      },
    },
    solution: '600 nm',
    note: 'Powers of ten: a wrong exponent is feedback by a factor of a thousand.',
  },
  {
    ...science,
    id: 'science-symbol',
    title: 'An odd symbol',
    statement: 'Which chemical element has the symbol W? Answer with its name.',
    program: { kind: 'answer', answer: { type: 'exact', accepted: ['tungsten', 'wolfram'] } },
    solution: 'tungsten',
    note: 'Its English name does not begin with its symbol.',
  },
]
